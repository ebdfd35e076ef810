"""Files made to take all time and memory: refused in plain words, in little of both."""

import resource
import subprocess
import sys
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from tests.text import documents as made
from workbench.errors import FormatError
from workbench.text.documents import parse_document
from workbench.text.readers import pdf, pdf_process
from workbench.text.readers.html import read_html


def marks(page: str) -> list[str]:
    return [block.mark for block in read_html("a.html", page.encode()).blocks or ()]


def test_a_crafted_charset_takes_no_time() -> None:
    page = b'<meta charset="punycode"><p>De brief is aangekomen.</p>-' + b"a" * 1_000_000
    began = time.perf_counter()
    assert "De brief is aangekomen." in read_html("a.html", page).text
    # Python's own decoder of it takes minutes.
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("start", ["9" * 5000, "x", "-3", "٣" * 5000])
def test_a_list_that_starts_nowhere_starts_at_one(start: str) -> None:
    page = f'<ol start="{start}"><li>Een brief.<li>Nog een brief.</ol>'
    assert marks(page) == ["1.", "2."]


def test_lists_in_lists_are_numbered_each_by_itself() -> None:
    page = (
        "<ol start=7><li>Zeven.<ol><li>Een.<li>Twee.</ol><li>Acht.<ul><li>Punt.</ul>"
        "<li>Negen.</ol><ol><li>Opnieuw een.</ol>"
    )
    assert marks(page) == ["7.", "1.", "2.", "8.", "•", "9.", "1."]


def test_a_long_list_takes_time_as_its_length() -> None:
    def took(items: int) -> float:
        page = b"<ol>" + b"<li>a" * items + b"</ol>"
        began = time.process_time()
        read_html("a.html", page)
        return time.process_time() - began

    took(1000)
    # Eight times the items: 64 times the time if each were counted anew.
    assert min(took(32_000) for _ in range(3)) < 30 * took(4_000)


@pytest.mark.parametrize("name", ["x.txt", "x.md"])
def test_a_line_without_end_is_refused_at_once(name: str) -> None:
    text = "Een zin.\n\n" + "De minister spreekt over de inzet. " * 30_000
    with pytest.raises(FormatError, match=r"line 3: a line has more than 1000000 characters"):
        parse_document(name, text.encode())
    assert parse_document(name, text[:20_000].replace(". ", ".\r").encode()).segments


def test_a_text_that_the_parser_of_web_pages_would_leave_out_is_refused() -> None:
    page = f"<p>Een zin.</p><p>{'De minister spreekt. ' * 450_000}</p>"
    with pytest.raises(FormatError, match="more than 9 MB without any tag"):
        parse_document("x.html", page.encode())


@pytest.mark.parametrize(
    ("suffix", "member", "text"),
    [("docx", "word/document.xml", "w:t"), ("odt", "content.xml", "text:p")],
)
def test_a_text_that_no_parser_takes_is_told_in_plain_words(
    suffix: str, member: str, text: str
) -> None:
    valid = made.word() if suffix == "docx" else made.open_document()
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(valid)) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == member:
                end = f"</{text}>".encode()
                content = content.replace(end, b"De minister. " * 900_000 + end, 1)
            new.writestr(entry.filename, content)
    with pytest.raises(FormatError, match="holds a text of more than 10 MB in one piece"):
        parse_document(f"x.{suffix}", packed.getvalue())


def test_a_page_of_a_pdf_with_more_than_a_page_holds_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "_MOST_CHARS", 50)
    with pytest.raises(FormatError, match="page 1 holds more than 50 characters"):
        pdf.extract_pdf("x.pdf", made.paper())


def packed(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream of a PDF, packed, with these entries in its dictionary."""
    data = zlib.compress(content, 9)
    told = entries + b"/Filter/FlateDecode/Length " + str(len(data)).encode()
    return b"<<" + told + b">>stream\n" + data + b"\nendstream"


def page(content: bytes, form: bytes = b"") -> bytes:
    """Return a PDF of one page that draws `content`, in which ``/X Do`` draws `form`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        packed(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        packed(form, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"),
    ]
    body = b"%PDF-1.5\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 7\n0000000000 65535 f \n%strailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(body))
    )


def lines(size: int) -> bytes:
    """Return what draws lines of text, in at least so many bytes."""
    line = b"BT /F 10 Tf 50 %d Td (De minister sprak met de Kamer.) Tj ET\n"
    once = b"".join(line % height for height in range(50, 750, 12))
    return once * (size // len(once) + 1)


def test_a_page_of_a_pdf_that_unpacks_to_100_mb_is_refused() -> None:
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    data = page(lines(100 * 2**20))
    assert len(data) < 2**20
    with pytest.raises(FormatError, match=r"page 1 is damaged, or takes more than 640 MB"):
        parse_document("x.pdf", data)
    # Typical: 1.5 s; the memory is that of another process, and bounded.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun < 20


def test_a_page_of_a_pdf_that_takes_minutes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_PAGE_SECONDS", 1)
    with pytest.raises(FormatError, match="page 1 takes more than 1 s to read"):
        parse_document("x.pdf", page(b"/X Do " * 20_000, form=b"n " * 500_000))


def test_a_pdf_is_read_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_MEGABYTES", 200)
    assert len(parse_document("x.pdf", made.paper()).segments) > 5
    assert "sprak met de Kamer" in parse_document("x.pdf", page(lines(2000))).raw


def test_a_pdf_is_read_where_memory_is_bounded_already(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(made.paper())
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20));"
        "from workbench.text.documents import parse_document;"
        "print(len(parse_document('x.pdf', open('x.pdf', 'rb').read()).segments))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert int(done.stdout) > 5


def test_no_file_of_the_working_folder_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(parse_document("x.pdf", made.paper()).segments) > 5
