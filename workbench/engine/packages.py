"""The Argos packages of this installation: list, install, remove, and the embedded one.

Packages lie unpacked in one folder, each with a small ``workbench.json`` that keeps the hash of
the file it came from. The package that ships with the workbench is unpacked there when it is
first asked for, so there always is one. Nothing here uses the network but
:meth:`PackageStore.download`, which runs only on the user's explicit command.

Packages are read with :mod:`argostranslate.package`. Importing it makes folders in the home
directory of the user, hence :func:`_argos`, which points them into the workbench's own folder.
"""

import hashlib
import importlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from workbench.engine.archives import sha256_of, unpack
from workbench.engine.base import SOURCE_ANNOTATION, EngineInfo, Terminology
from workbench.errors import PackageError, SettingsError
from workbench.language import NL_EN, LanguagePair

__all__ = ["Package", "PackageStore"]

_EMBEDDED = Path(__file__).parent / "embedded"
_SUFFIX = ".argosmodel"
_STAMP = "workbench.json"
_ENVIRONMENT = Lock()


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked Argos package.

    Attributes:
        name: Name of its folder.
        version: As its metadata states it.
        pair: Translation direction.
        sha256: Hash of the ``.argosmodel`` file, or of the folder's content if it was put
            there by other means.
        embedded: Whether it is one that ships with the workbench.
        terminology: How it takes terms in the source; None if it can't.
        folder: Where it lies.
        target_prefix: Token every translation must begin with (multilingual models), or empty.
    """

    name: str
    version: str
    pair: LanguagePair
    sha256: str
    embedded: bool
    terminology: Terminology | None
    folder: Path
    target_prefix: str = ""

    @property
    def info(self) -> EngineInfo:
        """The package as an engine states it."""
        return EngineInfo(self.name, self.version, self.pair, self.sha256, self.terminology)

    @property
    def readme(self) -> str:
        """The package's README (model card), or an empty text."""
        path = self.folder / "README.md"
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


