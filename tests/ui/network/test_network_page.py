"""The network: a list that is narrowed and sorted, and one person whole beside it."""

import io
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from mentor_desk.models import Photo
from mentor_desk.models.kinds import MentorshipState, TopicKind, TopicLevel, WayKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import PersonEntry, WayRow, edit_person
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.feedback import Question
from mentor_desk.ui.common.formatting import count
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.network.dialog import PersonDialog
from mentor_desk.ui.network.reaching import address_of

EMAIL = WayRow(WayKind.EMAIL, "ada@example.org", "work")


def names(page):
    table = page._list._table
    return [table.index(row, 0).data() for row in range(table.rowCount())]


def texts(widget):
    # What was put into a layout is shown once the events have run.
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def about(desk, person_id, **parts):
    desk.do(edit_person, person_id=person_id, entry=PersonEntry(**parts))


@pytest.fixture
def opened_urls():
    """Stand in for the mail program and the browser of this computer."""

    class Programs(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.urls: list[str] = []

        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            self.urls.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    programs = Programs()
    for scheme in ("mailto", "https", "http"):
        QDesktopServices.setUrlHandler(scheme, programs, "open")
    yield programs.urls
    for scheme in ("mailto", "https", "http"):
        QDesktopServices.unsetUrlHandler(scheme)


def answer(kind, act):
    """Deal with the next modal window of this kind, once it is there."""

    def look():
        window = QApplication.activeModalWidget()
        if isinstance(window, kind):
            act(window)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def test_everybody_but_the_mentor_stands_in_the_list_by_family_name(open_page, add):
    add.mentor()
    for name in ("Zoe Adams", "Ada Okafor", "Iris Holm"):
        add.person(name)

    page = open_page()

    assert names(page) == ["Zoe Adams", "Iris Holm", "Ada Okafor"]
    assert page._list._count_label.text() == "3 people"


def test_typing_narrows_the_list_in_any_case_or_accent(open_page, add, qtbot):
    add.person("José Núñez", organisation="Weston")
    add.person("Ada Okafor")
    page = open_page()

    page.go_find()
    qtbot.keyClicks(page._list._filter_edit, "NUNEZ wes")

    qtbot.waitUntil(lambda: names(page) == ["José Núñez"])
    assert page._list._count_label.text() == "1 person"


def test_words_that_match_nobody_can_be_taken_away_again(open_page, add, qtbot):
    add.person("Ada Okafor")
    page = open_page()
    page._list._filter_edit.setText("zzz")
    qtbot.waitUntil(lambda: names(page) == [])
    assert page._list._stack.currentWidget() is page._list._nobody

    page._list._nobody.step_requested.emit()

    assert names(page) == ["Ada Okafor"]


def test_enter_in_the_filter_goes_to_the_first_of_the_list(open_page, add, qtbot):
    ada = add.person("Ada Okafor")
    add.person("Tara Bell")
    page = open_page()
    page._list._filter_edit.setText("ada")

    qtbot.keyClick(page._list._filter_edit, Qt.Key.Key_Return)

    assert page._list.chosen_id() == ada


@pytest.mark.parametrize(
    ("column", "first"), [(0, "Tara Bell"), (1, "Ada Okafor"), (2, "Tara Bell"), (3, "Ada Okafor")]
)
def test_a_click_on_a_heading_sorts_by_it(open_page, add, column, first):
    add.person("Ada Okafor", role="Analyst", organisation="Weston", city="Leeds")
    add.person("Tara Bell", role="Coach", organisation="Holm", city="York")
    page = open_page()

    page._list._view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert names(page)[0] == first

    page._list._view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert names(page)[0] != first


def test_a_heading_that_sorts_nothing_leaves_the_order(open_page, add):
    add.person("Ada Okafor")
    add.person("Tara Bell")
    page = open_page()
    page._list._view.sortByColumn(0, Qt.SortOrder.DescendingOrder)

    page._list._view.sortByColumn(4, Qt.SortOrder.AscendingOrder)

    assert names(page) == ["Ada Okafor", "Tara Bell"]
    assert page._list._view.horizontalHeader().sortIndicatorSection() == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MentorshipState.ACTIVE, "mentee"),
        (MentorshipState.PAUSED, "mentee, paused"),
        (MentorshipState.PROSPECTIVE, "prospective"),
        (MentorshipState.COMPLETED, "former mentee"),
        (MentorshipState.ENDED_EARLY, "former mentee"),
    ],
)
def test_the_list_says_who_is_a_mentee(open_page, add, state, words):
    add.mentee("Ada Okafor", state=state)

    assert open_page()._list._table.index(0, 4).data() == words


