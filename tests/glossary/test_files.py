"""Glossary files: every problem named, only changed rows rewritten, nothing lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import GlossaryError
from workbench.glossary.concepts import (
    CaseRule,
    CompoundRule,
    Concept,
    ConceptStatus,
    Enforcement,
    PartOfSpeech,
    Term,
    TermStatus,
)
from workbench.glossary.files import GlossaryFile, load_glossary, read_glossary_file, save_all
from workbench.glossary.records import neutral, restored, split_records
from workbench.glossary.rows import concept_cells, concept_of
from workbench.glossary.sheet import conflicts
from workbench.settings import REPOSITORY


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


def test_the_shipped_glossaries_are_valid_and_large_enough() -> None:
    glossary = load_glossary(REPOSITORY / "glossaries")
    assert len(glossary) >= 700
    assert not conflicts(glossary.concepts)
    by_source = {concept.source: concept for concept in glossary}
    assert by_source["vredesafdwinging"].target == "peace enforcement"
    assert by_source["gewapende neutraliteit"].target == "armed neutrality"
    for word in ("bestand", "inzet", "uitzending", "Kamer"):
        assert by_source[word].enforcement in (Enforcement.CHECK, Enforcement.SHOW)


def test_two_columns_are_enough_with_and_without_header(tmp_path: Path) -> None:
    named = load_glossary(write(tmp_path / "a.csv", "nl,en\nvrede,peace\n"))
    bare = load_glossary(write(tmp_path / "b.csv", "vrede,peace\noorlog,war\n"))
    german = load_glossary(write(tmp_path / "c.csv", "\ufeffNederlands;Engels\r\nvrede;peace\r\n"))
    assert [(c.source, c.target) for c in named] == [("vrede", "peace")]
    assert [(c.source, c.target) for c in bare] == [("vrede", "peace"), ("oorlog", "war")]
    assert [(c.source, c.target) for c in german] == [("vrede", "peace")]


def test_all_problems_are_named_at_once_with_file_and_row(tmp_path: Path) -> None:
    path = write(
        tmp_path / "bad.csv",
        "concept,nl,en,pos,case,enforcement,forbidden,changed\n"
        "a,vrede,peace,noun,,force,,\n"
        "b,,war,noun,,force,,\n"
        "c,leger,,noun,,force,,\n"
        "d,macht,power,nomen,groot,must,power,gisteren\n"
        "a,oorlog,war,noun,,force,,\n"
        "Een Id,tank,tank,noun,,force,,\n"
        "f,x,y,noun,,force,,,extra\n",
    )
    with pytest.raises(GlossaryError) as caught:
        load_glossary(path)
    message = str(caught.value)
    for part in (
        "bad.csv, row 3: nl: the Dutch term is missing",
        "row 4: en: the English term is missing",
        "row 5: pos: 'nomen'",
        "row 5: case: 'groot'",
        "row 5: enforcement: 'must'",
        "row 5: forbidden: 'power' is forbidden and allowed",
        "row 5: changed: 'gisteren'",
        "row 6: concept 'a' is in row 2 already",
        "row 7: concept: 'Een Id'",
        "row 8: 1 cell(s) more",
    ):
        assert part in message, part


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"nl,en\nvrede,peace\ncaf\xe9,x\n", "row 3: not UTF-8"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b'nl,en\nvrede,"peace\n', "row 2: a quotation mark"),
        (b"a,b,c\n1,2,3\n", "does not name the columns"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, data: bytes, part: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(GlossaryError, match=part):
        load_glossary(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="no such file"):
        load_glossary(tmp_path / "none.csv")


def test_same_term_twice_is_noted(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "nl,en\nvrede,peace\nvrede,calm\nVrede,peace\n")
    notes = [str(problem) for problem in read_glossary_file(path).problems]
    assert notes == [
        "x.csv, row 3: note: 'vrede' is also 'peace', here 'calm' (row 2)",
        "x.csv, row 4: note: 'Vrede' is there already (row 2)",
    ]


ODD = (
    "\ufeffconcept;nl;en;eigen kolom\r\n"
    'a;"vrede"; peace ;bewaar dit\r\n'
    "\r\n"
    'b;oorlog;war;"met ""aanhaling""; en\r\nregeleinde"\r\n'
    "c;leger;army;x"
)


def test_a_change_touches_its_row_only(tmp_path: Path) -> None:
    path = write(tmp_path / "odd.csv", ODD)
    file = read_glossary_file(path)
    c = file.concepts[2]
    changed = replace(c, terms=(Term("nl", "leger"), Term("en", "land forces")))
    file.with_concept(changed).save()
    text = path.read_bytes().decode()
    assert text == ODD.removesuffix("c;leger;army;x") + "c;leger;land forces;x\r\n"
    new = Concept("d", (Term("nl", "vloot"), Term("en", "fleet")))
    read_glossary_file(path).with_concept(new).save()
    assert path.read_bytes().decode() == text + "d;vloot;fleet;\r\n"
    read_glossary_file(path).without("a").save()
    assert path.read_bytes().decode() == (text + "d;vloot;fleet;\r\n").replace(
        'a;"vrede"; peace ;bewaar dit\r\n', ""
    )


def test_a_file_changed_on_disk_is_not_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "nl,en\nvrede,peace\n")
    file = read_glossary_file(path).with_concept(
        Concept("oorlog", (Term("nl", "oorlog"), Term("en", "war")))
    )
    write(path, "nl,en\nvrede,calm\n")
    with pytest.raises(GlossaryError, match="changed by somebody else"):
        file.save()
    assert path.read_text() == "nl,en\nvrede,calm\n"
    assert [item.name for item in tmp_path.iterdir()] == ["x.csv"]


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", "nl,en\nvrede,peace\n")
    second = write(tmp_path / "b.csv", "nl,en\noorlog,war\n")
    new = Concept("leger", (Term("nl", "leger"), Term("en", "army")))
    changed = [read_glossary_file(path).with_concept(new) for path in (first, second)]
    write(second, "nl,en\noorlog,warfare\n")
    with pytest.raises(GlossaryError, match="changed by somebody else"):
        save_all(changed)
    nowhere = GlossaryFile.empty(tmp_path / "a.csv" / "c.csv").with_concept(new)
    with pytest.raises(OSError):
        save_all([changed[0], nowhere])
    assert first.read_text() == "nl,en\nvrede,peace\n"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_a_bad_change_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "nl,en\nvrede,peace\n")
    file = read_glossary_file(path)
    with pytest.raises(GlossaryError, match="no column for forbidden"):
        file.with_concept(
            Concept(
                "leger",
                (
                    Term("nl", "leger"),
                    Term("en", "army"),
                    Term("en", "host", TermStatus.FORBIDDEN),
                ),
            )
        )
    with pytest.raises(GlossaryError, match="no concept 'leger'"):
        file.without("leger")
    assert path.read_text() == "nl,en\nvrede,peace\n"


def test_version_follows_what_matters(tmp_path: Path) -> None:
    header = "nl,en,enforcement,note\n"
    first = load_glossary(write(tmp_path / "a.csv", header + "vrede,peace,force,\n"))
    noted = load_glossary(write(tmp_path / "b.csv", header + "vrede,peace,force,een noot\n"))
    weaker = load_glossary(write(tmp_path / "c.csv", header + "vrede,peace,check,\n"))
    assert first.version == noted.version != weaker.version
    assert len(first.version) == 12


def test_forms_column_replaces_or_adds(tmp_path: Path) -> None:
    text = "concept,nl,nl_forms,en\na,vrede,vredes ; vreê,peace\nb,oorlog,& orlog,war\n"
    a, b = load_glossary(write(tmp_path / "x.csv", text))
    assert (a.terms[0].generated, a.terms[0].forms) == (False, ("vredes", "vreê"))
    assert (b.terms[0].generated, b.terms[0].forms) == (True, ("orlog",))


@given(st.text(max_size=20))
def test_formulas_are_neutralised_and_come_back(cell: str) -> None:
    safe = neutral(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(safe) == cell


@given(st.lists(st.text(alphabet='ab,;"\n\r x', max_size=12), min_size=1, max_size=4))
def test_records_lose_no_character(cells: list[str]) -> None:
    text = "nl,en\n" + ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
    records, _ = split_records(text, where="x")
    assert "".join(record.raw for record in records) == text


words = (
    st.text(alphabet="abcdefg -'", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text[:1].isalpha())
)


@given(
    words,
    words,
    st.lists(words, max_size=2, unique=True),
    st.sampled_from(PartOfSpeech),
    st.sampled_from(CaseRule),
    st.sampled_from(CompoundRule),
    st.sampled_from(Enforcement),
    st.sampled_from(ConceptStatus),
)
def test_cells_and_concepts_round_trip(
    source: str,
    target: str,
    exceptions: list[str],
    pos: PartOfSpeech,
    case: CaseRule,
    compound: CompoundRule,
    enforcement: Enforcement,
    status: ConceptStatus,
) -> None:
    source, target = " ".join(source.split()), " ".join(target.split())
    concept = Concept(
        "an-id",
        (Term("nl", source), Term("en", target)),
        domain="law",
        pos=pos,
        case=case,
        compound=compound,
        exceptions=tuple(dict.fromkeys(" ".join(word.split()) for word in exceptions)),
        enforcement=enforcement,
        status=status,
    )
    again, problems = concept_of(concept_cells(concept), default_id="other", file="")
    assert not problems
    assert again == concept


def test_a_quote_inside_a_cell_that_goes_on_in_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(b'nl,en\r\nvrede"""vrede\reinde"""vrede,peace\r\n')
    with pytest.raises(GlossaryError, match=r"row 2.*a line ends inside a cell"):
        load_glossary(path)
