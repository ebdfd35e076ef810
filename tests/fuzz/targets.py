"""What is fuzzed: every reader of the workbench, with the valid files that mutation begins from.

An archive (docx, odt, xlsx, Moses, packages, backups) is hardly ever valid after a byte of it was
changed: its checksums fail, and nothing behind them is reached. So the input of such a target
begins with a byte that says what the rest is: the content of one member of a valid archive, or,
for all other values, the whole file. Of an office file only what the reader needs is kept, a few
kilobytes of nearly a megabyte: unpacking theme, pictures and unused styles for each input takes
most of the time and shows nothing.
"""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from unittest import mock

from tests.exchange.conftest import KIT, make_unit
from tests.text import documents
from workbench.exchange import base, beads
from workbench.exchange.base import Options
from workbench.exchange.terms import base as terms
from workbench.glossary.files import read_glossary_file
from workbench.language import LanguagePair
from workbench.text.documents import read_document
from workbench.text.readers.pdf import extract_pdf

__all__ = ["TARGETS", "Target"]

_PAIRS = (LanguagePair("nl", "en"), LanguagePair("en-US", "fr-CA"))
_MEMBERS = 64
"""More members than this are not told apart by the first byte of an input."""

_THEME = ("theme1.xml",)

_TERMS = (
    "id,nl,en,definition_nl,domain,status,note\n"
    'c1,vredesafdwinging,peace enforcement,"afdwingen, met geweld",militair,approved,\n'
    "c2,krijgsmacht,armed forces|forces,,,draft,=1+1\n"
)

