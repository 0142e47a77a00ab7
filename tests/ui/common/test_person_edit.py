"""PersonEdit: a person chosen by typing, with the keyboard alone, and never the wrong one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mentor_desk.services.network.listing import find_people
from mentor_desk.ui.common.person_edit import PersonEdit, _OfferedPeople

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Page(QWidget):
    """An edit with another field to go to."""

    def __init__(self, desk):
        super().__init__()
        self.edit, self.other = PersonEdit(desk), QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(self.other)


@pytest.fixture
def ada(add):
    return add.person("Ada Okafor", role="Analyst", organisation="Northgate")


@pytest.fixture
def page(qtbot, desk):
    page = Page(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.edit.setFocus()
    return page


@pytest.fixture
def shown(page):
    return page.edit


def offered(edit):
    model = edit.completer().completionModel()
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def test_typing_offers_who_matches_by_any_word(qtbot, shown, add, ada):
    add.person("Ravi Kapoor", organisation="Weston")

    qtbot.keyClicks(shown, "north")

    assert offered(shown) == ["Ada Okafor (Analyst, Northgate)"]
    assert shown.person_id() is None


def test_the_list_is_walked_and_chosen_from_with_the_keyboard(qtbot, shown, add, ada, heard):
    told = heard(shown.chosen)
    add.person("Adam Berg")
    qtbot.keyClicks(shown, "ada")
    popup = shown.completer().popup()
    assert popup.isVisible()

    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.chosen):
        qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert told == [ada]
    assert (shown.person_id(), shown.text()) == (ada, "Ada Okafor")


def test_arrow_down_offers_everybody_before_a_letter_is_typed(qtbot, shown, ada):
    qtbot.keyClick(shown, Qt.Key.Key_Down)

    assert shown.completer().popup().isVisible()
    assert offered(shown) == ["Ada Okafor (Analyst, Northgate)"]


def test_enter_chooses_the_only_one_who_matches(qtbot, shown, ada, heard):
    told = heard(shown.chosen)
    shown.setText("okafor")
    qtbot.keyClick(shown, Qt.Key.Key_Return)

    assert (told, shown.text()) == ([ada], "Ada Okafor")


def test_leaving_the_field_chooses_who_is_called_just_so(page, shown, add, ada):
    add.person("Ada Okafor-Lund")
    shown.setText("ada okafor")

    page.other.setFocus()

    assert shown.person_id() == ada


def test_leaving_the_field_chooses_nobody_of_two(page, shown, add, ada):
    add.person("Ada Lund")
    shown.setText("ada")

    page.other.setFocus()

    assert (shown.person_id(), shown.text()) == (None, "ada")


def test_two_of_one_name_are_told_apart(qtbot, shown, add, ada):
    other = add.person("Ada Okafor", city="Leeds")
    qtbot.keyClicks(shown, "okafor")

    assert sorted(offered(shown)) == ["Ada Okafor (Analyst, Northgate)", "Ada Okafor (Leeds)"]
    shown.set_person(other)
    assert (shown.text(), shown.person_id()) == ("Ada Okafor (Leeds)", other)
    shown.set_person(ada)
    assert shown.text() == "Ada Okafor (Analyst, Northgate)"


def test_typing_on_forgets_who_was_chosen(qtbot, shown, ada):
    shown.set_person(ada)

    qtbot.keyClicks(shown, "x")

    assert shown.person_id() is None


def test_nobody_and_who_is_gone_leave_the_field_empty(shown, ada):
    shown.set_person(ada)
    shown.set_person(None)
    assert (shown.text(), shown.person_id()) == ("", None)

    shown.set_person(99)
    assert (shown.text(), shown.person_id()) == ("", None)


def test_who_is_chosen_elsewhere_is_not_offered(qtbot, shown, add, ada):
    ravi = add.person("Ravi Kapoor")
    shown.leave_out(ada)

    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert offered(shown) == ["Ravi Kapoor"]
    shown.setText("ada okafor")
    shown.settle()
    assert shown.person_id() is None
    shown.setText("ravi")
    shown.settle()
    assert shown.person_id() == ravi


def test_hard_names_stand_on_one_line(qtbot, shown, add, hard_text):
    name = f"Zed {hard_text}".strip()
    person = add.person(name)

    shown.set_person(person)
    qtbot.keyClicks(shown, " ")

    assert "\n" not in shown.text()
    assert shown.accessibleName()


def test_the_offer_keeps_qts_rules(qtmodeltester, desk, ada):
    table = _OfferedPeople()
    table.set_rows(desk.run(find_people, "ada"))

    qtmodeltester.check(table)


@pytest.mark.parametrize("place", [0, 1])
def test_of_two_with_one_name_the_one_that_is_picked_is_chosen(qtbot, shown, add, ada, place):
    other = add.person("Ada Okafor", city="Leeds")
    qtbot.keyClicks(shown, "okafor")
    popup = shown.completer().popup()

    for _ in range(place + 1):
        qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: shown.person_id() is not None)
    assert shown.person_id() == (ada, other)[place]
    assert shown.text() == ("Ada Okafor (Analyst, Northgate)", "Ada Okafor (Leeds)")[place]


def test_a_click_in_the_list_chooses(qtbot, shown, ada):
    qtbot.keyClicks(shown, "okafor")
    popup = shown.completer().popup()
    line = popup.visualRect(popup.model().index(0, 0)).center()

    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=line)

    qtbot.waitUntil(lambda: shown.person_id() == ada)
    assert shown.text() == "Ada Okafor"
