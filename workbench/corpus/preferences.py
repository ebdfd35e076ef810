"""What each person has set for themselves, such as the keys of the grid."""

from typing import Any

from sqlalchemy import select

from workbench.corpus.database import Database
from workbench.corpus.review_tables import Preference

__all__ = ["prefer", "preferences"]


def preferences(database: Database, person: str) -> dict[str, Any]:
    """Return what a person has set, by name."""
    query = select(Preference.name, Preference.value).where(Preference.person == person)
    with database.read() as session:
        return {row.name: row.value for row in session.execute(query)}


def prefer(database: Database, person: str, name: str, value: Any) -> None:
    """Set something for a person; ``value`` is anything that JSON can hold."""
    with database.write() as session:
        session.merge(Preference(person=person, name=name, value=value))
