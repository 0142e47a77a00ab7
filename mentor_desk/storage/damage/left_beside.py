"""Read what a save left beside a data file as the database would: which pages it would put back.

Of the rollback journal and the write-ahead log (SQLite, Database File Format, sections 3 and 4);
SQLCipher seals the pages in them as it does those in the file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mentor_desk.storage.beside import JOURNAL, LOG
from mentor_desk.storage.damage.pages import MOST_PAGES, PAGE

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = 28
_RECORD = 4 + PAGE + 4
# As many as fit, where the records were not to be flushed before they were counted.
_ALL = 0xFFFFFFFF
_SECTORS = range(32, 65537)
# A sum is taken of every so manieth byte, from the end.
_SUMMED = 200
# The page that holds SQLite's lock is in no journal.
_LOCK_PAGE = (1 << 30) // PAGE + 1
_LOG_MAGIC = 0x377F0682
_LOG_HEADER, _FRAME = 32, 24


class Left(NamedTuple):
    """The pages that would be put back, and how many pages the file would then have, if told."""

    pages: list[tuple[int, bytes]]
    size: int | None = None


def read_left(path: Path) -> Left | None:
    """Return what would be played of a journal or a log, or None for what is neither.

    A tail that was torn is none of it, nor what was never counted: the data file was not yet
    written to then. Raises OSError.
    """
    with path.open("rb") as stream:
        if not _is_one(begin := stream.read(_HEADER), path):
            return None
        held = begin + stream.read()
    return _read_log(held) if path.name.endswith(LOG) else _read_journal(held)


def is_asleep(path: Path) -> bool:
    """Tell whether a journal was never finished, so that the database leaves it alone."""
    with path.open("rb") as stream:
        return path.name.endswith(JOURNAL) and stream.read(1) == b"\0"


def _is_one(begin: bytes, path: Path) -> bool:
    if path.name.endswith(LOG):
        return _number(begin, 0) & ~1 == _LOG_MAGIC and _number(begin, 8) == PAGE
    is_sane = _number(begin, 20) in _SECTORS and _number(begin, 24) == PAGE
    return begin[:8] == _MAGIC and is_sane


def _read_journal(held: bytes) -> Left:
    return Left(list(_records(held, _number(held, 20))), _number(held, 16))


def _records(held: bytes, sector: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + sector <= len(held) and held[at : at + 8] == _MAGIC:
        counted, nonce = _number(held, at + 8), _number(held, at + 12)
        at += sector
        room = (len(held) - at) // _RECORD
        for _ in range(room if counted == _ALL else min(counted, room)):
            number, page = _number(held, at), held[at + 4 : at + 4 + PAGE]
            told = _number(held, at + 4 + PAGE)
            if number in {0, _LOCK_PAGE} or told != _sum_of(page, nonce):
                return
            yield number, page
            at += _RECORD
        at = -(-at // sector) * sector


def _sum_of(page: bytes, nonce: int) -> int:
    return (nonce + sum(page[PAGE - _SUMMED : 0 : -_SUMMED])) & 0xFFFFFFFF


def _read_log(held: bytes) -> Left:
    return Left(list(_frames(held)))


def _frames(held: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(_LOG_HEADER, len(held) - _FRAME - PAGE + 1, _FRAME + PAGE):
        # What an earlier round of the log left behind has other salts.
        number, begin = _number(held, at), at + _FRAME
        if held[at + 8 : at + 16] != held[16:24] or not 0 < number <= MOST_PAGES:
            return
        yield number, held[begin : begin + PAGE]


def _number(held: bytes, at: int) -> int:
    return int.from_bytes(held[at : at + 4], "big")
