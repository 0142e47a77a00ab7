"""One introduction whole: why, the drafts, the message, what came of it, where it came from."""

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from mentor_desk.models.kinds import IntroductionState, Side, TopicKind
from mentor_desk.services.introductions.noting import delete_introduction, edit_party
from mentor_desk.ui.common.marks import Chip
from mentor_desk.ui.introductions.panel import IntroductionPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STATE = IntroductionState


class Mail(QObject):
    """A mail program that only notes what it was asked to open."""

    def __init__(self):
        super().__init__()
        self.links = []

    @Slot(QUrl)
    def take(self, url):
        self.links.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def mail(qapp):
    mail = Mail()
    QDesktopServices.setUrlHandler("mailto", mail, "take")
    yield mail
    QDesktopServices.unsetUrlHandler("mailto")


@pytest.fixture
def panel(qtbot, desk):
    panel = IntroductionPanel(desk)
    panel.resize(320, 900)
    qtbot.addWidget(panel, before_close_func=lambda each: each.hide())
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def said_by(box):
    layout = box._layout
    widgets = [layout.itemAt(place).widget() for place in range(layout.count())]
    return [widget.accessibleName() for widget in widgets if widget.accessibleName()]


def test_the_facts_say_why_they_should_meet(panel, add, idea, ada, ravi):
    add.topic(ada, TopicKind.NEED, "people analytics")
    add.topic(ravi, TopicKind.EXPERTISE, "people analytics")
    add.topic(ada, TopicKind.INTEREST, "maps")
    add.topic(ravi, TopicKind.EXPERTISE, "maps")
    for person in (ada, ravi):
        add.topic(person, TopicKind.INTEREST, "open {data}")

    panel.show_introduction(idea)

    assert said_by(panel._facts_box) == [
        "Ada needs people analytics Ravi offers it",
        "Ada cares about maps Ravi knows it",
        "Both care about open {data} — only 2 people you know do",
        "Both in Leeds",
    ]
    chips = [chip.text for chip in panel._facts_box.findChildren(Chip)]
    assert chips == ["people analytics", "maps", "open {data}", "Leeds"]


def test_many_who_care_are_not_called_only_a_few(panel, add, idea, ada, ravi):
    for person in (ada, ravi, *(add.person(f"Person {number}") for number in range(4))):
        add.topic(person, TopicKind.INTEREST, "open data")

    panel.show_introduction(idea)

    assert "Both care about open data — 6 people you know do" in said_by(panel._facts_box)


def test_without_facts_it_asks_for_a_reason(panel, add):
    panel.show_introduction(add.introduction(add.person("Joy Mensah"), add.person("Nils Krog")))

    assert not panel._facts_box.isVisible()
    assert "say below why" in panel._why_label.text()


def test_a_draft_is_shown_for_each_side_and_what_is_typed_is_kept(
    qtbot, panel, idea, card_of, heard
):
    told = heard(panel.changed)
    panel.show_introduction(idea)
    asking = panel._asking
    assert asking._draft_edit.text().startswith("Ravi, I know an analyst whom")

    asking._draft_edit.setFocus()
    asking._draft_edit.selectAll()
    qtbot.keyClicks(asking._draft_edit, "Dear Ravi")
    qtbot.mouseClick(asking._side_buttons[Side.FIRST], Qt.MouseButton.LeftButton)

    assert card_of(idea).second.ask_draft == "Dear Ravi"
    assert asking._draft_edit.text().startswith("Ada, I know somebody whom")
    assert told[0].is_autosave
    asking._side_buttons[Side.SECOND].click()
    assert asking._draft_edit.text() == "Dear Ravi"


def test_words_save_themselves_after_a_rest(qtbot, panel, idea, card_of):
    panel.show_introduction(idea)
    edit = panel._reasons._edits[Side.FIRST]

    qtbot.keyClicks(edit, "needs eyes")
    with qtbot.waitSignal(panel.changed, timeout=5000):
        pass

    assert card_of(idea).first.reason == "needs eyes"


