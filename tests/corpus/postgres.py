"""A PostgreSQL server of one's own for a test run, on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, newest version first, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if folders:
        return folders[0].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server and give the host part of its URLs; stops it at the end."""
    # The server refuses to run as root; Debian's package made a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    binaries = programs()
    assert binaries is not None
    # A socket's path may have 107 bytes at most, so it gets a short folder of its own.
    socket = Path(tempfile.mkdtemp(prefix="pg"))
    if user:
        for path in (folder, socket):
            os.chown(path, pwd.getpwnam(user).pw_uid, -1)
        for path in (folder, *folder.parents):
            if path.stat().st_uid == os.geteuid() and path != Path("/"):
                path.chmod(path.stat().st_mode | 0o011)

    def run(*command: str) -> None:
        subprocess.run(command, user=user, check=True, cwd="/", stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    try:
        run(str(binaries / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8")
        options = f"-k {socket} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        run(
            *(str(binaries / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log")),
            *("-o", options, "start"),
        )
        try:
            yield f"postgresql+psycopg://tester@/{{name}}?host={socket}"
        finally:
            run(str(binaries / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(socket, ignore_errors=True)
