import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

import workbench.corpus.alignment_tables
import workbench.corpus.concept_tables
import workbench.corpus.finding_tables
import workbench.corpus.memories_tables
import workbench.corpus.review_tables  # noqa: F401
from tests.corpus.conftest import make_document
from workbench.corpus import documents, projects
from workbench.corpus.database import Database
from workbench.corpus.migrations import run
from workbench.corpus.tables import Base
from workbench.errors import SettingsError, StoreError, UnavailableError


def test_migrations_make_exactly_the_mapped_tables(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        # The text index is no part of the schema: SQLite and PostgreSQL have one of their own.
        index = re.compile("(segment|translation|memory)_index")
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, parents: not index.match(name or ""),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_known_versions_are_those_of_the_migration_files() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert tuple(step.revision for step in script.walk_revisions())[::-1] == run.KNOWN
    assert script.get_heads() == [run.HEAD]


def test_migrating_again_keeps_everything(database: Database) -> None:
    documents.add(database, make_document(["Een."]))
    database.migrate()
    assert len(documents.listing(database)) == 1


def test_downgrade_and_upgrade(database: Database) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import inspect

    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.migrate()
    assert documents.listing(database) == []


def test_programs_that_start_together_migrate_once(url: str) -> None:
    code = "import sys; from workbench.corpus.database import Database; Database.open(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert documents.listing(Database(url)) == []


def test_sqlite_commits_reach_the_disk_and_keys_are_checked(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with database.read() as session:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar() == wanted, pragma


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version of the workbench") as caught:
        database.migrate()
    assert "Update the workbench" in str(caught.value)


def test_another_programs_database_is_refused(url: str) -> None:
    database = Database(url)
    if database.is_sqlite:
        Path(str(database.url.database)).parent.mkdir(parents=True)
    with database.write() as session:
        session.execute(text("CREATE TABLE orders (id INTEGER)"))
    with pytest.raises(StoreError, match="tables of another program"):
        database.migrate()


@pytest.mark.parametrize("content", [b"This is a letter, not a database. " * 100, b"\0" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "workbench.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        Database.open(f"sqlite:///{path}")
    assert str(path) in str(caught.value)


def test_a_damaged_database(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    documents.add(database, make_document([f"Zin {n}." for n in range(500)]))
    database.close()
    path = Path(str(database.url.database))
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = os.urandom(len(data) - 4096 * 2)
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|refused"):
        documents.listing(Database(sqlite_url))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("", "no database URL"),
        ("workbench.db", "no database URL"),
        ("nosuch://somewhere/x", "no database URL"),
    ],
)
def test_bad_urls(bad: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Database(bad)


def test_unreachable_server() -> None:
    with pytest.raises(UnavailableError, match="can't be reached"):
        Database.open("postgresql://nobody:secret@127.0.0.1:1/x?connect_timeout=2")


def test_a_full_disk_passes_and_what_is_refused_does_not(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with pytest.raises(UnavailableError, match="disk is full"), database.write() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        session.execute(text("CREATE TABLE much (text TEXT)"))
        session.execute(text("INSERT INTO much VALUES (zeroblob(1000000))"))
    with pytest.raises(StoreError) as refused, database.write() as session:
        session.execute(text("INSERT INTO documents (id) VALUES (1)"))
    assert not isinstance(refused.value, UnavailableError)


def test_a_writer_waits_for_another_no_longer_than_it_says(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(sqlite_url)
    monkeypatch.setattr("workbench.corpus.database.BUSY_SECONDS", 1)
    began = time.monotonic()
    with database.write() as session:
        session.connection()
        with pytest.raises(UnavailableError, match="keeps the database busy"):
            documents.add(database, make_document(["Een."]))
    # SQLite itself would wait for 20 s more.
    assert 1 <= time.monotonic() - began < 10
    documents.add(database, make_document(["Een."]))
    database.close()


@pytest.mark.postgres
def test_a_server_that_ends_the_connection_passes(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with pytest.raises(UnavailableError), database.write() as session:
        number = session.scalar(text("SELECT pg_backend_pid()"))
        with database.engine.connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend({number}, 5000)"))
        session.execute(text("SELECT 1"))
    assert documents.listing(database) == []
    database.close()


def test_a_password_never_shows() -> None:
    with pytest.raises(StoreError) as caught:
        Database.open("postgresql://nobody:secret@127.0.0.1:1/x?connect_timeout=2")
    assert "secret" not in str(caught.value)


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="folder of the database can't be made"):
        Database.open(f"sqlite:///{tmp_path}/file/below/workbench.db")


def test_reading_sees_one_state(database: Database) -> None:
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM documents")) == 0
        documents.add(database, make_document(["Een."]))
        assert session.scalar(text("SELECT count(*) FROM documents")) == 0
    assert len(documents.listing(database)) == 1


def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        session.execute(
            text(
                "INSERT INTO projects (name, source_language, target_language, created)"
                " VALUES ('x', 'nl', 'en', '2026-01-01 00:00:00')"
            )
        )
        raise RuntimeError
    assert projects.projects(database) == []
