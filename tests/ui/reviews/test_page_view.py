"""Pages lie whole beside each other, are drawn when they are looked at, and stay in their place."""

import os
import subprocess
import sys
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mentor_desk.reports.progress_review import print_review
from mentor_desk.reports.records import Paper, ReviewRecord, SessionRecord
from mentor_desk.services.reviews.reviewing import RenderedReview
from mentor_desk.ui.common import theme
from mentor_desk.ui.reviews.page_view import PageView
from mentor_desk.ui.reviews.pdf_pages import MOST_BYTES, MOST_PIXELS
from mentor_desk.ui.reviews.preview import Preview

ONE, TWO, FIVE, MANY = 0, 3, 8, 100
NOTES = "A line of notes.\n\n" * 20
USUAL = QSize(760, 740)


@cache
def paper(sessions, name="Ada Okafor"):
    """Return a review of as many sessions: of one page, of two, of five, of more than fifty."""
    held = SessionRecord(date(2026, 11, 9), 60, "Rehearsal", NOTES)
    record = ReviewRecord(name, date(2026, 9, 1), date(2026, 11, 23), sessions=(held,) * sessions)
    return print_review(record, paper=Paper.A4).content


@pytest.fixture
def show(qtbot):
    """Show a paper in a view and wait until what is in sight is drawn."""

    def show(pdf, size=USUAL, *, is_mirrored=False):
        view = PageView()
        qtbot.addWidget(view)
        if is_mirrored:
            view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        view.resize(size)
        view.show_bytes(pdf)
        view.show()
        drawn(qtbot, view)
        return view

    return show


def pages_in_sight(view):
    seen = view.viewport().rect()
    return [n for n in range(view._told[1]) if view.page_area(n).intersects(seen)]


def is_sharp(view, page):
    picture = view._pages.picture(page)
    return picture is not None and picture.size() == view._sharp_size(page)


def drawn(qtbot, view):
    qtbot.waitExposed(view)
    qtbot.waitUntil(
        lambda: all(is_sharp(view, page) for page in pages_in_sight(view)), timeout=10000
    )


def ink(image):
    """Return how many of some thousand spots are darker than paper and ground."""
    spots = [
        image.pixelColor(x, y).lightness()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    ]
    return sum(lightness < 160 for lightness in spots)


