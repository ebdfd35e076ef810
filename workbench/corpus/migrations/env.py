"""Alembic's entry: runs the migrations on the connection that ``run.migrate`` opened."""

from alembic import context

import workbench.corpus.alignment_tables
import workbench.corpus.concept_tables
import workbench.corpus.finding_tables
import workbench.corpus.memories_tables
import workbench.corpus.review_tables
import workbench.corpus.unit_tables  # noqa: F401
from workbench.corpus.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
