import json
import os
import shutil
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.engine.argos import ArgosEngine
from workbench.engine.base import Engine, Terminology
from workbench.engine.packages import Package
from workbench.errors import PackageError, SettingsError

SHORT = "De minister bezocht gisteren de troepen in Litouwen."
TERMS = Terminology("source-annotation", "<term>", "<trans>", "</term>")


def test_it_is_an_engine_and_says_what_it_is(engine: ArgosEngine, package: Package) -> None:
    assert isinstance(engine, Engine)
    assert engine.info == package.info
    assert package.name in engine.signature and package.sha256[:12] in engine.signature


def test_options_are_in_the_signature(package: Package) -> None:
    engines = [ArgosEngine(package), ArgosEngine(package, beam=2), ArgosEngine(package, mend=False)]
    other = replace(package, sha256="0" * 64)
    signatures = [*(engine.signature for engine in engines), ArgosEngine(other).signature]
    assert len(set(signatures)) == 4
    assert ArgosEngine(package, threads=1).signature == engines[0].signature


def test_impossible_options(package: Package) -> None:
    with pytest.raises(SettingsError, match="beam size 0"):
        ArgosEngine(package, beam=0)
    with pytest.raises(SettingsError, match="-1 threads"):
        ArgosEngine(package, threads=-1)


def test_translation(engine: ArgosEngine) -> None:
    [[best]] = engine.translate([SHORT])
    assert {"minister", "troops", "Lithuania"} <= set(best.text.strip(".").split())
    assert -2 < best.score < 0
    assert best.flags == ()
    assert len(best.alignment) == len(best.tokens)


def test_alignment_points_to_the_source_words(engine: ArgosEngine) -> None:
    [[best]] = engine.translate([SHORT])
    place = best.tokens.index("▁Lithuania")
    source = engine._decoder.pieces.encode(SHORT)
    assert source[best.alignment[place]] == "▁Litouwen"


def test_n_best_hypotheses_differ_and_come_best_first(engine: ArgosEngine) -> None:
    [found] = engine.translate([SHORT], n_best=4)
    assert len({hypothesis.text for hypothesis in found}) == len(found) == 4
    assert engine.translate([SHORT])[0][0] == found[0]


def test_the_batch_hardly_changes_a_translation(engine: ArgosEngine, sentences: list[str]) -> None:
    some = sentences[:12]
    together = [found[0] for found in engine.translate([*some, "", *reversed(some)])]
    assert together[:12] == together[:12:-1]
    alone = [engine.translate([text])[0][0] for text in some]
    # Products of 8 bits are rounded otherwise in another batch, which decides between equals.
    same = sum(one.text == each.text for one, each in zip(alone, together, strict=False))
    assert same >= 10
    for one, each in zip(alone, together, strict=False):
        assert one.score == pytest.approx(each.score, abs=0.05)


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_empty_sources(engine: ArgosEngine, empty: str) -> None:
    [[best]] = engine.translate([empty])
    assert (best.text, best.tokens) == ("", ())
    assert engine.translate([]) == []
    assert engine.score([(empty, "Yes.")])[0].text == "Yes."
    assert engine.complete([(empty, "Yes")])[0][0].text == "Yes"


def test_underscores_and_unknown_characters_survive(plain: ArgosEngine) -> None:
    [[forced]] = plain.complete([("Het bestand heet x_y.", "The file is called x_y")])
    assert forced.text.startswith("The file is called x_y")
    pieces = plain._decoder.pieces
    assert pieces.decode(pieces.encode("Zie ☃ in x_y_z.")) == "Zie ☃ in x_y_z."


def test_scores_tell_good_from_bad(engine: ArgosEngine) -> None:
    good, bad = engine.score(
        [
            (SHORT, "The minister visited the troops in Lithuania yesterday."),
            (SHORT, "The cat is sleeping on the old table."),
        ]
    )
    assert good.score > bad.score + 1
    assert good.text.startswith("The minister") and len(good.log_probs) == len(good.tokens)
    assert len(good.alignment) == len(good.tokens)
    assert all(log_prob <= 0 for log_prob in good.log_probs)