_FOREIGN_XLIFF = (
    '<?xml version="1.0"?><xliff version="1.0"><file original="none" source-language="EN-US"'
    ' target-language="FR-CA" tool="none" datatype="plaintext"><header><skl><external-file'
    ' uid="none" href="none"/></skl></header><body><group><trans-unit id="1" resname="id100">'
    '<source xml:lang="EN-US">Text <g id="1">with <x id="2"/>3</g> spaces [   ]</source>'
    '<target xml:lang="FR-CA" state="final">Texte <bpt id="1">&lt;b&gt;</bpt>avec<ept id="1"/>'
    '<mrk mtype="seg">3</mrk> espaces</target><alt-trans><target>Texte</target></alt-trans>'
    "</trans-unit></group></body></file></xliff>"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A reader.

    Attributes:
        name: As given to ``--format``.
        suffix: Ending of the files it is given.
        read: Reads a file whole; raises an error of the workbench or nothing.
        seeds: Valid files.
        archive: Whether they are ZIP archives, mutated member by member.
    """

    name: str
    suffix: str
    read: Callable[[Path], object]
    seeds: Callable[[Path], Iterable[bytes]]
    archive: bool = False

    def inputs(self, folder: Path) -> list[bytes]:
        """Return the inputs that mutation begins from."""
        if not self.archive:
            return list(self.seeds(folder))
        found = []
        for seed in self.seeds(folder):
            found.append(b"\xff" + seed)
            for number, (_, content) in enumerate(_members(seed)[:_MEMBERS]):
                found.append(bytes([number]) + content)
        return found

    def content(self, data: bytes, folder: Path) -> bytes:
        """Return the file that an input stands for."""
        if not self.archive:
            return data
        members = self._pattern(folder)
        if not data or data[0] >= len(members):
            return data[1:]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for number, (name, content) in enumerate(members):
                archive.writestr(name, data[1:] if number == data[0] else content)
        return packed.getvalue()

    def _pattern(self, folder: Path) -> list[tuple[str, bytes]]:
        return _members_of(self.name, folder)[:_MEMBERS]


def _members(archive: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(entry.filename, opened.read(entry)) for entry in opened.infolist()]


@cache
def _members_of(name: str, folder: Path) -> list[tuple[str, bytes]]:
    return _members(next(iter(TARGETS[name].seeds(folder))))


def _lean(archive: bytes, *, without: tuple[str, ...]) -> bytes:
    """Return an office file without these members, and without the styles that nothing uses."""
    members = dict(_members(archive))
    texts = b"".join(content for name, content in members.items() if "styles" not in name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as slim:
        for name, content in members.items():
            if name.endswith(without):
                continue
            if name == "word/styles.xml":
                content = _used_styles(content, texts)
            for gone in without:
                mention = rf"<(Override|Relationship)\b[^>]*{re.escape(gone)}\"[^>]*/>"
                content = re.sub(mention.encode(), b"", content)
            slim.writestr(name, content)
    return packed.getvalue()


def _used_styles(styles: bytes, texts: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(styles)
    space = root.tag.removesuffix("styles")
    for element in root.findall(f"{space}latentStyles"):
        root.remove(element)
    for element in root.findall(f"{space}style"):
        if f'"{element.get(f"{space}styleId")}"'.encode() not in texts:
            root.remove(element)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _word(_: Path) -> Iterable[bytes]:
    without = ("stylesWithEffects.xml", "theme1.xml", "thumbnail.jpeg", "item1.xml")
    yield _lean(documents.word(), without=(*without, "itemProps1.xml", "item1.xml.rels"))


def _read_units(name: str, path: Path) -> None:
    data = path.read_bytes()
    foreign = any(code in data.lower().replace(b"\0", b"") for code in (b"fr-ca", b"fr_ca"))
    options = Options(pair=_PAIRS[foreign], inline=("strip", "keep")[len(data) % 2])
    for _ in base.reader(name).read(path, options):
        pass


def _units(name: str, folder: Path) -> Iterable[bytes]:
    for count in (3, 1):
        path = folder / f"seed{base.FORMATS[name].endings[0]}"
        units = [
            make_unit(f"Een zin & <{n}>", f"A sentence {n}\t", uid=str(n)) for n in range(count)
        ]
        with base.atomic(path) as file:
            base.writer(name).write(units, file, Options())
        yield _lean(path.read_bytes(), without=_THEME) if name == "xlsx" else path.read_bytes()
    if name == "tmx":
        yield from (path.read_bytes() for path in sorted(KIT.glob("*.tmx")))
    if name == "xliff12":
        yield _FOREIGN_XLIFF.encode()


def _beads(_: Path) -> Iterable[bytes]:
    yield b"[0, 1]:[0]:0.25\n[2]:[]:0\n[]:[1]\n"
    yield b"0\t0\t1.5\n1\t2\t-0.3\n4\t3\t1\n"
    yield b'{"source": [0, 1], "target": [0], "probability": 0.5}\n'


def _read_terms(form: str, path: Path) -> None:
    terms.columns_of(path, form=form)
    terms.read_terms(path, form=form)


def _terms(form: str, folder: Path) -> Iterable[bytes]:
    source = folder / "terms.csv"
    source.write_text(_TERMS, encoding="utf-8")
    concepts = read_glossary_file(source).concepts
    forms = ("tbx", "tbx2") if form == "tbx" else (form,)
    for each in forms:
        path = folder / "seed.terms"
        terms.write_terms(concepts, path, form=each)
        yield _lean(path.read_bytes(), without=_THEME) if form == "xlsx" else path.read_bytes()


def _glossary(_: Path) -> Iterable[bytes]:
    yield _TERMS.encode()
    yield b"vredesafdwinging;peace enforcement\nkrijgsmacht;armed forces\n"
    yield b'\xef\xbb\xbfnl\ten\r\n"een ""term"""\ta term\r\n'


_TEXT = (
    "Inleiding\n\nDe minister zei dat vredes-\nafdwinging niet aan de orde is [1]. Zie art. 5.\n"
    "\n• eerste punt\n• tweede punt\n\n1. Zie de Kamerbrief.\n\x0cPagina 2\n"
)
_MARKDOWN = (
    "# Kop\n\nEen *zin* met [een koppeling](http://x.nl) en `code`.[^1]\n\n- punt\n  - onder\n\n"
    "| a | b |\n|---|---|\n| c | d |\n\n> citaat\n\n```\ncode\n```\n\n[^1]: De noot.\n"
)
_HTML = (
    "<!DOCTYPE html><html lang='nl'><head><meta charset='utf-8'><title>Kop</title>"
    "<style>p{}</style></head><body><h1>Kop</h1><p>Een <b>zin</b> &amp; nog een&nbsp;zin.<br>"
    "Nieuw</p><ul><li>punt<ul><li>onder</li></ul></li></ul><table><tr><td>cel</td></tr></table>"
    "<script>x()</script><pre>vast</pre></body></html>"
)


def _package(_: Path) -> Iterable[bytes]:
    metadata = {
        "package_version": "1.2",
        "argos_version": "1.9.0",
        "type": "translate",
        "from_code": "nl",
        "to_code": "en",
        "terminology": {"style": "source-annotation", "open": "[", "separator": "|", "close": "]"},
        "target_prefix": "",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mine/metadata.json", json.dumps(metadata))
        for name in ("sentencepiece.model", "model/model.bin", "model/config.json", "README.md"):
            archive.writestr(f"mine/{name}", b"{}")
    yield packed.getvalue()


def _read_package(path: Path) -> None:
    from workbench.engine.archives import unpack
    from workbench.engine.contents import read_package

    folder = path.parent / "unpacked"
    folder.mkdir()
    try:
        read_package(unpack(path, folder))
    finally:
        outside = [entry.name for entry in path.parent.iterdir() if entry not in (path, folder)]
        shutil.rmtree(folder)
        assert not outside, f"written outside of the folder: {outside}"


def _backup(folder: Path) -> Iterable[bytes]:
    from workbench.corpus.database import Database
    from workbench.settings import Settings
    from workbench.workflow.backup import back_up

    home = folder / "home"
    settings = Settings(
        home=home, database=f"sqlite:///{home / 'workbench.db'}", glossaries=home / "glossaries"
    )
    if not home.is_dir():
        home.mkdir()
        Database.open(settings.database).close()
    back_up(settings, folder / "seed.backup")
    yield (folder / "seed.backup").read_bytes()


def _read_backup(path: Path) -> None:
    from workbench.workflow.backup_file import inspect

    inspect(path)


def _read_pdf(path: Path) -> None:
    """Read a PDF as all documents are, but in this process, where coverage sees what it reaches."""
    with mock.patch("workbench.text.readers.pdf_process.read_pdf", extract_pdf):
        read_document(path)


_ARCHIVES = ("xlsx", "moses")

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        *(
            Target(
                name,
                entry.endings[0],
                partial(_read_units, name),
                partial(_units, name),
                name in _ARCHIVES,
            )
            for name, entry in base.FORMATS.items()
        ),
        Target("beads", ".txt", beads.read_beads, _beads),
        *(
            Target(
                f"terms-{form}",
                ".terms",
                partial(_read_terms, form),
                partial(_terms, form),
                form in _ARCHIVES,
            )
            for form in terms.FORMATS
            if form not in ("tbx2", "tsv")
        ),
        Target("glossary", ".csv", read_glossary_file, _glossary),
        Target("document-txt", ".txt", read_document, lambda _: [_TEXT.encode()]),
        Target("document-md", ".md", read_document, lambda _: [_MARKDOWN.encode()]),
        Target("document-html", ".html", read_document, lambda _: [_HTML.encode()]),
        Target("document-docx", ".docx", read_document, _word, True),
        Target("document-odt", ".odt", read_document, lambda _: [documents.open_document()], True),
        Target(
            "document-pdf",
            ".pdf",
            _read_pdf,
            lambda _: [documents.paper(), documents.columns(), documents.locked_paper()],
        ),
        Target("package", ".argosmodel", _read_package, _package, True),
        Target("backup", ".zip", _read_backup, _backup, True),
    )
}
"""All targets by name."""
