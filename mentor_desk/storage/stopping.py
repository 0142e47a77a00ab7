"""Stop the database in the midst of its work, when whoever waits for it says so."""

import contextlib
from collections.abc import Callable, Generator
from typing import Any

# Of the database's own small steps: some milliseconds.
ASKED_EVERY = 50_000


@contextlib.contextmanager
def stoppable(connection: Any, ask: Callable[[], object]) -> Generator[None]:
    """Call `ask` now, and again and again while the database works.

    What it raises ends the work and is raised in its place; a unit of work is then to be rolled
    back.
    """
    raised: list[BaseException] = []

    def look() -> bool:
        try:
            ask()
        except BaseException as stop:  # noqa: BLE001 - carried through the database, raised below
            raised.append(stop)
        return bool(raised)

    ask()
    connection.set_progress_handler(look, ASKED_EVERY)
    try:
        yield
    except Exception:
        # What the database says of it, SQLAlchemy may have put into words of its own.
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
