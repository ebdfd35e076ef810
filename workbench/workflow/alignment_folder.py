"""A folder of pairs brought into the store: each pair checked by its content, one bad one no end.

The names say which files belong together and which is the original; where the texts say the
opposite, the texts are believed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from workbench.corpus.alignments import AlignmentInfo
from workbench.corpus.database import Database
from workbench.corpus.projects import DEFAULT_PROJECT
from workbench.errors import InputError, WorkbenchError
from workbench.language import NL_EN, LanguagePair
from workbench.settings import Settings
from workbench.workflow.alignment import create_pair
from workbench.workflow.alignment_pairs import SwappedError, match_folder, read_side

__all__ = ["FolderPair", "create_folder"]


@dataclass(frozen=True, slots=True)
class FolderPair:
    """What became of a pair of files, or of a file without a partner.

    Attributes:
        files: Names of the files inside of the folder.
        info: The pair as it is stored, or None.
        remark: What a person should know, or empty; why there is no pair where there is none.
        failure: What was in the way that is no fault of the files; the same may do later.
    """

    files: tuple[str, ...]
    info: AlignmentInfo | None = None
    remark: str = ""
    failure: Exception | None = None

    def line(self) -> str:
        """Return one line for people."""
        names = " and ".join(self.files)
        return f"{names}: {self.remark}" if self.remark else f"{names} are a pair"


def create_folder(
    database: Database,
    folder: Path,
    *,
    settings: Settings,
    project: str = DEFAULT_PROJECT,
    pair: LanguagePair = NL_EN,
    author: str,
    since: datetime | None = None,
) -> Iterator[FolderPair]:
    """Store all pairs of a folder, not aligned yet; yield them, and the files that are in none.

    Args:
        database: The store.
        folder: Where the files are; also in folders inside of it.
        settings: For the size limit.
        project: Project of the corpus for the units.
        pair: Languages of the two sides.
        author: Who makes them.
        since: As in :func:`~workbench.workflow.alignment.create_pair`.

    Raises:
        InputError: There is no such folder, or no pair in it.
    """
    matched = match_folder(folder, pair=pair, settings=settings)
    if not matched.pairs:
        raise InputError(
            "no two files here belong together by their names",
            fix="Name them like report.nl.docx and report.en.docx",
        )
    for path in matched.alone:
        yield FolderPair(
            (path.relative_to(folder).as_posix(),),
            remark="no other file, or more than one, goes with it by its name",
        )
    for files in matched.pairs:
        names = tuple(path.relative_to(folder).as_posix() for path in files)
        try:
            source, target = (read_side(path, settings) for path in files)
            create = partial(
                create_pair, database, project=project, pair=pair, author=author, since=since
            )
            try:
                info = create(source, target)
                remark = ""
            except SwappedError:
                info = create(target, source)
                names = names[::-1]
                remark = "the sides were the other way round than their names say; swapped"
        except InputError as error:
            yield FolderPair(names, remark=str(error))
            continue
        except WorkbenchError as error:
            yield FolderPair(names, remark=str(error), failure=error)
            continue
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            remark = f"something unforeseen was in the way ({what}). Try other forms of the files"
            yield FolderPair(names, remark=remark, failure=error)
            continue
        yield FolderPair(names, info, remark)
