"""PO files of GNU gettext (manual, 10 "The Format of PO Files").

Drafts are ``fuzzy``, as gettext calls what somebody still has to look at. The other statuses and
the place of a unit are extracted comments (``#.``), which tools carry along. Each unit has its id
as context, since PO files allow equal texts only in different contexts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from workbench import __version__
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import FormatError, SettingsError
from workbench.exchange.base import UNTRANSLATED, Options, Properties, opened
from workbench.exchange.columns import COLUMNS, row_of, unit_of
from workbench.language import LanguagePair, primary

__all__ = ["READER", "WRITER", "Po"]

_MAX_LINE = 16 * 1024 * 1024
_LONGEST_TEXT = 64 * 1024 * 1024
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\a": "\\a",
    "\b": "\\b",
    "\v": "\\v",
    "\f": "\\f",
}
_PLAIN = {escaped[1]: char for char, escaped in _ESCAPES.items()}
_SPECIAL = re.compile('[\\\\"\x00-\x1f\x7f\x85\u2028\u2029]')
_ESCAPED = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d{1,3})\])?)?\s*"(.*)"\s*', re.DOTALL)
_CHARSET = re.compile(rb"charset=([\w.-]+)", re.IGNORECASE)
_AFTER_LANGUAGE = re.compile(r"[-_@.]")
_TOLD = tuple(name for name in COLUMNS if name not in ("uid", "note"))


class Po:
    """Reads and writes PO files."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        file.write(_head(options).encode())
        written = 0
        for unit in units:
            if unit.source.text.strip() and unit.target.text.strip():
                file.write(_entry(unit, options).encode("utf-8", "replace"))
                written += 1
        return written

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the translated entries; of plural ones each form that has a source of its own.

        The header says into which language a file translates. One in the opposite direction, such
        as the usual English programme in Dutch, is read the other way round.

        Raises:
            FormatError: Broken text or an unknown line, with its number; or other languages.
            InputError: The file can't be opened.
        """
        with opened(path) as file:
            encoding = _encoding(file, path)
            entry = _Entry()
            turned = False
            number = units = 0
            while line := file.readline(_MAX_LINE + 1):
                number += 1
                where = f"{path}, line {number}"
                if len(line) > _MAX_LINE:
                    raise FormatError("the line is longer than 16 MB", where=where)
                try:
                    text = line.decode(encoding).strip("\r\n \t")
                except UnicodeDecodeError as error:
                    raise FormatError(
                        f"this is no {encoding} text", where=where, fix="Save it as UTF-8"
                    ) from error
                if entry.ends_at(text):
                    if header := entry.header():
                        turned = _is_turned(header, options.pair, path)
                    for values in entry.units():
                        units += 1
                        yield from _unit(values, units, options, turned=turned)
                    entry = _Entry()
                entry.add(text, where)
            for values in entry.units():
                units += 1
                yield from _unit(values, units, options, turned=turned)
            if not entry.seen and not number:
                raise FormatError("the file is empty", where=str(path))


@dataclass(slots=True)
class _Entry:
    """The lines of one entry."""

    parts: dict[str, list[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    current: str = ""
    fuzzy: bool = False
    seen: bool = False
    size: int = 0

    def ends_at(self, line: str) -> bool:
        """Tell whether a line begins the next entry."""
        if "msgstr[0]" not in self.parts and "msgstr" not in self.parts:
            return False
        return not line or line.startswith(("#", "msgctxt", "msgid"))

    def add(self, line: str, where: str) -> None:
        """Take a line in."""
        if not line:
            return
        self.seen = True
        if line.startswith("#"):
            self._comment(line)
            return
        match = _LINE.fullmatch(line)
        if match is None:
            raise FormatError("this is no line of a PO file", where=where)
        keyword, form, text = match.groups()
        if keyword:
            self.current = f"msgstr[{int(form)}]" if form else keyword
            if self.current in self.parts:
                raise FormatError(f"{self.current} comes twice in one entry", where=where)
            self.parts[self.current] = []
        elif not self.current:
            raise FormatError("a text without msgid or msgstr before it", where=where)
        self.size += len(text)
        if self.size > _LONGEST_TEXT:
            raise FormatError("the entry is longer than 64 MB", where=where)
        self.parts[self.current].append(_ESCAPED.sub(_character, text))

    def header(self) -> str:
        """Return what the header says; nothing of any other entry."""
        if "".join(self.parts.get("msgid", ["?"])) or "msgctxt" in self.parts:
            return ""
        return "".join(self.parts.get("msgstr", ()))

    def units(self) -> Iterator[dict[str, str]]:
        """Yield the values of each translated pair."""
        texts = {name: "".join(parts) for name, parts in self.parts.items()}
        if not texts.get("msgid"):
            return
        told = {**self.told, "note": "\n".join(self.comments), "uid": texts.get("msgctxt", "")}
        if self.fuzzy:
            told["status"] = str(SegmentStatus.DRAFT)
        singular = texts.get("msgstr", texts.get("msgstr[0]", ""))
        yield {
            "status": str(SegmentStatus.REVIEWED),
            **told,
            "source": texts["msgid"],
            "target": singular,
        }
        if "msgid_plural" in texts and "msgstr[1]" in texts:
            yield {
                "status": str(SegmentStatus.REVIEWED),
                **told,
                "source": texts["msgid_plural"],
                "target": texts["msgstr[1]"],
            }

    def _comment(self, line: str) -> None:
        mark, text = line[1:2], line[2:].strip()
        if mark == ",":
            self.fuzzy = self.fuzzy or "fuzzy" in [each.strip() for each in text.split(",")]
        elif mark == ".":
            name, _, value = text.partition(": ")
            if name in _TOLD:
                self.told[name] = _ESCAPED.sub(_character, value)
        elif mark in ("", " "):
            self.comments.append(_ESCAPED.sub(_character, line[2:]) if mark else "")


def _head(options: Options) -> str:
    """Return the header entry, with all fields that ``msgfmt --check`` asks for."""
    moment = (options.moment or datetime.now(UTC)).astimezone(UTC)
    fields = {
        "Project-Id-Version": f"nl-en-workbench {__version__}",
        "PO-Revision-Date": f"{moment:%Y-%m-%d %H:%M+0000}",
        "Last-Translator": "nl-en-workbench",
        "Language-Team": "none",
        "Language": options.pair.target.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": options.pair.source,
    }
    lines = "".join(f'"{name}: {_escaped(value)}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}'


def _entry(unit: TranslationUnit, options: Options) -> str:
    level = options.level
    lines = [""]
    if level != Properties.NONE:
        lines += [f"# {_escaped(line)}" for line in unit.note.split("\n") if unit.note]
        told = dict(zip(("source", "target", *COLUMNS), row_of(unit, Options()), strict=True))
        names = _TOLD if level != Properties.BASIC else ("status", "document", "segment")
        lines += [f"#. {name}: {_escaped(told[name])}" for name in names if told[name]]
        if unit.status == SegmentStatus.DRAFT:
            lines.append("#, fuzzy")
    lines.append(f'msgctxt "{_escaped(unit.uid)}"')
    lines.append(f'msgid "{_escaped(unit.source.text)}"')
    lines.append(f'msgstr "{_escaped(unit.target.text)}"')
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    # Characters that some tool takes for a line end stay; only control codes are written in octal.
    return f"\\{ord(char):03o}" if ord(char) < 0x80 else char


def _character(match: re.Match[str]) -> str:
    octal, hexadecimal, char = match.groups()
    if octal:
        return chr(int(octal, 8))
    if hexadecimal:
        return chr(int(hexadecimal, 16))
    return _PLAIN.get(char, char)


def _encoding(file: IO[bytes], path: Path) -> str:
    """Return the encoding that the header names, and go behind a byte order mark."""
    head = file.read(4096)
    named = _CHARSET.search(head)
    encoding = named[1].decode("ascii").lower() if named else "utf-8"
    file.seek(3 if head.startswith(b"\xef\xbb\xbf") else 0)
    try:
        # UTF-16 would hold zero bytes, and then it's no text line by line.
        "".encode(encoding)
        if b"\n".decode(encoding) != "\n":
            raise LookupError
    except (LookupError, UnicodeError):
        if encoding == "charset":
            return "utf-8"
        raise FormatError(f"the encoding {encoding[:40]!r} is not known", where=str(path)) from None
    return encoding


def _is_turned(header: str, wanted: LanguagePair, path: Path) -> bool:
    """Tell whether a file translates in the direction opposite to the wanted one.

    Languages are compared, not their regions: a file has one of each, and nothing to choose from.

    Raises:
        FormatError: It translates from or into another language.
    """
    fields = dict(line.split(":", 1) for line in header.split("\n") if ":" in line)
    target, source = (_language(fields.get(name, "")) for name in ("Language", "X-Source-Language"))
    for turned, pair in ((False, wanted), (True, wanted.reversed())):
        # What the header doesn't say is taken to be as it is wanted.
        if target in ("", primary(pair.target)) and source in ("", primary(pair.source)):
            return turned
    told = [f"{word} {code}" for word, code in (("from", source), ("into", target)) if code]
    raise FormatError(
        f"the file translates {' '.join(told)}, and not {wanted}",
        where=str(path),
        fix="Choose its languages",
    )


def _language(value: str) -> str:
    """Return the language that a header field names; empty when it names none that is known.

    A locale name may go on with anything (``nl_NL_formal``, ``nl_NL@euro``, ``nl.UTF-8``), and
    some programmes write names of languages or ``C``, which says nothing.
    """
    code = _AFTER_LANGUAGE.split(value.strip(), maxsplit=1)[0]
    try:
        return primary(code)
    except SettingsError:
        return ""


def _unit(
    values: dict[str, str], number: int, options: Options, *, turned: bool
) -> Iterator[TranslationUnit]:
    if turned:
        values = {**values, "source": values["target"], "target": values["source"]}
    places = {name: place for place, name in enumerate(values)}
    unit = unit_of(list(values.values()), places, number, options.pair)
    if unit is not None:
        yield unit
    else:
        options.pass_over(UNTRANSLATED)


READER = WRITER = Po()
