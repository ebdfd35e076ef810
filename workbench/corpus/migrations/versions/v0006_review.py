"""Assignments, comments that can be settled, and other review work."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEEP_IDS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.add_column("documents", sa.Column("shape", sa.Integer(), server_default="0", nullable=False))
    highest = _highest()
    with op.batch_alter_table("segments", table_kwargs=KEEP_IDS) as batch:
        batch.alter_column("document_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(
            sa.Column("assignee", sa.String(length=200), server_default="", nullable=False)
        )
        batch.add_column(
            sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(sa.Column("retired_from", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_segments_retired_from_documents",
            "documents",
            ["retired_from"],
            ["id"],
            ondelete="CASCADE",
        )
        batch.create_index("ix_segments_retired_from", ["retired_from"], unique=False)
    _keep(highest)
    op.add_column(
        "comments",
        sa.Column("kind", sa.String(length=20), server_default="remark", nullable=False),
    )
    op.add_column("comments", sa.Column("settled", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "comments", sa.Column("settler", sa.String(length=200), server_default="", nullable=False)
    )
    op.create_table(
        "restructurings",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("retired", sa.JSON(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_restructurings_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_restructurings")),
    )
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("person", "name", name=op.f("pk_preferences")),
    )


def downgrade() -> None:
    op.drop_table("preferences")
    op.drop_table("restructurings")
    for column in ("settler", "settled", "kind"):
        op.drop_column("comments", column)
    # What was split or merged has no place in the older schema.
    for table in ("revisions", "translations", "comments"):
        op.execute(
            f"DELETE FROM {table} WHERE segment_id IN"
            " (SELECT id FROM segments WHERE document_id IS NULL)"
        )
    op.execute("DELETE FROM segments WHERE document_id IS NULL")
    highest = _highest()
    with op.batch_alter_table("segments", table_kwargs=KEEP_IDS) as batch:
        batch.drop_index("ix_segments_retired_from")
        batch.drop_constraint("fk_segments_retired_from_documents", type_="foreignkey")
        for column in ("retired_from", "alone", "assignee"):
            batch.drop_column(column)
        batch.alter_column("document_id", existing_type=sa.Integer(), nullable=False)
    _keep(highest)
    op.drop_column("documents", "shape")


def _highest() -> int | None:
    """Return the highest segment id ever given on SQLite, which a rebuilt table would forget."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return None
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'segments'"
    return connection.execute(sa.text(query)).scalar()


def _keep(highest: int | None) -> None:
    if highest is None:
        return
    values = {"highest": highest}
    done = op.get_bind().execute(
        sa.text("UPDATE sqlite_sequence SET seq = :highest WHERE name = 'segments'"), values
    )
    if not done.rowcount:
        op.get_bind().execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('segments', :highest)"), values
        )
