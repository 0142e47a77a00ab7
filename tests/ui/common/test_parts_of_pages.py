"""Widgets that pages are made of: what they show, how they are used, how they are heard."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QDateEdit, QLabel, QVBoxLayout, QWidget

from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.bars import ProgressBar, Sparkline
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card, PageHeader
from mentor_desk.ui.common.check_line import CheckLine
from mentor_desk.ui.common.chip_edit import ChipEdit
from mentor_desk.ui.common.date_edit import DateEdit, MomentEdit
from mentor_desk.ui.common.delegates import CheckDelegate, CheckLook, PersonDelegate, PersonLook
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.goal_slider import GoalSlider
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Avatar, Chip, ChipRow, Pill
from mentor_desk.ui.common.number_edit import NumberEdit
from mentor_desk.ui.common.text import plain_label, set_tooltip, without_mnemonic
from mentor_desk.ui.common.toast import Toasts
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.common.views import row_list
from tests.ui.common.gallery import Gallery

# The screen that tests draw on says so whenever a window has a least size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget)
    widget.resize(600, 400)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    return widget


def proxy_of(part: QWidget) -> QWidget:
    proxy = part.focusProxy()
    assert proxy is not None
    return proxy


def put(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()


def makers():
    yield "label", lambda text: plain_label(text, TextRole.STRONG, wrap=True)
    yield "elided", lambda text: plain_label(text, elide=True)
    yield "link", LinkLabel
    yield "avatar", Avatar
    yield "pill", lambda text: Pill(text, Tone.RED)
    yield "chip", lambda text: Chip(text, is_door=True, is_removable=True)
    yield "card", lambda text: Card(text, count=3)
    yield "header", lambda text: PageHeader(text, text)
    yield "slider", lambda text: GoalSlider(text, 5, caption=text)
    yield "check", lambda text: CheckLine(text, text, pill=text)
    yield "empty", lambda text: EmptyState("users", text)
    yield "banner", Banner


@pytest.mark.parametrize(("which", "make"), list(makers()), ids=lambda value: str(value)[:10])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_part_survives_hard_text_in_both_directions(
    qtbot, which: str, make, hard_text: str, direction: Qt.LayoutDirection
):
    part = make(hard_text)
    part.setLayoutDirection(direction)
    qtbot.addWidget(part)
    part.resize(200, 60)

    drawn = part.grab()

    assert not drawn.isNull()
    for label in part.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_picture_named_in_a_text_is_not_opened(qtbot, tmp_path: Path):
    from PySide6.QtGui import QImage

    canary = tmp_path / "canary.png"
    picture = QImage(300, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(canary))
    label = plain_label(f'<img src="{canary}">')
    qtbot.addWidget(label)

    assert label.sizeHint().height() < 100


def test_a_tooltip_shows_its_words_and_no_markup(qtbot):
    label = plain_label("Ada")
    qtbot.addWidget(label)

    set_tooltip(label, "<b>Ada</b> & Söhne\nLeeds")

    assert label.toolTip() == "<qt>&lt;b&gt;Ada&lt;/b&gt; &amp; Söhne<br/>Leeds</qt>"


def test_an_ampersand_in_a_name_makes_no_shortcut(qtbot):
    made = button(without_mnemonic("Smith & Sons"))
    qtbot.addWidget(made)

    assert made.shortcut().isEmpty()
    assert QAccessible.queryAccessibleInterface(made).text(QAccessible.Text.Name) == "Smith & Sons"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Okafor", "AO"), ("ada", "A"), ("", "·"), ("— !", "·"), ("Mary Ann Lee", "ML")],
)
def test_initials_are_one_or_two_letters(name: str, letters: str):
    assert paint.initials(name) == letters


def test_a_person_keeps_the_same_colour():
    assert paint.tone_of("Ada Okafor") is paint.tone_of("Ada Okafor")
    assert len({paint.tone_of(f"Person {n}") for n in range(60)}) == 6


def test_every_focusable_part_of_the_gallery_has_a_name(qtbot):
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show()

    unnamed = [
        widget
        for widget in gallery.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.focusProxy()
        and not _spoken_name(widget)
    ]

    assert unnamed == []


def _spoken_name(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face else ""


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
def test_the_gallery_can_be_drawn_in_every_scheme_and_size(light, qtbot, scheme):
    theme.apply(light, scheme, text_scale=1.5)
    gallery = Gallery()
    qtbot.addWidget(gallery)

    assert not gallery.grab().isNull()


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Space])
def test_a_link_opens_with_the_keyboard_and_the_mouse(qtbot, window, heard, key):
    link = LinkLabel("Ada Okafor")
    put(window, link)
    opened = heard(link.opened)

    qtbot.keyClick(link, key)
    qtbot.mouseClick(link, LEFT)

    assert len(opened) == 2


def test_a_chip_opens_and_asks_to_be_removed(qtbot, window, heard):
    chip = Chip("open data", is_door=True, is_removable=True)
    put(window, chip)
    opened, removals = heard(chip.opened), heard(chip.removal_requested)

    qtbot.keyClick(chip, KEY.Key_Return)
    qtbot.keyClick(chip, KEY.Key_Delete)
    qtbot.mouseClick(chip, LEFT, pos=QPoint(8, 8))
    qtbot.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 4, 8))

    assert opened == ["open data"] * 2
    assert removals == ["open data"] * 2


def test_chips_go_on_in_a_new_line(qtbot, window):
    row = ChipRow()
    put(window, row)

    row.set_chips([(f"topic number {n}", Tone.BLUE) for n in range(12)])

    assert row.heightForWidth(200) > 3 * row.heightForWidth(4000)


def test_chips_begin_at_the_right_in_a_mirrored_window(qtbot, window):
    row = ChipRow()
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    put(window, row)
    row.set_chips([("a", Tone.BLUE), ("b", Tone.BLUE)])
    window.grab()

    first, second = row.findChildren(Chip)[:2]

    assert first.x() > second.x()
    assert first.geometry().right() == row.width() - 1


@pytest.fixture
def topics(window) -> ChipEdit:
    edit = ChipEdit(placeholder="Topics")
    put(window, edit)
    return edit


def line_of(edit: ChipEdit):
    from PySide6.QtWidgets import QLineEdit

    return edit.findChild(QLineEdit)


def test_enter_comma_and_leaving_make_chips(qtbot, topics, heard):
    added = heard(topics.added)
    line = line_of(topics)

    qtbot.keyClicks(line, "open data")
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.keyClicks(line, "choir, ")
    qtbot.keyClicks(line, "chess")
    topics.window().setFocus()

    assert added == ["open data", "choir", "chess"]
    assert topics.chips() == added
    assert line.text() == ""


def test_the_same_topic_is_not_added_twice(qtbot, topics):
    topics.set_chips(["Café"])

    qtbot.keyClicks(line_of(topics), "CAFE,  ,")

    assert topics.chips() == ["Café"]


def test_backspace_at_the_start_takes_the_last_chip(qtbot, topics, heard):
    topics.set_chips(["a", "b"])
    removed = heard(topics.removed)

    qtbot.keyClick(line_of(topics), KEY.Key_Backspace)

    assert removed == ["b"]
    assert topics.chips() == ["a"]


def test_a_completion_becomes_a_chip(qtbot, topics):
    topics.set_completions(["people analytics"])
    line = line_of(topics)
    qtbot.keyClicks(line, "anal")

    with qtbot.waitSignal(topics.added):
        line.completer().activated.emit("people analytics")

    assert topics.chips() == ["people analytics"]
    assert line.text() == ""


def test_hard_text_becomes_one_chip_at_most_per_line(topics, hard_text):
    topics.set_chips([hard_text])

    assert topics.chips() == [hard_text]
    assert not topics.grab().isNull()


def test_a_slider_tells_each_step_and_where_it_was_let_go(qtbot, window, heard):
    slider = GoalSlider("Present the study", 70, was=70)
    put(window, slider)
    window.grab()
    moved, settled = heard(slider.moved), heard(slider.settled)
    groove = proxy_of(slider)

    qtbot.mousePress(groove, LEFT, pos=QPoint(groove.width() // 2, 10))
    assert settled == []
    qtbot.mouseRelease(groove, LEFT, pos=QPoint(groove.width() // 2, 10))
    qtbot.keyClick(groove, KEY.Key_Right)

    assert len(settled) == 2
    assert 48 <= settled[0] <= 52
    assert settled[1] == settled[0] + 1
    assert moved[-1] == slider.value()


def test_a_mirrored_slider_grows_to_the_left(qtbot, window):
    slider = GoalSlider("Present the study", 50)
    slider.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    put(window, slider)
    window.grab()
    groove = proxy_of(slider)

    qtbot.mouseClick(groove, LEFT, pos=QPoint(groove.width() - 20, 10))

    assert slider.value() < 10


def test_setting_a_value_tells_nobody(heard, window):
    slider = GoalSlider("Present the study", 50)
    put(window, slider)
    told = heard(slider.moved)

    slider.set_value(80)

    assert slider.value() == 80
    assert told == []


def test_a_line_is_ticked_by_space_and_by_a_click(qtbot, window, heard):
    line = CheckLine("Finish the deck", "Ada")
    put(window, line)
    told = heard(line.ticked)

    qtbot.keyClick(line, KEY.Key_Space)
    qtbot.mouseClick(line, LEFT)

    assert told == [True, False]


def test_a_row_of_a_list_is_ticked_by_space_and_by_a_click_on_its_box(qtbot, window, heard):
    rows = GroupedRows[str](lambda row: row)
    rows.set_groups([Group("Open", ["Finish the deck"])])
    delegate = CheckDelegate(lambda row: CheckLook(row, "Ada", pill="late"))
    view = row_list(rows, delegate, "Actions")
    put(window, view)
    told = heard(delegate.ticked)
    index = rows.index(1, 0)
    view.setCurrentIndex(index)

    qtbot.keyClick(view, KEY.Key_Space)
    box = view.visualRect(index).topLeft() + QPoint(14, view.visualRect(index).height() // 2)
    qtbot.mouseClick(view.viewport(), LEFT, pos=box)
    qtbot.mouseClick(view.viewport(), LEFT, pos=box + QPoint(120, 0))

    assert told == [("Finish the deck", True)] * 2


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_person_row_is_painted_whatever_the_name(qtbot, window, hard_text, direction):
    rows = GroupedRows[str](lambda row: row)
    rows.set_groups([Group("People", [hard_text])])
    look = PersonDelegate(lambda row: PersonLook(row, row, pill=row))
    view = row_list(rows, look, "People")
    view.setLayoutDirection(direction)
    put(window, view)
    view.selectAll()

    assert not view.grab().isNull()
    assert look.row_height() > 2 * view.fontMetrics().height()


def test_a_form_shows_a_refusal_beside_its_field(qtbot, window):
    form = Form()
    minutes = NumberEdit(5)
    form.add_field("minutes", "&Length", minutes)
    put(window, form)

    form.show_refusal(InvalidEntryError("A session lasts a day at most.", field="minutes"))

    assert form.refusal_of("minutes") == "A session lasts a day at most."
    assert form.refusal_of() == ""
    assert minutes.property("refused") is True
    assert _spoken_name(minutes) == "Length"

    form.show_refusal(NotFoundError("This person is gone."))

    assert form.refusal_of("minutes") == ""
    assert form.refusal_of() == "This person is gone."
    assert minutes.property("refused") is False


def test_a_form_can_refuse_several_fields_at_once(qtbot):
    form = Form()
    qtbot.addWidget(form)
    form.add_pair(("a", "A", NumberEdit()), ("b", "B", NumberEdit()))

    form.show_refusals({"a": "Too little.", "b": "Too much."})

    assert (form.refusal_of("a"), form.refusal_of("b")) == ("Too little.", "Too much.")


def test_a_day_may_be_left_open(qtbot, window, heard):
    edit = DateEdit(date(2026, 12, 18))
    put(window, edit)
    told = heard(edit.changed)
    inner = proxy_of(edit)

    qtbot.keyClick(inner, KEY.Key_Delete)
    assert edit.value() is None
    assert isinstance(inner, QDateEdit)
    assert inner.text() == "no date"
    qtbot.keyClick(inner, KEY.Key_Up)

    assert edit.value() == date.today()  # noqa: DTZ011
    assert told == [None, edit.value()]


def test_a_moment_is_kept_in_utc_and_shown_in_local_time(qtbot, window):
    moment = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)

    edit = MomentEdit(moment)
    put(window, edit)

    assert edit.value() == moment
    assert moment.astimezone().strftime("%H:%M") in edit.text()


def test_a_toast_takes_back_once_and_steals_no_focus(qtbot, window):
    line = NumberEdit()
    put(window, line)
    line.setFocus()
    undone: list[str] = []
    toasts = Toasts(window)

    toast = toasts.say("Deleted.", undo=lambda: undone.append("yes"))
    assert window.focusWidget() is line
    toast.take_back()
    toast.take_back()

    assert undone == ["yes"]
    assert not toast.isVisible()


def test_a_toast_waits_while_the_mouse_is_on_it(qtbot, window):
    toast = Toasts(window).say("Deleted.", undo=lambda: None, seconds=60)
    assert toast.is_waiting()

    middle = QPoint(5, 5).toPointF()
    toast.enterEvent(QEnterEvent(middle, middle, middle))
    assert not toast.is_waiting()

    from PySide6.QtCore import QEvent

    toast.leaveEvent(QEvent(QEvent.Type.Leave))

    assert toast.is_waiting()


def test_a_toast_goes_by_itself_and_gives_way_to_the_next(qtbot, window):
    toasts = Toasts(window)
    first = toasts.say("One.", seconds=60)
    second = toasts.say("Two.", seconds=0.01)

    assert not first.isVisible()
    with qtbot.waitSignal(second.destroyed):
        pass

    toasts.clear()


def test_escape_closes_a_toast_that_has_the_keyboard(qtbot, window):
    toast = Toasts(window).say("Deleted.", seconds=60)

    qtbot.keyClick(toast, KEY.Key_Escape)

    assert not toast.isVisible()


def test_an_empty_page_offers_its_first_step(qtbot, window, heard):
    page = EmptyState("users", "Nobody here yet.", "Add a person")
    put(window, page)
    asked = heard(page.step_requested)

    from PySide6.QtWidgets import QPushButton

    qtbot.mouseClick(page.findChild(QPushButton), LEFT)

    assert len(asked) == 1


def test_a_banner_acts_and_closes(qtbot, window, heard):
    banner = Banner("The file is gone.", action="Choose…")
    put(window, banner)
    acted, closed = heard(banner.acted), heard(banner.closed)

    qtbot.mouseClick(banner._action_button, LEFT)
    qtbot.mouseClick(banner._close_button, LEFT)

    assert (len(acted), len(closed)) == (1, 1)
    assert banner.isHidden()

    banner.say("Again.")

    assert banner.isVisible()


def test_the_look_of_a_button_is_what_the_stylesheet_reads(qtbot):
    made = button("Keep", Look.PRIMARY)
    qtbot.addWidget(made)

    assert made.property("look") == "primary"


@pytest.mark.parametrize("values", [[], [5], [0, 0], [-3, 200], [0.1, 0.9]])
def test_small_charts_draw_any_values(qtbot, values):
    line, bar = Sparkline(values), ProgressBar(values[0] if values else 2.0)
    qtbot.addWidget(line)
    qtbot.addWidget(bar)

    assert not line.grab().isNull()
    assert not bar.grab().isNull()
