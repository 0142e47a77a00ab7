"""A crowd is just as large as was asked, the same for the same seed, and keeps every rule."""

import re
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select, text

from mentor_desk.errors import InvalidEntryError
from mentor_desk.models import (
    Action,
    Base,
    Goal,
    Introduction,
    MentoringSession,
    Mentorship,
    Person,
    ProgressUpdate,
    Step,
    Way,
)
from mentor_desk.models.kinds import MentorshipState, SessionState, WayKind
from mentor_desk.services.desk import Desk
from mentor_desk.services.sample.crowd_people import invented_phone
from mentor_desk.services.sample.crowd_spans import SIZES, sizes
from mentor_desk.services.sample.desk import SampleMade, fill_sample


def fill(desk: Desk, **wanted):
    with desk.work(writes=True) as db:
        return fill_sample(db, now=desk.now(), **wanted)


def counts(desk: Desk) -> SampleMade:
    with desk.work() as db:
        return SampleMade(
            db.scalar(select(func.count(Person.id)).where(~Person.is_oneself)) or 0,
            db.scalar(select(func.count(MentoringSession.id))) or 0,
        )


def content(desk: Desk) -> list[tuple[object, ...]]:
    with desk.work() as db:
        return [
            (table.name, *row)
            for table in Base.metadata.sorted_tables
            for row in db.execute(select(table).order_by(table.c.id))
        ]


@pytest.mark.parametrize(
    ("people", "sessions"),
    [
        (0, 0),
        (1, 0),
        (1, 1),
        (1, 40),
        (3, 20),
        (10, 500),
        (70, 144),
        (71, 300),
        (100, 0),
        (300, 1000),
    ],
)
def test_there_are_just_as_many_people_and_sessions_as_were_asked_for(desk, people, sessions):
    made = fill(desk, people=people, sessions=sessions)

    assert made == SampleMade(people, sessions)
    assert counts(desk) == made


def test_people_alone_bring_the_sessions_of_the_story(desk):
    fill(desk, people=2)

    assert counts(desk) == SampleMade(2, 13 + 26)


def test_sessions_alone_are_held_with_the_people_of_the_story(desk):
    fill(desk, sessions=400)

    assert counts(desk) == SampleMade(70, 400)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"people": -1}, "people"),
        ({"people": 100_001}, "people"),
        ({"sessions": -1}, "sessions"),
        ({"sessions": 1_000_001}, "sessions"),
        ({"people": 0, "sessions": 1}, "sessions"),
        ({"people": 2, "sessions": 7_301}, "sessions"),
    ],
)
def test_numbers_that_cannot_be_are_refused_and_nothing_is_written(desk, wanted, field):
    with pytest.raises(InvalidEntryError) as refusal:
        fill(desk, **wanted)

    assert refusal.value.field == field
    assert counts(desk) == SampleMade(0, 0)


def test_a_smaller_sample_is_the_beginning_of_the_story(desk):
    fill(desk, people=12, sessions=20)

    with desk.work() as db:
        names = db.scalars(select(Person.display_name).where(~Person.is_oneself)).all()
        numbers = db.execute(
            select(MentoringSession.mentorship_id, func.count()).group_by(
                MentoringSession.mentorship_id
            )
        ).all()
        introductions = db.scalar(select(func.count(Introduction.id)))

    assert names[0] == "Ada Okafor"
    assert names[-2:] == ["Ravi Kapoor", "Ruth Stein"]
    assert [tuple(row) for row in numbers] == [(1, 13), (2, 7)]
    assert introductions == 5


@pytest.mark.parametrize(("people", "sessions"), [(200, 1500), (15, 1300), (3, 500), (1, 2100)])
def test_a_crowd_keeps_every_rule(desk, today, people, sessions):
    fill(desk, people=people, sessions=sessions)

    with desk.work() as db:
        mentorships = {each.id: each for each in db.scalars(select(Mentorship))}
        query = select(MentoringSession).order_by(
            MentoringSession.mentorship_id, MentoringSession.number
        )
        held = db.scalars(query).all()
        for one, other in pairwise(held):
            if one.mentorship_id == other.mentorship_id:
                assert other.number == one.number + 1
                assert one.ends_at <= other.starts_at
            else:
                assert other.number == 1
        for session in held:
            mentorship = mentorships[session.mentorship_id]
            day = session.starts_at.astimezone().date()
            assert mentorship.started_on <= day <= (mentorship.ended_on or date.max)
            assert (session.state is SessionState.PLANNED) == (day >= today)
            assert bool(session.shared_notes) == (session.state is SessionState.HELD)
        for mentorship in mentorships.values():
            assert mentorship.is_ongoing == (mentorship.ended_on is None)
            assert mentorship.started_on <= mentorship.state_since
            assert mentorship.state_since <= today
            assert mentorship.has_sane_cadence()
        for goal in db.scalars(select(Goal)):
            assert goal.started_on <= (goal.closed_on or today) <= today
        for update in db.scalars(select(ProgressUpdate)):
            assert 0 <= update.value <= 100
            assert update.on_day <= today
        for action in db.scalars(select(Action)):
            assert action.made_on <= (action.closed_on or today) <= today
        assert db.execute(text("pragma foreign_key_check")).all() == []
        assert db.scalar(text("pragma integrity_check")) == "ok"
        assert db.scalar(select(func.count(Step.id))) == 0


