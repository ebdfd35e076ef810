"""Alignments of document pairs: sentences, rows and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("project", sa.String(length=200), nullable=False),
        sa.Column("source_language", sa.String(length=20), nullable=False),
        sa.Column("target_language", sa.String(length=20), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creator", sa.String(length=200), nullable=False),
        sa.Column("moment", sa.Integer(), nullable=False),
        sa.Column("aligned", sa.DateTime(timezone=True), nullable=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("warning", sa.Text(), nullable=False),
        sa.Column("gold", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_alignments_document_id_documents"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignments")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alignment_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["alignment_id"],
            ["alignments.id"],
            name=op.f("fk_alignment_actions_alignment_id_alignments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment_actions")),
        sa.UniqueConstraint(
            "alignment_id", "token", name=op.f("uq_alignment_actions_alignment_id_token")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_alignment_actions_undo",
        "alignment_actions",
        ["alignment_id", "author", "state", "id"],
        unique=False,
    )
    op.create_table(
        "alignment_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alignment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=True),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("source_hash", sa.String(length=32), nullable=False),
        sa.Column("target_hash", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["alignment_id"],
            ["alignments.id"],
            name=op.f("fk_alignment_rows_alignment_id_alignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["segments.id"],
            name=op.f("fk_alignment_rows_segment_id_segments"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment_rows")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_alignment_rows_order",
        "alignment_rows",
        ["alignment_id", "alive", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_alignment_rows_segment_id"), "alignment_rows", ["segment_id"], unique=False
    )
    op.create_index(
        op.f("ix_alignment_rows_source_hash"), "alignment_rows", ["source_hash"], unique=False
    )
    op.create_table(
        "alignment_texts",
        sa.Column("alignment_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alignment_id"],
            ["alignments.id"],
            name=op.f("fk_alignment_texts_alignment_id_alignments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("alignment_id", "side", name=op.f("pk_alignment_texts")),
    )
    op.create_table(
        "alignment_sentences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alignment_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alignment_id"],
            ["alignments.id"],
            name=op.f("fk_alignment_sentences_alignment_id_alignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["alignment_rows.id"],
            name=op.f("fk_alignment_sentences_row_id_alignment_rows"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment_sentences")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_alignment_sentences_order",
        "alignment_sentences",
        ["alignment_id", "side", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_alignment_sentences_row_id"), "alignment_sentences", ["row_id"], unique=False
    )
    op.create_table(
        "alignment_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["alignment_actions.id"],
            name=op.f("fk_alignment_revisions_action_id_alignment_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["alignment_rows.id"],
            name=op.f("fk_alignment_revisions_row_id_alignment_rows"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"],
            ["alignment_sentences.id"],
            name=op.f("fk_alignment_revisions_sentence_id_alignment_sentences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment_revisions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_alignment_revisions_action_id"), "alignment_revisions", ["action_id"], unique=False
    )
    op.create_index(
        op.f("ix_alignment_revisions_row_id"), "alignment_revisions", ["row_id"], unique=False
    )
    op.create_index(
        op.f("ix_alignment_revisions_sentence_id"),
        "alignment_revisions",
        ["sentence_id"],
        unique=False,
    )


def downgrade() -> None:
    for table in (
        "alignment_revisions",
        "alignment_sentences",
        "alignment_texts",
        "alignment_rows",
        "alignment_actions",
        "alignments",
    ):
        op.drop_table(table)
