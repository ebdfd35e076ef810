import socket
import subprocess
import sys

import pytest

from workbench.app.server import CONFIG, require_free
from workbench.cli.main import main
from workbench.errors import SettingsError


def test_a_taken_port_is_refused_with_another_one_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} is taken.*--port"):
            require_free(port)
    require_free(port)


@pytest.mark.parametrize("port", ["0", "65536", "99999999", "-1", "http"])
def test_what_is_no_port_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", "--no-browser", "--port", port])
    assert stopped.value.code == 2
    assert "port" in capsys.readouterr().err


def test_a_taken_port_is_told_before_the_samples_are_translated() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "workbench.cli.main", "serve", "--seeds", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is taken" in done.stderr
    assert done.stdout == ""


def test_streamlit_says_nothing_to_developers() -> None:
    assert CONFIG["logger.hideWelcomeMessage"] is True
