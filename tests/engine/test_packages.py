import json
import os
import shutil
import stat
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.engine import archives
from workbench.engine.archives import sha256_of
from workbench.engine.packages import Package, PackageStore
from workbench.errors import PackageError
from workbench.language import EN_NL, NL_EN, LanguagePair

METADATA = {"package_version": "1.2", "from_code": "nl", "to_code": "en"}


@pytest.fixture
def make(tmp_path: Path, package: Package) -> Callable[..., Path]:
    """Make a package file from the embedded package's parts."""

    def make(
        name: str = "mine",
        *,
        metadata: object = METADATA,
        leave_out: str = "",
        extra: dict[str, bytes] | None = None,
    ) -> Path:
        path = tmp_path / f"{name}.argosmodel"
        with zipfile.ZipFile(path, "w") as archive:
            for file in ("sentencepiece.model", "model/model.bin", "model/config.json"):
                if file != leave_out:
                    archive.write(package.folder / file, f"{name}/{file}")
            if leave_out != "metadata.json":
                archive.writestr(f"{name}/metadata.json", json.dumps(metadata))
            for entry, data in (extra or {}).items():
                archive.writestr(entry, data)
        return path

    return make


@pytest.fixture
def store(tmp_path: Path) -> PackageStore:
    return PackageStore(tmp_path / "packages")


def test_the_embedded_package_is_always_there(store: PackageStore) -> None:
    package, reverse = sorted(store.list(), key=lambda each: each.pair != NL_EN)
    assert package.embedded and package.pair == NL_EN and len(package.sha256) == 64
    assert reverse.embedded and reverse.pair == EN_NL
    assert store.of_pair(EN_NL) == store.embedded(EN_NL) == reverse
    assert store.get() == store.embedded() == store.get(package.name) == package
    assert package.info.name == package.name


def test_a_damaged_embedded_package_is_unpacked_again(store: PackageStore) -> None:
    package = store.embedded()
    shutil.rmtree(package.folder)
    assert (store.embedded().folder / "model" / "model.bin").is_file()


def test_no_package_is_shipped_for_other_languages(store: PackageStore) -> None:
    with pytest.raises(PackageError, match="no package for fr-de ships"):
        store.embedded(LanguagePair("fr", "de"))


def test_install_list_and_remove(store: PackageStore, make: Callable[..., Path]) -> None:
    file = make(extra={"mine/README.md": b"Good for tests."})
    package = store.install(file, sha256=sha256_of(file).upper())
    assert (package.name, package.version, package.embedded) == ("mine", "1.2", False)
    assert package.sha256 == sha256_of(file)
    assert [each.name for each in store.list() if not each.embedded] == ["mine"]
    assert store.get("mine") == package
    store.remove("mine")
    assert all(each.embedded for each in store.list())
    with pytest.raises(PackageError, match="no package 'mine' is installed"):
        store.get("mine")


def test_installing_again_replaces(store: PackageStore, make: Callable[..., Path]) -> None:
    store.install(make())
    newer = store.install(make(metadata=METADATA | {"package_version": "2.0"}))
    assert newer.version == "2.0"
    assert [each.version for each in store.list() if not each.embedded] == ["2.0"]


def test_a_failed_install_leaves_the_old_package(
    store: PackageStore, make: Callable[..., Path], tmp_path: Path
) -> None:
    store.install(make())
    with pytest.raises(PackageError):
        store.install(make(leave_out="model/model.bin"))
    assert store.get("mine").version == "1.2"
    assert not [path for path in (tmp_path / "packages").iterdir() if path.name.startswith(".")]


def test_a_package_put_there_by_hand_is_found(store: PackageStore, package: Package) -> None:
    place = store.embedded().folder.with_name("by_hand")
    shutil.copytree(package.folder, place)
    (place / "workbench.json").unlink()
    found = store.get("by_hand")
    assert not found.embedded and len(found.sha256) == 64
    (place / "metadata.json").write_text("{}", encoding="utf-8")
    assert "by_hand" not in [each.name for each in store.list()]
    with pytest.raises(PackageError, match="not for translation"):
        store.get("by_hand")


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "no such", ".hidden"])
def test_removing_what_is_no_package(store: PackageStore, name: str) -> None:
    with pytest.raises(PackageError):
        store.remove(name)


def test_the_embedded_package_stays(store: PackageStore, make: Callable[..., Path]) -> None:
    name = store.embedded().name
    with pytest.raises(PackageError, match="ships with the workbench and stays"):
        store.remove(name)
    with pytest.raises(PackageError, match="belongs to the package that ships"):
        store.install(make(name))


@pytest.mark.parametrize(
    ("leave_out", "message"),
    [
        ("metadata.json", "no readable metadata.json"),
        ("sentencepiece.model", "no tokenizer"),
        ("model/model.bin", "no model"),
    ],
)
def test_incomplete_packages_are_refused(
    store: PackageStore, make: Callable[..., Path], leave_out: str, message: str
) -> None:
    with pytest.raises(PackageError, match=message):
        store.install(make(leave_out=leave_out))


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        (["nl"], "no JSON object"),
        ({"type": "sbd", "from_code": "nl", "to_code": "en"}, "not for translation"),
        ({"from_code": "nl"}, "not for translation"),
        ({"from_code": "dutch", "to_code": "en"}, "no language code"),
        (METADATA | {"terminology": {"style": "source-annotation"}}, "lacks a marker"),
    ],
)
def test_wrong_metadata_is_refused(
    store: PackageStore, make: Callable[..., Path], metadata: object, message: str
) -> None:
    with pytest.raises(PackageError, match=message):
        store.install(make(metadata=metadata))


