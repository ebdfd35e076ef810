"""Open a zip based document (docx, odt) without trusting it.

The attacks this stops: a small file that unpacks to gigabytes (zip bomb), XML entities that
grow without end or read local files (XXE, CWE-611 and CWE-776), and member names that climb out
of the archive. Damaged and password protected files get a message instead of a traceback.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from workbench.errors import FormatError, InputError, SecurityError, WorkbenchError

__all__ = ["MAX_UNPACKED", "check_archive", "check_xml", "third_party_parser"]

MAX_UNPACKED = 300 * 1024 * 1024
"""Largest size of all members together when unpacked, in bytes."""

_MAX_MEMBERS = 10_000
_MAX_RATIO = 200
_RATIO_FROM = 10 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20


@contextmanager
def third_party_parser(name: str) -> Iterator[None]:
    """Turn whatever a parser of other makers raises over a damaged file into one clear error.

    python-docx and odfpy check little: a wrong attribute or missing part comes out as any of
    KeyError, TypeError, AttributeError, ValueError or their XML library's own errors.
    """
    try:
        yield
    except WorkbenchError:
        raise
    except Exception as error:
        raise FormatError(
            f"this file is damaged: {error or type(error).__name__}",
            where=name,
            fix="Save it again with Word or LibreOffice",
        ) from error


def check_archive(name: str, data: bytes, *, needs: str) -> dict[str, bytes]:
    """Check a zip based document and return its XML members.

    Args:
        name: File name, for messages.
        data: The file.
        needs: Member that makes it a document of its format.

    Raises:
        InputError: It is password protected or no such document.
        FormatError: It is damaged.
        SecurityError: It unpacks to too much, or its XML or names look hostile.
    """
    if data.startswith(_OLE):
        raise InputError(
            "this file is protected with a password, or in an old Word format",
            where=name,
            fix="Remove the password or save it as .docx",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(name, archive, needs)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise FormatError(
            "this file is damaged: it is no readable zip archive",
            where=name,
            fix="Save it again with the program that made it",
        ) from error


def _members(name: str, archive: zipfile.ZipFile, needs: str) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > _MAX_MEMBERS:
        raise SecurityError(f"this file holds {len(infos)} members, too many", where=name)
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if total > MAX_UNPACKED or (total > _RATIO_FROM and total / packed > _MAX_RATIO):
        raise SecurityError(
            f"this file unpacks to {total / 2**20:.0f} MB, which looks like a zip bomb",
            where=name,
            fix="Save it again without large pictures",
        )
    if needs not in archive.namelist():
        raise FormatError(
            f"this file is no {PurePosixPath(name).suffix} document: {needs} is missing",
            where=name,
            fix="Save it again with the program that made it",
        )
    xml: dict[str, bytes] = {}
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise SecurityError(f"a member's name leaves the archive: {path}", where=name)
        if info.flag_bits & 1:
            raise InputError(
                "this file is protected with a password", where=name, fix="Remove the password"
            )
        if path.suffix in (".xml", ".rels"):
            xml[info.filename] = _read(name, archive, info)
            check_xml(name, info.filename, xml[info.filename])
    return xml


def _read(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read a member, and stop when it is larger than it says."""
    parts: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > min(info.file_size, MAX_UNPACKED):
                raise SecurityError(f"{info.filename} is larger than it says", where=name)
            parts.append(part)
    return b"".join(parts)


def check_xml(name: str, member: str, data: bytes) -> None:
    """Refuse XML that declares a document type: no office file needs one.

    Raises:
        SecurityError: There is a document type declaration.
        FormatError: It is no well-formed XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        declared: Any = etree.fromstring(data, parser).getroottree().docinfo
    except etree.XMLSyntaxError as error:
        # A bomb may break the parser's own limits before its declaration can be seen.
        if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
            raise _hostile(name, member) from error
        if "too long" in str(error.msg):
            raise FormatError(
                f"{member} holds a text of more than 10 MB in one piece", where=name
            ) from error
        raise FormatError(f"{member} is damaged: {error.msg}", where=name) from error
    if declared.doctype:
        raise _hostile(name, member)


def _hostile(name: str, member: str) -> SecurityError:
    return SecurityError(
        f"{member} declares XML entities, which documents do not need",
        where=name,
        fix="Save it again with an office program",
    )