def test_the_person_chosen_stands_whole_beside_the_list(open_page, add, desk):
    ada = add.person("Ada Okafor")
    about(
        desk,
        ada,
        given="Ada",
        family="Okafor",
        nickname="Addie",
        pronouns="she/her",
        role="Analyst",
        organisation="Northgate",
        postcode="LS1",
        city="Leeds",
        country="United Kingdom",
        birthday="--04-12",
        met_on=date(2025, 3, 1),
        how_we_met="At the fair",
        remark="Shy at first",
        ways=(EMAIL, WayRow(WayKind.PHONE, "+44 113")),
    )
    add.introduction(ada, add.person("Ravi Kapoor"))
    add.topic(ada, TopicKind.INTEREST, "open data", level=TopicLevel.HIGH)
    page = open_page()

    page.focus_person(ada)

    shown = texts(page._panel)
    for text in (
        "Ada Okafor",
        "“Addie” · she/her",
        "Analyst, Northgate",
        "ada@example.org",
        "+44 113",
        "LS1 Leeds\nUnited Kingdom",
        "12 April",
        "1 March 2025",
        "part of 1 introduction",
        "At the fair",
        "Shy at first",
    ):
        assert text in shown
    assert page._panel._fields[0].chips.chips() == ["open data"]


def test_what_is_not_known_takes_no_room(open_page, add):
    page = open_page()

    page.focus_person(add.person("Ada Okafor"))
    page.reload()
    page.focus_person(1)

    assert page._panel._ways_card.isHidden()
    assert page._panel._private_card.isHidden()
    assert page._panel._about_card.isHidden()


def test_a_photo_takes_the_place_of_the_initials(open_page, add, desk):
    ada, ravi = add.person("Ada Okafor"), add.person("Ravi Kapoor")
    picture = io.BytesIO()
    Image.new("RGB", (64, 32), "#1b6b63").save(picture, "JPEG")
    with desk.work(writes=True) as db:
        db.add(Photo(person_id=ada, content=picture.getvalue()))
        db.add(Photo(person_id=ravi, content=b"no picture"))
    page = open_page()

    page.focus_person(ada)
    middle = page._panel._face.grab().toImage().pixelColor(28, 28)
    assert (middle.red() < 60, middle.green() > 80) == (True, True)

    page.focus_person(ravi)
    assert page._panel._face._photo is None


