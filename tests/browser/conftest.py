"""A real server in a process of its own and a real headless Chromium in front of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.browser.grid import Grid, open_review
from tests.browser.store import fill, stored
from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow

CUT_OFF = """
import socket
from pathlib import Path

def refuse(host):
    if host is not None and not str(host).startswith("127.") and host not in ("localhost", "::1"):
        with (Path(__file__).parent / "asked.txt").open("a") as log:
            print(host, file=log)
        raise OSError("the network is cut off")

def guarded(call):
    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(address[0])
        return call(self, address)
    return connect

def looked_up(host, *rest, call=socket.getaddrinfo, **options):
    refuse(host)
    return call(host, *rest, **options)

socket.socket.connect = guarded(socket.socket.connect)
socket.socket.connect_ex = guarded(socket.socket.connect_ex)
socket.getaddrinfo = looked_up
"""

ARTIFACTS = Path(os.environ.get("WORKBENCH_ARTIFACTS", Path(__file__).parents[2] / "artifacts"))


@dataclass
class Server:
    """A workbench server on a free port with a home folder of its own."""

    home: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")

    def cut_off(self) -> Path:
        """Keep it and all that it starts in this machine; return where attempts are noted."""
        folder = self.home.parent / "cut-off"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(CUT_OFF, encoding="utf-8")
        self.environment["PYTHONPATH"] = str(folder)
        return folder / "asked.txt"

    def start(self) -> None:
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "workbench.cli.main", "serve"),
                    *("--port", str(self.port), "--no-browser", *self.options),
                ],
                env={**os.environ, "WORKBENCH_HOME": str(self.home), **self.environment},
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"the server did not start: {self.log}")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def run(self, *arguments: str) -> str:
        """Run a command of the workbench on the same home folder."""
        done = subprocess.run(
            [sys.executable, "-m", "workbench.cli.main", *arguments],
            env={**os.environ, "WORKBENCH_HOME": str(self.home), **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "home")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def idle_server(tmp_path: Path) -> Iterator[Server]:
    """A server that is not started yet, so that its store can be filled first."""
    idle = Server(tmp_path / "home")
    idle.home.mkdir()
    yield idle
    idle.kill()


@pytest.fixture
def filled(idle_server: Server) -> Server:
    fill(idle_server.home).close()
    # Only the checks that a test is about shall have something to say.
    idle_server.environment["WORKBENCH_GLOSSARIES"] = str(idle_server.home / "no-glossary")
    idle_server.start()
    return idle_server


def chrome(profile: Path, *, width: int, height: int, dark: bool = False) -> webdriver.Chrome:
    """Start a Chromium that asks nobody for anything."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for switch in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        f"--window-size={width},{height}",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(switch)
    options.add_experimental_option(
        "prefs", {"download.default_directory": str(profile.parent / "downloads")}
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(60)
    if dark:
        wanted = [{"name": "prefers-color-scheme", "value": "dark"}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wanted})
    return driver


@dataclass
class Desk:
    """A fresh document of drafts, open in a browser that other tests used before.

    A server and a browser take long to start; what a test does to its own document concerns no
    other one.
    """

    server: Server
    driver: webdriver.Chrome
    document: int
    grid: Grid

    def stored(self, position: int) -> SegmentRow:
        return stored(self.server, position, self.document)

    @contextmanager
    def store(self) -> Iterator[Database]:
        database = Database.open(f"sqlite:///{self.server.home / 'workbench.db'}")
        yield database
        database.close()

    def cut(self) -> None:
        """Cut the network between page and server."""
        self.driver.execute_script(
            "window.fetchAgain = window.fetch; window.fetch = () => Promise.reject()"
        )

    def mend(self) -> None:
        """Mend what `cut` cut."""
        self.driver.execute_script("window.fetch = window.fetchAgain")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, webdriver.Chrome]]:
    """One server and one browser for all tests that disturb neither."""
    folder = tmp_path_factory.mktemp("office")
    server = Server(folder / "home")
    server.environment["WORKBENCH_GLOSSARIES"] = str(folder / "no-glossary")
    server.start()
    driver = chrome(folder / "profile", width=1280, height=900)
    yield server, driver
    driver.quit()
    server.kill()


@pytest.fixture
def desk(office: tuple[Server, webdriver.Chrome], request: pytest.FixtureRequest) -> Desk:
    server, driver = office
    database = fill(server.home, name=f"{request.node.name}.txt")
    number = max(info.id for info in documents.listing(database))
    database.close()
    # What an earlier test left in the console is not this one's.
    driver.get_log("browser")
    return Desk(server, driver, number, open_review(driver, server.url, number))


@pytest.fixture(scope="session")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server that has something on every page; who looks at it changes nothing."""
    from tests.browser import tour

    running = Server(tmp_path_factory.mktemp("tour") / "home")
    tour.fill(running)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def open_browser(tmp_path: Path) -> Iterator[Callable[..., webdriver.Chrome]]:
    """Opens Chromium windows, each with a profile of its own, and checks their consoles."""
    drivers: list[webdriver.Chrome] = []

    def open_one(*, width: int = 1280, height: int = 900, dark: bool = False) -> webdriver.Chrome:
        profile = tmp_path / f"profile-{len(drivers)}"
        driver = chrome(profile, width=width, height=height, dark=dark)
        drivers.append(driver)
        return driver

    yield open_one
    for driver in drivers:
        driver.quit()


@pytest.fixture
def browser(open_browser: Callable[..., webdriver.Chrome]) -> webdriver.Chrome:
    return open_browser()


def console_errors(driver: webdriver.Chrome) -> list[str]:
    """Return what the page's console holds of errors.

    Opened by its address, a page first asks for Streamlit's own routes below that address, which
    are not there; it then finds them at the root.
    """
    return [
        entry["message"]
        for entry in driver.get_log("browser")
        if entry["level"] == "SEVERE" and "/_stcore/" not in entry["message"]
    ]


def foreign_requests(driver: webdriver.Chrome, url: str) -> list[str]:
    """Return the addresses outside this server that the page asked for."""
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    own = (url, "data:", "blob:", "chrome:", "about:", url.replace("http", "ws"))
    return [address for address in asked if not address.startswith(own)]


def screenshot(driver: webdriver.Chrome, name: str) -> Path:
    """Keep a picture of the page as a build artefact."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    driver.save_screenshot(str(path))
    return path
