"""What all pages and routes of one server share: settings, database, packages, token key."""

from functools import cache

from workbench.app.security import Tokens
from workbench.corpus.database import Database
from workbench.corpus.memory import Memory
from workbench.engine.packages import PackageStore
from workbench.settings import Settings

__all__ = ["database", "memory", "packages", "settings", "tokens"]


@cache
def settings() -> Settings:
    """Return the settings the server was started with."""
    return Settings.load()


@cache
def database() -> Database:
    """Return the store, opened and migrated once."""
    return Database.open(settings().database)


@cache
def memory() -> Memory:
    """Return the translation memory of the store."""
    return Memory(database())


@cache
def packages() -> PackageStore:
    """Return the installed Argos packages."""
    return PackageStore(settings().packages)


@cache
def tokens() -> Tokens:
    """Return the signer of route tokens."""
    return Tokens.of(settings().home)
