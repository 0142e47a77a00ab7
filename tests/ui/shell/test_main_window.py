"""The window: from its frame to an open desk, and from page to page."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from mentor_desk import paths
from mentor_desk.services.network.listing import count_people, oneself
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.opening.opening import make_desk, make_desk_at, open_desk
from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import appearance, theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.recovery.page import RescuePage
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.opening.recovery import RecoveryPage
from mentor_desk.ui.shell.opening.unlock import TroublePage, UnlockPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from mentor_desk.ui.shell.whereabouts import Place

SECRET = "correct horse battery"


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def window(qtbot, home):
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    return window


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "desk"
    make_sample_desk(folder)
    return folder


@pytest.fixture
def on_sample(qtbot, window, sample):
    with qtbot.waitSignal(window.desk_shown):
        window.begin(sample)
    window.pages.mentee_room.make_tabs()
    yield window
    window.close_desk()


def page_of(window, kind):
    return next(iter(window.findChildren(kind)), None)


def test_the_first_start_shows_three_ways_and_no_page_of_a_desk(window):
    window.begin()

    welcome = page_of(window, WelcomePage)
    assert window.focusWidget() is welcome._name_edit
    assert window.pages is None
    assert not (paths.default_desk() / "desk.db").exists()


def test_a_desk_is_started_with_a_name_and_a_passphrase(qtbot, window):
    window.begin()
    welcome = page_of(window, WelcomePage)
    qtbot.waitUntil(welcome._passphrase_choice.isChecked)
    qtbot.keyClicks(welcome._name_edit, "Michelle Roy")
    qtbot.keyClicks(welcome._passphrase_edit, SECRET)
    qtbot.keyClicks(welcome._again_edit, SECRET)

    qtbot.mouseClick(welcome._start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page_of(window, RecoveryPage) is not None, timeout=10_000)

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(page_of(window, RecoveryPage).kept_button, Qt.MouseButton.LeftButton)

    assert window.pages.desk.run(oneself).name == "Michelle Roy"
    window.close_desk()
    open_desk(paths.default_desk(), passphrase=SECRET).close()


@pytest.mark.parametrize(
    ("name", "first", "again", "field"),
    [
        ("", SECRET, SECRET, "name"),
        ("Me", SECRET, "another one", "again"),
        ("Me", "short", "short", "passphrase"),
    ],
)
def test_what_cannot_start_a_desk_is_said_beside_its_field(
    qtbot, window, name, first, again, field
):
    window.begin()
    welcome = page_of(window, WelcomePage)
    qtbot.waitUntil(welcome._passphrase_choice.isChecked)
    welcome._name_edit.setText(name)
    welcome._passphrase_edit.setText(first)
    welcome._again_edit.setText(again)

    qtbot.mouseClick(welcome._start_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: welcome._form.refusal_of(field) != "")
    assert window.pages is None
    assert welcome.isEnabled()


def test_a_locked_desk_asks_for_its_passphrase_and_says_when_it_is_wrong(qtbot, window, home):
    make_desk(home / "desk", name="Me", passphrase=SECRET, reveal=str).close()
    window.begin(home / "desk")
    unlock = page_of(window, UnlockPage)
    qtbot.keyClicks(unlock._edit, "wrong one")
    qtbot.keyPress(unlock._edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open" in unlock._form.refusal_of("passphrase"))

    qtbot.keyClicks(unlock._edit, SECRET)
    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.keyPress(unlock._edit, Qt.Key.Key_Return)

    assert window.pages is not None
    window.close_desk()


def test_a_passphrase_file_opens_a_desk_without_asking(qtbot, window, home):
    make_desk(home / "desk", name="Me", passphrase=SECRET, reveal=str).close()
    (home / "pass").write_text(SECRET + "\n")

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        window.begin(home / "desk", passphrase_file=str(home / "pass"))

    window.close_desk()


def test_a_desk_that_cannot_be_opened_says_why_and_gives_a_way_on(qtbot, window, home):
    make_desk(home / "desk", name="Me", passphrase=SECRET, reveal=str).close()
    (home / "desk" / "desk.db").write_bytes(b"")

    window.begin(home / "desk")

    trouble = page_of(window, RescuePage)
    assert "empty or cut off" in trouble.sentence_label.text()
    assert (home / "desk" / "desk.db").read_bytes() == b""


def test_an_empty_data_file_of_ones_own_is_never_taken_for_a_first_start(window):
    make_desk(paths.default_desk(), name="Me", passphrase=SECRET, reveal=str).close()
    (paths.default_desk() / "desk.db").unlink()

    window.begin()

    assert page_of(window, RescuePage) is not None
    assert page_of(window, WelcomePage) is None


def test_a_second_window_on_one_desk_is_told_so(qtbot, window, sample):
    first = open_desk(sample)

    window.begin(sample)

    assert "already open" in page_of(window, TroublePage).sentence_label.text()
    first.close()


def test_the_sample_desk_opens_without_asking_and_says_what_it_is(qtbot, window):
    window.begin()
    welcome = page_of(window, WelcomePage)

    with qtbot.waitSignal(window.desk_shown, timeout=20_000):
        qtbot.mouseClick(welcome._sample_button, Qt.MouseButton.LeftButton)

    assert "invented" in window.frame.sidebar._subtitle.text()
    assert (paths.sample_desk() / "desk.db").exists()
    window.close_desk()


def test_every_page_opens_by_its_key_and_alt_left_goes_back(qtbot, on_sample):
    shown = []
    on_sample.pages.arrived.connect(shown.append)

    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
        qtbot.keyPress(on_sample, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyPress(on_sample, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert shown == ["introductions", "network", "reviews", "mentees", "reviews"]


def test_the_navigation_counts_what_the_desk_holds(qtbot, on_sample):
    qtbot.waitUntil(lambda: on_sample.frame.sidebar._buttons["network"]._count != "")

    people = on_sample.pages.desk.run(count_people)
    assert on_sample.frame.sidebar._buttons["network"]._count == str(people)
    assert "open" in on_sample.frame.sidebar._buttons["introductions"]._count


def test_what_is_done_is_said_and_ctrl_z_takes_it_back(qtbot, on_sample):
    desk = on_sample.pages.desk
    before = desk.run(count_people)
    entry = PersonEntry(display_name="Somebody New")
    on_sample.pages.announce(desk.do(add_person, entry=entry, now=desk.now()))
    assert on_sample.words.toasts._toast is not None

    on_sample.setFocus()
    qtbot.keyPress(on_sample, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert desk.run(count_people) == before


def test_nothing_to_undo_says_so(qtbot, window, home):
    make_desk_at(home / "empty").close()
    with qtbot.waitSignal(window.desk_shown):
        window.begin(home / "empty")

    window.verbs.undo()

    assert window.words.toasts._toast.accessibleName() == "There is nothing to undo."
    window.close_desk()


def test_files_dropped_on_the_window_are_handed_to_the_import(qtbot, on_sample, home):
    handed = []
    on_sample._pages.bring_in = handed.append
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(home / "people.vcf")), QUrl("https://example.org/x")])

    on_sample.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )

    qtbot.waitUntil(lambda: handed == [[home / "people.vcf"]])


def test_the_appearance_is_switched_and_remembered(window, home):
    window.begin()

    appearance.wear(window.settings, scheme=Scheme.DARK)

    assert theme.tokens().is_dark
    assert Settings(home / "settings.json").text("appearance") == "dark"
    appearance.wear(window.settings, scheme=Scheme.LIGHT)


def test_the_window_comes_back_where_it_was(qtbot, home, window):
    window.setGeometry(40, 50, 1111, 777)
    window.close()

    again = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(again)

    assert (again.width(), again.height()) == (1111, 777)


def test_a_window_on_a_screen_that_is_gone_comes_back_in_sight(qtbot, home):
    Settings(home / "settings.json").remember({"window": [90_000, 90_000, 900, 700, 0]})

    window = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(window)

    assert window.x() < 5000


def test_splitters_and_columns_are_remembered_with_their_page(qtbot, home, window, sample):
    with qtbot.waitSignal(window.desk_shown):
        window.begin(sample)
    page = window.pages.page("mentees")
    page._splitter.setSizes([400, 700])
    widths = page._splitter.sizes()
    window.pages.go(Place("network"))
    people = window.pages.page("network")._list
    people._view.setColumnWidth(2, 201)
    people._view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    order = list(people._ids)
    window.close_desk()

    with qtbot.waitSignal(window.desk_shown):
        window.opener.open(sample)

    assert window.pages.page("mentees")._splitter.sizes() == widths
    window.pages.go(Place("network"))
    again = window.pages.page("network")._list
    assert again._view.columnWidth(2) == 201
    assert again._view.horizontalHeader().sortIndicatorSection() == 3
    assert again._ids == order
    window.close_desk()


def test_a_place_that_is_gone_is_refused_and_the_page_stays(qtbot, on_sample):
    on_sample.pages.go(Place("mentees", 123_456, "session"))

    assert "no longer" in on_sample.words.banner._sentence_label.text()
    assert on_sample.pages.current() is on_sample.pages.page("mentees")


def words_of_where(window):
    seen = []

    def read():
        dialog = QApplication.activeModalWidget()
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        seen.append(dialog.verb_button.isVisible())
        dialog.reject()

    QTimer.singleShot(0, read)
    window.verbs.show_where()
    return seen


def test_where_things_lie_names_the_desk_that_is_locked(qtbot, window, home):
    make_desk(home / "elsewhere", name="Me", passphrase=SECRET, reveal=str).close()

    window.begin(home / "elsewhere")

    words = words_of_where(window)
    assert words[words.index("This desk") + 1] == str(home / "elsewhere")
    assert words[-1] is True


def test_where_things_lie_promises_no_folder_before_there_is_a_desk(window):
    window.begin()

    words = words_of_where(window)

    assert words[words.index("Your desk, once you start it") + 1] == str(paths.default_desk())
    assert words[-1] is False


def test_a_folder_without_a_desk_is_called_what_it_is(window, home):
    (home / "empty").mkdir()

    window.begin(home / "empty")

    page = page_of(window, TroublePage)
    words = [label.text() for label in page.findChildren(QLabel)]
    assert page.title_label.text() == "No desk lies here"
    assert "The desk lies here:" not in words
    assert str(home / "empty") in words
