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
def server() -> Iterator[str]:
    """Start a server and give its URL; stops it at the end."""
    # The server refuses to run as root; Debian's package made a user for it. The folder is not
    # pytest's own, which only its owner may enter, and short: a socket's path has at most 107
    # bytes.
    user = "postgres" if os.geteuid() == 0 else None
    binaries = programs()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="postgres"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", data, *arguments]
        subprocess.run(command, user=user, check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://tester@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
