"""A second schema that exists in tests alone: a table made anew, and one more table.

It asks its folder what is to go wrong: a file named `fault` beside it says where.
"""

import os
import signal
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event

from tests.faults.filling import fill

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FAULT = Path(__file__).parent / "fault"


def upgrade() -> None:
    fault = FAULT.read_text() if FAULT.exists() else ""
    _step(fault, "begin")
    assert not op.get_bind().exec_driver_sql("pragma foreign_keys").scalar()
    op.create_table("marks", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("people", recreate="always") as batch:
        batch.add_column(sa.Column("motto", sa.Text(), nullable=False, server_default="none yet"))
    _step(fault, "middle")
    with op.batch_alter_table("sessions") as batch:
        batch.add_column(sa.Column("place", sa.Text(), nullable=False, server_default=""))
    if fault == "orphan":
        op.execute("UPDATE sessions SET mentorship_id = 999 WHERE id = 1")
    if fault == "rest":
        op.execute("CREATE TABLE _alembic_tmp_people (id INTEGER)")
    if fault == "version":
        event.listen(op.get_bind(), "before_cursor_execute", _refuse_version)
    if fault == "raise":
        raise RuntimeError("this migration has a mistake")
    _step(fault, "end")
    if fault == "commit":
        op.get_bind().connection.driver_connection.commit()


def _step(fault: str, where: str) -> None:
    assert op.get_bind().connection.driver_connection.in_transaction, where
    if fault == f"kill {where}":
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == f"fill {where}":
        fill(Path(os.environ["SMALL_DISK"]))


def _refuse_version(_bind: object, _cursor: object, statement: str, *_rest: object) -> None:
    if statement.startswith("pragma user_version"):
        raise RuntimeError("stopped before the very last statement")