def test_a_free_translation_scores_as_the_search_said(engine: ArgosEngine) -> None:
    [[best]] = engine.translate([SHORT])
    [judged] = engine.score([(SHORT, best.text)])
    assert judged.score == pytest.approx(best.score, abs=0.02)
    assert judged.tokens == best.tokens
    assert judged.alignment == best.alignment


def test_long_segments_are_split_and_flagged(engine: ArgosEngine) -> None:
    source = "; ".join([SHORT.rstrip(".")] * 25) + "."
    [found] = engine.translate([source], n_best=3)
    assert 1 <= len({each.text for each in found}) == len(found) <= 3
    assert all("split" in each.flags for each in found)
    assert found[0].text.lower().count("; ") >= 12
    assert len(found[0].alignment) == len(found[0].tokens)
    pieces = engine._decoder.pieces.encode(source)
    assert max(found[0].alignment) < len(pieces) + 25


def test_sentences_of_a_segment_are_translated_each_by_itself(engine: ArgosEngine) -> None:
    other = "De zitting is voorbij."
    [first], [second] = engine.translate([SHORT, other])
    [[both]] = engine.translate([f"{SHORT} {other}"])
    assert both.text == f"{first.text} {second.text}"
    assert "split" not in both.flags


def test_threads_share_one_model(package: Package, sentences: list[str]) -> None:
    engine = ArgosEngine(package)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: engine.translate([SHORT]), range(4)))
    assert all(result == results[0] for result in results)


def test_a_broken_model_is_reported(package: Package, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(package.folder, folder)
    (folder / "model" / "model.bin").write_bytes(b"nothing")
    with pytest.raises(PackageError, match="the model can't be loaded"):
        ArgosEngine(replace(package, folder=folder)).translate(["Ja."])
    (folder / "sentencepiece.model").write_bytes(b"nothing")
    with pytest.raises(PackageError, match="the tokenizer of the package can't be read"):
        ArgosEngine(replace(package, folder=folder)).translate(["Ja."])


def test_annotation_needs_a_package_that_takes_terms(engine: ArgosEngine, package: Package) -> None:
    generic = ArgosEngine(replace(package, terminology=None))
    with pytest.raises(PackageError, match="takes no terms"):
        generic.annotate(SHORT, [(3, 11, "minister")])
    annotated = engine.annotate(SHORT, [(3, 11, "secretary")])
    assert annotated.startswith("De <term> minister <trans> secretary </term> bezocht")
    assert "secretary" in engine.translate([annotated])[0][0].text


def test_a_target_prefix_of_the_package_is_hidden(package: Package) -> None:
    """Multilingual packages begin every target with a language token."""
    engine = ArgosEngine(replace(package, target_prefix="▁in"), mend=False)
    [[best]] = engine.translate([SHORT])
    assert best.tokens[0] != "▁in" and not best.text.startswith("in ")
    assert len(best.alignment) == len(best.tokens)
    [[completed]] = engine.complete([(SHORT, "The minister")])
    assert completed.text.startswith("The minister")
    [judged] = engine.score([(SHORT, "The minister.")])
    assert len(judged.log_probs) == len(judged.tokens)


def test_everything_works_with_sockets_blocked(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import json, socket, sys
        from pathlib import Path

        def refuse(*arguments, **options):
            raise AssertionError("the network was used")

        socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
        socket.socket.__init__ = refuse
        from workbench.engine.argos import ArgosEngine
        from workbench.engine.cache import TranslationCache
        from workbench.engine.jobs import translate_batch
        from workbench.engine.packages import PackageStore

        home = Path(sys.argv[1])
        store = PackageStore(home / "packages")
        store.list()
        engine = ArgosEngine(store.embedded())
        cache = TranslationCache(home / "cache" / "translations.db")
        texts = dict(translate_batch(engine, ["De vrede is getekend.", "Ja."], cache=cache))
        engine.complete([("Ja.", "Yes")]), engine.score([("Ja.", "Yes.")])
        heavy = {"torch", "stanza", "spacy", "argostranslate.translate"} & set(sys.modules)
        print(json.dumps([texts[0][0].text, sorted(heavy)]))
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    text, heavy = json.loads(done.stdout)
    assert "peace" in text.lower() and heavy == []
