"""Files of one sentence, or one pair, a line: test sets, and texts that were split already."""

from pathlib import Path

from workbench.errors import FormatError, InputError

__all__ = ["read_lines", "read_pairs"]


def read_lines(path: Path) -> list[str]:
    """Read the lines of a file, whatever ends them.

    Raises:
        InputError: The file can't be read.
        FormatError: It is not in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"the file can't be read ({error.strerror})", where=str(path), fix="Check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise FormatError(
            "the file is not in UTF-8", where=str(path), fix="Save it as UTF-8"
        ) from error
    # Not splitlines(): it also cuts at form feeds and Unicode separators inside of lines.
    return text.removesuffix("\n").split("\n") if text else []


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read a file with Dutch, a tab and English on each line; ``#`` begins a comment.

    Raises:
        InputError: The file can't be read.
        FormatError: A line has no tab, or the file is not in UTF-8.
    """
    pairs = []
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < 2:
            raise FormatError(
                "the line has no tab", where=f"{path}, line {number}", fix="Dutch, tab, English"
            )
        pairs.append((cells[0], cells[1]))
    return pairs
