"""The hand-made sample desk is alive, whole, invented, and keeps every rule."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import selectinload
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import (
    Action,
    Base,
    Goal,
    Introduction,
    MentoringSession,
    Mentorship,
    Party,
    Person,
    PersonTopic,
    Resource,
    Review,
    Share,
    Step,
    Way,
)
from mentor_desk.models.introduction import CONNECTED
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalPace,
    GoalState,
    IntroductionState,
    MentorshipState,
    NeedState,
    OptIn,
    ResourceKind,
    SessionState,
    ShareState,
    TopicKind,
    WayKind,
)
from mentor_desk.services.desk import Desk
from mentor_desk.services.goals.listing import list_goals
from mentor_desk.services.introductions.records import OPEN
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import find_people, oneself
from mentor_desk.services.sample.days import TOLD_ON
from mentor_desk.services.sample.desk import SampleMade, fill_sample
from mentor_desk.storage.desk_file import OpenFile

WEEK = [TOLD_ON + timedelta(days=n) for n in range(7)]


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9).astimezone()


# Filled once for all the tests that only read.
@pytest.fixture(scope="module")
def sample() -> Iterator[Desk]:
    with filled(datetime(2026, 11, 23, 10, tzinfo=UTC)) as desk:
        yield desk


@pytest.fixture(scope="module", params=WEEK, ids=lambda day: f"{day:%A}")
def on_a_day(request: pytest.FixtureRequest) -> Iterator[tuple[Desk, date]]:
    with filled(morning(request.param)) as desk:
        yield desk, request.param


@contextmanager
def filled(now: datetime) -> Iterator[Desk]:
    connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("pragma foreign_keys=on")
    file = OpenFile(connection)
    desk = Desk(file, clock=lambda: now)
    with desk.work(writes=True) as db:
        Base.metadata.create_all(db.connection())
        fill_sample(db, now=now)
    yield desk
    file.close()
    connection.close()


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    with desk.work() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
        }


def test_the_sample_holds_ten_mentees_sixty_contacts_and_the_mentor(desk, now):
    with desk.work(writes=True) as db:
        made = fill_sample(db, now=now)

    with desk.work() as db:
        assert db.scalar(select(func.count(Person.id)).where(~Person.is_oneself)) == 70
        assert db.scalar(select(func.count(MentoringSession.id))) == made.sessions
        assert db.scalar(select(func.count(Mentorship.id))) == 10
        assert made == SampleMade(people=70, sessions=144)
    assert desk.run(oneself).name == "Michelle Roy"


def test_a_mentor_who_is_there_already_stays_the_only_one(desk, add, now):
    add.mentor("Michelle Roy")

    with desk.work(writes=True) as db:
        fill_sample(db, now=now)

    with desk.work() as db:
        assert db.scalar(select(func.count(Person.id)).where(Person.is_oneself)) == 1


def test_the_sample_is_no_step_of_the_history(sample):
    with sample.work() as db:
        assert db.scalar(select(func.count(Step.id))) == 0


def test_the_list_of_mentees_shows_every_state_that_a_mentor_meets(sample, now):
    rows = {row.name: row for row in sample.look(list_mentees, now=now)}

    assert rows["Ada Okafor"].next_at == datetime(2026, 11, 23, 15).astimezone()
    assert rows["Samir Haddad"].days_quiet == 41
    assert rows["Tomás Lindqvist"].is_new
    assert rows["Elif Romero"].state is MentorshipState.PAUSED
    assert rows["Yui Arakawa"].state is MentorshipState.PROSPECTIVE
    assert rows["Kwame Boateng"].is_alumnus
    assert sum(row.state is MentorshipState.ACTIVE for row in rows.values()) == 6
    assert sum(row.is_alumnus for row in rows.values()) == 2


def test_the_goals_of_ada_are_as_the_pictures_show_them(sample, today):
    with sample.work() as db:
        ada = db.scalar(select(Mentorship.id).join(Person).where(Person.given == "Ada"))
    goals = {goal.title: goal for goal in sample.look(list_goals, mentorship_id=ada, today=today)}

    board = goals["Present the retention study to the board"]
    statistics = goals["Learn statistics well enough to own the survey"]
    network = goals["Build a network outside the council"]

    assert (board.value, board.standing.pace) == (70, GoalPace.ON_TRACK)
    assert (statistics.value, statistics.standing.pace) == (35, GoalPace.SLOW)
    assert (network.milestones_done, network.milestones) == (3, 5)
    assert network.value == network.updates[-1].value == 60


def test_names_stand_in_several_scripts(sample):
    assert sample.run(find_people, "ليلى")[0].organisation == "مكتبة الميناء"
    assert sample.run(find_people, "佐藤")
    assert sample.run(find_people, "Νικολάου")
    assert sample.run(find_people, "castellanos")


def test_every_kind_of_thing_is_there_on_any_day_of_the_week(on_a_day):
    desk, today = on_a_day

    with desk.work() as db:
        assert set(db.scalars(select(Introduction.state))) == set(IntroductionState)
        assert set(db.scalars(select(Party.opt_in))) == set(OptIn)
        assert set(db.scalars(select(Goal.state))) == set(GoalState)
        assert set(db.scalars(select(Goal.measure))) == set(GoalMeasure)
        assert set(db.scalars(select(MentoringSession.state))) == set(SessionState)
        assert set(db.scalars(select(Share.state))) == set(ShareState)
        assert set(db.scalars(select(Resource.kind))) == set(ResourceKind)
        assert set(db.scalars(select(PersonTopic.kind))) == set(TopicKind)
        assert {NeedState.OPEN, NeedState.IN_HAND, NeedState.MET} <= set(
            db.scalars(select(PersonTopic.need_state))
        )
        actions = db.scalars(select(Action)).all()
        assert {1, 2, 3} & {action.days_late(today) for action in actions}
        assert {action.state for action in actions} >= {ActionState.OPEN, ActionState.DONE}
        assert db.scalar(select(func.count()).where(Goal.is_private)) == 1
        assert db.scalar(select(func.count()).where(Introduction.grew_from_id.is_not(None))) >= 3


def test_sessions_are_numbered_in_order_and_the_mentor_is_never_in_two_at_once(on_a_day):
    desk, today = on_a_day

    with desk.work() as db:
        sessions = db.scalars(
            select(MentoringSession).order_by(
                MentoringSession.mentorship_id, MentoringSession.starts_at
            )
        ).all()
        numbers = defaultdict(list)
        for session in sessions:
            numbers[session.mentorship_id].append(session.number)
        assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())

        in_time = sorted(sessions, key=lambda session: session.starts_at)
        assert not any(one.overlaps(other) for one, other in pairwise(in_time))
        begins = dict(db.execute(select(Mentorship.id, Mentorship.started_on)).all())
        for session in sessions:
            day = session.starts_at.astimezone().date()
            is_to_come = session.state is SessionState.PLANNED
            assert (day >= today) == is_to_come
            assert day == today or day.weekday() < 5
            assert day >= begins[session.mentorship_id]
            assert bool(session.shared_notes) == (session.state is SessionState.HELD)


def test_every_introduction_has_the_consents_and_days_of_its_state(on_a_day):
    desk, today = on_a_day

    with desk.work() as db:
        query = select(Introduction).options(selectinload(Introduction.parties))
        introductions = db.scalars(query).all()
        days_of = {each.id: each.noted_on for each in introductions}
        pairs = []
        for each in introductions:
            answers = {party.opt_in for party in each.parties}
            assert len(each.parties) == 2
            assert all(party.reason for party in each.parties)
            if each.state in CONNECTED:
                assert not each.lacking_consent()
                assert each.introduced_on is not None
            if each.state in {IntroductionState.MET, IntroductionState.CLOSED}:
                assert each.met_on is not None
            if each.state is IntroductionState.CLOSED:
                assert any(party.outcome for party in each.parties)
            assert (each.state is IntroductionState.DECLINED) == (OptIn.DECLINED in answers)
            if each.state is IntroductionState.IDEA:
                assert answers == {OptIn.NOT_ASKED}
            if each.state is IntroductionState.ASKING:
                assert OptIn.ASKED in answers
            if each.grew_from_id is not None:
                assert days_of[each.grew_from_id] <= each.noted_on
            if each.state in OPEN:
                pairs.append(frozenset(party.person_id for party in each.parties))
            for party in each.parties:
                told = [
                    each.noted_on,
                    party.asked_on,
                    party.answered_on,
                    each.introduced_on,
                    each.met_on,
                    today,
                ]
                days = [day for day in told if day is not None]
                assert days == sorted(days)
            assert each.noted_on <= each.state_since <= today
        assert len(pairs) == len(set(pairs))


def test_goals_promises_and_shares_happen_in_a_sensible_order(on_a_day):
    desk, today = on_a_day

    with desk.work() as db:
        query = select(Goal).options(selectinload(Goal.updates), selectinload(Goal.milestones))
        for goal in db.scalars(query):
            days = [goal.started_on, *(update.on_day for update in goal.updates)]
            assert days == sorted(days)
            assert days[-1] <= (goal.closed_on or today) <= today
            if goal.measure is GoalMeasure.MILESTONES:
                assert goal.value() == goal.updates[-1].value
            assert all((step.done_on or today) <= today for step in goal.milestones)
        for action in db.scalars(select(Action)):
            assert action.made_on <= (action.closed_on or today) <= today
        for share in db.scalars(select(Share)):
            assert share.shared_on <= share.state_since <= today
        for review in db.scalars(select(Review)):
            assert re.fullmatch("[0-9a-f]{64}", review.sha256)
            assert review.until <= review.issued_at.astimezone().date() <= today
        mentorships = db.scalars(select(Mentorship)).all()
        assert all(m.started_on <= m.state_since <= today for m in mentorships)
        assert all(m.is_ongoing == (m.ended_on is None) for m in mentorships)


def test_nobody_can_be_rung_or_written_to(sample):
    with sample.work() as db:
        ways = db.execute(select(Way.kind, Way.value)).all()

    for kind, value in ways:
        if kind is WayKind.PHONE:
            assert re.fullmatch(r"\+44 1632 960\d{3}|\+1 \d{3} 555 01\d\d", value)
        else:
            assert re.search(
                r"[@./:](?:example\.(?:org|com|net)|[a-z0-9-]+\.example)(?:/|$)", value
            )
    with sample.work() as db:
        links = db.scalars(select(Resource.link).where(Resource.link != "")).all()
    assert all(re.match(r"https://[a-z0-9.-]*example(?:\.org)?/", link) for link in links)


def test_no_two_people_share_a_name_a_number_or_an_address(sample):
    with sample.work() as db:
        names = db.scalars(select(Person.display_name)).all()
        values = db.scalars(select(Way.value)).all()

    assert len(names) == len(set(names))
    assert len(values) == len(set(values))


def test_every_topic_has_one_spelling_and_most_are_known_of_somebody(sample):
    with sample.work() as db:
        needs = set(
            db.scalars(select(PersonTopic.topic_id).where(PersonTopic.kind == TopicKind.NEED))
        )
        offers = set(
            db.scalars(select(PersonTopic.topic_id).where(PersonTopic.kind == TopicKind.EXPERTISE))
        )

    assert needs
    assert len(needs & offers) >= len(needs) - 2


def test_the_database_finds_nothing_amiss(sample):
    with sample.work() as db:
        assert db.execute(text("pragma foreign_key_check")).all() == []
        assert db.scalar(text("pragma integrity_check")) == "ok"


def test_the_same_seed_and_day_tell_the_same_story_at_any_hour(sample, desk, now):
    with desk.work(writes=True) as db:
        fill_sample(db, now=now + timedelta(minutes=30))

    assert everything(desk) == everything(sample)


def test_the_story_moves_with_the_days(desk):
    today = date(2031, 3, 5)

    with desk.work(writes=True) as db:
        fill_sample(db, now=datetime(2031, 3, 5, 8, tzinfo=UTC))

    ada = next(
        row for row in desk.look(list_mentees, now=morning(today)) if row.name == "Ada Okafor"
    )
    assert ada.next_at == datetime(2031, 3, 5, 15).astimezone()
    assert ada.goals == 4
