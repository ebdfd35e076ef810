"""The units of one memory by their source: what an import asks for."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NAME = "ix_memory_units_memory_id_source_hash"


def upgrade() -> None:
    op.create_index(_NAME, "memory_units", ["memory_id", "source_hash"], unique=False)


def downgrade() -> None:
    op.drop_index(_NAME, table_name="memory_units")
