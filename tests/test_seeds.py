"""The main job on the five first documents, on the command line, with the network cut off."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from workbench.exchange.base import Options, reader
from workbench.language import EN_NL

REPOSITORY = Path(__file__).parent.parent
SEEDS = sorted((REPOSITORY / "seeds").glob("*.txt"))
DTD = REPOSITORY / "tests" / "data" / "tmx-kit" / "tmx14.dtd"
TERMS = {"vredesafdwinging": "peace enforcement", "gewapende neutraliteit": "armed neutrality"}

CUT_OFF = """
import socket

def refuse(*arguments, **options):
    raise AssertionError("the network was asked for")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""

Workbench = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Runs a command in a process that can't open a connection."""
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "sitecustomize.py").write_text(CUT_OFF, encoding="utf-8")
    environment = {
        **os.environ,
        "WORKBENCH_HOME": str(folder / "home"),
        "PYTHONPATH": os.pathsep.join([str(folder), str(REPOSITORY)]),
    }

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "workbench.cli.main", *map(str, arguments)],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def translated(workbench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    done = workbench("translate", *SEEDS, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_five_seeds_there_are() -> None:
    assert [path.name[:3] for path in SEEDS] == ["000", "001", "002", "003", "004"]


def test_the_cut_off_is_real(workbench: Workbench) -> None:
    done = workbench("packages", "install", "--download", "nl-en")
    assert done.returncode != 0


def test_each_document_gets_text_and_memory(translated: Path) -> None:
    names = sorted(path.name for path in translated.iterdir())
    assert names == sorted(
        f"{path.stem}.{ending}" for path in SEEDS for ending in ("en.txt", "tmx")
    )


@pytest.mark.parametrize("number", ["000", "003"])
def test_english_documents_are_not_translated(translated: Path, number: str) -> None:
    seed = next(path for path in SEEDS if path.name.startswith(number))
    text = next(translated.glob(f"{number}*.en.txt")).read_text(encoding="utf-8")
    assert text.split() == seed.read_text(encoding="utf-8").split()
    assert not list(reader("tmx").read(next(translated.glob(f"{number}*.tmx")), Options()))


def test_english_documents_get_dutch_drafts_when_asked_for(
    workbench: Workbench, tmp_path: Path
) -> None:
    seeds = [path for path in SEEDS if path.name[:3] in ("000", "003")]
    done = workbench("translate", *seeds, "--english-too", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    for number, segments in (("000", 10), ("003", 13)):
        (path,) = tmp_path.glob(f"{number}*.nl.txt")
        assert re.search(r"\b(?:de|het|een|van)\b", path.read_text(encoding="utf-8"))
        both = Options(pair=EN_NL)
        units = list(reader("tmx").read(next(tmp_path.glob(f"{number}*.tmx")), both))
        assert len(units) == segments
        assert "Oekra" in " ".join(unit.target.text for unit in units)


@pytest.mark.parametrize("number", ["001", "002"])
def test_paragraphs_are_kept(translated: Path, number: str) -> None:
    seed = next(path for path in SEEDS if path.name.startswith(number))
    paragraphs = [part for part in seed.read_text(encoding="utf-8").split("\n\n") if part.strip()]
    text = next(translated.glob(f"{number}*.en.txt")).read_text(encoding="utf-8")
    written = [part for part in text.split("\n\n") if part.strip()]
    # 001 ends in page furniture, which is left out.
    assert len(paragraphs) - 2 <= len(written) <= len(paragraphs)


@pytest.mark.parametrize("number", ["001", "002", "004"])
def test_memories_are_valid_and_complete(translated: Path, number: str) -> None:
    path = next(translated.glob(f"{number}*.tmx"))
    tree = etree.parse(str(path), etree.XMLParser(load_dtd=False, no_network=True))
    dtd = etree.DTD(str(DTD))
    assert dtd.validate(tree), dtd.error_log
    units = list(reader("tmx").read(path, Options()))
    assert len(units) > 20
    assert all(unit.source.text and unit.target.text for unit in units)
    assert len({unit.uid for unit in units}) == len(units)


def test_the_customers_terms_come_out_or_are_marked(translated: Path) -> None:
    path = next(translated.glob("004*.tmx"))
    flagged = {
        tu.find("tuv/seg").text
        for tu in etree.parse(str(path)).iter("tu")
        if any(
            "term" in (prop.text or "").split()
            for prop in tu.iter("prop")
            if prop.get("type") == "x-flags"
        )
    }
    seen = dict.fromkeys(TERMS, 0)
    for unit in reader("tmx").read(path, Options()):
        for dutch, english in TERMS.items():
            found = len(re.findall(dutch, unit.source.text, flags=re.IGNORECASE))
            seen[dutch] += found
            written = len(re.findall(english, unit.target.text, flags=re.IGNORECASE))
            assert written >= found or unit.source.text in flagged
    assert seen == {"vredesafdwinging": 1, "gewapende neutraliteit": 4}


def test_store_status_and_export(workbench: Workbench, translated: Path, tmp_path: Path) -> None:
    """The same documents through the store; what was translated before comes from the cache."""
    assert workbench("ingest", *SEEDS).returncode == 0
    again = workbench("ingest", *SEEDS)
    assert again.returncode == 0
    assert workbench("translate", "--all").returncode == 0
    status = json.loads(workbench("status", "--json").stdout)
    assert len(status["documents"]) == len(SEEDS)
    memory = tmp_path / "all.tmx"
    assert workbench("export", "--format", "tmx", "-o", memory, "--status", "all").returncode == 0
    assert len(list(reader("tmx").read(memory, Options()))) > 250
    assert workbench("export", "-o", tmp_path / "none.tmx", "--status", "approved").returncode == 0


def test_evaluate_tells_three_scores_with_signatures(workbench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "nl").write_text("De regering wil geen oorlog.\nDe brug is nieuw.\n", "utf-8")
    (tmp_path / "en").write_text("The government wants no war.\nThe bridge is new.\n", "utf-8")
    done = workbench("evaluate", "--src", tmp_path / "nl", "--ref", tmp_path / "en", "--json")
    report = json.loads(done.stdout)
    assert {"bleu", "chrf", "ter"} <= set(report)
    assert report["chrf"] > 20
    assert "nrefs:1" in report["signatures"]["bleu"]


def test_wrong_usage_and_bad_files_have_their_exit_codes(
    workbench: Workbench, tmp_path: Path
) -> None:
    assert workbench("translate").returncode == 2
    assert workbench("nothing").returncode == 2
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    done = workbench("translate", empty, "--out", tmp_path)
    assert done.returncode == 1
    assert "empty.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.tmx"))
