"""Whatever was done with a name and taken back again: once forgotten, nothing of it is left."""

import json
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskError
from mentor_desk.exchange.records import ForeignPeople, PersonRecord
from mentor_desk.models.kinds import TopicKind
from mentor_desk.models.words import fold
from mentor_desk.services.actions.noting import (
    ActionEntry,
    add_action,
    delete_action,
    edit_action,
    tick_action,
)
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.for_good import forget_person, preview_forgetting
from mentor_desk.services.forgetting.mentions import LONGER_NAME
from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.goals.milestones import add_milestone, delete_milestone
from mentor_desk.services.goals.setting import GoalEntry, add_goal, delete_goal, edit_goal
from mentor_desk.services.history.steps import latest_step, next_redo, redo, undo_step
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person
from mentor_desk.services.network.sharing import ShareEntry, add_share, delete_share, edit_share
from mentor_desk.services.network.topics import remove_topic, set_topic
from mentor_desk.services.sessions.planning import log_session
from mentor_desk.services.sessions.writing import SessionWords, set_session_topics, write_session
from mentor_desk.services.transfer.importing import apply_import
from tests.canonical import memory_file
from tests.conftest import NOW

TODAY = NOW.date()
EXAMPLES = 4

# Of every word the beginning is found nowhere else in a desk.
LATIN = ("Wilhelmina", "Xavier", "Łukasz", "Żółć", "Jürgen", "Qvist", "O’Xally", "Zumbrax")
ARABIC = ("محمد", "الشريف", "حسين")
CHINESE = ("王小明", "欧阳晓燕")
HYPHENED = ("Montgomery-Featherstonehaugh", "Jean-Zoltan", "Kowalska-Wójcik")
BESIDE = ('"Quizzy"', "(Quizzy)", "«Quizzy»", "“Quizzy”", "🌻")


def latin(words):
    return st.lists(st.sampled_from(words), min_size=2, max_size=4, unique=True).map(" ".join)


@st.composite
def nicknamed(draw):
    first, *rest = draw(latin(LATIN)).split()
    return " ".join((first, draw(st.sampled_from(BESIDE)), *rest))


NAMES = st.one_of(
    latin(LATIN),
    latin((*LATIN, *HYPHENED)),
    latin(ARABIC),
    st.sampled_from(CHINESE),
    latin(LATIN).map(lambda name: f"{name} 🌻"),
    nicknamed(),
    st.sampled_from(LATIN),
)
WAYS_OF_WRITING = st.sampled_from(
    (str, str.upper, lambda name: unicodedata.normalize("NFD", name), lambda name: f" {name},")
)
# Long enough that a step quotes no more than a part of it.
LEADS = st.integers(0, 58).map(lambda length: "m" * length + " ")


def act(desk, words):
    made = desk.do(add_action, mentorship_id=1, entry=ActionEntry(words), today=TODAY).made
    desk.do(tick_action, action_id=made, today=TODAY)
    return made


def acted_and_deleted(desk, words):
    desk.do(delete_action, action_id=act(desk, words))


def acted_and_changed(desk, words):
    desk.do(edit_action, action_id=act(desk, words), entry=ActionEntry("nothing"))


def acted_and_undone(desk, words):
    made = desk.do(add_action, mentorship_id=1, entry=ActionEntry(words), today=TODAY)
    desk.do(undo_step, step_id=made.step)


def goal(desk, words):
    return desk.do(add_goal, mentorship_id=1, entry=GoalEntry(words, TODAY, why=words)).made


def aimed_and_deleted(desk, words):
    desk.do(delete_goal, goal_id=goal(desk, words))


def aimed_and_changed(desk, words):
    desk.do(edit_goal, goal_id=goal(desk, words), entry=GoalEntry("nothing", TODAY), today=TODAY)


def stepped(desk, words):
    mine = goal(desk, "kept")
    step = desk.do(add_milestone, goal_id=mine, title=words, today=TODAY).made
    desk.do(delete_milestone, milestone_id=step, today=TODAY)


def looked_for(desk, words):
    need = {"person_id": 1, "kind": TopicKind.NEED, "name": words[-80:], "today": TODAY}
    desk.do(remove_topic, person_topic_id=desk.do(set_topic, **need).made)


def talked_of(desk, words):
    desk.do(set_session_topics, session_id=1, names=[words[-80:]])
    desk.do(set_session_topics, session_id=1, names=[])


def shared_and_deleted(desk, words):
    share = desk.do(add_share, person_id=1, entry=ShareEntry(words, remark=words), today=TODAY).made
    desk.do(delete_share, share_id=share)


def shared_and_changed(desk, words):
    share = desk.do(add_share, person_id=1, entry=ShareEntry(words), today=TODAY).made
    desk.do(edit_share, share_id=share, entry=ShareEntry("nothing"), today=TODAY)


def described(desk, words):
    for remark in (words, "nothing"):
        entry = PersonEntry("Greg Bell", organisation=words if remark else "", remark=remark)
        desk.do(edit_person, person_id=1, entry=entry)
    desk.do(edit_person, person_id=1, entry=PersonEntry("Greg Bell"))


def noted(desk, words):
    for each in (f"{words}\n\n{words}", "nothing"):
        desk.do(write_session, session_id=1, words=SessionWords(private_notes=each))


def taken_in(desk, words):
    people = ForeignPeople((PersonRecord(1, 1, display_name="Bob Dent"),))
    source = "_".join(words.split()) + ".vcf"
    desk.do(apply_import, people, now=NOW, source=source)


