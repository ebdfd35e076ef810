from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.conftest import make_unit
from workbench.cli.main import main
from workbench.errors import FormatError, InputError, SecurityError
from workbench.exchange.tmx import write_tmx
from workbench.exchange.tmx_check import check_tmx

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" \
srclang="nl" datatype="plaintext" creationdate="20260203T040506Z"/>
<body>
<tu tuid="1" creationdate="20260203T040506Z"><prop type="x-status">approved</prop>
<tuv xml:lang="nl"><seg>Ja.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu>
<tu tuid="2"><tuv xml:lang="nl"><seg>Nee.</seg></tuv><tuv xml:lang="en"><seg>No.</seg></tuv></tu>
</body>
</tmx>
"""


def test_what_we_write_has_no_problem(tmp_path: Path) -> None:
    units = [make_unit(f"Zin {n}\x0b\ufffe.", f"Line {n}.", uid=str(n)) for n in range(3)]
    write_tmx(units, tmp_path / "out.tmx")
    assert list(check_tmx(tmp_path / "out.tmx")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Ja.", "Ja.", []),
        ('tuid="1" creationdate="20260203T040506Z"', 'creationdate="2026-02-03"', [(1, "date")]),
        ('"1" creationdate="20260203', '"1" creationdate="20261303', [(1, "date")]),
        ('"1" creationdate="20260203', '"1" creationdate="20260230', [(1, "date")]),
        ('datatype="plaintext" creationdate="20260203T040506Z"', 'datatype="plaintext" '
         'creationdate="now"', [(0, "date")]),
        ('tuid="2"', 'tuid="1"', [(2, "id")]),
        ("<seg>No.</seg>", "<seg/>", [(2, "empty")]),
        ("<seg>No.</seg>", "<seg> \n</seg>", [(2, "empty")]),
        ("<seg>No.</seg>", "<seg><ph>x</ph></seg>", []),
        ("No.", "No\x85.", [(2, "character")]),
        ("approved", "appr\x9foved", [(1, "character")]),
        ('xml:lang="en"><seg>Yes', 'xml:lang="EN"><seg>Yes', [(1, "language")]),
        ('xml:lang="en"><seg>Yes', 'xml:lang="english!"><seg>Yes', [(1, "language")]),
        ('xml:lang="nl"><seg>Ja', 'xml:lang="nl-NL"><seg>Ja', [(1, "language")]),
        ('xml:lang="en"><seg>Yes', 'xml:lang="nl"><seg>Yes', [(1, "variants")]),
        ('<tuv xml:lang="en"><seg>Yes.</seg></tuv>', "", [(1, "variants")]),
        ('type="x-status"', 'type="status"', [(1, "property")]),
        (' segtype="sentence"', "", [(0, "header")]),
        ('<tmx version="1.4">', '<tmx version="1.1">', [(0, "header")]),
        ('encoding="UTF-8"', 'encoding="us-ascii"', [(0, "encoding")]),
        ('<?xml', '\ufeff<?xml', [(0, "encoding")]),
    ],
)  # fmt: skip
def test_problems(
    write_text: Callable[..., Path], old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    assert GOOD.count(old) == 1
    found = list(check_tmx(write_text(GOOD.replace(old, new))))
    assert [(problem.unit, problem.code) for problem in found] == expected
    assert all(problem.line >= 1 for problem in found)


def test_files_that_can_not_be_checked(write_text: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="broken XML"):
        list(check_tmx(write_text(GOOD.replace("</body>", ""))))
    with pytest.raises(FormatError, match="no TMX"):
        list(check_tmx(write_text("<html/>")))
    bomb = GOOD.replace("<tmx ", '<!DOCTYPE tmx [<!ENTITY a "aaa">]><tmx ')
    with pytest.raises(SecurityError):
        list(check_tmx(write_text(bomb)))
    with pytest.raises(InputError):
        list(check_tmx(tmp_path / "nowhere.tmx"))


def test_the_command(write_text: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = write_text(GOOD)
    assert main(["export", "--check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: no problem found\n"
    path = write_text(GOOD.replace("No.", ""))
    assert main(["export", "--check", str(path)]) == 1
    assert "unit 2, line 7: the side in en is empty (empty)" in capsys.readouterr().out
    assert main(["export", "--check", str(path), "--json"]) == 1
    assert '"code": "empty"' in capsys.readouterr().out
