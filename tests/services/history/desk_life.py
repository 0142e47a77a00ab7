"""A mentor who does anything in any order, and undoes and redoes it: series made by chance."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import text

from mentor_desk.errors import DeskError
from mentor_desk.exchange.records import ForeignPeople, ForeignTopic, PersonRecord, WayToReach
from mentor_desk.models import Person
from mentor_desk.models.kinds import (
    GoalMeasure,
    GoalState,
    IntroductionState,
    MentorshipState,
    NeedState,
    OptIn,
    ShareState,
    Side,
    TopicKind,
    WayKind,
)
from mentor_desk.services.actions.noting import (
    ActionEntry,
    add_action,
    delete_action,
    edit_action,
    tick_action,
)
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.for_good import forget_person
from mentor_desk.services.goals.milestones import (
    add_milestone,
    delete_milestone,
    move_milestone,
    tick_milestone,
)
from mentor_desk.services.goals.progress import delete_update, move_goal
from mentor_desk.services.goals.setting import (
    GoalEntry,
    add_goal,
    change_goal_state,
    delete_goal,
    edit_goal,
)
from mentor_desk.services.history.details import step_details
from mentor_desk.services.history.steps import (
    latest_step,
    list_steps,
    next_redo,
    redo,
    redo_step,
    undo_step,
)
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.versions import note_versions, take_back_version
from mentor_desk.services.history.words import Kind
from mentor_desk.services.introductions.moves import answer_party, ask_party, move_introduction
from mentor_desk.services.introductions.noting import (
    IntroductionEntry,
    add_introduction,
    delete_introduction,
    edit_party,
)
from mentor_desk.services.mentees.mentorships import (
    MentorshipEntry,
    change_mentorship_state,
    delete_mentee,
    take_on,
)
from mentor_desk.services.network.people import (
    PersonEntry,
    WayRow,
    add_person,
    delete_person,
    edit_person,
)
from mentor_desk.services.network.sharing import (
    ShareEntry,
    add_share,
    delete_share,
    edit_share,
    move_share,
)
from mentor_desk.services.network.topics import remove_topic, set_need_state, set_topic
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import delete_review, save_draft
from mentor_desk.services.sessions.goals import move_in_session
from mentor_desk.services.sessions.moves import cancel_session, finish_session, reopen_session
from mentor_desk.services.sessions.planning import delete_session, log_session, plan_session
from mentor_desk.services.sessions.writing import SessionWords, set_session_topics, write_session
from mentor_desk.services.transfer.importing import apply_import
from tests.canonical import canonical_dump, memory_file

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

WORDS = st.sampled_from(["", "a", "Łódź \U0001f98a", "it's “said”\nin two lines", "x" * 300, "ada"])
NAMES = st.sampled_from(["Ada Okafor", "Grace", "Mei Lin", "Zoë Ångström", "Omar"])
TOPICS = st.sampled_from(["Python", "python", "Talks", "Łódź"])
WHICH = st.integers(0, 30)
TODAY = NOW.date()

# What no verb makes, and what no undo may make either: two open introductions of one pair, two
# resources of one title.
NEVER = (
    (
        "SELECT one.person_id, other.person_id FROM introductions"
        " JOIN parties AS one ON one.introduction_id = introductions.id AND one.side = 'first'"
        " JOIN parties AS other"
        " ON other.introduction_id = introductions.id AND other.side = 'second'"
        " WHERE state IN ('idea', 'asking', 'introduced', 'met')"
        " GROUP BY min(one.person_id, other.person_id), max(one.person_id, other.person_id)"
        " HAVING count(*) > 1"
    ),
    "SELECT folded FROM resources GROUP BY folded, kind HAVING count(*) > 1",
)


class DeskLife(RuleBasedStateMachine):
    """A mentor who does anything in any order, refused now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.file = memory_file()
        self.clock = NOW
        self.desk = Desk(self.file, clock=lambda: self.clock)
        self.first = canonical_dump(self.desk)

    def do(self, verb: Any, **values: Any) -> None:
        if None in values.values():
            return
        self.clock += timedelta(minutes=1)
        # What puts back has written much before it finds that it may not.
        before = canonical_dump(self.desk) if verb in {undo_step, put_back} else None
        try:
            self.is_told(self.desk.do(verb, **values).step)
        except DeskError:
            assert before is None or canonical_dump(self.desk) == before
        if before is not None:
            with self.desk.work() as db:
                assert [db.execute(text(rule)).all() for rule in NEVER] == [[], []]

    def is_told(self, step_id: int | None) -> None:
        # Whatever is done, the history can say what changed by it.
        if step_id is not None:
            assert self.desk.run(step_details, step_id=step_id).records

    def one(self, table: str, which: int) -> int | None:
        with self.desk.work() as db:
            ids = db.scalars(text(f"SELECT id FROM {table} ORDER BY id")).all()
        return ids[which % len(ids)] if ids else None

    @initialize(names=st.lists(NAMES, min_size=1, max_size=3))
    def people_come(self, names: list[str]) -> None:
        for name in names:
            self.do(add_person, entry=PersonEntry(display_name=name), now=NOW)
        self.do(take_on, person_id=1, entry=MentorshipEntry(TODAY), today=TODAY)

    @rule(name=NAMES, words=WORDS, value=WORDS)
    def a_person_comes(self, name: str, words: str, value: str) -> None:
        ways = (WayRow(WayKind.EMAIL, value, "", is_preferred=False),)
        entry = PersonEntry(display_name=name, remark=words, ways=ways)
        self.do(add_person, entry=entry, now=NOW)

    @rule(which=WHICH, name=NAMES, words=WORDS)
    def a_person_changes(self, which: int, name: str, words: str) -> None:
        ways = tuple(
            WayRow(WayKind.PHONE, value, words[:20], is_preferred=True) for value in words[:3]
        )
        entry = PersonEntry(display_name=name, organisation=words[:9], ways=ways)
        self.do(edit_person, person_id=self.one("people", which), entry=entry)

    @rule(which=WHICH)
    def a_person_goes(self, which: int) -> None:
        self.do(delete_person, person_id=self.one("people", which))

    @rule(which=WHICH, words=WORDS)
    def somebody_is_taken_on(self, which: int, words: str) -> None:
        entry = MentorshipEntry(TODAY, purpose=words)
        self.do(take_on, person_id=self.one("people", which), entry=entry, today=TODAY)

    @rule(which=WHICH, state=st.sampled_from(MentorshipState))
    def a_mentorship_moves_on(self, which: int, state: MentorshipState) -> None:
        it = self.one("mentorships", which)
        self.do(change_mentorship_state, mentorship_id=it, state=state, today=TODAY)

    @rule(which=WHICH)
    def a_mentorship_goes(self, which: int) -> None:
        self.do(delete_mentee, mentorship_id=self.one("mentorships", which))

    @rule(which=WHICH, days=st.integers(0, 9))
    def a_session_is_planned(self, which: int, days: int) -> None:
        it = self.one("mentorships", which)
        when = NOW + timedelta(days=days)
        self.do(plan_session, mentorship_id=it, starts_at=when)

    @rule(which=WHICH)
    def a_session_begins(self, which: int) -> None:
        self.do(log_session, mentorship_id=self.one("mentorships", which), now=NOW)

    @rule(which=WHICH, shared=WORDS, private=WORDS, editor=st.sampled_from(["a", "b"]))
    def notes_are_written(self, which: int, shared: str, private: str, editor: str) -> None:
        session = self.one("sessions", which)
        if session is not None:
            words = SessionWords(shared_notes=shared, private_notes=private)
            saved = self.desk.autosave(editor, write_session, session_id=session, words=words)
            self.is_told(saved.step)

    @rule(which=WHICH, names=st.lists(TOPICS, max_size=3))
    def a_session_is_about(self, which: int, names: list[str]) -> None:
        self.do(set_session_topics, session_id=self.one("sessions", which), names=names)

    @rule(which=WHICH, verb=st.sampled_from([cancel_session, reopen_session, delete_session]))
    def a_session_changes(self, which: int, verb: Any) -> None:
        self.do(verb, session_id=self.one("sessions", which))

    @rule(which=WHICH)
    def a_session_ends(self, which: int) -> None:
        self.do(finish_session, session_id=self.one("sessions", which), now=NOW)

    @rule(which=WHICH, title=WORDS, measure=st.sampled_from(GoalMeasure))
    def a_goal_is_set(self, which: int, title: str, measure: GoalMeasure) -> None:
        entry = GoalEntry(title, TODAY, why=title, measure=measure)
        self.do(add_goal, mentorship_id=self.one("mentorships", which), entry=entry)

    @rule(which=WHICH, title=WORDS)
    def a_goal_changes(self, which: int, title: str) -> None:
        entry = GoalEntry(title, TODAY, is_private=bool(which % 2))
        self.do(edit_goal, goal_id=self.one("goals", which), entry=entry, today=TODAY)

    @rule(which=WHICH, state=st.sampled_from(GoalState))
    def a_goal_moves_on(self, which: int, state: GoalState) -> None:
        goal = self.one("goals", which)
        self.do(change_goal_state, goal_id=goal, state=state, today=TODAY)

    @rule(which=WHICH, value=st.integers(0, 100), session=WHICH)
    def a_goal_makes_progress(self, which: int, value: int, session: int) -> None:
        goal = self.one("goals", which)
        self.do(move_goal, goal_id=goal, value=value, today=TODAY)
        held = self.one("sessions", session)
        self.do(move_in_session, session_id=held, goal_id=goal, value=value, today=TODAY)

    @rule(which=WHICH)
    def a_goal_goes(self, which: int) -> None:
        self.do(delete_update, update_id=self.one("progress_updates", which))
        self.do(delete_goal, goal_id=self.one("goals", which))

    @rule(which=WHICH, title=WORDS)
    def a_milestone_is_set(self, which: int, title: str) -> None:
        self.do(add_milestone, goal_id=self.one("goals", which), title=title, today=TODAY)

    @rule(which=WHICH, to=st.integers(0, 2))
    def a_milestone_moves(self, which: int, to: int) -> None:
        step = self.one("milestones", which)
        self.do(tick_milestone, milestone_id=step, today=TODAY)
        self.do(move_milestone, milestone_id=step, to=to)

    @rule(which=WHICH)
    def a_milestone_goes(self, which: int) -> None:
        self.do(delete_milestone, milestone_id=self.one("milestones", which), today=TODAY)

    @rule(which=WHICH, words=WORDS, session=WHICH)
    def something_is_promised(self, which: int, words: str, session: int) -> None:
        it = self.one("mentorships", which)
        held = self.one("sessions", session)
        entry = ActionEntry(words)
        self.do(add_action, mentorship_id=it, entry=entry, today=TODAY, session_id=held)

    @rule(which=WHICH, words=WORDS)
    def a_promise_changes(self, which: int, words: str) -> None:
        action = self.one("actions", which)
        self.do(tick_action, action_id=action, today=TODAY)
        self.do(edit_action, action_id=action, entry=ActionEntry(words, is_private=True))

    @rule(which=WHICH)
    def a_promise_goes(self, which: int) -> None:
        self.do(delete_action, action_id=self.one("actions", which))

    @rule(first=WHICH, second=WHICH, topic=TOPICS, session=WHICH)
    def two_should_meet(self, first: int, second: int, topic: str, session: int) -> None:
        one, other = self.one("people", first), self.one("people", second)
        if one is not None and other is not None:
            held = self.one("sessions", session)
            entry = IntroductionEntry(one, other, topic, remark=topic, session_id=held)
            self.do(add_introduction, entry=entry, today=TODAY)

    @rule(which=WHICH, side=st.sampled_from(Side), answer=st.sampled_from(OptIn), words=WORDS)
    def a_side_answers(self, which: int, side: Side, answer: OptIn, words: str) -> None:
        it = self.one("introductions", which)
        self.do(ask_party, introduction_id=it, side=side, today=TODAY)
        self.do(answer_party, introduction_id=it, side=side, opt_in=answer, today=TODAY)
        self.do(edit_party, introduction_id=it, side=side, reason=words)

    @rule(which=WHICH, state=st.sampled_from(IntroductionState))
    def an_introduction_moves_on(self, which: int, state: IntroductionState) -> None:
        it = self.one("introductions", which)
        self.do(move_introduction, introduction_id=it, state=state, today=TODAY)

    @rule(which=WHICH)
    def an_introduction_goes(self, which: int) -> None:
        self.do(delete_introduction, introduction_id=self.one("introductions", which))

    @rule(which=WHICH, title=TOPICS, words=WORDS)
    def something_is_shared(self, which: int, title: str, words: str) -> None:
        entry = ShareEntry(title, response=words)
        self.do(add_share, person_id=self.one("people", which), entry=entry, today=TODAY)

    @rule(which=WHICH, title=TOPICS, state=st.sampled_from(ShareState))
    def a_share_changes(self, which: int, title: str, state: ShareState) -> None:
        share = self.one("shares", which)
        later = TODAY + timedelta(days=which)
        self.do(move_share, share_id=share, state=state, today=later)
        self.do(edit_share, share_id=share, entry=ShareEntry(title), today=later)

    @rule(which=WHICH)
    def a_share_goes(self, which: int) -> None:
        self.do(delete_share, share_id=self.one("shares", which))

    @rule(which=WHICH, kind=st.sampled_from(TopicKind), name=TOPICS)
    def somebody_cares(self, which: int, kind: TopicKind, name: str) -> None:
        person = self.one("people", which)
        self.do(set_topic, person_id=person, kind=kind, name=name, today=TODAY)

    @rule(which=WHICH, state=st.sampled_from(NeedState))
    def somebody_cares_no_more(self, which: int, state: NeedState) -> None:
        held = self.one("person_topics", which)
        self.do(set_need_state, person_topic_id=held, state=state)
        if which % 2:
            self.do(remove_topic, person_topic_id=held)

    @rule(which=WHICH, words=WORDS)
    def a_review_is_drafted(self, which: int, words: str) -> None:
        it = self.one("mentorships", which)
        choice = ReviewChoice(TODAY - timedelta(days=90), TODAY, in_short=words)
        self.do(save_draft, mentorship_id=it, choice=choice)

    @rule(which=WHICH)
    def a_review_goes(self, which: int) -> None:
        self.do(delete_review, review_id=self.one("reviews", which))

    @rule(names=st.lists(NAMES, min_size=1, max_size=4), topic=TOPICS, city=WORDS)
    def people_are_brought_in(self, names: list[str], topic: str, city: str) -> None:
        people = tuple(
            PersonRecord(
                place,
                place,
                display_name=name,
                city=city[:20],
                ways=(WayToReach("email", f"{place}@example.org"),),
                topics=(ForeignTopic("interest", topic),),
            )
            for place, name in enumerate(names, 1)
        )
        foreign = ForeignPeople(people)
        self.do(apply_import, people=foreign, now=NOW, source="people.csv")

    @rule(which=WHICH)
    def something_is_put_back(self, which: int) -> None:
        trash = self.desk.run(list_trash)
        if trash:
            row = trash[which % len(trash)]
            self.do(put_back, kind=row.kind, record_id=row.record_id)

    @rule(which=WHICH)
    def an_earlier_note_comes_back(self, which: int) -> None:
        session = self.one("sessions", which)
        if session is None:
            return
        note = {"kind": Kind.SESSION, "record_id": session, "field": "shared_notes"}
        version = self.desk.run(note_versions, **note)[-1]
        if not version.is_now:
            self.do(take_back_version, **note, step_id=version.step_id)

    @rule(which=WHICH)
    def any_step_is_undone(self, which: int) -> None:
        steps = self.desk.run(list_steps)
        if steps:
            self.do(undo_step, step_id=steps[which % len(steps)].id)

    @rule(times=st.integers(1, 4))
    def the_latest_are_undone(self, times: int) -> None:
        for _ in range(times):
            self.undo()

    @rule(times=st.integers(1, 3))
    def the_latest_are_done_again(self, times: int) -> None:
        for _ in range(times):
            if self.desk.run(next_redo):
                self.desk.do(redo)

    def undo(self) -> bool:
        step = self.desk.run(latest_step)
        if step is not None:
            self.desk.do(undo_step, step_id=step.id)
        return step is not None

    def teardown(self) -> None:
        last = canonical_dump(self.desk)
        done = 0
        while self.undo():
            done += 1
        assert canonical_dump(self.desk) == self.first

        for _ in range(done):
            self.desk.do(redo)
        assert canonical_dump(self.desk) == last
        self.file.close()


