"""The history of glossary concepts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concept_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("concept", sa.String(length=400), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_revisions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_concept_revisions_concept", "concept_revisions", ["concept", "id"], unique=False
    )
    op.create_index(op.f("ix_concept_revisions_file"), "concept_revisions", ["file"], unique=False)
    op.create_index(
        op.f("ix_concept_revisions_batch"), "concept_revisions", ["batch"], unique=False
    )
    op.create_table(
        "glossary_files",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("noticed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_glossary_files")),
    )
    op.create_table(
        "rejected_terms",
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "target", name=op.f("pk_rejected_terms")),
    )


def downgrade() -> None:
    for table in ("rejected_terms", "glossary_files", "concept_revisions"):
        op.drop_table(table)
