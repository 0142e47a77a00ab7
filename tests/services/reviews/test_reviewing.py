"""A review holds what may be shared and nothing else, as it stood on its last day."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from mentor_desk.errors import FileError, InvalidEntryError, NotFoundError
from mentor_desk.models import SessionTopic
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalState,
    IntroductionState,
    OptIn,
    Owner,
    Paper,
    ReviewState,
    SessionState,
    ShareDirection,
    ShareState,
)
from mentor_desk.reports import records
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.topics import topic_named
from mentor_desk.services.reviews.choice import ReviewChoice, Section, months_back
from mentor_desk.services.reviews.kept_out import KeptOutKind
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    delete_review,
    draft_choice,
    draft_review,
    file_name_for,
    issue_review,
    last_issued_until,
    list_reviews,
    render_review,
    save_draft,
    write_review,
)

AUTUMN = ReviewChoice(date(2026, 9, 1), date(2026, 11, 23), in_short="All in all, well.")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def ada(add):
    return add.mentee("Ada Okafor")


@pytest.fixture
def read(desk, ada):
    def read(choice=AUTUMN, zone=UTC):
        return desk.run(draft_review, mentorship_id=ada, choice=choice, zone=zone)

    return read


def day(month, number):
    return datetime(2026, month, number, 15, 0, tzinfo=UTC)


def test_a_session_says_its_topics_and_shared_notes(desk, add, ada, read):
    session = add.session(ada, starts_at=day(11, 9), minutes=55, shared_notes="Deck done.")
    with desk.work(writes=True) as db:
        for place, name in enumerate(["Board pitch", "rehearsal"]):
            topic = topic_named(db, name)
            db.add(SessionTopic(session_id=session, topic_id=topic.id, position=place))

    draft = read()

    assert draft.record.sessions == (
        records.SessionRecord(date(2026, 11, 9), 55, "Board pitch, rehearsal", "Deck done.", 1),
    )
    assert draft.record.figures.minutes == 55
    assert draft.counts[Section.SESSIONS] == 1


def test_only_what_was_held_in_the_period_counts_by_the_mentors_own_days(add, ada, read):
    add.session(ada, starts_at=datetime(2026, 8, 31, 22, 30, tzinfo=UTC), shared_notes="late")
    add.session(ada, starts_at=day(10, 1), state=SessionState.PLANNED)
    add.session(ada, starts_at=day(10, 2), state=SessionState.MISSED)

    assert read().record.sessions == ()
    assert [each.held_on for each in read(zone=BERLIN).record.sessions] == [date(2026, 9, 1)]


def test_a_goal_shows_then_and_now_and_its_milestones(add, ada, read):
    goal = add.goal(
        ada, "Present the study", started_on=date(2026, 8, 1), target_on=date(2026, 12, 18)
    )
    add.milestone(goal, "Question agreed", done_on=date(2026, 9, 14))
    add.milestone(goal, "Talk given")
    for when, value in [(date(2026, 8, 20), 20), (date(2026, 11, 9), 80), (date(2026, 12, 1), 90)]:
        add.progress(goal, value, on_day=when, comment="PRIVATE")

    [record] = read().record.goals

    assert (record.percent_before, record.percent) == (20.0, 80.0)
    assert record.state is records.GoalState.ON_TRACK
    assert [step.is_done for step in record.milestones] == [True, False]
    assert record.history[-1] == records.Reading(date(2026, 11, 9), 80.0)
    assert record.planned[0] == records.Reading(date(2026, 8, 1), 0.0)
    assert record.planned[1].day == date(2026, 11, 23)


def test_a_goal_by_milestones_is_read_from_them_as_of_the_last_day(add, ada, read):
    goal = add.goal(ada, measure=GoalMeasure.MILESTONES, started_on=date(2026, 8, 1))
    add.milestone(goal, "a", weight=3, done_on=date(2026, 8, 15))
    add.milestone(goal, "b", weight=1, done_on=date(2026, 9, 20))
    add.milestone(goal, "c", weight=4, done_on=date(2026, 12, 1))

    [record] = read().record.goals

    assert (record.percent_before, record.percent) == (38.0, 50.0)
    assert [each.percent for each in record.history] == [0.0, 38.0, 50.0]
    assert record.planned == ()


def test_a_goal_without_milestones_stands_at_nothing(add, ada, read):
    add.goal(ada, measure=GoalMeasure.MILESTONES, started_on=date(2026, 8, 1))

    [record] = read().record.goals

    assert (record.percent, record.percent_before) == (0.0, None)


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        ({"state": GoalState.ACHIEVED, "closed_on": date(2026, 11, 1)}, records.GoalState.ACHIEVED),
        (
            {"state": GoalState.PARTLY_ACHIEVED, "closed_on": date(2026, 11, 1)},
            records.GoalState.PARTLY_ACHIEVED,
        ),
        ({"state": GoalState.DEFERRED, "closed_on": date(2026, 11, 1)}, records.GoalState.DEFERRED),
        ({"state": GoalState.DROPPED, "closed_on": date(2026, 11, 1)}, records.GoalState.DROPPED),
        ({"target_on": date(2026, 11, 1)}, records.GoalState.OVERDUE),
        ({"target_on": date(2026, 12, 1)}, records.GoalState.SLOW),
        ({"state": GoalState.ACHIEVED, "closed_on": date(2026, 12, 1)}, records.GoalState.SLOW),
    ],
)
def test_a_goal_is_told_in_words_as_of_the_last_day(add, ada, read, columns, word):
    add.goal(ada, **columns)

    [record] = read().record.goals

    assert record.state is word


def test_actions_are_done_in_the_period_or_next(add, ada, read):
    add.action(
        ada,
        "Finish the deck",
        state=ActionState.DONE,
        closed_on=date(2026, 11, 9),
        made_on=date(2026, 9, 2),
    )
    add.action(
        ada,
        "Send the course",
        owner=Owner.MENTOR,
        due_on=date(2026, 11, 21),
        made_on=date(2026, 9, 2),
    )
    add.action(ada, "Dropped", state=ActionState.DROPPED, closed_on=date(2026, 11, 9))
    add.action(
        ada, "Before", state=ActionState.DONE, closed_on=date(2026, 8, 9), made_on=date(2026, 8, 1)
    )
    add.action(ada, "Later", made_on=date(2026, 12, 2))

    draft = read()

    assert [each.text for each in draft.record.actions] == ["Finish the deck"]
    assert [each.text for each in draft.record.next_steps] == ["Send the course"]
    assert (draft.record.figures.actions_done, draft.record.figures.actions) == (1, 2)


def test_what_was_done_after_the_period_is_still_open_in_it(add, ada, read):
    add.action(
        ada, "Talk", state=ActionState.DONE, closed_on=date(2026, 12, 2), made_on=date(2026, 9, 2)
    )

    draft = read()

    assert draft.record.actions == ()
    assert [each.text for each in draft.record.next_steps] == ["Talk"]


def test_people_met_need_both_to_have_agreed(add, ada, read):
    me = add.person_of(ada)
    met = add.introduction(
        me,
        add.person("Ruth Stein"),
        state=IntroductionState.MET,
        introduced_on=date(2026, 11, 2),
        met_on=date(2026, 11, 16),
        first_party={"reason": "You need survey design", "outcome": "sends her question bank"},
        second_party={"reason": "SECRET REASON OF RUTH", "outcome": "SECRET OUTCOME OF RUTH"},
    )
    add.introduction(
        add.person("Ravi Kapoor"),
        me,
        state=IntroductionState.INTRODUCED,
        introduced_on=date(2026, 11, 20),
        grew_from_id=met,
    )
    add.introduction(
        me,
        add.person("Dan Vogel"),
        state=IntroductionState.INTRODUCED,
        introduced_on=date(2026, 11, 17),
        second_party={"opt_in": OptIn.ASKED, "answered_on": None},
    )
    add.introduction(
        me,
        add.person("Old Friend"),
        state=IntroductionState.MET,
        introduced_on=date(2026, 1, 2),
        met_on=date(2026, 1, 3),
    )

    draft = read()

    people = draft.record.people
    assert [each.name for each in people.meetings] == ["Ruth Stein", "Ravi Kapoor"]
    assert people.meetings[0].because == "You need survey design"
    assert [[link.name for link in chain] for chain in people.chains] == [
        ["Ruth Stein", "Ravi Kapoor"]
    ]
    assert people.chains[0][1].label == "led on to"
    assert draft.record.figures.people_met == 2
    assert "SECRET" not in repr(draft.record)
    assert "Dan Vogel" in [each.what for each in draft.kept_out]


def test_what_was_shared_is_what_was_given(add, ada, read):
    me = add.person_of(ada)
    add.share(
        add.resource("Data storytelling"),
        me,
        shared_on=date(2026, 7, 1),
        state=ShareState.FINISHED,
        state_since=date(2026, 11, 2),
        response="It changed my deck",
        remark="PRIVATE REMARK",
    )
    add.share(
        add.resource("Theirs"),
        me,
        shared_on=date(2026, 10, 1),
        state_since=date(2026, 10, 1),
        direction=ShareDirection.RECEIVED,
    )
    add.share(add.resource("Old"), me, shared_on=date(2026, 1, 1), state_since=date(2026, 1, 1))

    draft = read()

    assert draft.record.shares == (
        records.ShareRecord(
            "Data storytelling", "Article", "finished", date(2026, 11, 2), "It changed my deck"
        ),
    )
    assert KeptOutKind.PRIVATE_REMARK in [each.kind for each in draft.kept_out]


def test_no_private_word_gets_into_the_record_and_each_is_named_as_kept_out(add, desk, ada, read):
    me = add.person_of(ada)
    add.session(
        ada,
        starts_at=day(11, 9),
        private_notes="PRIVATE",
        learned="PRIVATE",
        ask_next="PRIVATE",
        agenda="PRIVATE",
    )
    add.goal(ada, "PRIVATE goal", is_private=True)
    add.goal(ada, "PRIVATE draft", state=GoalState.DRAFT)
    add.action(ada, "PRIVATE action", is_private=True)
    add.introduction(me, add.person("PRIVATE Person"), remark="PRIVATE", message="PRIVATE")
    add.introduction(
        me, add.person("Long Gone"), state=IntroductionState.WITHDRAWN, state_since=date(2025, 1, 1)
    )

    draft = read()

    assert "PRIVATE" not in repr(draft.record)
    assert [each.kind for each in draft.kept_out] == [
        KeptOutKind.PRIVATE_NOTES,
        KeptOutKind.LEARNED,
        KeptOutKind.PRIVATE_GOAL,
        KeptOutKind.DRAFT_GOAL,
        KeptOutKind.PRIVATE_ACTION,
        KeptOutKind.INTRODUCTION,
    ]


def test_a_section_left_out_takes_its_figures_along(add, ada, read):
    add.goal(ada)
    only = ReviewChoice(AUTUMN.since, AUTUMN.until, frozenset({Section.SESSIONS}), "words")

    record = read(only).record

    assert (record.goals, record.people, record.actions, record.next_steps) == (None,) * 4
    assert record.in_short == ""
    assert record.figures.goals is None
    assert record.sessions == ()


def test_a_period_that_runs_backwards_is_refused(read):
    with pytest.raises(InvalidEntryError) as refusal:
        read(ReviewChoice(date(2026, 2, 1), date(2026, 1, 1)))

    assert refusal.value.field == "until"


def test_a_review_of_a_period_that_runs_backwards_is_not_issued_and_its_draft_stays(desk, ada, now):
    desk.do(save_draft, mentorship_id=ada, choice=AUTUMN)
    backwards = replace(AUTUMN, until=AUTUMN.since - timedelta(days=1))
    paper = {"pdf": b"%PDF-paper", "pages": 1, "file_name": "a.pdf", "now": now}

    with pytest.raises(InvalidEntryError, match="before the first") as refusal:
        desk.do(issue_review, mentorship_id=ada, choice=backwards, **paper)

    assert refusal.value.field == "until"
    assert desk.run(draft_choice, mentorship_id=ada) == AUTUMN


def test_a_mentorship_that_is_gone_is_not_found(desk):
    with pytest.raises(NotFoundError):
        desk.run(draft_review, mentorship_id=5, choice=AUTUMN, zone=UTC)


def test_the_same_review_gives_the_same_bytes(add, ada, read):
    add.session(ada, starts_at=day(11, 9), shared_notes="Deck *done*.")

    first, second = (render_review(read().record, Paper.A4) for _ in range(2))

    assert first == second
    assert first.pdf.startswith(b"%PDF")
    assert first.pages == len(PdfReader(io.BytesIO(first.pdf)).pages)
    assert first.unprintable == ()


def test_pages_are_counted_and_characters_without_a_font_are_named(add, ada, read):
    for number in range(1, 60):
        add.session(
            ada, starts_at=day(9, 1) + timedelta(days=number), shared_notes="Long words. " * 40
        )
    add.session(ada, starts_at=day(11, 9), shared_notes="A rare sign: \U00020000")

    rendered = render_review(read().record, Paper.LETTER)

    assert rendered.pages == len(PdfReader(io.BytesIO(rendered.pdf)).pages) > 3
    assert rendered.unprintable == ("\U00020000",)


def test_issuing_notes_the_very_file_and_takes_the_place_of_the_draft(desk, ada, now, tmp_path):
    desk.do(save_draft, mentorship_id=ada, choice=AUTUMN)
    assert desk.run(draft_choice, mentorship_id=ada) == AUTUMN
    write_review(b"%PDF-paper", tmp_path / "a.pdf")

    changes = desk.do(
        issue_review,
        mentorship_id=ada,
        choice=AUTUMN,
        pdf=b"%PDF-paper",
        pages=2,
        file_name="a.pdf",
        now=now,
    )

    [row] = desk.run(list_reviews, mentorship_id=ada)
    assert (row.state, row.pages, row.given_to) == (ReviewState.ISSUED, 2, "Ada Okafor")
    assert row.sha256 == hashlib.sha256((tmp_path / "a.pdf").read_bytes()).hexdigest()
    assert desk.run(draft_choice, mentorship_id=ada) is None
    assert desk.run(last_issued_until, mentorship_id=ada) == AUTUMN.until
    assert changes.did == "Issued a review for Ada Okafor"
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF-paper"


def test_the_latest_review_comes_first_and_a_draft_on_top(desk, add, ada, now):
    joy = add.mentee("Joy Mensah")
    for hours, mentorship in [(1, ada), (2, joy)]:
        desk.do(
            issue_review,
            mentorship_id=mentorship,
            choice=AUTUMN,
            pdf=b"x",
            pages=1,
            file_name="f",
            now=now + timedelta(hours=hours),
        )
    desk.do(save_draft, mentorship_id=ada, choice=AUTUMN)

    rows = desk.run(list_reviews)

    assert [(row.mentee_name, row.state) for row in rows] == [
        ("Ada Okafor", ReviewState.DRAFTED),
        ("Joy Mensah", ReviewState.ISSUED),
        ("Ada Okafor", ReviewState.ISSUED),
    ]


def test_deleting_a_review_can_be_undone(desk, ada):
    made = desk.do(save_draft, mentorship_id=ada, choice=AUTUMN).made

    changes = desk.do(delete_review, review_id=made)

    assert desk.run(list_reviews) == []
    desk.do(undo_step, step_id=changes.step)
    assert desk.run(draft_choice, mentorship_id=ada) == AUTUMN
    with pytest.raises(NotFoundError):
        desk.do(delete_review, review_id=99)


def test_a_folder_that_is_gone_gives_a_sentence(tmp_path):
    with pytest.raises(FileError, match="could not be written"):
        write_review(b"x", tmp_path / "gone" / "a.pdf")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ada Okafor", "Review Ada Okafor 2026-11-23.pdf"),
        ("../../etc/x", "Review etc x 2026-11-23.pdf"),
        ("a:b*c?\u202egnp", "Review a b c gnp 2026-11-23.pdf"),
        ("...", "Review mentee 2026-11-23.pdf"),
        ("अ" * 80, "Review " + "अ" * 66 + " 2026-11-23.pdf"),
        ("🙂" * 80, "Review " + "🙂" * 50 + " 2026-11-23.pdf"),
    ],
)
def test_a_file_name_is_one_that_every_system_takes(name, file):
    assert file_name_for(name, date(2026, 11, 23)) == file
    assert len(file.encode()) < 240


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 11, 23), 3, date(2026, 8, 23)),
        (date(2026, 1, 31), 3, date(2025, 10, 31)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(today, months, day):
    assert months_back(today, months) == day


def test_a_new_review_begins_after_the_last_one_that_was_issued(desk, ada, add, now, today):
    joy = add.mentee("Joy Mensah")
    before = desk.run(default_choice, mentorship_id=ada, today=today)
    for until in (date(2026, 10, 31), today):
        choice = ReviewChoice(date(2026, 9, 1), until, paper=Paper.LETTER)
        issue(desk, ada, choice, now)
        after = desk.run(default_choice, mentorship_id=ada, today=today)
        assert (after.since, after.until) == (min(until + timedelta(days=1), today), today)

    other = desk.run(default_choice, mentorship_id=joy, today=today)

    assert before == ReviewChoice(date(2026, 8, 23), today, paper=Paper.A4)
    assert other == ReviewChoice(date(2026, 8, 23), today, paper=Paper.LETTER)
    with pytest.raises(NotFoundError):
        desk.run(default_choice, mentorship_id=99, today=today)


@pytest.mark.parametrize(
    "name", ["desk.db", "desk.keys", "desk.lock", "backups/one.db", "a.pdf", "backups/a.PDF"]
)
def test_a_review_never_takes_the_place_of_a_file_of_a_desk(tmp_path, name):
    (tmp_path / "backups").mkdir()
    (tmp_path / "desk.db").write_bytes(b"the desk")
    target = tmp_path / name
    target.write_bytes(b"kept")

    with pytest.raises(FileError, match="folder of a desk"):
        write_review(b"%PDF", target)

    assert target.read_bytes() == b"kept"


def issue(desk, mentorship_id, choice, now):
    desk.do(
        issue_review,
        mentorship_id=mentorship_id,
        choice=choice,
        pdf=b"%PDF",
        pages=1,
        file_name="a.pdf",
        now=now,
    )
