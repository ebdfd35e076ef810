"""Concepts as a glossary file can hold them."""

from hypothesis import strategies as st

from workbench.glossary.concepts import Concept
from workbench.glossary.rows import concept_cells, concept_of

# All that XML 1.0 can hold but control characters; separators of cells are tried on purpose.
_LETTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufffe\uffff;"
)
WORDS = st.one_of(
    st.sampled_from(
        ["vrede", "=1+1", "-afdwinging", "'=x", '"', "a\tb", "<b>&amp;", "@sum", "x,y", "É", "#a"]
    ),
    st.text(_LETTERS, min_size=1, max_size=12),
)
_LISTS = st.lists(WORDS, max_size=3).map(" ; ".join)
_CELLS = st.fixed_dictionaries(
    {
        "concept": st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True),
        "domain": st.sampled_from(["", "law", "peace-operations", "a & b"]),
        "nl": WORDS,
        "nl_also": _LISTS,
        "nl_forms": st.one_of(st.just(""), _LISTS, _LISTS.map("& ".__add__)),
        "en": WORDS,
        "en_forms": st.one_of(st.just(""), _LISTS),
        "admitted": _LISTS,
        "forbidden": _LISTS,
        "pos": st.sampled_from(["", "noun", "verb", "adjective", "name", "phrase"]),
        "case": st.sampled_from(["", "any", "permissive", "exact"]),
        "compound": st.sampled_from(["", "both", "head", "modifier", "off"]),
        "exceptions": _LISTS,
        "enforcement": st.sampled_from(["", "force", "prefer", "check", "show"]),
        "status": st.sampled_from(["", "active", "proposed", "retired"]),
        "dnt": st.sampled_from(["", "yes"]),
        "note": st.one_of(st.just(""), WORDS, st.just("workbench:case=exact")),
        "author": st.sampled_from(["", "ada", "Ben & co"]),
        "changed": st.sampled_from(["", "2026-11-26", "2026-11-26T10:00"]),
    }
)


def _concept(cells: dict[str, str]) -> Concept | None:
    concept, wrong = concept_of(cells, default_id="x", file="")
    if wrong:
        return None
    # As the master file would hold it.
    return concept_of(concept_cells(concept), default_id="x", file="")[0]


CONCEPTS = _CELLS.map(_concept).filter(lambda concept: concept is not None)
