"""SQLAlchemy on the one connection of an open desk, with real transactions.

It takes a quarter of a second to load, so nothing that the first page needs comes by here.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session as Db
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.storage.reading import Reader


def engine_on(connection: Any) -> Engine:
    """Return an engine over one connection, for one unit of work at a time.

    Its `begin` starts a unit that may only read; `writing(engine)` gives the one that writes.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: connection,
        poolclass=StaticPool,
        hide_parameters=True,
    )
    # Where memory runs out as a unit ends, SQLAlchemy would close the connection and connect anew;
    # there is this one alone, and its owner closes it.
    engine.dialect.do_close = _leave_open  # type: ignore[method-assign]
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine for units of work that write: they begin immediate."""
    return engine.execution_options(writes=True)


def bare_in(db: Db) -> Any:
    """Return the connection itself within a session's unit of work.

    For the few statements of every save, over which SQLAlchemy takes longer than the disk does.
    """
    if "bare" not in db.info:
        db.info["bare"] = db.connection().connection.driver_connection
    return db.info["bare"]


def reader_in(db: Db) -> Reader:
    """Return a reader within a session's unit of work, which sees what the session changed."""
    db.flush()
    return Reader(bare_in(db))


def _begin(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get("writes"))
    bare: Any = connection.connection.driver_connection
    bare.execute(f"PRAGMA query_only={'off' if writes else 'on'}")
    bare.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _leave_open(dbapi_connection: Any) -> None:
    """Do nothing, in the place of closing."""