def test_markup_in_what_people_wrote_is_shown_literally(open_page, add, desk):
    evil = "<b>Ada</b> &amp; <img src=x>"
    ada = add.person(evil)
    about(desk, ada, display_name=evil, remark=evil, role=evil, ways=(WayRow(WayKind.CHAT, evil),))
    page = open_page()

    page.focus_person(ada)

    assert texts(page._panel).count(evil) == 4
    formats = {label.textFormat() for label in page._panel.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    assert "&lt;b&gt;" in page._list._table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_an_e_mail_address_opens_a_letter(open_page, add, desk, opened_urls):
    ada = add.person("Ada Okafor")
    about(desk, ada, display_name="Ada", ways=(EMAIL,))
    page = open_page()
    page.focus_person(ada)

    page._panel._ways_card.findChild(LinkLabel).opened.emit()

    assert opened_urls == ["mailto:ada@example.org"]


def test_a_link_opens_once_the_mentor_has_seen_where_it_leads(open_page, add, desk, opened_urls):
    ada = add.person("Ada Okafor")
    about(desk, ada, display_name="Ada", ways=(WayRow(WayKind.LINK, "example.org/ada"),))
    page = open_page()
    page.focus_person(ada)
    seen = []

    answer(Question, lambda window: (seen.extend(texts(window)), window.reject()))
    page._panel._ways_card.findChild(LinkLabel).opened.emit()
    assert opened_urls == []

    answer(Question, lambda window: window.accept())
    page._panel._ways_card.findChild(LinkLabel).opened.emit()
    assert "https://example.org/ada" in seen
    assert opened_urls == ["https://example.org/ada"]


@pytest.mark.parametrize(
    ("kind", "value", "opens"),
    [
        (WayKind.EMAIL, "ada@example.org", "mailto:ada@example.org"),
        (WayKind.EMAIL, "a@b.org?bcc=eve@x.org", "mailto:a@b.org%3Fbcc=eve@x.org"),
        (WayKind.EMAIL, "not an address", None),
        (WayKind.EMAIL, "two words@x.org", None),
        (WayKind.LINK, "http://example.org", "http://example.org"),
        (WayKind.LINK, "file:///etc/passwd", None),
        (WayKind.LINK, "javascript:alert(1)", None),
        (WayKind.LINK, "ssh://example.org", None),
        (WayKind.LINK, "localhost", None),
        (WayKind.LINK, "two words", None),
        (WayKind.PHONE, "https://example.org", None),
    ],
)
def test_only_letters_and_web_pages_are_ever_opened(kind, value, opens):
    address = address_of(WayRow(kind, value))

    encoded = QUrl.ComponentFormattingOption.FullyEncoded
    assert (address.toString(encoded) if address else None) == opens


def test_every_way_can_be_copied(open_page, add, desk, qtbot):
    ada = add.person("Ada Okafor")
    about(desk, ada, display_name="Ada", ways=(WayRow(WayKind.PHONE, "+44 113"),))
    page = open_page()
    page.focus_person(ada)
    [copy] = [
        each
        for each in page._panel._ways_card.findChildren(type(page._add_button))
        if each.accessibleName() == "Copy +44 113"
    ]

    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "+44 113"


def test_of_very_many_ways_some_are_left_to_the_dialog(open_page, add, desk):
    ada = add.person("Ada Okafor")
    ways = tuple(WayRow(WayKind.PHONE, str(number)) for number in range(70))
    about(desk, ada, display_name="Ada", ways=ways)
    page = open_page()

    page.focus_person(ada)

    assert "and 10 more, under Edit…" in texts(page._panel._ways_card)


def test_the_buttons_tell_whom_they_concern(open_page, add, heard, qtbot):
    ada, mentorship = add.person("Ada Okafor"), add.mentee("Joy Mensah")
    page = open_page()
    introduced, taken = heard(page.introduce_requested), heard(page.take_on_requested)
    opened = heard(page.mentee_opened)

    page.focus_person(ada)
    qtbot.mouseClick(page._panel._introduce_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page._panel._mentee_button, Qt.MouseButton.LeftButton)
    page.focus_person(add.person_of(mentorship))
    assert page._panel._mentee_button.text() == "Open mentee"
    qtbot.mouseClick(page._panel._mentee_button, Qt.MouseButton.LeftButton)

    assert (introduced, taken, opened) == ([ada], [ada], [mentorship])


def test_a_mentee_opens_on_enter(open_page, add, heard):
    mentorship = add.mentee("Joy Mensah")
    page = open_page()
    opened = heard(page.mentee_opened)

    page._list._view.activated.emit(page._list._table.index(0, 0))

    assert opened == [mentorship]


def test_a_contact_opens_for_changing_on_enter(open_page, add, heard):
    add.person("Ada Okafor")
    page = open_page()
    changed = heard(page.changed)

    def rename(dialog):
        dialog._lines["role"].setText("Analyst")
        dialog.accept()

    answer(PersonDialog, rename)
    page._list._view.activated.emit(page._list._table.index(0, 0))

    assert [changes.did for changes in changed] == ["Changed Ada Okafor"]
    assert page._list._table.index(0, 1).data() == "Analyst"


def test_the_menu_holds_every_action(open_page, add, desk, heard):
    ada = add.person("Ada Okafor")
    about(desk, ada, display_name="Ada Okafor", ways=(EMAIL,))
    page = open_page()
    assert page.menu().actions() == []
    page.focus_person(ada)

    actions = {each.text(): each for each in page.menu().actions() if each.text()}
    taken = heard(page.take_on_requested)
    actions["Take on as mentee…"].trigger()
    actions["Copy the e-mail address"].trigger()

    assert list(actions) == [
        "Take on as mentee…",
        "Introduce…",
        "Edit…",
        "Write an e-mail",
        "Copy the e-mail address",
        "History of this person…",
        "Earlier versions of the remarks…",
        "Delete",
        "Forget for good…",
    ]
    assert taken == [ada]
    assert QGuiApplication.clipboard().text() == "ada@example.org"


def test_the_menu_opens_where_it_is_asked_for(open_page, add, qtbot):
    page = open_page()
    page._list._on_menu_requested(QPoint(5, 5))
    page.focus_person(add.person("Ada Okafor"))
    page.reload()
    page.focus_person(1)

    page._list._view.customContextMenuRequested.emit(QPoint(5, 500))

    [menu] = [each for each in page.findChildren(QMenu) if each.isVisible()]
    menu.close()


def test_delete_takes_a_contact_away_and_can_be_undone(open_page, add, desk, qtbot, heard):
    for name in ("Ada Okafor", "Tara Bell", "Zoe Young"):
        add.person(name)
    page = open_page()
    changed = heard(page.changed)
    page.focus_person(1)
    page._list._view.setFocus()

    qtbot.keyClick(page._list._view, Qt.Key.Key_Delete)

    assert names(page) == ["Tara Bell", "Zoe Young"]
    assert changed[0].did == "Deleted Ada Okafor"
    assert page._list.chosen_id() == 3
    page.react_to(desk.do(undo_step, step_id=changed[0].step))
    assert names(page) == ["Tara Bell", "Ada Okafor", "Zoe Young"]


def test_a_mentee_is_not_deleted_here_and_it_says_why(open_page, add, qtbot, heard, desk):
    add.mentee("Joy Mensah")
    page = open_page()
    refused = heard(page.refused)
    page.focus_person(1)
    page._list._view.setFocus()

    qtbot.keyClick(page._list._view, Qt.Key.Key_Delete)

    assert refused == ["Joy Mensah is or was your mentee; delete the mentorship first."]
    assert desk.run(count_people) == 1


def test_an_empty_network_offers_the_first_step(open_page, heard, qtbot):
    page = open_page()
    asked = heard(page.import_requested)

    assert page._stack.currentWidget() is page._empty
    page._empty.step_requested.emit()
    qtbot.mouseClick(page._import_button, Qt.MouseButton.LeftButton)

    assert len(asked) == 2


def test_adding_somebody_shows_them(open_page, heard, desk):
    page = open_page()
    changed = heard(page.changed)

    def fill(dialog):
        dialog._lines["given"].setText("Ada")
        dialog._lines["family"].setText("Okafor")
        dialog.accept()

    answer(PersonDialog, fill)
    page.make_new()

    assert changed[0].did == "Added Ada Okafor"
    assert page._list.chosen_id() == changed[0].made
    assert page._stack.currentWidget() is page._splitter


def test_thinking_better_of_it_changes_nothing(open_page, heard):
    page = open_page()
    changed = heard(page.changed)

    answer(PersonDialog, lambda dialog: dialog.reject())
    page.make_new()

    assert changed == []


def test_who_can_help_is_named_and_opens(open_page, add, qtbot):
    ravi = add.person("Ravi Kapoor")
    add.topic(ravi, TopicKind.EXPERTISE, "people analytics", level=TopicLevel.EXPERT)
    add.topic(add.person("Ruth Stein"), TopicKind.INTEREST, "people analytics")
    page = open_page()
    card = page._helping_card

    qtbot.keyClicks(card._topic_edit, "analytics")
    qtbot.waitUntil(lambda: card._table.rowCount() == 2)

    first = card._table.row_at(card._table.index(0, 0))
    assert card._table.detail(first) == "offers people analytics · expert"
    last = card._table.row_at(card._table.index(1, 0))
    assert card._table.detail(last) == "cares about people analytics"
    card._view.activated.emit(card._table.index(0, 0))
    assert page._list.chosen_id() == ravi


def test_when_nobody_can_help_it_says_so(open_page, add):
    add.person("Ada Okafor")
    page = open_page()

    page._helping_card.ask("chess")

    assert page._helping_card._nobody_label.isVisible()
    assert not page._helping_card._view.isVisible()


def test_a_person_who_is_kept_out_by_words_is_shown_all_the_same(open_page, add):
    ada = add.person("Ada Okafor")
    add.person("Tara Bell")
    page = open_page()
    page._list._filter_edit.setText("tara")
    page._list.reload()

    page.focus_person(ada)

    assert page._list.chosen_id() == ada
    assert not page._list.is_narrowed()


def test_somebody_who_is_gone_is_passed_over(open_page, add):
    add.person("Ada Okafor")
    page = open_page()

    page.focus_person(99)

    assert page._list.chosen_id() is None


def test_changes_elsewhere_are_read_again(open_page, add, desk):
    ada = add.person("Ada Okafor")
    page = open_page()
    page.focus_person(ada)
    changes = desk.do(
        edit_person, person_id=ada, entry=PersonEntry(display_name="Ada Bell", role="Coach")
    )

    page.react_to(Changes(Area.GOALS))
    assert "Coach" not in texts(page._panel)

    page.react_to(changes)
    assert "Coach" in texts(page._panel)
    assert page._list.chosen_id() == ada


def test_ten_thousand_people_are_narrowed_at_once(open_page, desk, now, qtbot):
    from mentor_desk.exchange.records import ForeignPeople, PersonRecord
    from mentor_desk.services.transfer.importing import apply_import

    many = tuple(
        PersonRecord(n, n, display_name=f"Person {n}", given="Person", family=str(n))
        for n in range(1, 10_001)
    )
    desk.do(apply_import, ForeignPeople(many), now=now, source="many.vcf")
    page = open_page()
    assert page._list._count_label.text() == f"{count(10_000)} people"

    page._list._filter_edit.setText("9999")

    qtbot.waitUntil(lambda: names(page) == ["Person 9999"])


def test_the_table_keeps_qts_rules(open_page, add, qtmodeltester):
    add.mentee("Ada Okafor")
    add.topic(add.person("Ravi Kapoor"), TopicKind.EXPERTISE, "chess")
    page = open_page()
    page._helping_card.ask("chess")

    qtmodeltester.check(page._list._table)
    qtmodeltester.check(page._helping_card._table)


def test_everything_that_takes_the_keyboard_has_a_name(open_page, add, desk, nameless):
    ada = add.person("Ada Okafor")
    about(desk, ada, display_name="Ada", ways=(EMAIL, WayRow(WayKind.PHONE, "1")), remark="Shy")
    add.topic(ada, TopicKind.INTEREST, "chess", level=TopicLevel.LOW)
    page = open_page()
    page.focus_person(ada)
    page._helping_card.ask("chess")

    assert nameless(page) == []


@pytest.mark.parametrize(("width", "shown"), [(1240, 5), (1060, 3), (900, 2)])
def test_a_narrow_list_leaves_out_columns_rather_than_names(open_page, add, qtbot, width, shown):
    add.person("Wilhelmina Okafor-Lindqvist")
    page = open_page()
    view = page._list._view

    page.resize(width, 800)
    QApplication.processEvents()

    assert view.columnWidth(0) >= theme.scaled(180)
    assert sum(not view.isColumnHidden(column) for column in range(5)) == shown
    page.resize(1400, 800)
    QApplication.processEvents()
    assert not any(map(view.isColumnHidden, range(5)))
