"""``workbench align``: files in, beads out, and errors that say what to do."""

import json
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.domain import Bead
from workbench.language import NL_EN
from workbench.workflow.align_beside import gale_church, hunalign
from workbench.workflow.align_evaluate import measure
from workbench.workflow.align_gold import GoldText

DUTCH = [
    "De minister bezocht op 3 mei de haven van Rotterdam.",
    "Hij sprak daar met 250 arbeiders over hun loon.",
    "Daarna vertrok hij per trein naar Brussel.",
    "Het parlement debatteert donderdag over het voorstel.",
]
ENGLISH = [
    "The minister visited the port of Rotterdam on 3 May.",
    "There he spoke with 250 workers about their wages, and then he left for Brussels by train.",
    "Parliament will debate the proposal on Thursday.",
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    source, target = tmp_path / "stuk.nl.txt", tmp_path / "stuk.en.txt"
    source.write_text("\n".join(DUTCH) + "\n", encoding="utf-8")
    target.write_text("\n".join(ENGLISH) + "\n", encoding="utf-8")
    return str(source), str(target)


def test_lines_of_any_language_with_a_ready_translation(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = tmp_path / "mt"
    ready.write_text(
        "The minister visited the port of Rotterdam on 3 May.\n"
        "He spoke there with 250 workers about their pay.\n"
        "Then he left by train for Brussels.\n"
        "The parliament debates the proposal on Thursday.\n",
        encoding="utf-8",
    )
    code = main(
        ["align", *pair, "--one-sentence-per-line", "--mt", str(ready), "--format", "vecalign"]
    )
    assert code == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit(":", 1)[0] for line in lines] == ["[0]:[0]", "[1, 2]:[1]", "[3]:[2]"]


def test_a_translation_of_the_target_helps_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "a": "Wij zijn er.\nMooi weer vandaag.\nTot ziens.\n",
        "b": "Nice day, isn't it?\nSee you!\nNever mind.\n",
        "back": "Mooi weer vandaag!\nTot ziens.\nLaat maar.\n",
        "short": "Mooi weer vandaag!\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["align", str(tmp_path / "a"), str(tmp_path / "b"), "--one-sentence-per-line"]
    command += ["--no-mt", "--format", "vecalign"]
    found = []
    for options in ([], ["--back-mt", str(tmp_path / "back")]):
        assert main([*command, *options]) == 0
        found.append([line.rsplit(":", 1)[0] for line in capsys.readouterr().out.splitlines()])
    assert "[1]:[0]" not in found[0]
    assert found[1] == ["[0]:[]", "[1]:[0]", "[2]:[1]", "[]:[2]"]
    assert main([*command, "--back-mt", str(tmp_path / "short")]) == 1
    assert "3 target sentences" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["vecalign", "ladder", "tsv", "tmx", "jsonl"])
def test_every_format_is_written(pair: tuple[str, str], tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    options = ["--one-sentence-per-line", "--no-mt", "--format", form, "-o", str(out)]
    assert main(["align", *pair, *options]) == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) >= 3


