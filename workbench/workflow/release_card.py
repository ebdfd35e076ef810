"""The dataset card of a release: what is in it, where it comes from, and how good it is.

The form is that of the cards of public data sets (Gebru et al. 2021, "Datasheets for datasets";
the YAML head is the one Hugging Face documents for dataset cards): a person reads it, a catalogue
can index it.
"""

import hashlib
import heapq
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from workbench import __version__
from workbench.domain import TranslationUnit
from workbench.language import primary
from workbench.quality import metrics
from workbench.workflow.release_plan import Plan, ReleaseOptions

__all__ = ["Statistics", "card", "sha256_of"]

_SAMPLE = 1000
"""Pairs that the scores are computed on; TER of more takes longer than it tells."""

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(slots=True)
class Statistics:
    """What is counted in the pairs as they go by, in constant memory."""

    statuses: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    engines: Counter[str] = field(default_factory=Counter)
    glossaries: Counter[str] = field(default_factory=Counter)
    merged: int = 0
    conflicts: int = 0
    drafted: int = 0
    unchanged: int = 0
    confident: int = 0
    confidence: float = 0.0
    _sample: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, unit: TranslationUnit) -> None:
        """Count a pair."""
        provenance = unit.provenance
        self.statuses[str(unit.status)] += 1
        self.origins[str(provenance.origin)] += 1
        if provenance.engine:
            self.engines[provenance.engine] += 1
        if provenance.glossary:
            self.glossaries[provenance.glossary] += 1
        self.merged += any(flag.startswith("count:") for flag in provenance.flags)
        self.conflicts += "conflict" in provenance.flags
        if provenance.confidence is not None:
            self.confident += 1
            self.confidence += provenance.confidence
        if provenance.raw:
            self.drafted += 1
            self.unchanged += provenance.raw == unit.target.text
            self._sample_one(unit.uid, provenance.raw, unit.target.text)

    def _sample_one(self, uid: str, raw: str, target: str) -> None:
        # The pairs with the smallest hashes: a sample that is the same every time.
        key = -int.from_bytes(hashlib.sha256(uid.encode()).digest()[:8])
        if len(self._sample) < _SAMPLE:
            heapq.heappush(self._sample, (key, raw, target))
        else:
            heapq.heappushpop(self._sample, (key, raw, target))

    def scores(self) -> list[str]:
        """Return lines about the engine's own texts against what is released."""
        lines = []
        if self.confident:
            lines.append(
                f"- mean confidence of the engine: {self.confidence / self.confident:.3f} "
                f"({self.confident} pairs)"
            )
        if self.drafted:
            lines.append(
                "- texts of the engine itself, before glossary and review, that were released as "
                f"they were: {self.unchanged} of {self.drafted} "
                f"({self.unchanged / self.drafted:.1%})"
            )
            sample = sorted(self._sample, reverse=True)
            drafts, finals = [raw for _, raw, _ in sample], [target for _, _, target in sample]
            for score in (metrics.chrf(drafts, finals), metrics.ter(drafts, finals)):
                lines.append(
                    f"- {score.name} of these texts of the engine against the released ones: "
                    f"{score.value:.1f} ({len(sample)} pairs, `{score.signature}`)"
                )
        return lines or ["- none: no pair began as a text of an engine"]


def card(
    plan: Plan,
    options: ReleaseOptions,
    statistics: Statistics,
    *,
    moment: datetime | None,
    files: Mapping[str, str],
) -> str:
    """Return the card as Markdown with a YAML head.

    Args:
        plan: What the release has.
        options: What was chosen.
        statistics: Of the pairs that were written.
        moment: When the newest of them was changed; None if nobody knows.
        files: SHA-256 of the other files, by name.
    """
    state = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else "unknown date"
    return (
        "\n".join([*_head(plan, options), *_body(plan, options, statistics, state, files)]) + "\n"
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _head(plan: Plan, options: ReleaseOptions) -> Iterator[str]:
    size = next((name for limit, name in _SIZES if plan.kept < limit), "n>1M")
    yield from (
        "---",
        f"pretty_name: {json.dumps(options.title, ensure_ascii=False)}",
        "language:",
        f"- {primary(options.pair.source)}",
        f"- {primary(options.pair.target)}",
        f"license: {json.dumps(options.licence.lower() if options.licence else 'unknown')}",
        "task_categories:",
        "- translation",
        "size_categories:",
        f"- {size}",
        "---",
        "",
    )


def _body(
    plan: Plan,
    options: ReleaseOptions,
    statistics: Statistics,
    state: str,
    files: Mapping[str, str],
) -> Iterator[str]:
    yield from (
        f"# {_plain(options.title)}",
        "",
        f"{plan.kept} translation units {options.pair.source} to {options.pair.target}, state of "
        f"{state}, released by nl-en-workbench {__version__}.",
        "",
        f"Licence: {_plain(options.licence) if options.licence else 'not stated'}",
        "",
        "## Files",
        "",
    )
    yield from _table(
        ("file", "documents", "units", "source words", "target words"),
        [
            (
                f"{part.name}.tmx",
                *map(str, (part.documents, part.units, part.source_words, part.target_words)),
            )
            for part in plan.parts
        ],
    )
    yield ""
    if options.split:
        yield (
            f"Split by document, wanted {'/'.join(map(str, options.split))} percent for "
            "train/dev/test: all pairs of a document are in one file, and no sentence of test or "
            "dev (compared without case, spacing and punctuation) is in a file below it. With few "
            "or large documents the shares differ from what was wanted."
        )
        yield ""
    yield from (
        "TMX 1.4b, UTF-8. Each unit says where it comes from (`x-document`, `x-segment`, "
        "`x-status`, `x-origin`, `x-engine`, `x-glossary`, `x-hter`); `count:N` in `x-flags` is "
        "the number of exact duplicates that were merged, `conflict` marks a source that has other "
        "targets too.",
        "",
        "## Gates",
        "",
        f"{plan.seen} pairs were looked at; {plan.rejected} were kept out and are in "
        "`rejected.tsv`, each with its reasons. A pair may fail at several gates.",
        "",
    )
    yield from _table(
        ("gate", "set to", "pairs concerned", "what it does"),
        [
            (each.gate.kind.title, each.gate.value, str(each.concerned), each.gate.kind.explanation)
            for each in plan.effects
        ],
    )
    yield from ("", "## Scores", "")
    yield from statistics.scores()
    yield from ("", "## Provenance", "")
    for title, counted in (
        ("Status", statistics.statuses),
        ("Origin of the target", statistics.origins),
        ("Engine", statistics.engines),
        ("Glossary version", statistics.glossaries),
    ):
        shown = ", ".join(f"{_plain(name)} ({count})" for name, count in _ranked(counted))
        yield f"- {title}: {shown or 'none'}"
    yield f"- Pairs with merged duplicates: {statistics.merged}"
    yield f"- Pairs marked as conflicts: {statistics.conflicts}"
    yield from ("", "## Sources", "")
    yield from _table(
        ("document", "SHA-256 begins", "part", "pairs", "released"),
        [
            (each.name, f"`{each.key}`", each.part or "-", str(each.seen), str(each.kept))
            for each in plan.sources
        ],
    )
    yield from ("", "## Checksums (SHA-256)", "")
    yield from _table(
        ("file", "SHA-256"), [(name, f"`{digest}`") for name, digest in files.items()]
    )


def _ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (cell if cell.startswith("`") else _plain(cell) for cell in row)
        yield f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return a text on one line in which Markdown and HTML mean nothing."""
    return re.sub(r"([\\`*\[\]<>|#~])", r"\\\1", " ".join(text.split()))