class PackageStore:
    """The packages in a folder.

    Args:
        folder: Where packages lie; made when the first one is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list(self) -> list[Package]:
        """Return the usable packages, the embedded ones first, then by name.

        Folders that are no usable package are left out; :meth:`get` says what is wrong there.
        """
        packages = {package.name: package for package in self._embedded()}
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            if folder.name in packages or folder.name.startswith(".") or not folder.is_dir():
                continue
            try:
                packages[folder.name] = _read(folder)
            except PackageError:
                continue
        return sorted(packages.values(), key=lambda package: (not package.embedded, package.name))

    def get(self, name: str = "", *, pair: LanguagePair = NL_EN) -> Package:
        """Return a package by name; an empty name gives the embedded one for the pair.

        Raises:
            PackageError: There is no such package, or it is broken.
        """
        if not name:
            return self.embedded(pair)
        for package in self._embedded():
            if package.name == name:
                return package
        return _read(self._place(name))

    def embedded(self, pair: LanguagePair = NL_EN) -> Package:
        """Return the package that ships with the workbench, unpacked when first asked for.

        Raises:
            PackageError: None is shipped for this pair.
        """
        for package in self._embedded():
            if package.pair == pair:
                return package
        raise PackageError(
            f"no package for {pair} ships with the workbench",
            fix=f"Install one: `workbench packages install FILE{_SUFFIX}`",
        )

    def install(self, path: Path, *, sha256: str = "") -> Package:
        """Install a ``.argosmodel`` file, in place of an installed package of that name.

        The file is verified and unpacked beside the others and only then swapped in, so a
        failure leaves everything as it was.

        Args:
            path: The file.
            sha256: Hash it must have, in hexadecimal; empty accepts any.

        Raises:
            PackageError: The file is missing, damaged, hostile, has another hash, is no
                translation package, or bears the name of the embedded package.
        """
        path = Path(path)
        if not path.is_file():
            raise PackageError(
                "there is no such file", where=str(path), fix=f"Name a {_SUFFIX} file"
            )
        found = sha256_of(path)
        if sha256 and found != sha256.strip().lower():
            raise PackageError(
                f"its SHA-256 is {found}, not {sha256.strip().lower()}",
                where=str(path),
                fix="The file is damaged or another one; download it again",
            )
        shipped = {package.name: package for package in self._embedded()}
        for package in shipped.values():
            if package.sha256 == found:
                return package
        return self._unpack(path, found, taken=shipped.keys())

    def remove(self, name: str) -> None:
        """Delete an installed package.

        Raises:
            PackageError: It is not installed, or it is the embedded one.
        """
        if name in {package.name for package in self._embedded()}:
            raise PackageError(
                f"{name!r} ships with the workbench and stays",
                fix="Choose another package in the settings instead",
            )
        folder = self._place(name)
        # Out of sight in one step first: a removal cut short leaves no half package.
        doomed = Path(tempfile.mkdtemp(prefix=".removed-", dir=self._folder))
        folder.rename(doomed / name)
        shutil.rmtree(doomed, ignore_errors=True)

    def download(self, pair: LanguagePair) -> Package:
        """Fetch the official package of a pair and install it: this uses the network.

        Raises:
            PackageError: The index or the package can't be fetched, or there is none for the
                pair.
        """
        by_hand = f"Or get the {_SUFFIX} file elsewhere and run `workbench packages install FILE`"
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".download-", dir=self._folder) as temporary:
            argos = _argos(self._folder)
            argos.settings.downloads_dir = Path(temporary)
            argos.settings.local_package_index = Path(temporary) / "index.json"
            argos.update_package_index()
            # argostranslate asks for a missing index for ever.
            if not argos.settings.local_package_index.is_file():
                raise PackageError(
                    "the index of Argos packages could not be fetched",
                    fix=f"Check the network connection. {by_hand}",
                )
            wanted = [
                candidate
                for candidate in argos.get_available_packages()
                if (candidate.from_code, candidate.to_code) == (pair.source, pair.target)
            ]
            if not wanted:
                raise PackageError(f"Argos publishes no package for {pair}", fix=by_hand)
            newest = max(wanted, key=lambda candidate: _order(candidate.package_version))
            try:
                file = newest.download()
            except Exception as error:  # argostranslate raises nothing more specific
                raise PackageError(
                    f"the package could not be fetched ({error})", fix=by_hand
                ) from error
            return self.install(file)

    def _place(self, name: str) -> Path:
        """Return the folder of an installed package."""
        folder = self._folder / name
        plain = bool(name) and Path(name).name == name and not name.startswith(".")
        if not plain or not folder.is_dir():
            raise PackageError(
                f"no package {name!r} is installed",
                where=str(self._folder),
                fix="`workbench packages list` shows what there is; "
                "`workbench packages install FILE` adds one",
            )
        return folder

    def _embedded(self) -> Iterator[Package]:
        """Yield the shipped packages, unpacking those that are not yet in the folder."""
        for archive in sorted(_EMBEDDED.glob(f"*{_SUFFIX}"), reverse=True):
            folder = self._folder / archive.stem
            status = archive.stat()
            stamp = _stamp(folder)
            if [stamp.get("size"), stamp.get("mtime_ns")] == [status.st_size, status.st_mtime_ns]:
                yield _read(folder, embedded=True)
                continue
            package = self._unpack(archive, sha256_of(archive), embedded=True)
            yield package

    def _unpack(
        self, archive: Path, sha256: str, *, embedded: bool = False, taken: Any = ()
    ) -> Package:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=self._folder) as temporary:
            fresh = unpack(archive, Path(temporary))
            if embedded and fresh.name != archive.stem:
                fresh = fresh.rename(fresh.with_name(archive.stem))
            if fresh.name in taken:
                raise PackageError(
                    f"the name {fresh.name!r} belongs to the package that ships with the workbench",
                    where=str(archive),
                    fix="Pack it again with its folder renamed",
                )
            status = archive.stat()
            stamp: dict[str, object] = {"sha256": sha256}
            if embedded:
                stamp |= {"size": status.st_size, "mtime_ns": status.st_mtime_ns}
            (fresh / _STAMP).write_text(json.dumps(stamp), encoding="utf-8")
            _read(fresh)
            target = self._folder / fresh.name
            _swap(fresh, target, Path(temporary) / ".replaced")
        return _read(target, embedded=embedded)


def _swap(fresh: Path, target: Path, replaced: Path) -> None:
    """Put a folder in place of another; if two processes do so at once, one of them wins."""
    if target.exists():
        target.rename(replaced)
    try:
        fresh.rename(target)
    except OSError:
        # The other process put its copy there between the two steps.
        if not target.exists():
            if replaced.exists():
                replaced.rename(target)
            raise


def _read(folder: Path, *, embedded: bool = False) -> Package:
    """Read an unpacked package and check that it is complete."""

    def broken(what: str) -> PackageError:
        return PackageError(
            what, where=str(folder.name), fix="Install a complete Argos translation package"
        )

    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise broken("the package has no readable metadata.json") from error
    if not isinstance(metadata, dict):
        raise broken("metadata.json is no JSON object")
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise broken("the package has no tokenizer (sentencepiece.model or bpe.model)")
    if not (folder / "model" / "model.bin").is_file():
        raise broken("the package has no model (model/model.bin)")
    package = _argos(folder.parent).Package(folder)
    if package.type != "translate" or not (package.from_code and package.to_code):
        raise broken("this Argos package is not for translation")
    try:
        pair = LanguagePair(package.from_code, package.to_code)
    except SettingsError as error:
        raise broken(error.what) from error
    return Package(
        name=folder.name,
        version=str(package.package_version),
        pair=pair,
        sha256=str(_stamp(folder).get("sha256") or _content_hash(folder)),
        embedded=embedded,
        terminology=_terminology(metadata.get("terminology"), broken),
        folder=folder,
        target_prefix=str(package.target_prefix),
    )


def _terminology(declared: object, broken: Any) -> Terminology | None:
    if declared is None:
        return None
    if not isinstance(declared, dict) or declared.get("style") != SOURCE_ANNOTATION:
        return None
    markers = [declared.get(key) for key in ("open", "separator", "close")]
    if not all(isinstance(marker, str) and marker.strip() for marker in markers):
        raise broken("the terminology entry of metadata.json lacks a marker")
    opening, separator, closing = (str(marker).strip() for marker in markers)
    return Terminology(SOURCE_ANNOTATION, opening, separator, closing)


def _stamp(folder: Path) -> dict[str, Any]:
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _argos(home: Path) -> Any:
    """Import :mod:`argostranslate.package` without a trace outside of `home`.

    Its settings module makes folders when it is imported, at places taken from the environment;
    the import sees a folder of ours that is thrown away, and the environment is put back.
    """
    with _ENVIRONMENT:
        if "argostranslate.package" not in sys.modules:
            before = dict(os.environ)
            names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
            with tempfile.TemporaryDirectory(prefix=".argos-", dir=home) as scratch:
                os.environ.update(dict.fromkeys(names, scratch))
                try:
                    importlib.import_module("argostranslate.package")
                finally:
                    os.environ.clear()
                    os.environ.update(before)
        return sys.modules["argostranslate.package"]
