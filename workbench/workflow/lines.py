"""Files of one sentence a line: test sets, and texts that were split already."""

from pathlib import Path

from workbench.errors import FormatError, InputError

__all__ = ["read_lines"]


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
