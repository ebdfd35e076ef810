"""Assignments that undo takes back, and segments with the same source found by one index."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reassignments",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_reassignments_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_reassignments")),
    )
    op.drop_index("ix_segments_source_hash", "segments")
    op.create_index(
        "ix_segments_source_hash_document_id", "segments", ["source_hash", "document_id"]
    )


def downgrade() -> None:
    op.drop_index("ix_segments_source_hash_document_id", "segments")
    op.create_index("ix_segments_source_hash", "segments", ["source_hash"])
    op.drop_table("reassignments")
