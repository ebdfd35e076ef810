"""Documents of each format, made with the libraries that office programs' files follow."""

import io
import zipfile

import docx
from docx.enum.style import WD_STYLE_TYPE
from fpdf import FPDF
from odf import style, text
from odf.opendocument import OpenDocumentText

_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> Zie de brief van de minister van 3 mei 2024.</w:t>
</w:r></w:p></w:footnote></w:footnotes>"""
_OVERRIDE = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footnotes+xml"/></Types>'
)
_RELATION = (
    '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
)


def word() -> bytes:
    """A Word document with headings, lists, a table, a header, a footnote and tracked changes."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministerie van Defensie"
    document.add_heading("Militaire inzet in het buitenland", level=1)
    paragraph = document.add_paragraph("De Kamer sprak over de missie. ")
    run = paragraph.add_run("Het kabinet besluit later")
    reference = run._r.makeelement(
        docx.oxml.ns.qn("w:footnoteReference"), {docx.oxml.ns.qn("w:id"): "1"}
    )
    run._r.append(reference)
    paragraph.add_run(" over het mandaat.")
    deleted = paragraph._p.makeelement(docx.oxml.ns.qn("w:del"), {})
    gone = deleted.makeelement(docx.oxml.ns.qn("w:r"), {})
    text_gone = gone.makeelement(docx.oxml.ns.qn("w:delText"), {})
    text_gone.text = "GESCHRAPT"
    gone.append(text_gone)
    deleted.append(gone)
    paragraph._p.append(deleted)
    document.add_paragraph("grondtroepen", style="List Bullet")
    document.add_paragraph("luchtsteun", style="List Bullet")
    document.add_paragraph("eerst overleggen", style="List Number")
    document.add_paragraph("dan besluiten", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Aantal militairen"
    table.cell(0, 1).text = "1.000"
    document.add_paragraph().add_run("Tussenkop in vet").bold = True
    document.add_paragraph("Figuur 1 De route van de missie", style="Caption")
    document.add_paragraph("The quick response force will be deployed when the Council decides.")
    assert document.styles["List Bullet"].type == WD_STYLE_TYPE.PARAGRAPH
    saved = io.BytesIO()
    document.save(saved)
    return _with_footnotes(saved.getvalue())


def _with_footnotes(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "[Content_Types].xml":
                content = content.replace(b"</Types>", _OVERRIDE.encode())
            elif item.filename == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", _RELATION.encode())
            new.writestr(item.filename, content)
        new.writestr("word/footnotes.xml", _FOOTNOTES)
    return out.getvalue()


def open_document() -> bytes:
    """An OpenDocument text with a heading, a footnote, lists, a table and line breaks."""
    document = OpenDocumentText()
    numbered = text.ListStyle(name="Genummerd")
    numbered.addElement(text.ListLevelStyleNumber(level="1", numformat="1", numsuffix="."))
    document.automaticstyles.addElement(numbered)
    bold = style.Style(name="Vet", family="text")
    document.automaticstyles.addElement(bold)
    document.text.addElement(text.H(outlinelevel=1, text="Het besluit"))
    paragraph = text.P(text="De regering stuurt ")
    paragraph.addElement(text.Span(stylename=bold, text="militairen"))
    note = text.Note(noteclass="footnote", id="ftn1")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="Besluit van 4 juni 2025."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" naar de oostgrens.")
    paragraph.addElement(text.S())
    paragraph.addText("Dat duurt")
    paragraph.addElement(text.LineBreak())
    paragraph.addText("een jaar.")
    document.text.addElement(paragraph)
    for name, items in (("Genummerd", ["eerste stap", "tweede stap"]), ("", ["los punt"])):
        listed = text.List(**({"stylename": name} if name else {}))
        for item in items:
            element = text.ListItem()
            element.addElement(text.P(text=item))
            listed.addElement(element)
        document.text.addElement(listed)
    saved = io.BytesIO()
    document.write(saved)
    return saved.getvalue()


PAGE = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Krant</title>
<style>p {color: red}</style><script>var tekst = "niet vertalen";</script></head><body>
<nav><ul><li><a href="/">Voorpagina</a></li></ul></nav>
<article><h1>Kabinet
   stuurt fregat</h1>
<p>Het kabinet stuurt een <b>fregat</b> naar de
   Rode Zee.<sup><a href="#n1">1</a></sup> Dat meldt de   minister &amp; zijn staf.</p>
<ul><li>Het schip vaart <i>morgen</i> uit.</li><li><p>De missie duurt een jaar.</p></li></ul>
<ol start="3"><li>derde punt</li></ol>
<figure><figcaption>Het fregat in Den Helder</figcaption></figure>
<p>Eerste regel<br>tweede regel</p>
<ol><li id="n1">Kamerbrief van 2 mei. <a href="#r1">↩</a></li></ol></article>
<footer>Lees onze privacyverklaring</footer></body></html>"""


class _Paper(FPDF):
    def header(self) -> None:
        self.set_font("Helvetica", "", 8)
        self.cell(0, 6, "Notitie 12 - Militaire inzet", align="R")
        self.ln(14)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", "", 8)
        self.cell(0, 6, f"Pagina {self.page_no()} van 2", align="C")


def _lines(paper: FPDF, lines: list[str], *, size: float = 10, height: float = 5) -> None:
    """Write lines; a number between carets is raised, as a footnote reference."""
    paper.set_font("Helvetica", "", size)
    for line in lines:
        for index, piece in enumerate(line.split("^")):
            paper.char_vpos = "SUP" if index % 2 else "LINE"
            paper.write(height, piece)
        paper.char_vpos = "LINE"
        paper.ln(height)


def paper() -> bytes:
    """Two pages with headers, page numbers, a footnote, hyphens and a sentence across them."""
    pdf = _Paper()
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 16)
    pdf.multi_cell(
        0, 8, "Inzet van de krijgsmacht\nin het buitenland", new_x="LMARGIN", new_y="NEXT"
    )
    pdf.ln(4)
    _lines(
        pdf,
        [
            "De minister kondigde in de Tweede Kamer nieuwe machts-",
            "middelen aan om het staakt-het-vuren te bewaken. Een",
            "nieuw staakt-het-",
            "vuren vraagt volgens hem om samenwerking in NAVO-",
            "verband. Daarover is veel gesproken.^1^ De oppositie",
            "bleef kritisch over de kosten en de duur van de missie.",
            "",
            "De regering wil de onderhandelingen niet vooruit-",
            "lopen. Zij stelt dat de veiligheid van de lidstaten",
            "die aan de oostgrens van het bondgenootschap liggen",
        ],
    )
    pdf.set_y(-35)
    _lines(
        pdf,
        ["^1^ Zie de brief van de minister van Defensie van 3 mei", "2024, blz. 4."],
        size=7,
        height=3.5,
    )
    pdf.add_page()
    _lines(
        pdf,
        ["daarom voorop moet staan.", "", "Een tweede alinea begint hier en sluit het stuk af."],
    )
    return bytes(pdf.output())


def columns() -> bytes:
    """One page in two columns, with a footnote under each."""
    pdf = FPDF()
    pdf.set_auto_page_break(False)
    pdf.add_page()
    texts = [
        (
            [
                "De eerste kolom gaat over de",
                "inzet van grondtroepen^1^ en over",
                "de steun van de",
            ],
            ["^1^ Voetnoot bij de eerste kolom."],
        ),
        (
            ["lidstaten in het oosten. Ook de", "luchtmacht doet mee.^2^ Dat is", "alles."],
            ["^2^ Voetnoot bij de tweede kolom."],
        ),
    ]
    for number, (body, notes) in enumerate(texts):
        left = 15 + 95 * number
        pdf.set_left_margin(left)
        pdf.set_xy(left, 30)
        _lines(pdf, body)
        pdf.set_xy(left, 255)
        _lines(pdf, notes, size=7)
    return bytes(pdf.output())


def locked_paper() -> bytes:
    """A PDF that asks for a password."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", "", 12)
    pdf.cell(0, 10, "Geheim")
    pdf.set_encryption(owner_password="eigenaar", user_password="gebruiker")
    return bytes(pdf.output())
