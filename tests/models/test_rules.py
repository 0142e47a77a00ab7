"""The rules that an entity keeps by itself, without a database."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mentor_desk.models import (
    Action,
    Goal,
    Introduction,
    MentoringSession,
    Mentorship,
    Milestone,
    Party,
    Person,
    PersonTopic,
    ProgressUpdate,
)
from mentor_desk.models.base import UtcMoment
from mentor_desk.models.goal import value_of
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalPace,
    GoalState,
    IntroductionState,
    MentorshipState,
    MilestoneState,
    OptIn,
    SessionState,
    TopicKind,
    TopicLevel,
)
from mentor_desk.models.words import fold

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź  Straße", "lodz strasse"),
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("ISTANBUL İ", "istanbul i"),
        ("Ærø", "aero"),
        ("小龙", "小龙"),
        ("  Ada   Okafor ", "ada okafor"),
        ("ﬁne", "fine"),
    ],
)
def test_words_are_compared_without_case_accents_and_width(text, folded):
    assert fold(text) == folded


def person(**parts):
    empty = dict.fromkeys(
        ("display_name", "prefix", "given", "middle", "family", "suffix", "nickname"), ""
    )
    rest = dict.fromkeys(("organisation", "role", "city"), "")
    return Person(**{**empty, **rest, **parts})


def test_a_name_is_put_together_from_its_parts():
    ada = person(prefix="Dr", given="Ada", family="Okafor", organisation="Northgate")

    ada.refresh_names()

    assert (ada.display_name, ada.sort_name) == ("Dr Ada Okafor", "okafor ada")
    assert ada.search_text == "dr ada okafor northgate"


def test_a_nickname_stands_in_for_a_name_and_nothing_is_no_name():
    nick, nobody = person(nickname="Bo"), person()
    nick.refresh_names()
    nobody.refresh_names()

    assert nick.has_name()
    assert nick.display_name == "Bo"
    assert not nobody.has_name()
    assert not person(display_name="x" * 301).has_name()


def test_a_level_belongs_to_its_kind():
    held = PersonTopic(kind=TopicKind.INTEREST, level=TopicLevel.HIGH)
    assert held.has_fitting_level()

    held.kind = TopicKind.EXPERTISE

    assert not held.has_fitting_level()
    assert PersonTopic(kind=TopicKind.NEED, level=None).has_fitting_level()


def mentorship(**columns):
    values = {"state": MentorshipState.ACTIVE, "started_on": date(2026, 1, 1), "cadence_days": 14}
    return Mentorship(**{**values, **columns})


def test_a_mentorship_ends_with_a_day_and_is_taken_up_without_one():
    ours = mentorship()

    ours.become(MentorshipState.COMPLETED, TODAY)
    assert (ours.ended_on, ours.is_ongoing) == (TODAY, False)
    assert not ours.can_become(MentorshipState.PAUSED)
    ours.become(MentorshipState.ACTIVE, TODAY)

    assert (ours.ended_on, ours.is_ongoing) == (None, True)


def test_a_mentorship_never_ends_before_it_began():
    ours = mentorship(started_on=TODAY + timedelta(days=3))

    ours.become(MentorshipState.ENDED_EARLY, TODAY)

    assert ours.ended_on == ours.started_on


@pytest.mark.parametrize(
    ("days", "is_sane"), [(None, True), (1, True), (366, True), (0, False), (367, False)]
)
def test_a_rhythm_is_from_a_day_to_a_year(days, is_sane):
    assert mentorship(cadence_days=days).has_sane_cadence() is is_sane


@pytest.mark.parametrize(
    ("columns", "last", "planned", "is_quiet"),
    [
        ({}, TODAY - timedelta(days=22), None, True),
        ({}, TODAY - timedelta(days=21), None, False),
        ({}, None, None, True),
        ({}, TODAY - timedelta(days=90), TODAY, False),
        ({"cadence_days": None}, TODAY - timedelta(days=90), None, False),
        ({"state": MentorshipState.PAUSED}, TODAY - timedelta(days=90), None, False),
    ],
)
def test_quiet_is_half_a_turn_more_than_agreed(columns, last, planned, is_quiet):
    assert mentorship(**columns).is_quiet(last, planned, TODAY) is is_quiet


def session(**columns):
    values = {
        "starts_at": NOON,
        "minutes": 30,
        "state": SessionState.PLANNED,
        "shared_notes": "",
        "private_notes": "",
    }
    return MentoringSession(**{**values, **columns})


def test_a_session_is_owed_its_notes_once_it_is_over():
    assert not session().is_owed(NOON)
    assert session().is_owed(NOON + timedelta(minutes=30))
    assert not session(private_notes="written").is_owed(NOON + timedelta(days=1))
    assert not session(state=SessionState.CANCELLED).is_owed(NOON + timedelta(days=1))


@pytest.mark.parametrize(
    ("minutes", "is_sane"), [(0, False), (1, True), (1440, True), (1441, False)]
)
def test_a_session_has_a_sane_length(minutes, is_sane):
    assert session(minutes=minutes).has_sane_length() is is_sane


def test_sessions_overlap_when_they_share_any_moment():
    later = session(starts_at=NOON + timedelta(minutes=29))
    after = session(starts_at=NOON + timedelta(minutes=30))

    assert session().overlaps(later)
    assert not session().overlaps(after)


def test_an_action_is_late_only_while_it_is_open():
    action = Action(state=ActionState.OPEN, due_on=TODAY - timedelta(days=2))
    assert action.days_late(TODAY) == 2

    action.become(ActionState.DONE, TODAY)

    assert (action.days_late(TODAY), action.closed_on) == (0, TODAY)
    action.become(ActionState.OPEN, TODAY)
    assert action.closed_on is None
    assert Action(state=ActionState.OPEN, due_on=None).days_late(TODAY) == 0


def goal(**columns):
    values = {
        "state": GoalState.ACTIVE,
        "measure": GoalMeasure.PERCENT,
        "started_on": TODAY - timedelta(days=50),
        "target_on": TODAY + timedelta(days=50),
    }
    return Goal(**{**values, **columns})


def test_a_goal_in_percent_stands_where_its_last_update_says():
    ours = goal()
    assert ours.value() == 0

    ours.updates = [ProgressUpdate(value=20), ProgressUpdate(value=70)]

    assert ours.value() == 70


def test_a_goal_by_milestones_stands_where_their_weights_say():
    ours = goal(measure=GoalMeasure.MILESTONES)
    ours.milestones = [
        Milestone(weight=3, state=MilestoneState.DONE),
        Milestone(weight=1, state=MilestoneState.OPEN),
    ]

    assert ours.value() == 75
    assert value_of([]) == 0


@pytest.mark.parametrize(
    ("columns", "value", "moved", "pace"),
    [
        ({}, 40, TODAY, GoalPace.ON_TRACK),
        ({}, 34, TODAY, GoalPace.SLOW),
        ({}, 35, TODAY, GoalPace.ON_TRACK),
        ({}, 60, TODAY - timedelta(days=35), GoalPace.SLOW),
        ({}, 60, TODAY - timedelta(days=34), GoalPace.ON_TRACK),
        ({"target_on": None}, 0, None, GoalPace.SLOW),
        ({"target_on": None, "started_on": TODAY}, 0, None, GoalPace.ON_TRACK),
        ({"target_on": TODAY - timedelta(days=1)}, 99, TODAY, GoalPace.OVERDUE),
        ({"target_on": TODAY - timedelta(days=1)}, 100, TODAY, GoalPace.ON_TRACK),
        ({"state": GoalState.DRAFT}, 0, None, GoalPace.DRAFT),
        ({"state": GoalState.ACHIEVED}, 0, None, GoalPace.CLOSED),
    ],
)
def test_the_pace_of_a_goal_is_computed(columns, value, moved, pace):
    assert goal(**columns).pace(value=value, last_moved=moved, today=TODAY) is pace


def test_a_target_on_the_first_day_is_planned_to_be_whole():
    assert goal(started_on=TODAY, target_on=TODAY).planned_value(TODAY) == 100.0
    assert goal(target_on=None).planned_value(TODAY) is None


def test_a_goal_counts_its_days_overdue_while_it_is_active():
    late = goal(target_on=TODAY - timedelta(days=5))
    assert late.days_overdue(TODAY) == 5

    late.become(GoalState.ACHIEVED, TODAY)

    assert (late.days_overdue(TODAY), late.closed_on, late.is_open) == (0, TODAY, False)
    assert late.can_become(GoalState.ACTIVE)
    assert not late.can_become(GoalState.DRAFT)
    assert goal(target_on=None).days_overdue(TODAY) == 0


def test_a_milestone_is_done_on_a_day():
    step = Milestone(weight=1)

    step.become(MilestoneState.DONE, TODAY)
    assert step.done_on == TODAY
    step.become(MilestoneState.OPEN, TODAY)

    assert step.done_on is None


def test_an_introduction_keeps_the_days_of_its_way():
    ours = Introduction(state=IntroductionState.ASKING, state_since=TODAY)
    ours.parties = [Party(opt_in=OptIn.AGREED), Party(opt_in=OptIn.ASKED)]
    assert len(ours.lacking_consent()) == 1

    ours.become(IntroductionState.MET, TODAY)
    ours.become(IntroductionState.CLOSED, TODAY + timedelta(days=9))

    assert (ours.introduced_on, ours.met_on) == (TODAY, TODAY)
    assert ours.days_waiting(TODAY + timedelta(days=12)) == 3
    assert ours.can_become(IntroductionState.MET)
    assert not ours.can_become(IntroductionState.IDEA)


def test_an_answer_has_a_day_and_can_be_taken_back():
    party = Party()

    party.answer(OptIn.AGREED, TODAY)
    assert (party.asked_on, party.answered_on) == (TODAY, TODAY)
    party.answer(OptIn.ASKED, TODAY + timedelta(days=1))
    assert (party.asked_on, party.answered_on) == (TODAY, None)
    party.answer(OptIn.NOT_ASKED, TODAY)

    assert party.asked_on is None


def test_a_moment_without_a_zone_is_refused_and_one_with_is_kept_in_utc():
    kept, dialect = UtcMoment(), None
    five = datetime(2026, 1, 1, 5, 0, tzinfo=timezone(timedelta(hours=5)))

    assert kept.process_bind_param(five, dialect) == datetime(2026, 1, 1, 0, 0)  # noqa: DTZ001
    assert kept.process_bind_param(None, dialect) is None
    assert kept.process_result_value(None, dialect) is None
    with pytest.raises(ValueError, match="time zone"):
        kept.process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001
