"""A person is entered and changed; what cannot be kept is said beside its field."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.network.people import PersonEntry, WayRow, edit_person, person_card
from mentor_desk.ui.common.feedback import Question
from mentor_desk.ui.network.dialog import PersonDialog
from mentor_desk.ui.network.words import birthday_words

WHOLE = PersonEntry(
    display_name="Dr Ada N. Okafor",
    prefix="Dr",
    given="Ada",
    middle="N.",
    family="Okafor",
    suffix="PhD",
    nickname="Addie",
    pronouns="she/her",
    organisation="Northgate",
    department="People",
    role="Analyst",
    street="4 Mill Lane",
    city="Leeds",
    region="Yorkshire",
    postcode="LS1",
    country="United Kingdom",
    birthday="1985-04-12",
    how_we_met="At the fair",
    met_on=date(2025, 3, 1),
    remark="Shy at first\nand then not",
    ways=(
        WayRow(WayKind.EMAIL, "ada@example.org", "work", is_preferred=True),
        WayRow(WayKind.LINK, "https://example.org"),
    ),
)


@pytest.fixture
def ask(qtbot, desk):
    def ask(card=None):
        dialog = PersonDialog(desk, card)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return ask


@pytest.fixture
def ada(desk, add):
    person_id = add.person("Ada Okafor")
    desk.do(edit_person, person_id=person_id, entry=WHOLE)
    return lambda: desk.run(person_card, person_id=person_id)


def type_in(qtbot, dialog, field, text):
    qtbot.keyClicks(dialog._lines[field], text)


def test_a_new_person_is_kept(ask, desk, qtbot):
    dialog = ask()
    type_in(qtbot, dialog, "given", "Ada")
    type_in(qtbot, dialog, "family", "Okafor")

    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)

    assert not dialog.isVisible()
    card = desk.run(person_card, person_id=dialog.changes.made)
    assert card.name == "Ada Okafor"


def test_everything_known_is_shown_and_kept_as_it_was(ask, ada):
    dialog = ask(ada())
    assert dialog.entry() == WHOLE

    dialog.accept()

    assert ada().entry == WHOLE
    assert dialog.changes.step is None


def test_the_shown_name_follows_its_parts_until_it_is_written_by_hand(ask, qtbot):
    dialog = ask()
    type_in(qtbot, dialog, "given", "Ada")
    assert dialog.entry().display_name == "Ada"

    dialog._lines["display_name"].clear()
    type_in(qtbot, dialog, "display_name", "Addie")
    type_in(qtbot, dialog, "family", "Okafor")

    assert dialog.entry().display_name == "Addie"


def test_a_person_without_a_name_is_refused_and_nothing_typed_is_lost(ask, qtbot):
    dialog = ask()
    type_in(qtbot, dialog, "role", "Analyst")

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.form.refusal_of("display_name") == "A person needs a name."
    assert dialog.entry().role == "Analyst"


def test_a_way_that_cannot_be_kept_is_refused_beside_the_ways(ask, qtbot):
    dialog = ask()
    type_in(qtbot, dialog, "given", "Ada")
    dialog._ways_edit._rows[0]._value_edit.setText("ada@example.org")
    dialog._ways_edit._rows[0]._label_edit.setText("x" * 301)

    dialog.accept()

    assert "longer than 300 characters" in dialog.form.refusal_of("ways")
    assert dialog.entry().ways[0].value == "ada@example.org"


def test_ways_are_added_and_removed(ask, ada, qtbot):
    dialog = ask(ada())
    edit = dialog._ways_edit

    qtbot.mouseClick(edit._rows[0].remove_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(edit._add_button, Qt.MouseButton.LeftButton)
    edit._rows[-1]._kind_box.setCurrentIndex(1)
    qtbot.keyClicks(edit._rows[-1]._value_edit, "+44 113")
    dialog.accept()

    assert ada().entry.ways == (
        WayRow(WayKind.LINK, "https://example.org"),
        WayRow(WayKind.PHONE, "+44 113"),
    )


def answer(act):
    def look():
        window = QApplication.activeModalWidget()
        if isinstance(window, Question):
            act(window)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def test_leaving_with_something_written_asks_first(ask, qtbot, desk):
    dialog = ask()
    type_in(qtbot, dialog, "given", "Ada")

    answer(lambda window: window.reject())
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.entry().given == "Ada"

    answer(lambda window: window.accept())
    dialog.reject()
    assert not dialog.isVisible()
    assert dialog.changes is None


def test_leaving_as_it_was_asks_nothing(ask, ada):
    dialog = ask(ada())

    dialog.reject()

    assert not dialog.isVisible()
    assert dialog.changes is None


def test_a_name_with_markup_stands_literally_in_the_title(ask, desk, add):
    evil = "<b>Ada</b> & Co"
    dialog = ask(desk.run(person_card, person_id=add.person(evil)))

    titles = [label for label in dialog.findChildren(QLabel) if evil in label.text()]
    assert [label.textFormat() for label in titles] == [Qt.TextFormat.PlainText]


def test_everything_that_takes_the_keyboard_has_a_name(ask, ada, nameless):
    assert nameless(ask(ada())) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1985-04-12", "12 April 1985"),
        ("--04-12", "12 April"),
        ("--02-29", "29 February"),
        ("1985-04", "April 1985"),
        ("--04", "April"),
        ("1985", "1985"),
        ("circa 1800", "circa 1800"),
        ("1985-02-30", "1985-02-30"),
        ("1985-13", "1985-13"),
        ("", ""),
    ],
)
def test_a_birthday_is_read_as_far_as_it_is_known(qapp, text, words):
    assert birthday_words(text) == words