def test_words_are_kept_when_another_introduction_is_shown(qtbot, panel, idea, met, card_of):
    panel.show_introduction(idea)
    qtbot.keyClicks(panel._reasons._edits[Side.SECOND], "has data")
    qtbot.keyClicks(panel._origins._remark_edit, "Ravi is shy")

    panel.show_introduction(met)

    assert card_of(idea).second.reason == "has data"
    assert card_of(idea).remark == "Ravi is shy"
    assert panel._reasons._edits[Side.SECOND].text() == ""


def test_what_is_being_typed_is_not_overwritten_by_reading_again(qtbot, desk, panel, idea):
    panel.show_introduction(idea)
    edit = panel._reasons._edits[Side.FIRST]
    qtbot.keyClicks(edit, "my words")
    desk.do(edit_party, introduction_id=idea, side=Side.FIRST, reason="other words")

    edit.show_text("other words", idea)

    assert edit.text() == "my words"
    panel.flush()


def test_a_draft_is_copied(qtbot, panel, idea):
    panel.show_introduction(idea)
    sending = panel._asking._sending

    qtbot.mouseClick(sending._copy_button, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == panel._asking._draft_edit.text()
    assert sending._told_label.text() == "Copied"


def test_a_draft_opens_in_the_mail_program_and_nothing_is_sent(qtbot, panel, idea, mail, card_of):
    panel.show_introduction(idea)

    qtbot.mouseClick(panel._asking._sending._mail_button, Qt.MouseButton.LeftButton)

    assert len(mail.links) == 1
    assert mail.links[0].startswith("mailto:?subject=May%20I%20introduce%20you")
    assert "No%20is%20a%20fine%20answer" in mail.links[0]
    assert card_of(idea).second.asked_on is None


def test_the_message_stands_there_once_both_have_agreed(qtbot, panel, idea, asking, card_of, mail):
    panel.show_introduction(idea)
    assert not panel._together.isVisible()

    panel.show_introduction(asking)
    together = panel._together
    assert together.isVisible()
    assert together._message_edit.text().startswith("Ada, Omar,")
    qtbot.keyClicks(together._blurb_edits[Side.FIRST], "Ada counts.")
    qtbot.keyClicks(together._blurb_edits[Side.SECOND], "Omar maps.")
    panel.flush()
    panel.show_introduction(asking)
    assert "Ada: Ada counts." in together._message_edit.text()
    qtbot.mouseClick(together._sending._mail_button, Qt.MouseButton.LeftButton)
    assert "Ada%2C%20meet%20Omar" in mail.links[0]
    qtbot.keyClicks(together._message_edit, "Hello! ")
    panel.flush()

    card = card_of(asking)
    assert (card.first.blurb, card.second.blurb) == ("Ada counts.", "Omar maps.")
    assert card.message.startswith("Hello! Ada, Omar,")


def test_what_came_of_it_is_noted_once_they_are_introduced(qtbot, panel, idea, met, card_of):
    panel.show_introduction(idea)
    assert not panel._outcomes.isVisible()

    panel.show_introduction(met)
    assert not panel._asking.isVisible()
    qtbot.keyClicks(panel._outcomes._edits[Side.SECOND], "a reader")
    panel.flush()

    assert card_of(met).second.outcome == "a reader"


def test_where_it_came_from_and_led_to_are_doors(qtbot, panel, add, heard):
    mentorship = add.mentee("Joy Mensah")
    session = add.session(mentorship)
    joy = add.person_of(mentorship)
    origin = add.introduction(joy, add.person("Nils Krog"))
    here = add.introduction(joy, add.person("Dan Vogel"), session_id=session, grew_from_id=origin)
    later = add.introduction(joy, add.person("Gita Bose"), grew_from_id=here)
    sessions, introductions = heard(panel.session_opened), heard(panel.introduction_opened)
    people = heard(panel.person_opened)
    panel.show_introduction(here)

    links = panel._origins._links
    doors = [links.itemAt(place).widget() for place in range(links.count())]
    assert [door.text() for door in doors] == [
        "Session 1 · Mon 9 Nov · Joy Mensah",
        "Grew from Joy Mensah and Nils Krog",
        "Led to Joy Mensah and Gita Bose",
    ]
    for door in doors:
        qtbot.keyClick(door, Qt.Key.Key_Return)
    qtbot.keyClick(panel._first_link, Qt.Key.Key_Return)
    qtbot.keyClick(panel._second_link, Qt.Key.Key_Return)
    qtbot.keyClick(panel._asking._answers[Side.FIRST]._name_link, Qt.Key.Key_Return)

    assert (sessions, introductions) == ([session], [origin, later])
    assert people[0] == joy
    assert len(people) == 3


@pytest.mark.parametrize(
    ("state", "title", "then"),
    [
        (STATE.IDEA, "Begin asking", STATE.ASKING),
        (STATE.ASKING, "I introduced them", STATE.INTRODUCED),
        (STATE.INTRODUCED, "They have met", STATE.MET),
        (STATE.MET, "Say what came of it…", STATE.CLOSED),
        (STATE.WITHDRAWN, "Take it up again", STATE.IDEA),
    ],
)
def test_each_state_has_one_obvious_step(qtbot, panel, add, ada, ravi, heard, state, title, then):
    asked = heard(panel.move_requested)
    each = add.introduction(ada, ravi, state=state)
    panel.show_introduction(each)

    assert panel._next_button.text() == title
    qtbot.mouseClick(panel._next_button, Qt.MouseButton.LeftButton)

    assert asked == [(each, then)]


def test_what_is_closed_asks_for_nothing_more(panel, add, ada, ravi):
    panel.show_introduction(add.introduction(ada, ravi, state=STATE.CLOSED))

    assert not panel._next_button.isVisible()


def test_a_refused_word_says_why_and_stays(qtbot, panel, add, ada, ravi, heard):
    told = heard(panel.refused)
    each = add.introduction(ada, ravi, state=STATE.CLOSED, first_party={"outcome": "hired"})
    panel.show_introduction(each)
    edit = panel._outcomes._edits[Side.FIRST]

    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    panel.flush()

    assert told == ["A closed introduction keeps what came of it for at least one side."]


def test_what_was_deleted_elsewhere_leaves_the_panel_empty(desk, panel, idea):
    panel.show_introduction(idea)
    desk.do(delete_introduction, introduction_id=idea)

    panel.show_introduction(idea)

    assert panel.introduction_id() is None
    assert panel._nothing_label.isVisible()


def test_what_it_is_about_is_typed_with_completion_and_can_be_taken_off(
    qtbot, panel, add, ada, ravi, idea, card_of
):
    add.topic(ada, TopicKind.NEED, "people analytics")
    panel.show_introduction(idea)
    edit = panel._topic_edit
    edit.setFocus()

    qtbot.keyClicks(edit, "analyt")
    assert edit.completer().currentCompletion() == "people analytics"
    edit.completer().popup().hide()
    edit.setText("people analytics")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert card_of(idea).row.topic == "people analytics"

    panel.show_introduction(idea)
    edit.clear()
    panel._first_link.setFocus()
    assert card_of(idea).row.topic == ""


def test_a_topic_that_is_being_typed_is_not_overwritten(qtbot, panel, idea, card_of):
    panel.show_introduction(idea)
    edit = panel._topic_edit
    edit.setFocus()
    qtbot.keyClicks(edit, "open")

    edit.show_topic("maps")
    assert edit.text() == "open"
    panel.flush()

    assert card_of(idea).row.topic == "open"


def test_a_cleared_draft_stays_clear_while_it_is_written_anew(qtbot, panel, asking, card_of):
    panel.changed.connect(lambda: panel.show_introduction(asking))
    panel.show_introduction(asking)
    edit = panel._together._message_edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)

    edit.flush()

    assert edit.text() == ""
    qtbot.keyClicks(edit, "You two ")
    edit.flush()
    assert (edit.text(), card_of(asking).message) == ("You two ", "You two ")
    assert edit.textCursor().position() == len("You two ")
