"""Saving a session while it is written, on a desk of 100,000: at most 20 ms, and near its floor.

The floor is the very statements of such a save, on a bare connection of the database library with
the same settings, on a copy of the same desk, in turn with the real ones. `--profile` says where
the time between the two goes.
"""

import cProfile
import itertools
import os
import pstats
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._measuring import report
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault

PEOPLE, SESSIONS = 10_000, int(os.environ.get("SESSIONS", "100_000"))
BAR_MS, BAR_RATIO = 20.0, 1.5
ROUNDS = 300
SESSION = SESSIONS // 2
TEXT = "What was said, and what was not. " * 60


def main() -> int:
    """Save in turn by the desk and by bare statements, and compare the medians."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "desk")
        make_sample_desk(folder, people=PEOPLE, sessions=SESSIONS)
        copy = Path(shutil.copytree(folder, Path(place, "copy")))
        key = read_vault(copy / KEYS_NAME).open_sample()
        with (
            closing(open_desk(folder)) as desk,
            closing(connect(copy / DATABASE_NAME, key)) as bare,
        ):
            _replay(bare, _statements_of(desk, 0), 0)
            usual = _statements_of(desk, 1)
            real, floor = _in_turn(
                lambda number: _save(desk, number), lambda number: _replay(bare, usual, number)
            )
            if "--profile" in sys.argv:
                _profile(desk)
    is_quick = real <= BAR_MS
    print(
        f"autosave of a session among {SESSIONS:,}: median {real:.2f} ms, at most {BAR_MS:.0f} ms"
        f" ({'met' if is_quick else 'MISSED'})"
    )
    how = f"{real:.2f} ms against {floor:.2f} ms for {len(usual)} statements"
    is_near = report("autosave against its bare statements", real / floor, BAR_RATIO, how)
    return 0 if is_quick and is_near else 1


def _save(desk: Desk, number: int) -> None:
    words = SessionWords(shared_notes=_text(number))
    desk.autosave(f"session:{SESSION}", write_session, session_id=SESSION, words=words)


def _text(number: int) -> str:
    return f"{TEXT}{number}"


def _statements_of(desk: Desk, number: int) -> list[str]:
    """Save once, and return every statement that this was, with a `?` for the text."""
    heard: list[str] = []
    # Before the first unit of work the engine asks the library a few things of its own.
    desk.run(lambda _db: None)
    desk.file.connection.set_trace_callback(heard.append)
    _save(desk, number)
    desk.file.connection.set_trace_callback(None)
    # What a trigger does comes as a comment, and then its statement once more.
    own = [each for each, _ in itertools.groupby(said for said in heard if said[:2] != "--")]
    return [statement.replace(f"'{_text(number)}'", "?") for statement in own]


def _replay(bare: Any, statements: list[str], number: int) -> None:
    text = _text(number)
    for statement in statements:
        bare.execute(statement, (text,) * statement.count("?")).fetchall()


def _in_turn(*ways: Callable[[int], None]) -> list[float]:
    took: list[list[float]] = [[] for _ in ways]
    for number in range(2, ROUNDS + 12):
        for way, times in zip(ways, took, strict=True):
            began = time.perf_counter()
            way(number)
            times.append((time.perf_counter() - began) * 1000)
    return [median(times[10:]) for times in took]


def _profile(desk: Desk) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for number in range(ROUNDS):
        _save(desk, number + 10_000)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    sys.exit(main())
