"""What all pages and routes of one server share: settings, database, packages, token key."""

import logging
from functools import cache

from workbench.app.security import Tokens
from workbench.corpus.database import Database
from workbench.corpus.memory import Memory
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.errors import GlossaryError
from workbench.glossary.concepts import Glossary
from workbench.language import LanguagePair
from workbench.settings import Settings
from workbench.workflow.aids import Aids
from workbench.workflow.impact import Translator
from workbench.workflow.pipeline import package_for
from workbench.workflow.term_checks import current_glossary
from workbench.workflow.terminology_editor import NewTerms

__all__ = [
    "aids",
    "database",
    "glossary",
    "memory",
    "new_terms",
    "packages",
    "settings",
    "tokens",
    "translator",
]

_LOG = logging.getLogger(__name__)


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
def aids() -> Aids:
    """Return the model's help for people who type; a search of one beam answers them in time."""
    return Aids(_quick_engine)


@cache
def _quick_engine(pair: LanguagePair) -> ArgosEngine:
    chosen = package_for(settings(), pair)
    return ArgosEngine(chosen, threads=settings().threads, beam=1)


def translator(package: str = "") -> Translator:
    """Return what translates under a glossary that is not saved yet, with this package."""
    return _translator(settings(), package)


@cache
def _translator(known: Settings, package: str) -> Translator:
    return Translator.open(known, package=package)


def new_terms() -> NewTerms:
    """Return the new terms that people write in the editor."""
    return _new_terms(settings())


@cache
def _new_terms(known: Settings) -> NewTerms:
    return NewTerms(known, translator)


def glossary() -> Glossary | None:
    """Return the glossary as its files are now; None while they can't be read.

    A broken file is shown on the Glossary page; it keeps nobody from reviewing.
    """
    try:
        return current_glossary(settings().glossaries)
    except GlossaryError as error:
        _LOG.warning("terms are not checked: %s", error)
        return None


@cache
def tokens() -> Tokens:
    """Return the signer of route tokens."""
    return Tokens.of(settings().home)
