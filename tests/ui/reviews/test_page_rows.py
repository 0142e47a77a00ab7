"""Whatever the room, pages lie in order, apart from each other and on their ground."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, QSizeF

from mentor_desk.ui.reviews.page_rows import NO_ROWS, Spacing, arrange

SPACING = Spacing(edge=24, gap=18, bar=10, readable=260)
A4 = QSizeF(595.27, 841.89)
rooms = st.builds(QSize, st.integers(0, 4000), st.integers(0, 3000))
papers = st.lists(st.sampled_from([A4, QSizeF(612, 792), QSizeF(792, 612)]), min_size=1, max_size=9)


@given(rooms, papers, st.none() | st.floats(0.1, 6), st.booleans())
def test_pages_never_lie_on_each_other_nor_beside_the_ground(room, sheets, scale, is_mirrored):
    rows = arrange(sheets, room, SPACING, scale=scale, is_mirrored=is_mirrored)

    assert len(rows.areas) == len(sheets)
    assert not any(a.intersects(b) for a, b in combinations(rows.areas, 2))
    assert all(QRect(QPoint(0, 0), rows.ground).contains(area) for area in rows.areas)
    for page, area in enumerate(rows.areas):
        assert rows.nearest(area.center()) == page
        assert rows.within(area) == [page]
        assert area.y() == 24 + page // rows.columns * rows.pitch


@given(rooms, papers, st.none() | st.floats(0.1, 6))
def test_bars_take_room_only_where_something_is_hidden(room, sheets, scale):
    rows = arrange(sheets, room, SPACING, scale=scale, is_mirrored=False)

    taken = room - rows.room
    assert {taken.width(), taken.height()} <= {0, 10}
    assert rows.ground.height() <= rows.room.height() or taken.width() == 10
    assert rows.ground.width() <= rows.room.width() or taken.height() == 10


@given(st.integers(350, 4000), st.integers(350, 3000), st.integers(1, 60))
def test_fitted_pages_are_whole_and_use_the_room(width, height, pages):
    rows = arrange([A4] * pages, QSize(width, height), SPACING, scale=None, is_mirrored=False)

    area = rows.areas[0]
    assert area.width() <= rows.room.width() - 48
    assert area.height() <= rows.room.height() - 48
    is_high = area.height() >= rows.room.height() - 50
    is_wide = rows.columns * (area.width() + 18) >= rows.room.width() - 48
    assert is_high or is_wide


def test_without_pages_there_are_no_rows():
    assert arrange([], QSize(100, 100), SPACING, scale=None, is_mirrored=False) is NO_ROWS
