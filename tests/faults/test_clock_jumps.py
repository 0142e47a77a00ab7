"""T3: a clock that jumps, back or forward by years, loses nothing and puts nothing out of order."""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest

from mentor_desk.models.kinds import SessionState
from mentor_desk.services.history.steps import latest_step, list_steps, redo, undo_step
from mentor_desk.services.mentees.card import mentee_card
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.common.formatting import ago, saved_ago
from tests.faults import desks
from tests.faults.writers import ROOT

YEARS = timedelta(days=3653)
JUMPS = [-YEARS, timedelta(days=-1), timedelta(seconds=-30), timedelta(days=5000)]
MOMENTS = ["1971-06-01 00:00:00", "2016-02-29 23:59:59", "2040-01-01 12:00:00"]
JUMPED = 20


class Clock:
    """A clock that somebody sets."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(desk, now):
    desk._clock = Clock(now)
    return desk._clock


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_t3_steps_stand_in_the_order_in_which_they_were_done(desk, clock, jump):
    desk.do(add_person, entry=PersonEntry(display_name="Before"), now=desk.now())
    clock.now += jump
    desk.do(add_person, entry=PersonEntry(display_name="After"), now=desk.now())

    newest, oldest = desk.run(list_steps)
    latest = desk.run(latest_step)

    assert "After" in newest.did
    assert "Before" in oldest.did
    assert latest.id == newest.id
    desk.do(undo_step, step_id=newest.id)
    assert desk.run(count_people) == 1
    clock.now -= 2 * jump
    desk.do(redo)
    assert desk.run(count_people) == 2


def test_t3_no_series_of_jumps_loses_or_turns_round_what_was_done(
    desk, clock, now, chance, times, tally
):
    names = [f"Guest {number}" for number in range(JUMPED * times)]
    for name in names:
        clock.now = now + chance.uniform(-1, 1) * YEARS
        desk.do(add_person, entry=PersonEntry(display_name=name), now=desk.now())
        tally.acknowledged += 1

    told = desk.run(list_steps, limit=len(names) + 1)

    assert desk.run(count_people) == len(names)
    for step, name in zip(told, reversed(names), strict=True):
        assert step.did.endswith(name), step.did
    for step in told:
        clock.now = now + chance.uniform(-1, 1) * YEARS
        desk.do(undo_step, step_id=step.id)
        tally.rounds += 1
    assert desk.run(count_people) == 0


@pytest.mark.parametrize("jump", [-YEARS, timedelta(days=5000)], ids=str)
def test_t3_what_is_written_after_a_jump_is_kept_and_is_a_step_of_its_own(
    desk, add, clock, now, jump
):
    session = add.session(add.mentee(), starts_at=now)
    desk.autosave(f"s:{session}", write_session, session_id=session, words=words("before"))
    steps = len(desk.run(list_steps))

    clock.now += jump
    made = desk.autosave(f"s:{session}", write_session, session_id=session, words=words("after"))

    assert len(desk.run(list_steps)) == steps + 1
    desk.do(undo_step, step_id=made.step)
    assert held(desk, session) == "before"


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_t3_no_count_of_days_is_ever_below_zero(desk, add, clock, now, jump):
    ada = add.mentee()
    add.session(ada, starts_at=now - timedelta(days=2), state=SessionState.HELD)
    clock.now += jump

    [row] = desk.look(list_mentees, now=desk.now())
    card = desk.look(mentee_card, mentorship_id=ada, now=desk.now())

    assert row.last_held_at is not None
    for shown in (row, card):
        assert [each for each in numbers_in(shown) if each < 0] == []


@pytest.mark.parametrize("days", [0, 1, 400, 4000])
def test_t3_what_lies_ahead_by_the_clock_is_never_minus_days_ago(days):
    today = date(2026, 11, 23)

    assert "-" not in ago(today + timedelta(days=days), today)
    assert "-" not in saved_ago(-float(days))


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not here")
@pytest.mark.parametrize("moment", MOMENTS)
def test_t3_the_program_itself_works_at_any_moment_and_keeps_its_order(base, tmp_path, moment):
    folder = desks.copy(base, tmp_path / "desk")
    (tmp_path / "pass").write_text(desks.SECRET)
    (tmp_path / "cards.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Grace Lin\nEND:VCARD\n")

    run(folder, moment, "import", str(tmp_path / "cards.vcf"))
    steps = run(folder, None, "history")
    people = run(folder, moment, "people", "Grace")

    assert [person["name"] for person in people] == ["Grace Lin"]
    assert "Imported" in steps[0]["did"]
    assert [step["step"] for step in steps] == sorted((s["step"] for s in steps), reverse=True)
    assert steps[0]["at"].startswith(moment[:10])
    assert desks.faults_of(folder) == []


def run(folder, moment, *command):
    clock = ["faketime", "-f", moment] if moment else []
    secret = ("--passphrase-file", str(folder.parent / "pass"))
    done = subprocess.run(
        [
            *clock,
            sys.executable,
            "-m",
            "mentor_desk",
            *command,
            "--desk",
            str(folder),
            *secret,
            "--json",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "HOME": str(folder.parent),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def words(text):
    return SessionWords(shared_notes=text)


def held(desk, session):
    from mentor_desk.models import MentoringSession

    return desk.run(lambda db: db.get_one(MentoringSession, session).shared_notes)


def numbers_in(shown):
    """Return every number in a row, and in the rows within it."""
    for field in dataclasses.fields(shown):
        value = getattr(shown, field.name)
        for each in value if isinstance(value, tuple | list) else (value,):
            if dataclasses.is_dataclass(each):
                yield from numbers_in(each)
            elif isinstance(each, int | float):
                yield each
