"""XML files of other tools, read element by element: in constant memory, and without trusting them.

No entity is resolved, no DTD fetched, and a document type that declares entities is refused.
"""

from collections.abc import Iterator, Sequence
from typing import IO, Any

from lxml import etree

from workbench.errors import FormatError, SecurityError

__all__ = ["BrokenXml", "broken", "events", "forget", "refuse_entities"]

BrokenXml = etree.XMLSyntaxError
"""What :func:`events` raises where the XML is not well-formed."""

_BLOCK_BYTES = 1 << 16


def events(file: IO[bytes], tags: Sequence[str] | None = None) -> Iterator[tuple[str, Any]]:
    """Yield (``start`` or ``end``, element); ``{*}name`` in `tags` is in any namespace.

    Args:
        file: Open at its beginning.
        tags: Elements wanted; None for all.

    Raises:
        BrokenXml: Behind the events that the file still gave.
    """
    # Not etree.iterparse: that forgets what it has read of a block when the block is broken
    # further on, and then nobody knows behind which unit.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        while block := file.read(_BLOCK_BYTES):
            parser.feed(block)
            yield from parser.read_events()
        parser.close()
    except BrokenXml:
        yield from parser.read_events()
        raise
    yield from parser.read_events()


def broken(error: BrokenXml, *, where: str, behind: str) -> FormatError:
    """Return what a person is told of broken XML; `behind` is the last unit that was whole."""
    reason = str(error.msg or "").split(", line")[0]
    if "too long" in reason:
        reason = "a text of more than 10 MB in one piece"
    elif "depth" in reason:
        reason = "elements in elements, more than 255 deep"
    return FormatError(
        f"broken XML ({reason})",
        where=f"{where}, behind {behind}, line {error.lineno}",
        fix="Mend or export it again",
    )


def refuse_entities(root: Any, where: str) -> None:
    """Look at the document type of an element's file.

    Raises:
        SecurityError: It declares entities.
    """
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SecurityError(
            "the file declares XML entities", where=where, fix="Export it without a DTD"
        )


def forget(element: Any) -> None:
    """Drop what was read of an element, also from its parent's list: memory stays constant."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
