"""What is inside of an unpacked Argos package, read and checked.

A package is a folder with ``metadata.json``, a tokenizer (``sentencepiece.model`` or
``bpe.model``) and a CTranslate2 model in ``model/``. It is read with
:mod:`argostranslate.package`, whose import makes folders in the home directory of the user;
:func:`argos_package` keeps those inside of the workbench's own folder.
"""

import hashlib
import importlib
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from workbench.engine.archives import sha256_of
from workbench.engine.base import SOURCE_ANNOTATION, EngineInfo, Terminology
from workbench.errors import PackageError, SettingsError
from workbench.language import LanguagePair

__all__ = ["STAMP", "Package", "argos_package", "read_package", "read_stamp"]

STAMP = "workbench.json"
"""File that the workbench adds to a package it unpacked: where it came from."""

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


def read_package(folder: Path, *, embedded: bool = False) -> Package:
    """Read an unpacked package and check that it is complete.

    Args:
        folder: The package.
        embedded: Whether it is one that ships with the workbench.

    Raises:
        PackageError: Something is missing, or it is not for translation.
    """

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
    package = argos_package(folder.parent).Package(folder)
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
        sha256=str(read_stamp(folder).get("sha256") or _content_hash(folder)),
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


def read_stamp(folder: Path) -> dict[str, Any]:
    """Return what the workbench noted when it unpacked a package; nothing if it did not."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def argos_package(home: Path) -> Any:
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
