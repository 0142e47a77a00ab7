"""Words typed in a line of a page, and not yet entered, are kept when the desk is left."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from mentor_desk.services.goals.listing import goal_card
from mentor_desk.services.goals.setting import GoalEntry, add_goal, delete_goal
from mentor_desk.services.introductions.cards import introduction_card
from mentor_desk.services.introductions.noting import IntroductionEntry, add_introduction
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.network.topic_rows import topics_of
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.ui.shell.locking.typed_dialog import TypedDialog
from mentor_desk.ui.shell.whereabouts import Place
from tests.conftest import NOW
from tests.ui.shell.protected_window import SECRET
from tests.ui.shell.test_locking import lock, unlock
from tests.visiting import settle


def close(qtbot, window):
    with qtbot.waitSignal(window.desk_closed, timeout=10_000):
        window.close()


@pytest.fixture(params=[lock, close], ids=["locked", "closed"])
def leave(request):
    return request.param


@pytest.fixture
def reopened(protected):
    """Return a function that reads the desk once its window has let it go."""

    def read(verb, **what):
        desk = open_desk(protected, passphrase=SECRET)
        try:
            return desk.look(verb, **what)
        finally:
            desk.close()

    return read


@pytest.fixture
def mentee(opened):
    desk = opened.pages.desk
    return desk.look(list_mentees, now=desk.now())[0]


@pytest.fixture
def goal(opened, mentee):
    desk = opened.pages.desk
    entry = GoalEntry(title="Speak up", started_on=NOW.date())
    made = desk.do(add_goal, mentorship_id=mentee.mentorship_id, entry=entry).made
    opened.pages.go(Place("mentees", made, "goal"))
    settle()
    return made


def type_in(root, field, words, qtbot):
    edit = next(
        each for each in root.findChildren(QLineEdit) if each.accessibleName().startswith(field)
    )
    qtbot.keyClicks(edit, words)
    assert edit.text() == words


def test_u4_a_word_on_a_goal_is_kept(qtbot, opened, goal, leave, reopened):
    type_in(
        opened.pages.mentee_room.tab("goals"), "Comment on this goal", "asked twice today", qtbot
    )

    leave(qtbot, opened)

    card = reopened(goal_card, goal_id=goal, today=NOW.date())
    assert "asked twice today" in [update.comment for update in card.row.updates]


def test_u4_a_milestone_is_kept(qtbot, opened, goal, leave, reopened):
    type_in(opened.pages.mentee_room.tab("goals"), "Add a milestone", "First talk", qtbot)

    leave(qtbot, opened)

    card = reopened(goal_card, goal_id=goal, today=NOW.date())
    assert [step.title for step in card.milestones] == ["First talk"]


def test_u4_an_interest_is_kept(qtbot, opened, mentee, leave, reopened):
    tab = opened.pages.mentee_room.show_tab("interests", mentee.mentorship_id)
    type_in(tab, "Add an interest", "Choral singing", qtbot)

    leave(qtbot, opened)

    rows = reopened(topics_of, person_id=mentee.person_id)
    assert [row.name for row in rows] == ["Choral singing"]


def test_u4_a_need_on_the_network_page_is_kept(qtbot, opened, mentee, leave, reopened):
    opened.pages.go(Place("network", mentee.person_id))
    settle()
    type_in(opened.pages.page("network"), "Add a need", "A quiet room", qtbot)

    leave(qtbot, opened)

    rows = reopened(topics_of, person_id=mentee.person_id)
    assert [row.name for row in rows] == ["A quiet room"]


def fill_disk(window):
    window.pages.desk.file.connection.execute("pragma max_page_count=1")


def given_back(qtbot, window):
    qtbot.waitUntil(lambda: window.findChild(TypedDialog) is not None)
    given = window.findChild(TypedDialog)
    words = [each.words for each in given._words]
    given.verb_button.click()
    return words


def test_u4_a_word_on_a_goal_that_is_gone_is_given_back(qtbot, opened, goal):
    type_in(
        opened.pages.mentee_room.tab("goals"), "Comment on this goal", "a word that matters", qtbot
    )
    opened.pages.desk.do(delete_goal, goal_id=goal)

    lock(qtbot, opened)
    unlock(qtbot, opened)

    assert given_back(qtbot, opened) == ["a word that matters"]


def test_u4_a_milestone_that_cannot_be_kept_is_given_back(qtbot, opened, goal):
    words = "one step after the other " * 13
    type_in(opened.pages.mentee_room.tab("goals"), "Add a milestone", words, qtbot)

    lock(qtbot, opened)
    unlock(qtbot, opened)

    assert given_back(qtbot, opened) == [words]


def test_u4_topics_that_no_disk_takes_are_given_back(qtbot, opened, mentee):
    tab = opened.pages.mentee_room.show_tab("interests", mentee.mentorship_id)
    edit = next(each for each in tab.findChildren(QLineEdit) if each.isEnabled())
    edit.insert("; ".join(f"{number} " + "choir " * 18 for number in range(40)))
    fill_disk(opened)

    lock(qtbot, opened)
    unlock(qtbot, opened)

    held = opened.pages.desk.look(topics_of, person_id=mentee.person_id)
    [words] = given_back(qtbot, opened)
    assert len(held) < 40
    assert {word.split()[0] for word in words.split(", ")} | {
        row.name.split()[0] for row in held
    } == {str(number) for number in range(40)}


def test_a_topic_typed_for_one_is_theirs_though_the_palette_shows_another(
    qtbot, opened, mentee, reopened
):
    desk = opened.pages.desk
    other = desk.look(list_mentees, now=desk.now())[1]
    opened.pages.go(Place("network", mentee.person_id))
    settle()
    type_in(opened.pages.page("network"), "Add a need", "A quiet room", qtbot)

    opened.pages.go(Place("network", other.person_id))

    assert opened.pages.page("network").shown() == other.person_id
    assert [row.name for row in desk.look(topics_of, person_id=mentee.person_id)] == [
        "A quiet room"
    ]
    assert desk.look(topics_of, person_id=other.person_id) == []


def test_u4_words_on_an_introduction_that_no_disk_takes_are_given_back(qtbot, opened, mentee):
    desk = opened.pages.desk
    other = desk.look(list_mentees, now=desk.now())[1]
    entry = IntroductionEntry(mentee.person_id, other.person_id)
    made = desk.do(add_introduction, entry=entry, today=NOW.date()).made
    opened.pages.go(Place("introductions", made))
    edit = opened.pages.page("introductions")._panel._origins._remark_edit
    edit.insertPlainText("no disk takes this " * 10_000)
    fill_disk(opened)
    assert not opened.pages.flush()
    assert not opened.pages.flush()

    lock(qtbot, opened)
    unlock(qtbot, opened)

    assert any("no disk takes this" in words for words in given_back(qtbot, opened))


def test_words_on_an_introduction_are_tried_again(qtbot, opened, mentee):
    desk = opened.pages.desk
    other = desk.look(list_mentees, now=desk.now())[1]
    entry = IntroductionEntry(mentee.person_id, other.person_id)
    made = desk.do(add_introduction, entry=entry, today=NOW.date()).made
    opened.pages.go(Place("introductions", made))
    edit = opened.pages.page("introductions")._panel._origins._remark_edit
    edit.insertPlainText("one disk takes this " * 450)
    fill_disk(opened)
    is_kept = opened.pages.flush()
    desk.file.connection.execute("pragma max_page_count=1000000")

    assert opened.pages.flush()

    card = desk.run(introduction_card, introduction_id=made, today=NOW.date())
    assert card.remark.startswith("one disk takes this")
    assert not is_kept


def test_u4_a_review_that_no_disk_takes_is_not_called_safe(qtbot, opened, mentee):
    opened.pages.go(Place("reviews", mentee.mentorship_id))
    settle()
    page = opened.pages.page("reviews")
    edit = next(each for each in page.findChildren(QPlainTextEdit) if not each.isReadOnly())
    edit.insertPlainText("no disk takes this " * 10_000)
    fill_disk(opened)

    assert not opened.pages.flush()

    lock(qtbot, opened)
    unlock(qtbot, opened)
    assert any("no disk takes this" in words for words in given_back(qtbot, opened))


def test_what_is_typed_in_a_line_is_no_step_to_undo(qtbot, opened, goal):
    tab, desk = opened.pages.mentee_room.tab("goals"), opened.pages.desk
    before = desk.run(count_people)
    desk.do(add_person, entry=PersonEntry(display_name="Halina Nowak"), now=NOW)
    type_in(tab, "Comment on this goal", "half a", qtbot)

    opened.verbs.undo()

    assert desk.run(count_people) == before
    assert tab._detail.move_card._comment_edit.text() == "half a"
    assert desk.look(goal_card, goal_id=goal, today=NOW.date()).row.updates == ()