class DeskThatForgets(DeskLife):
    """The same, with somebody forgotten at the end: nothing may bring them back."""

    def teardown(self) -> None:
        forgotten = self.one("people", 0)
        if forgotten is not None:
            self.desk.do(forget_person, person_id=forgotten, now=NOW)
            self.try_all(undo_step, latest_step)
            self.try_all(redo_step, next_redo)
            for step in self.desk.run(list_steps):
                self.do(undo_step, step_id=step.id)
                self.desk.run(step_details, step_id=step.id)
            with self.desk.work() as db:
                assert db.get(Person, forgotten) is None
                assert db.execute(text("PRAGMA foreign_key_check")).all() == []
        self.file.close()

    def try_all(self, verb: Any, which: Any) -> None:
        for _ in range(50):
            step = self.desk.run(which)
            if step is None:
                return
            self.do(verb, step_id=step.id)


def play(life: type[DeskLife], series: int, *, by_chance: int | None = None) -> int:
    """Let so many series run, and return how many did; raises what the first bad one came to.

    They are the same every time, or others for each number in `by_chance`.
    """
    # Without shrinking, which would take minutes: the failing series is printed as it was.
    bounds = settings(max_examples=series, stateful_step_count=50, phases=[Phase.generate])

    class Counted(life):  # type: ignore[misc, valid-type]
        ended = 0

        def teardown(self) -> None:
            super().teardown()
            Counted.ended += 1

    if by_chance is not None:
        bounds = settings(bounds, derandomize=False)
        seed(by_chance)(Counted)
    run_state_machine_as_test(Counted, settings=bounds)
    return Counted.ended