VERBS = (
    acted_and_deleted,
    acted_and_changed,
    acted_and_undone,
    aimed_and_deleted,
    aimed_and_changed,
    stepped,
    looked_for,
    talked_of,
    shared_and_deleted,
    shared_and_changed,
    described,
    noted,
    taken_in,
)


def everything_in(desk):
    """Return all that the tables hold, as they hold it."""
    with desk.work() as db:
        tables = db.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return [
            str(value)
            for name in tables
            for row in db.execute(text(f'SELECT * FROM "{name}"'))
            for value in row
        ]


def pages_of(file):
    """Return every page of the database, the free ones included."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bare.db"
        copy = sqlcipher.connect(str(path))
        file.connection.backup(copy)
        copy.close()
        return path.read_bytes()


def pieces_of(name):
    """Return how every word of a name begins, in the ways in which it may lie there."""
    words = [word for word in name.replace("-", " ").replace("’", " ").split() if len(word) > 1]
    if name in CHINESE:
        words = [name]
    begun = ["".join(each for each in word if each.isalpha())[:3] for word in words]
    return {fold(each) for each in begun if len(each) > 1}


def forms_of(name):
    """Return the whole words of a name as bytes, in the ways in which they were written."""
    words = [word for word in name.split() if len(word) > 2]
    forms = {form for word in words for form in (word, word.upper(), fold(word))}
    decomposed = {unicodedata.normalize("NFD", form) for form in forms}
    return {form.encode() for form in forms | decomposed}


def left_of(name, held):
    folded = " ".join(fold(each) for each in held)
    escaped = json.dumps(folded)
    return {piece for piece in pieces_of(name) if piece in folded or piece in escaped}


def all_taken_back_and_done_again(desk):
    for row in desk.run(list_trash):
        done(desk, put_back, kind=row.kind, record_id=row.record_id)
    while (step := desk.run(latest_step)) and done(desk, undo_step, step_id=step.id):
        pass
    while desk.run(next_redo) and done(desk, redo):
        pass


def done(desk, verb, **values):
    try:
        desk.do(verb, **values)
    except DeskError:
        return False
    return True


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    NAMES,
    st.lists(st.tuples(st.sampled_from(VERBS), LEADS, WAYS_OF_WRITING), min_size=1, max_size=4),
)
def test_nothing_of_a_name_is_left_nor_comes_back(name, deeds):
    file = memory_file()
    file.connection.execute("pragma secure_delete = on")
    desk = Desk(file, clock=lambda: NOW)
    desk.do(add_person, entry=PersonEntry("Greg Bell"), now=NOW)
    desk.do(take_on, person_id=1, entry=MentorshipEntry(TODAY), today=TODAY)
    desk.do(log_session, mentorship_id=1, now=NOW)
    person = desk.do(add_person, entry=PersonEntry(name), now=NOW).made
    for deed, lead, written in deeds:
        deed(desk, lead + written(name) + " and more of it")
    assert left_of(name, everything_in(desk))

    preview = desk.run(preview_forgetting, person_id=person, now=NOW)
    also = {each.place for each in preview.earlier}
    desk.do(forget_person, person_id=person, now=NOW, others=preview.with_others, also=also)

    assert preview.mentions == ()
    assert left_of(name, everything_in(desk)) == set()
    pages = pages_of(file)
    assert not any(form in pages for form in forms_of(name))
    all_taken_back_and_done_again(desk)
    assert left_of(name, everything_in(desk)) == set()
    file.close()


@pytest.mark.parametrize("deed", VERBS)
def test_a_name_of_two_words_is_cut_without_being_asked(deed):
    file = memory_file()
    desk = Desk(file, clock=lambda: NOW)
    desk.do(add_person, entry=PersonEntry("Greg Bell"), now=NOW)
    desk.do(take_on, person_id=1, entry=MentorshipEntry(TODAY), today=TODAY)
    desk.do(log_session, mentorship_id=1, now=NOW)
    person = desk.do(add_person, entry=PersonEntry("Xavier Zumbrax"), now=NOW).made
    deed(desk, "m" * 46 + " Xavier Zumbrax and more of it")

    desk.do(forget_person, person_id=person, now=NOW)

    assert left_of("Xavier Zumbrax", everything_in(desk)) == set()
    file.close()


@pytest.mark.parametrize(
    "other", ["Jo-Xavier Zumbrax", "Mary Xavier Zumbrax", "Xavier Zumbrax Park"]
)
@pytest.mark.parametrize("deed", [deed for deed in VERBS if deed is not taken_in])
def test_what_is_told_of_somebody_with_a_longer_name_is_left(deed, other):
    file = memory_file()
    desk = Desk(file, clock=lambda: NOW)
    desk.do(add_person, entry=PersonEntry("Greg Bell"), now=NOW)
    desk.do(take_on, person_id=1, entry=MentorshipEntry(TODAY), today=TODAY)
    desk.do(log_session, mentorship_id=1, now=NOW)
    desk.do(add_person, entry=PersonEntry(other), now=NOW)
    person = desk.do(add_person, entry=PersonEntry("Xavier Zumbrax"), now=NOW).made
    deed(desk, f"{'m' * 40} {other} and more of it")
    preview = desk.run(preview_forgetting, person_id=person, now=NOW)

    also = {each.place for each in preview.earlier}
    desk.do(forget_person, person_id=person, now=NOW, also=also)

    assert [(each.name, each.field) for each in preview.mentions] == [(other, LONGER_NAME)]
    assert preview.earlier == ()
    assert not any(MARK in held for held in everything_in(desk))
    all_taken_back_and_done_again(desk)
    assert not any(MARK in held for held in everything_in(desk))
    file.close()
