"""50 000 concepts against 10 000 segments: time and memory, with ``make benchmark``."""

# ruff: noqa: SIM905 - word lists read better as lines

import itertools
import random
import subprocess
import sys
import time

import pytest

from workbench.glossary.concepts import Glossary
from workbench.glossary.matcher import Matcher

FIRST = (
    "vredes veiligheids krijgs lucht zee grens kern wapen oorlogs handels staats troepen".split()
)
SYLLABLES = [a + b for a, b in itertools.product("bdfgklmnprstvz", ("a", "ee", "o", "ui", "ij"))]
FILLER = "de het een van in op met voor dat niet wordt werd naar ook zijn meer over als".split()


def build(concepts: int, segments: int) -> tuple[Glossary, list[str]]:
    chance = random.Random(5)
    terms: list[str] = []
    for number in range(concepts):
        word = chance.choice(FIRST) + "".join(chance.choices(SYLLABLES, k=3)) + "ing"
        terms.append(word if number % 3 else f"gewapende {word}")
    texts = []
    for _ in range(segments):
        words = chance.choices(FILLER, k=20)
        words[chance.randrange(20)] = chance.choice(terms)
        words[chance.randrange(20)] = chance.choice(terms) + "smissie"
        texts.append(" ".join(words) + ".")
    return Glossary.from_pairs((term, "term") for term in terms), texts


def measure(concepts: int, segments: int) -> tuple[float, float, int]:
    glossary, texts = build(concepts, segments)
    start = time.process_time()
    matcher = Matcher(glossary)
    built = time.process_time()
    found = sum(len(matcher.find(text)) for text in texts)
    return built - start, time.process_time() - built, found


@pytest.mark.benchmark
def test_a_large_glossary_against_a_large_document() -> None:
    code = (
        "import resource; from tests.glossary.test_speed import measure;"
        "b, f, n = measure(50_000, 10_000);"
        "print(b, f, n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    build_seconds, find_seconds, found, megabytes = map(float, done.stdout.split())
    print(f"build {build_seconds:.1f} s, find {find_seconds:.1f} s, {megabytes:.0f} MB")
    assert found > 15_000
    assert build_seconds + find_seconds < 10
    assert megabytes < 500
