"""Bring a database to today's schema, all of it or none."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskDamagedError
from mentor_desk.storage.database import SCHEMA, connect, explained


def upgrade(path: Path, key: bytes) -> None:
    """Run every migration that is missing in one transaction; the schema number comes last.

    Raises DeskDamagedError when a row would point nowhere afterwards; then nothing is changed.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, foreign_keys=False),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with explained(path.parent), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.exec_driver_sql("pragma foreign_key_check").fetchall():
            raise DeskDamagedError(
                "The desk holds entries that point nowhere; nothing was changed."
            )
        connection.exec_driver_sql(f"pragma user_version={SCHEMA}")
    engine.dispose()
