"""The Argos packages of this installation: list, install, remove, and the embedded one.

Packages lie unpacked in one folder, each with a small ``workbench.json`` that keeps the hash of
the file it came from. The package that ships with the workbench is unpacked there when it is
first asked for, so there always is one. Nothing here uses the network but
:meth:`PackageStore.download`, which runs only on the user's explicit command.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.engine.archives import sha256_of, unpack
from workbench.engine.contents import STAMP, Package, argos_package, read_package, read_stamp
from workbench.errors import PackageError
from workbench.language import NL_EN, LanguagePair

__all__ = ["Package", "PackageStore"]

_EMBEDDED = Path(__file__).parent / "embedded"
_SUFFIX = ".argosmodel"


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
                packages[folder.name] = read_package(folder)
            except PackageError:
                continue
        return sorted(packages.values(), key=_rank)

    def get(self, name: str = "", *, pair: LanguagePair = NL_EN) -> Package:
        """Return a package by name; an empty name gives that of the pair (:meth:`of_pair`).

        Raises:
            PackageError: There is no such package, or it is broken.
        """
        if not name:
            return self.of_pair(pair)
        for package in self._embedded():
            if package.name == name:
                return package
        return read_package(self._place(name))

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

    def of_pair(self, pair: LanguagePair) -> Package:
        """Return the package for a pair: the embedded one, or else the first installed one.

        Raises:
            PackageError: There is none.
        """
        try:
            return self.embedded(pair)
        except PackageError:
            for package in self.list():
                if package.pair == pair:
                    return package
            raise

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
            argos = argos_package(self._folder)
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
            stamp = read_stamp(folder)
            if [stamp.get("size"), stamp.get("mtime_ns")] == [status.st_size, status.st_mtime_ns]:
                yield read_package(folder, embedded=True)
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
            (fresh / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
            read_package(fresh)
            target = self._folder / fresh.name
            _swap(fresh, target, Path(temporary) / ".replaced")
        return read_package(target, embedded=embedded)


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


def _rank(package: Package) -> tuple[bool, bool, str]:
    """Embedded packages come first, and of those the one out of Dutch."""
    return not package.embedded, package.pair != NL_EN, package.name


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
