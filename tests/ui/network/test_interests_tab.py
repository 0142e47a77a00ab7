"""Interests, expertise and needs are typed, marked and taken away in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.network.topic_rows import topics_of
from mentor_desk.ui.network.interests_tab import InterestsTab

INTEREST, EXPERTISE, NEED = 0, 1, 2


@pytest.fixture
def ada(add):
    return add.person_of(add.mentee("Ada Okafor"))


@pytest.fixture
def tab(qtbot, desk, ada):
    made = InterestsTab(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def held(desk, ada):
    def held():
        return [
            (row.kind, row.name, row.level, row.need_state)
            for row in desk.look(topics_of, person_id=ada)
        ]

    return held


def chips(tab, kind):
    return tab._fields[kind].chips


def line(tab, kind):
    return chips(tab, kind)._line_edit


def choose(tab, kind, topic, words):
    [action] = [each for each in chips(tab, kind).menu_for(topic).actions() if each.text() == words]
    action.trigger()


def test_before_a_mentee_is_shown_there_is_nothing_to_count(tab):
    tab.reload()

    assert tab.count() is None


def test_a_topic_is_typed_and_kept(tab, ada, qtbot, held, heard):
    tab.show_mentee(ada, 1)
    changed = heard(tab.changed)

    qtbot.keyClicks(line(tab, INTEREST), "open data")
    qtbot.keyClick(line(tab, INTEREST), Qt.Key.Key_Return)

    assert held() == [(TopicKind.INTEREST, "open data", None, None)]
    assert changed[0].did == "Noted “open data” as an interest of Ada Okafor"
    assert tab.count() == 1


def test_the_three_cards_hold_what_belongs_to_them(tab, ada, add):
    add.topic(ada, TopicKind.INTEREST, "open data", level=TopicLevel.HIGH)
    add.topic(ada, TopicKind.EXPERTISE, "survey design")
    add.topic(ada, TopicKind.NEED, "chess", need_state=NeedState.IN_HAND)

    tab.show_mentee(ada, 1)

    assert [field.chips.chips() for field in tab._fields] == [
        ["open data"],
        ["survey design"],
        ["chess"],
    ]
    spoken = [field.chips._chips[0].accessibleName() for field in tab._fields]
    assert spoken == ["open data · high", "survey design", "chess · in hand"]


@pytest.mark.parametrize(
    ("kind", "words", "level"),
    [
        (TopicKind.INTEREST, "high", TopicLevel.HIGH),
        (TopicKind.EXPERTISE, "beginner", TopicLevel.BEGINNER),
        (TopicKind.EXPERTISE, "no level", None),
    ],
)
def test_a_level_is_chosen_from_the_menu(tab, ada, add, held, kind, words, level):
    add.topic(ada, kind, "chess", level=TopicLevel.EXPERT if words == "no level" else None)
    tab.show_mentee(ada, 1)

    choose(tab, list(TopicKind).index(kind), "chess", words)

    assert held() == [(kind, "chess", level, None)]


@pytest.mark.parametrize("state", list(NeedState))
def test_what_became_of_a_need_is_chosen_from_the_menu(tab, ada, add, held, state):
    add.topic(ada, TopicKind.NEED, "chess")
    tab.show_mentee(ada, 1)

    choose(tab, NEED, "chess", state.value)

    assert held() == [(TopicKind.NEED, "chess", None, state)]


def test_a_topic_is_taken_away_by_menu_and_by_key(tab, ada, add, qtbot, held):
    add.topic(ada, TopicKind.INTEREST, "chess")
    add.topic(ada, TopicKind.INTEREST, "sailing")
    tab.show_mentee(ada, 1)

    choose(tab, INTEREST, "chess", "Take away")
    qtbot.keyClick(chips(tab, INTEREST)._chips[0], Qt.Key.Key_Delete)

    assert held() == []


def test_enter_on_a_chip_opens_its_menu(tab, ada, add, qtbot):
    add.topic(ada, TopicKind.INTEREST, "chess")
    tab.show_mentee(ada, 1)

    qtbot.keyClick(chips(tab, INTEREST)._chips[0], Qt.Key.Key_Return)

    [menu] = [each for each in tab.findChildren(QMenu) if each.isVisible()]
    assert menu.accessibleName() == "chess"
    menu.close()


def test_a_topic_nobody_holds_has_an_empty_menu(tab, ada):
    tab.show_mentee(ada, 1)

    assert chips(tab, INTEREST).menu_for("chess").actions() == []


def test_what_cannot_be_kept_is_said_below_and_stays_where_it_was_typed(tab, ada, qtbot, held):
    tab.show_mentee(ada, 1)
    line(tab, NEED).setText("x" * 90)

    qtbot.keyClick(line(tab, NEED), Qt.Key.Key_Return)

    assert held() == []
    assert "longer than 80 characters" in tab._fields[NEED]._error_label.text()
    assert tab._fields[NEED]._error_label.isVisible()
    assert line(tab, NEED).text() == "x" * 90
    assert chips(tab, NEED).chips() == []


def test_topics_of_the_desk_are_offered_while_typing(tab, ada, add):
    add.topic(add.person("Ravi Kapoor"), TopicKind.EXPERTISE, "people analytics")

    tab.show_mentee(ada, 1)

    assert chips(tab, NEED)._offered.stringList() == ["people analytics"]


def test_the_focus_stays_on_a_chip_that_is_marked(tab, ada, add, qtbot):
    add.topic(ada, TopicKind.INTEREST, "chess")
    tab.show_mentee(ada, 1)
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    chips(tab, INTEREST)._chips[0].setFocus()

    choose(tab, INTEREST, "chess", "low")

    assert chips(tab, INTEREST)._chips[0].hasFocus()
    assert chips(tab, INTEREST)._chips[0].accessibleName() == "chess · low"


def test_who_can_help_with_an_open_need_is_named_and_opens(tab, ada, add, heard):
    ravi = add.person("Ravi Kapoor")
    add.topic(ravi, TopicKind.EXPERTISE, "chess")
    add.topic(ada, TopicKind.NEED, "chess")
    add.topic(ada, TopicKind.INTEREST, "chess")
    tab.show_mentee(ada, 1)
    opened = heard(tab.person_opened)
    table = tab._needs_card._table
    assert [row.name for row in table.rows()] == ["Ravi Kapoor"]

    tab._needs_card._view.activated.emit(table.index(0, 0))
    assert opened == [ravi]

    choose(tab, NEED, "chess", "met")
    assert tab._needs_card.isHidden()


def test_another_mentee_shows_other_topics(tab, ada, add):
    add.topic(ada, TopicKind.INTEREST, "chess")
    joy = add.person_of(add.mentee("Joy Mensah"))
    tab.show_mentee(ada, 1)
    line(tab, INTEREST).setText("half a wo")

    tab.show_mentee(joy, 2)

    assert chips(tab, INTEREST).chips() == []
    assert line(tab, INTEREST).text() == ""
    assert tab.count() == 0


def test_changes_elsewhere_are_read_again(tab, ada, add):
    tab.show_mentee(ada, 1)
    add.topic(ada, TopicKind.INTEREST, "chess")

    tab.react_to(Changes(Area.GOALS))
    assert tab.count() == 0

    tab.react_to(Changes(Area.TOPICS))
    assert tab.count() == 1


def test_everything_that_takes_the_keyboard_has_a_name(tab, ada, add, nameless):
    add.topic(ada, TopicKind.NEED, "chess")
    add.topic(add.person("Ravi Kapoor"), TopicKind.EXPERTISE, "chess")
    tab.show_mentee(ada, 1)

    assert nameless(tab) == []