def wheel(view, turn, at):
    QApplication.sendEvent(
        view.viewport(),
        QWheelEvent(
            QPointF(at),
            QPointF(view.viewport().mapToGlobal(at)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_two_pages_lie_whole_beside_each_other_the_first_at_the_left(show):
    view = show(paper(TWO))

    first, second = view.page_area(0), view.page_area(1)

    assert first.top() == second.top()
    assert first.right() < second.left()
    assert all(view.viewport().rect().contains(area) for area in (first, second))
    assert first.width() + second.width() > 0.9 * view.viewport().width() - 24
    assert not view.verticalScrollBar().isVisible()
    assert not view.horizontalScrollBar().isVisible()


def test_in_a_mirrored_window_the_first_page_lies_at_the_right(qtbot, show):
    view = show(paper(FIVE), is_mirrored=True)
    assert view.page_area(0).left() > view.page_area(1).right()
    assert view.page_area(4).left() == view.page_area(0).left()

    for _ in range(9):
        view.zoom_in()

    assert view.page_area(0).right() == pytest.approx(view.viewport().rect().right() - 24, abs=2)
    view.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    view.fit()
    assert view.page_area(0).right() < view.page_area(1).left()


def test_a_page_that_is_alone_is_as_high_as_the_view(show):
    view = show(paper(ONE))

    assert view.viewport().rect().contains(view.page_area(0))
    assert view.page_area(0).height() > view.viewport().height() - 60
    middle = view.viewport().rect().center().x()
    assert view.page_area(0).center().x() == pytest.approx(middle, abs=1)


def test_where_two_could_not_be_read_pages_lie_below_each_other(show):
    view = show(paper(TWO), QSize(400, 700))

    assert view.page_area(0).left() == view.page_area(1).left()
    assert view.page_area(0).bottom() < view.page_area(1).top()
    assert view.page_area(0).width() > 330


def test_a_wide_window_has_room_for_three(show):
    view = show(paper(FIVE), QSize(1900, 760))

    assert len({view.page_area(page).top() for page in range(3)}) == 1
    assert view.viewport().rect().contains(view.page_area(2))


def test_only_pages_in_sight_are_drawn_one_at_each_turn_of_the_loop(qtbot):
    view = PageView()
    qtbot.addWidget(view)
    view.resize(USUAL)
    heard = []
    view._pages.drawn.connect(heard.append)
    ticks = QTimer(interval=0)
    ticks.timeout.connect(lambda: heard.append("turn"))

    view.show_bytes(paper(MANY))
    view.show()
    assert heard == []
    ticks.start()
    drawn(qtbot, view)
    ticks.stop()

    numbers = [place for place, what in enumerate(heard) if what != "turn"]
    assert [heard[place] for place in numbers] == pages_in_sight(view) == [0, 1, 2, 3]
    assert all("turn" in heard[a:b] for a, b in pairwise(numbers))
    assert view._told == (1, 55)
    assert set(view._pages._pictures) == {0, 1, 2, 3}


def test_the_words_of_the_paper_are_on_the_screen_on_white(show):
    view = show(paper(TWO))

    image = view.grab(view.page_area(0)).toImage()

    assert image.pixelColor(5, 5).name() == "#ffffff"
    assert ink(image) > 60


def test_zoomed_pages_scroll_both_ways_and_become_sharp_without_a_blank_moment(qtbot, show):
    view = show(paper(TWO))
    before = view.page_area(0).width()

    for _ in range(9):
        view.zoom_in()
    shown_at_once = view.grab().toImage()

    assert ink(shown_at_once) > 60
    assert not is_sharp(view, 0)
    assert view.page_area(0).width() > 3 * before
    assert view.verticalScrollBar().maximum() > 0
    assert view.horizontalScrollBar().maximum() > 0
    assert view.page_area(0).topLeft() == QPoint(24, 24)
    drawn(qtbot, view)


def test_fit_goes_back_to_whole_pages(qtbot, show):
    view = show(paper(TWO))
    areas = [view.page_area(0), view.page_area(1)]

    view.zoom_out()
    assert not view.is_fitted
    assert view.page_area(0).width() < areas[0].width()
    view.fit()

    assert view.is_fitted
    assert [view.page_area(0), view.page_area(1)] == areas


@pytest.mark.parametrize("steps", [0, 3, 9])
def test_bars_come_and_go_with_what_they_scroll(show, steps):
    view = show(paper(FIVE))

    for _ in range(steps):
        view.zoom_in()

    assert view._rows.room == view.viewport().size()
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        assert bar.isVisible() is (bar.maximum() > 0)
    view.show_bytes(paper(ONE))
    view.fit()
    assert view.viewport().size() == view.size() == view._rows.room


def test_fitted_pages_follow_the_window_and_zoomed_ones_do_not(qtbot, show):
    view = show(paper(TWO))
    width = view.page_area(0).width()

    view.resize(900, 740)
    assert view.page_area(0).width() > width
    view.zoom_in()
    zoomed = view.page_area(0).width()
    view.resize(USUAL)

    assert view.page_area(0).width() == zoomed


def test_zoom_ends_somewhere_and_a_picture_is_never_beyond_its_share(qtbot, show):
    view = show(paper(TWO))

    for _ in range(60):
        view.zoom_in()
    qtbot.waitUntil(lambda: view._pages.picture(0).width() > 2000, timeout=10000)
    picture = view._pages.picture(0)

    assert view.zoom == pytest.approx(4)
    assert picture.width() * picture.height() <= MOST_PIXELS
    for _ in range(60):
        view.zoom_out()
    assert view.zoom == pytest.approx(0.2)


def test_the_wheel_with_ctrl_zooms_where_the_mouse_points(show):
    view = show(paper(ONE))
    for _ in range(6):
        view.zoom_in()
    at = QPoint(500, 400)

    def pointed_at():
        area = view.page_area(0)
        return (at.x() - area.x()) / area.width(), (at.y() - area.y()) / area.height()

    before, zoom = pointed_at(), view.zoom
    wheel(view, 240, at)

    assert view.zoom == pytest.approx(zoom * 1.15**2)
    assert pointed_at() == pytest.approx(before, abs=0.003)
    wheel(view, 0, at)
    assert view.zoom == pytest.approx(zoom * 1.15**2)


def test_the_keyboard_turns_the_pages(show):
    view = show(paper(MANY), QSize(760, 560))
    told = []
    view.turned.connect(lambda page, pages: told.append((page, pages)))
    down = view.verticalScrollBar()

    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert told[-1] == (3, 55)
    assert view.page_area(2).top() == 24
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.page_area(2).top() < 24
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page_area(4).top() == 24
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page_area(2).top() == 24
    QTest.keyClick(view, Qt.Key.Key_End)
    assert (told[-1], down.value()) == ((55, 55), down.maximum())
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert (told[-1], down.value()) == ((1, 55), 0)

    for _ in range(10):
        view.zoom_in()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.page_area(0).left() < 24
    height = down.value()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert 0 < down.value() - height < view.viewport().height()


def test_a_paper_made_again_is_seen_at_the_same_place_with_the_old_picture_until_the_new(
    qtbot, show
):
    view = show(paper(MANY))
    for _ in range(3):
        view.zoom_in()
    view.verticalScrollBar().setValue(7777)
    drawn(qtbot, view)
    seen = pages_in_sight(view)
    areas = [view.page_area(page) for page in seen]

    again = paper(MANY, "Ada B. Okafor")
    view.show_bytes(again)

    assert view.shown_bytes() == again
    assert [view.page_area(page) for page in seen] == areas
    assert ink(view.grab().toImage()) > 60
    assert set(view._pages._pictures) == set(seen)
    assert all(view._pages._is_outdated(page) for page in seen)
    drawn(qtbot, view)


def test_the_same_paper_once_more_is_not_drawn_again(qtbot, show):
    view = show(paper(TWO))
    heard = []
    view._pages.drawn.connect(heard.append)

    view.show_bytes(paper(TWO))
    view.viewport().repaint()

    assert heard == []
    assert not view._pages._timer.isActive()


def test_a_paper_that_lost_its_pages_shows_the_last_it_has(qtbot, show):
    view = show(paper(MANY))
    QTest.keyClick(view, Qt.Key.Key_End)
    drawn(qtbot, view)

    view.show_bytes(paper(ONE))
    drawn(qtbot, view)

    assert view._told == (1, 1)
    assert view.viewport().rect().contains(view.page_area(0))
    assert set(view._pages._pictures) == {0}


def test_what_is_no_pdf_shows_nothing_and_the_next_paper_does(qtbot, show):
    view = show(b"no PDF at all")
    assert view._told == (0, 0)
    view.zoom_in()
    view.fit()
    QTest.keyClick(view, Qt.Key.Key_PageDown)

    view.show_bytes(paper(TWO))
    drawn(qtbot, view)

    assert view._told == (1, 2)


def test_looking_through_many_pages_keeps_memory_in_bounds(qtbot, show):
    view = show(paper(MANY))
    while view.zoom < 1:
        view.zoom_in()
    bar = view.verticalScrollBar()

    while bar.value() < bar.maximum():
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        drawn(qtbot, view)

    assert len(view._pages._pictures) > 10
    assert view._pages.used_bytes() <= MOST_BYTES
    assert is_sharp(view, 54)
    assert 0 not in view._pages._pictures


@pytest.fixture
def preview(qtbot):
    """A preview of two pages in a window that has the keyboard."""
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(760, 780)
    preview.show()
    preview.show_review(RenderedReview(paper(TWO), 2, ()))
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow, timeout=2000)
    return preview


def test_buttons_and_keys_zoom_wherever_in_the_preview_the_keyboard_is(preview):
    view, ctrl = preview.view, Qt.KeyboardModifier.ControlModifier
    fitted = view.zoom

    preview._larger_button.click()
    assert view.zoom == pytest.approx(fitted * 1.15)
    preview._smaller_button.click()
    assert view.zoom == pytest.approx(fitted)
    preview._fit_button.click()
    assert view.is_fitted

    for focused in (view, preview._larger_button):
        focused.setFocus()
        QTest.keyClick(focused, Qt.Key.Key_Plus, ctrl)
        QTest.keyClick(focused, Qt.Key.Key_Equal, ctrl)
        assert view.zoom == pytest.approx(fitted * 1.15**2)
        QTest.keyClick(focused, Qt.Key.Key_Minus, ctrl)
        assert view.zoom == pytest.approx(fitted * 1.15)
        QTest.keyClick(focused, Qt.Key.Key_0, ctrl)
        assert view.is_fitted


def test_who_hears_the_screen_is_told_the_page(preview):
    preview.show_review(RenderedReview(paper(MANY), 55, ()))
    QTest.keyClick(preview.view, Qt.Key.Key_End)

    assert preview._page_label.text() == "Page 55 of 55"
    assert preview.view.accessibleName() == "Preview of the review"
    assert preview.view.accessibleDescription().startswith("Page 55 of 55, as it will be exported")


def test_where_the_keyboard_is_can_be_seen(preview):
    def edge():
        return preview.view.viewport().grab().toImage().pixelColor(1, 300).name()

    preview._fit_button.setFocus()
    without = edge()
    preview.view.setFocus()

    assert edge() == theme.tokens().accent.base.lower() != without


def test_the_ground_follows_the_theme_and_paper_stays_white(qapp, qtbot, preview):
    drawn(qtbot, preview.view)

    def colours():
        image: QImage = preview.grab().toImage()
        corner = preview.view.page_area(0).topLeft() + QPoint(8, 8)
        on_paper = preview.view.viewport().mapTo(preview, corner)
        return image.pixelColor(8, 400).name(), image.pixelColor(on_paper).name()

    assert colours() == (theme.LIGHT.backdrop.lower(), "#ffffff")
    theme.apply(qapp, theme.Scheme.DARK)
    try:
        assert colours() == (theme.DARK.backdrop.lower(), "#ffffff")
    finally:
        theme.apply(qapp, theme.Scheme.LIGHT)


def test_trouble_is_told_above_the_pages_that_are_there(preview):
    preview.wait()
    assert preview._state_label.text() == "Making the pages…"

    preview.show_trouble("The review could not be made.")

    assert preview._state_label.text() == ""
    assert preview._banner._sentence_label.text() == "The review could not be made."
    assert preview.shown_bytes() == paper(TWO)


PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.lasting_none import keep_none_alive
from mentor_desk.ui.reviews.page_view import PageView

keep_none_alive()
app = QApplication([])
theme.apply(app)
view = PageView()
view.resize(760, 740)
view.show_bytes(Path(sys.argv[1]).read_bytes())
view.show()
while view._pages.picture(1) is None:
    app.processEvents()
picture, area = view._pages.picture(0), view.page_area(0)
print(picture.width() / area.width(), picture.height() / area.height())
"""


def test_on_a_fine_screen_pages_are_drawn_finely_and_the_program_ends_in_silence(tmp_path):
    file = tmp_path / "review.pdf"
    file.write_bytes(paper(TWO))

    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, ended.stdout.strip()) == (0, "2.0 2.0")
    assert [
        line for line in ended.stderr.splitlines() if "plugin does not support" not in line
    ] == []
