"""A third schema that exists in tests alone, for desks that skip a version."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("marks", sa.Column("label", sa.Text(), nullable=False, server_default="x"))
    op.execute("INSERT INTO marks (id, label) SELECT id, display_name FROM people")
