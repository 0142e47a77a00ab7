"""Make a copy of a damaged file that SQLite can read: what is broken is replaced by nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mentor_desk.files import whole_file
from mentor_desk.storage.damage.pages import (
    HEADER,
    MOST_PAGES,
    PAGE,
    ROOM,
    TABLE_INNER,
    TABLE_LEAF,
    Pages,
    Sealing,
)

FIRST_PAGE_ROOM = 100
MOST_CHILDREN = 200


@dataclass(slots=True)
class Patched:
    """What a damaged file still holds, told by its pages."""

    pages: int
    unsound: set[int] = field(default_factory=set)
    # The leaves that nothing leads to any more, by the number of columns in their rows.
    lost_leaves: dict[int, list[int]] = field(default_factory=dict)


def patch(
    source: Path,
    key: bytes,
    target: Path,
    *,
    template: Path | None = None,
    progress: Callable[[int, int], object] = lambda _done, _of: None,
) -> Patched:
    """Copy the pages of `source` that are sound; in the place of each other stands an empty one.

    An empty page holds a single row with a negative id, for SQLite takes a page without rows for
    damage. With `template`, a new empty database under the same key, the tables are found by its
    first pages instead of those of `source`. `source` is only read, must not be open, and nothing
    is left beside it that is still to be played.
    """
    pages = Pages(source, key)
    try:
        pages.look_for_salt()
        head = pages.read(1)
        count = max(pages.count, 1)
        if head is not None and template is None:
            count = max(count, min(int.from_bytes(head[28:32], "big"), MOST_PAGES))
        if template is not None:
            count = max(count, template.stat().st_size // PAGE)
        replaced = _schema_pages(template, key, count) if template else {}
        found = Patched(count)
        children: set[int] = set()
        leaves: dict[int, int] = {}
        with whole_file(target) as stream:
            for number in range(1, count + 1):
                if number % 1000 == 1:
                    progress(number - 1, count)
                plain = pages.read(number)
                if plain is None:
                    found.unsound.add(number)
                elif number not in replaced:
                    _note(number, plain, children, leaves)
                shown = replaced.get(number) or plain or _empty(number)
                stream.write(pages.sealing.sealed(number, shown))
    finally:
        pages.close()
    for number in sorted(set(leaves) - children):
        found.lost_leaves.setdefault(leaves[number], []).append(number)
    return found


def lead_to(path: Path, key: bytes, root: int, leaves: Iterable[tuple[int, int]]) -> None:
    """Make page `root` of a patched copy lead to these leaves, each told with its last row id."""
    pairs = list(leaves)
    with path.open("r+b") as stream:
        sealing = _sealing_of(stream, key)
        _write_page(stream, sealing, root, _inner(pairs))


def last_row_of(path: Path, key: bytes, number: int) -> int:
    """Return the id of the last row on a leaf of a patched copy."""
    with path.open("rb") as stream:
        sealing = _sealing_of(stream, key)
        stream.seek((number - 1) * PAGE)
        plain = sealing.opened(number, stream.read(PAGE))
    cells = int.from_bytes(plain[3:5], "big")
    place = int.from_bytes(plain[8 + 2 * (cells - 1) : 10 + 2 * (cells - 1)], "big")
    _, place = _varint(plain, place)
    return _varint(plain, place)[0]


def _note(number: int, plain: bytes, children: set[int], leaves: dict[int, int]) -> None:
    begin = FIRST_PAGE_ROOM if number == 1 else 0
    kind, cells = plain[begin], int.from_bytes(plain[begin + 3 : begin + 5], "big")
    if kind == TABLE_INNER:
        children.add(int.from_bytes(plain[begin + 8 : begin + 12], "big"))
        for turn in range(cells):
            at = begin + 12 + 2 * turn
            place = int.from_bytes(plain[at : at + 2], "big")
            children.add(int.from_bytes(plain[place : place + 4], "big"))
    elif kind == TABLE_LEAF and cells and number != 1:
        columns = _columns_of(plain)
        if columns:
            leaves[number] = columns


def _columns_of(plain: bytes) -> int:
    """Return how many columns the first row of a leaf has; 0 when it makes no sense."""
    try:
        place = int.from_bytes(plain[8:10], "big")
        _, place = _varint(plain, place)
        _, place = _varint(plain, place)
        length, after = _varint(plain, place)
        columns = 0
        while after < place + length:
            _, after = _varint(plain, after)
            columns += 1
    except IndexError:
        return 0
    return columns


def _varint(plain: bytes, place: int) -> tuple[int, int]:
    value = 0
    for turn in range(9):
        byte = plain[place + turn]
        if turn == 8:
            return (value << 8) | byte, place + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, place + turn + 1
    raise IndexError(place)


def _as_varint(value: int) -> bytes:
    # Nine bytes hold any number, so the short forms are not needed here.
    value &= (1 << 64) - 1
    head = [(value >> (8 + 7 * turn)) & 0x7F | 0x80 for turn in reversed(range(8))]
    return bytes(head) + bytes([value & 0xFF])


def _empty(number: int) -> bytes:
    if number == 1:
        return HEADER + bytes(ROOM - len(HEADER))
    # One row without columns, under an id that no row of ours has.
    cell = b"\x01" + _as_varint(-number) + b"\x01"
    place = ROOM - len(cell)
    head = bytes([TABLE_LEAF, 0, 0, 0, 1]) + place.to_bytes(2, "big") + b"\0"
    head += place.to_bytes(2, "big")
    return head + bytes(place - len(head)) + cell


def _inner(pairs: list[tuple[int, int]]) -> bytes:
    *others, last = pairs
    cells = [number.to_bytes(4, "big") + _as_varint(row) for number, row in others]
    content = b"".join(reversed(cells))
    place = ROOM
    pointers = b""
    for cell in cells:
        place -= len(cell)
        pointers += place.to_bytes(2, "big")
    head = bytes([TABLE_INNER, 0, 0]) + len(cells).to_bytes(2, "big") + place.to_bytes(2, "big")
    head += b"\0" + last[0].to_bytes(4, "big") + pointers
    return head + bytes(place - len(head)) + content


def _schema_pages(template: Path, key: bytes, count: int) -> dict[int, bytes]:
    pages = Pages(template, key)
    try:
        first = pages.read(1)
        if first is None:
            return {}
        children: set[int] = set()
        _note(1, first, children, {})
        size = count.to_bytes(4, "big")
        # As many pages as the damaged file has, and none of them free.
        found = {1: first[:28] + size + bytes(8) + first[40:]}
        for number in children:
            plain = pages.read(number)
            if plain is not None:
                found[number] = plain
        return found
    finally:
        pages.close()


def _sealing_of(stream: BinaryIO, key: bytes) -> Sealing:
    stream.seek(0)
    return Sealing(key, stream.read(16))


def _write_page(stream: BinaryIO, sealing: Sealing, number: int, plain: bytes) -> None:
    stream.seek((number - 1) * PAGE)
    stream.write(sealing.sealed(number, plain))