def test_terminology_is_read(store: PackageStore, make: Callable[..., Path]) -> None:
    declared = {"open": "<term>", "separator": "<trans>", "close": "</term>"}
    style = {"style": "source-annotation"} | declared
    package = store.install(make(metadata=METADATA | {"terminology": style}))
    assert package.terminology is not None
    assert package.info.terminology is package.terminology
    assert package.terminology.markers == ("<term>", "<trans>", "</term>")
    unknown = make("other", metadata=METADATA | {"terminology": declared | {"style": "new"}})
    assert store.install(unknown).terminology is None


def test_another_hash_is_refused(store: PackageStore, make: Callable[..., Path]) -> None:
    with pytest.raises(PackageError, match=r"its SHA-256 is [0-9a-f]{64}, not abc"):
        store.install(make(), sha256="abc")


def test_files_that_are_no_archive(store: PackageStore, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="there is no such file"):
        store.install(tmp_path / "missing.argosmodel")
    broken = tmp_path / "broken.argosmodel"
    broken.write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(PackageError, match="no readable zip archive"):
        store.install(broken)
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("é/a", "x")
    broken.write_bytes(broken.read_bytes().replace("é".encode(), b"\xff\xfe"))
    with pytest.raises(PackageError, match="no readable zip archive"):
        store.install(broken)


@pytest.mark.parametrize(
    "entry", ["../evil", "/evil", "mine/../../evil", "mine\\..\\evil", "C:evil"]
)
def test_paths_that_escape_are_refused(
    store: PackageStore, make: Callable[..., Path], tmp_path: Path, entry: str
) -> None:
    with pytest.raises(PackageError, match="outside of the package folder"):
        store.install(make(extra={entry: b"x"}))
    assert not list(tmp_path.rglob("evil*"))


def test_links_doubles_and_several_folders_are_refused(
    store: PackageStore, make: Callable[..., Path]
) -> None:
    linked = make("linked")
    link = zipfile.ZipInfo("linked/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(linked, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(PackageError, match="is a link"):
        store.install(linked)
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = make("doubled", extra={"doubled/metadata.json": b"{}"})
    with pytest.raises(PackageError, match="is there twice"):
        store.install(doubled)
    with pytest.raises(PackageError, match="exactly one folder"):
        store.install(make("several", extra={"other/file": b"x"}))


def test_bombs_are_refused(
    store: PackageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.argosmodel"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb/zeros", bytes(5_000_000))
    with pytest.raises(PackageError, match="looks like a zip bomb"):
        store.install(bomb)
    crowd = tmp_path / "crowd.argosmodel"
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(4):
            archive.writestr(f"crowd/{number}", b"x")
    with pytest.raises(PackageError, match="more than 3 entries"):
        store.install(crowd)


def test_reading_packages_leaves_the_home_folder_alone(tmp_path: Path) -> None:
    """In a new process, since argostranslate makes its folders when it is first imported."""
    program = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from workbench.engine.packages import PackageStore
        before = dict(os.environ)
        PackageStore(Path(sys.argv[1]) / "packages").embedded()
        assert dict(os.environ) == before, "environment changed"
        assert "argostranslate.translate" not in sys.modules
        assert "torch" not in sys.modules
        """
    )
    home, place = tmp_path / "user", tmp_path / "workbench"
    home.mkdir()
    place.mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    subprocess.run(
        [sys.executable, "-c", program, place], check=True, env=environment | {"HOME": str(home)}
    )
    assert not list(home.iterdir())
    assert [path.name for path in place.iterdir()] == ["packages"]


def test_two_processes_unpack_the_embedded_package_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from workbench.engine.packages import PackageStore;"
        "print(PackageStore(Path(sys.argv[1])).embedded().sha256)"
    )
    command = [sys.executable, "-c", program, tmp_path / "packages"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = {process.communicate()[0] for process in running}
    assert len(outputs) == 1 and all(process.returncode == 0 for process in running)
    assert len(PackageStore(tmp_path / "packages").list()) == 2


def test_download_installs_the_newest_of_the_pair(
    store: PackageStore, make: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index and the file come from a server on this machine, through argostranslate."""
    import functools
    import http.server
    import threading

    store.embedded()
    from argostranslate import settings

    site = tmp_path / "site"
    site.mkdir()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(settings, "remote_package_index", f"{address}/index.json")
    with pytest.raises(PackageError, match="index of Argos packages could not be fetched"):
        store.download(NL_EN)
    index = [
        METADATA | {"package_version": version, "links": [f"{address}/{version}.argosmodel"]}
        for version in ("1.9", "1.10")
    ]
    (site / "index.json").write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(PackageError, match="publishes no package for fr-en"):
        store.download(LanguagePair("fr", "en"))
    with pytest.raises(PackageError, match="the package could not be fetched"):
        store.download(NL_EN)
    make().rename(site / "1.10.argosmodel")
    assert store.download(NL_EN).name == "mine"
    server.shutdown()