def test_a_large_crowd_has_fewer_mentorships_than_people_and_some_of_every_state(desk):
    fill(desk, people=200, sessions=3000)

    with desk.work() as db:
        states = db.scalars(select(Mentorship.state)).all()

    assert len(states) <= 200
    assert set(states) == set(MentorshipState)


def test_earlier_mentorships_end_before_the_story_begins(desk):
    fill(desk, people=2, sessions=400)

    with desk.work() as db:
        found = db.execute(
            select(Mentorship.person_id, Mentorship.started_on, Mentorship.ended_on).order_by(
                Mentorship.person_id, Mentorship.started_on
            )
        ).all()
    assert len(found) == 4
    for earlier, later in (found[:2], found[2:]):
        assert earlier.person_id == later.person_id
        assert earlier.ended_on < later.started_on


def test_the_same_seed_makes_the_same_crowd_and_another_seed_another(engine, desk, now):
    def made_with(seed: int) -> list[tuple[object, ...]]:
        with desk.work(writes=True) as db:
            for table in reversed(Base.metadata.sorted_tables):
                db.execute(table.delete())
            db.execute(text("delete from sqlite_sequence"))
        fill(desk, people=120, sessions=600, seed=seed)
        return content(desk)

    first, again, other = made_with(7), made_with(7), made_with(8)

    assert first == again
    assert first != other


def test_progress_runs_to_the_whole_and_never_back(desk):
    told = []

    fill(desk, people=1000, sessions=7000, progress=lambda done, whole: told.append((done, whole)))

    assert {whole for _, whole in told} == {8000}
    done = [done for done, _ in told]
    assert done == sorted(done)
    assert len(set(done)) > 3
    assert done[-1] == 8000


def test_nobody_of_the_crowd_can_be_rung_or_written_to(desk):
    fill(desk, people=900, sessions=0)

    with desk.work() as db:
        ways = db.execute(select(Way.kind, Way.value)).all()

    assert len({value for _, value in ways}) == len(ways)
    for kind, value in ways:
        if kind is WayKind.PHONE:
            assert re.fullmatch(r"\+44 1632 960\d{3}|\+1 \d{3} 555 01\d\d", value)
        elif kind is WayKind.EMAIL:
            assert re.fullmatch(
                r"[a-z0-9.]+@(?:[a-z0-9-]+\.example|example\.(?:org|com|net))", value
            )


def test_telephone_numbers_are_given_once_and_then_no_more():
    numbers = [invented_phone(number) for number in range(100_000)]

    given = [number for number in numbers if number is not None]
    assert len(set(given)) == len(given)
    assert numbers[-1] is None
    assert all(re.fullmatch(r"\+44 1632 960\d{3}|\+1 \d{3} 555 01\d\d", each) for each in given)


def test_a_crowd_is_found_by_its_names_without_accents(desk):
    fill(desk, people=700, sessions=0)

    with desk.work() as db:
        found = db.scalars(
            select(Person.display_name).where(Person.search_text.contains("sanchez"))
        ).all()

    assert found
    assert all("Sánchez" in name for name in found)


@pytest.mark.parametrize("hosts", [1, 3, 50, 1000])
def test_sizes_add_up_whatever_the_number_of_hosts(hosts):
    drawn = sizes(1234, hosts, Random(3))

    assert sum(drawn) == 1234
    assert len(drawn) <= hosts
    if hosts == 1000:
        assert max(drawn) <= max(SIZES)


def test_no_sessions_need_no_hosts():
    assert sizes(0, 0, Random(1)) == []
    assert sizes(0, 5, Random(1)) == []
