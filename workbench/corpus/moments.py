"""Up to which revision everything can be seen, so that who reads on from there misses nothing.

SQLite has one writer, who commits revisions in the order of their ids. PostgreSQL gives an id when
a revision is inserted and shows it when its transaction ends: 11 may be there while 10 still comes
(within one document it does not, see :func:`workbench.corpus.states.lock`). So the newest revision
counts only when all transactions that were writing revisions when it was seen have ended.
"""

from sqlalchemy import func, select, text

from workbench.corpus.database import Database
from workbench.corpus.tables import Revision

__all__ = ["Moments"]

_SEEN = text(
    # Locks are looked at after the snapshot of the statement was taken: who has written by then
    # and can't be seen is among those that hold one.
    "SELECT (SELECT max(id) FROM revisions) AS newest, ARRAY("
    " SELECT virtualtransaction FROM pg_locks"
    " WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'"
    " AND relation = CAST('revisions' AS regclass)"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ") AS writers"
)


class Moments:
    """Follows the revisions of a store; one for each reader, asked again and again.

    Args:
        database: The store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settled = 0
        self._newest = 0
        self._writers: frozenset[str] = frozenset()

    def settled(self) -> int:
        """Return a revision up to which all that will ever be there can be seen from now on.

        It never goes back, and is 0 when none is sure yet. Newer revisions may be seen as well;
        some of them will be seen once more by who reads on from here.
        """
        with self._database.read() as session:
            if self._database.is_sqlite:
                return session.scalar(select(func.max(Revision.id))) or 0
            seen = session.execute(_SEEN).one()
        writers = frozenset(seen.writers)
        if not self._writers & writers:
            self._settled = self._newest
            self._newest, self._writers = seen.newest or 0, writers
        if not self._writers:
            self._settled = self._newest
        return self._settled
