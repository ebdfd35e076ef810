"""Commands in a process of their own: it runs the workbench, whatever lies in the folder."""

import time
from pathlib import Path

import pytest

from workbench.settings import Settings
from workbench.workflow.background import start_command


def test_files_of_the_present_folder_are_not_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    code = f"from pathlib import Path\nPath({str(ran)!r}).touch()\n"
    for name in ("json.py", "argparse.py"):
        (tmp_path / name).write_text(code, encoding="utf-8")
    (tmp_path / "workbench").mkdir()
    (tmp_path / "workbench" / "__init__.py").write_text(code, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    start_command(settings, ["--version"])
    log = settings.home / "jobs.log"
    deadline = time.monotonic() + 60
    while not log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert log.read_text(encoding="utf-8").startswith("workbench ")
    assert not ran.exists()