def test_pins_hold(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pins = tmp_path / "pins"
    pins.write_text("[1]:[]\n[2]:[1]\n", encoding="utf-8")
    options = ["--one-sentence-per-line", "--no-mt", "--pins", str(pins), "--format", "jsonl"]
    assert main(["align", *pair, *options]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ([1], []) in [(bead["source"], bead["target"]) for bead in found]
    assert ([2], [1]) in [(bead["source"], bead["target"]) for bead in found]


def test_a_folder_of_pairs(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pairs"
    folder.mkdir()
    for path in pair:
        Path(path).rename(folder / Path(path).name)
    (folder / "alone.nl.txt").write_text("Een.\n", encoding="utf-8")
    out = tmp_path / "out"
    options = ["--one-sentence-per-line", "--no-mt", "-o", str(out)]
    assert main(["align", str(folder), *options]) == 0
    assert (out / "stuk.nl.tsv").exists()


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("swapped", "swapped"),
        ("empty", "no sentences"),
        ("same", "same text"),
        ("mt", "4 source sentences"),
        ("pin", "sentence 9"),
        ("missing", "can't be read"),
    ],
)
def test_pairs_that_can_not_be(
    pair: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    case: str,
    message: str,
) -> None:
    source, target = pair
    other = tmp_path / "other"
    lines = ["--one-sentence-per-line"]
    if case == "swapped":
        for path in pair:
            text = Path(path).read_text(encoding="utf-8").replace("\n", " ") * 4
            Path(path).write_text(text, encoding="utf-8")
        arguments = [target, source]
    elif case == "empty":
        other.write_text("\n\n", encoding="utf-8")
        arguments = [source, str(other), *lines]
    elif case == "same":
        arguments = [source, source]
    elif case == "mt":
        other.write_text("One line.\n", encoding="utf-8")
        arguments = [source, target, *lines, "--mt", str(other)]
    elif case == "pin":
        other.write_text("[9]:[0]\n", encoding="utf-8")
        arguments = [source, target, *lines, "--pins", str(other)]
    else:
        arguments = [source, str(tmp_path / "nowhere"), *lines]
    no_mt = [] if case == "mt" else ["--no-mt"]
    assert main(["align", *arguments, *no_mt]) == 1
    assert message in capsys.readouterr().err


def test_evaluation_prints_strict_and_lax(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    gold.write_text("[0]:[0]\n[1, 2]:[1]\n[3]:[2]\n", encoding="utf-8")
    assert main(["align", "evaluate", *pair, "--gold", str(gold), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[-1]["method"] == "aligner, no MT"
    assert 0 <= rows[-1]["strict"]["f1"] <= rows[-1]["lax"]["f1"] <= 1
    assert rows[-1]["calibration_error"] is not None


def test_evaluation_uses_a_translation_of_the_target(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, ready, back = (tmp_path / name for name in ("gold", "mt", "back"))
    gold.write_text("[0]:[0]\n[1, 2]:[1]\n[3]:[2]\n", encoding="utf-8")
    ready.write_text("\n".join(f"A sentence, number {n}." for n in range(4)), encoding="utf-8")
    back.write_text("\n".join((DUTCH[0], f"{DUTCH[1]} {DUTCH[2]}", DUTCH[3])), encoding="utf-8")
    command = ["align", "evaluate", *pair, "--gold", str(gold), "--json", "--back-mt", str(back)]
    for more, method in (([], "aligner, MT"), (["--mt", str(ready)], "aligner, MT of both")):
        assert main([*command, *more]) == 0
        last = json.loads(capsys.readouterr().out)[-1]
        assert (last["method"], last["strict"]["f1"]) == (method, 1)
    back.write_text("Eén regel.\n", encoding="utf-8")
    assert main(command) == 1
    assert "one translated line for each" in capsys.readouterr().err


EVERY = "leave it out, or use 'workbench align evaluate DATA'"
GOLD = "leave it out, or use 'workbench align evaluate SRC TGT --gold FILE'"
TEXTS = "leave it out, or use 'workbench align SRC TGT'"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SRC", "TGT", "--gold", "GOLD"], f"TGT' takes no --gold: {GOLD}"),
        (["SRC", "TGT", "--memory-every", "0"], f"TGT' takes no --memory-every: {EVERY}"),
        (["SRC", "TGT", "--memory-every", "2"], f"TGT' takes no --memory-every: {EVERY}"),
        (["SRC", "TGT", "--json"], f"takes no --json: {GOLD}"),
        (["SRC", "TGT", "--mt", "A", "--mt", "B"], "give one --mt"),
        (["SRC", "TGT", "--mt", "A", "--no-mt"], "give one --mt, or --no-mt"),
        (["SRC", "TGT", "--no-mt", "--package", "P"], "leave --package out"),
        (["SRC", "TGT", "MORE"], "name two files, or one folder"),
        ([".", "-o", "OUT", "--gold", "GOLD"], f"FOLDER' takes no --gold: {GOLD}"),
        ([".", "-o", "OUT", "--pins", "FILE"], f"FOLDER' takes no --pins: {TEXTS}"),
        ([".", "-o", "OUT", "--mt", "FILE"], f"FOLDER' takes no --mt: {TEXTS}"),
        (["."], "a folder needs -o FOLDER"),
        (["learn", "DATA", "--gold", "GOLD"], f"learn DATA' takes no --gold: {GOLD}"),
        (["learn", "DATA", "--memory-every", "3"], f"takes no --memory-every: {EVERY}"),
        (["learn", "DATA", "--languages", "nl-en"], f"takes no --languages: {TEXTS}"),
        (["learn", "DATA", "--format", "tsv"], f"takes no --format: {TEXTS}"),
        (["learn", "DATA", "--no-mt"], f"takes no --no-mt: {TEXTS}"),
        (["learn"], "name the folder of the data"),
        (
            ["evaluate", "SRC", "TGT", "--gold", "G", "--memory-every", "2"],
            "DATA --memory-every N'",
        ),
        (["evaluate", "SRC", "TGT", "--gold", "G", "--package", "P"], "takes no --package"),
        (["evaluate", "SRC", "TGT", "--gold", "G", "--pins", "FILE"], f"no --pins: {TEXTS}"),
        (["evaluate", "DATA", "--memory-every", "-1"], "wants 1 or more, not -1"),
        (["evaluate", "DATA", "--memory-every", "0"], "wants 1 or more, not 0"),
        (
            ["evaluate", "DATA", "--memory", "FILE"],
            f"takes no --memory: {EVERY[:-1]} --memory-every N'",
        ),
        (["evaluate", "DATA", "--back-mt", "FILE"], f"takes no --back-mt: {TEXTS}"),
        (["evaluate", "DATA", "--languages", "de-fr"], f"takes no --languages: {TEXTS}"),
        (["evaluate", "DATA", "-o", "OUT"], f"takes no --out: {TEXTS}"),
        (["evaluate", "DATA", "--gold", "GOLD"], "a folder of gold, or SRC TGT --gold FILE"),
        (["evaluate", "SRC", "TGT"], "a folder of gold, or SRC TGT --gold FILE"),
    ],
)
def test_what_would_not_be_used_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["align", *arguments])
    assert stopped.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_files_may_be_named_as_the_verbs_are(
    pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = (Path(path) for path in pair)
    monkeypatch.chdir(source.parent)
    source.rename("evaluate")
    target.rename("learn")
    options = ["--one-sentence-per-line", "--no-mt", "--format", "vecalign"]
    assert main(["align", "evaluate", "learn", *options]) == 0
    assert "[0]:[0]" in capsys.readouterr().out


def test_gale_and_church_when_nltk_is_there() -> None:
    found = gale_church(DUTCH, ENGLISH)
    if found is None:
        pytest.skip("nltk is not installed")
    assert sorted(i for bead in found for i in bead.source) == [0, 1, 2, 3]


def test_hunalign_is_run_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hunalign(DUTCH, ENGLISH) is None
    program = tmp_path / "hunalign"
    program.write_text(
        "#!/bin/sh\n"
        'test "$1 $2" = "-utf -realign" && test "$#" = 5 || exit 1\n'
        "printf '0\\t0\\t0.5\\n1\\t1\\t0.3\\n3\\t2\\t0.4\\n4\\t3\\t0\\n'\n"
    )
    program.chmod(0o755)
    found = hunalign(DUTCH, ENGLISH)
    assert found is not None
    assert [(bead.source, bead.target) for bead in found] == [
        ((0,), (0,)),
        ((1, 2), (1,)),
        ((3,), (2,)),
    ]


def test_measuring_holds_probabilities_against_the_gold() -> None:
    gold = (Bead((0,), (0,)),)
    text = GoldText("x", ("a",), ("b",), gold, NL_EN)
    row = measure("data", "method", [(text, (Bead((0,), (0,), 0.7),))])
    assert row.score.f1 == 1
    assert row.calibration == pytest.approx(0.3)
