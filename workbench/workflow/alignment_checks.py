"""What makes a row of an alignment suspicious, whatever its probability.

Numbers and glossary terms without a counterpart, a text copied instead of translated, lengths that
do not fit, and the wrong language: each a code that the editor filters by.
"""

import math
from collections.abc import Sequence

from workbench.corpus import alignment_rows
from workbench.corpus.alignment_rows import RowView
from workbench.corpus.database import Database
from workbench.glossary.concepts import Glossary
from workbench.glossary.matcher import Matcher
from workbench.glossary.targets import find_targets
from workbench.language import DUTCH, LanguagePair, primary
from workbench.quality.figures import number_differences
from workbench.text.identify import text_language

__all__ = ["Judge", "judge_rows"]

_LENGTH_FACTOR = 1.9
"""Above this ratio of lengths a pair is an outlier; short texts get :data:`_LENGTH_SLACK`."""

_LENGTH_SLACK = 25
_COPY_WORDS = 4
"""A copied text of fewer words is a name, a number or an address."""


class Judge:
    """Looks at pairs of texts.

    Args:
        glossary: Its terms are looked for when the source is Dutch; None does without.
        pair: Languages of the two sides.
    """

    def __init__(self, glossary: Glossary | None, pair: LanguagePair) -> None:
        self.pair = pair
        self._matcher = (
            Matcher(glossary)
            if glossary and len(glossary) and primary(pair.source) == DUTCH
            else None
        )

    def flags(self, source: str, target: str) -> tuple[str, ...]:
        """Return the codes of what is suspicious; none for a row with an empty side."""
        if not source or not target:
            return ()
        found: list[str] = []
        languages = primary(self.pair.source), primary(self.pair.target)
        left, right = number_differences(
            source, target, source_language=languages[0], target_language=languages[1]
        )
        if left or right:
            found.append("number")
        if self._term_missing(source, target):
            found.append("term")
        if source == target:
            if len(source.split()) >= _COPY_WORDS:
                found.append("copy")
        elif self._wrong_language(source, target):
            found.append("language")
        ratio = (len(target) + _LENGTH_SLACK) / (len(source) + _LENGTH_SLACK)
        if abs(math.log(ratio)) > math.log(_LENGTH_FACTOR):
            found.append("length")
        return tuple(found)

    def _term_missing(self, source: str, target: str) -> bool:
        if self._matcher is None:
            return False
        concepts = [match.concept for match in self._matcher.find(source)]
        spans = find_targets(concepts, target)
        return any(not spans[concept.id] for concept in concepts)

    def _wrong_language(self, source: str, target: str) -> bool:
        pair = primary(self.pair.source), primary(self.pair.target)
        return (
            text_language(source, pair[0]) == pair[1] or text_language(target, pair[1]) == pair[0]
        )


def judge_rows(
    database: Database, alignment_id: int, judge: Judge, *, rows: Sequence[RowView] | None = None
) -> None:
    """Look at rows that changed since the last look, and keep what was found.

    Args:
        database: The store.
        alignment_id: Their alignment.
        judge: Looks at them.
        rows: Only these; None takes all that nobody looked at.
    """
    if rows is None:
        waiting = alignment_rows.unjudged(database, alignment_id)
        rows = alignment_rows.read(database, alignment_id, waiting)
    alignment_rows.mark(
        database,
        {(row.id, row.version): judge.flags(row.source_text, row.target_text) for row in rows},
    )
