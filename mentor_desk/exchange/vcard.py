"""Read vCard files, 2.1 to 4.0, whoever wrote them: nothing is lost, and nothing is made up."""

import re

from mentor_desk.exchange.records import ForeignPeople, PersonRecord, SkippedRecord
from mentor_desk.exchange.text import codec_name, decode
from mentor_desk.exchange.vcard_card import Card
from mentor_desk.exchange.vcard_lines import BadLine, properties
from mentor_desk.exchange.vcard_properties import take
from mentor_desk.exchange.vcard_values import Letters

MOST_CARDS = 200_000
TOO_MANY = f"Only the first {MOST_CARDS:,} cards of a file are read; part the file in two."

_BEGIN = re.compile(r"(?:\A|[\r\n])(?:[\w-]+\.)?BEGIN:[ \t]*VCARD", re.IGNORECASE)
# What a whole file can be known to be written in; in any other each line speaks for itself.
_WHOLE = ("utf", "iso2022")
_KINDS = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
_BINARY = tuple(magic for magic, _ in _KINDS)
_MARKED_KINDS = (
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "an XML file"),
    ("begin:vcalendar", "a calendar"),
    ("{", "a JSON file"),
)


def is_vcard(content: bytes) -> bool:
    """Tell whether any card begins in these bytes."""
    return not content.startswith(_BINARY) and _BEGIN.search(_seen(content)[0]) is not None


def read_vcards(content: bytes, *, encoding: str | None = None) -> ForeignPeople:
    """Read every card of a file; whatever the bytes are, this returns and never raises.

    Each `BEGIN:VCARD` is one record, a card within another (`AGENT`) too: either taken with what
    can be read of it, or skipped with the reason. `encoding` stands in for the one that lines
    without a `CHARSET` leave open. A file without any card gives a note saying what it seems to be.
    """
    text, is_text = _seen(content, encoding)
    if content.startswith(_BINARY) or _BEGIN.search(text) is None:
        return ForeignPeople(notes=(_no_cards(content, text),))
    told = codec_name(encoding) if encoding else None
    reading = _Reading(Letters(content, is_text=is_text, told=told))
    reading.read(text)
    return reading.result(has_lost_letters="\ufffd" in text)


class _Reading:
    """The cards met so far; a stack stands for nesting, so its depth costs nothing."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._records = 0
        self._open: list[Card | None] = []
        self._people: list[PersonRecord] = []
        self._skipped: list[SkippedRecord] = []
        self._linked_photos = self._bad_photos = self._bad_lines = self._cut = 0

    def read(self, text: str) -> None:
        for item in properties(text):
            card = self._open[-1] if self._open else None
            if isinstance(item, BadLine):
                if card:
                    card.add_bad_line(self._letters.plain(item.text))
            elif item.name == "BEGIN" and item.value.strip().upper() == "VCARD":
                self._begin(item.line)
            elif item.name == "END" and item.value.strip().upper() == "VCARD":
                if self._open:
                    self._end(self._open.pop())
            elif card:
                take(card, item, self._letters)
        while self._open:
            self._end(self._open.pop())

    def result(self, *, has_lost_letters: bool) -> ForeignPeople:
        self._people.sort(key=lambda person: person.record)
        self._skipped.sort(key=lambda skipped: skipped.record)
        notes = self._notes(has_lost_letters=has_lost_letters)
        people, skipped = tuple(self._people), tuple(self._skipped)
        return ForeignPeople(people, skipped, notes, self._letters.guess)

    def _begin(self, line: int) -> None:
        self._records += 1
        if self._records > MOST_CARDS:
            self._skipped.append(SkippedRecord(self._records, line, TOO_MANY))
            self._open.append(None)
        else:
            self._open.append(Card(self._records, line))

    def _end(self, card: Card | None) -> None:
        if card is None:
            return
        person = card.person()
        if isinstance(person, str):
            self._skipped.append(SkippedRecord(card.record, card.line, person))
            return
        self._people.append(person)
        self._linked_photos += card.linked_photos
        self._bad_photos += card.bad_photos
        self._bad_lines += card.bad_lines
        self._cut += card.is_cut

    def _notes(self, *, has_lost_letters: bool) -> tuple[str, ...]:
        guess = self._letters.guess
        told = (
            (guess, f"The file does not say how it was encoded; it was read as {guess}."),
            (self._letters.has_left_out, "Some letters could not be read and were left out."),
            (has_lost_letters, "Some letters had already been lost when this file was written."),
            (self._records > MOST_CARDS, TOO_MANY),
            (self._linked_photos, "Pictures that are only links were left out; none was fetched."),
            (self._bad_photos, "Pictures too large or of an unknown kind were left out."),
            (self._bad_lines, f"Lines that make no sense were left out: {self._bad_lines:,}."),
            (self._cut, f"Cards with more than can be kept were shortened: {self._cut:,}."),
        )
        return tuple(sentence for is_so, sentence in told if is_so)


def _seen(content: bytes, encoding: str | None = None) -> tuple[str, bool]:
    """Return the file as text, or else its bytes as Latin-1 for each line to decode its own."""
    told = codec_name(encoding) if encoding else None
    if told is None or told.startswith("utf"):
        decoded = decode(content, encoding=told)
        if decoded.encoding.startswith(_WHOLE):
            return decoded.text, True
    text = content.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return text.replace("\0", ""), False


def _no_cards(content: bytes, text: str) -> str:
    if not content.strip(b"\0 \t\r\n"):
        return "The file is empty."
    start = text[:200].lstrip().lower()
    for magic, kind in _KINDS:
        if content.startswith(magic):
            return f"The file holds no contact cards; it seems to be {kind}."
    for mark, kind in _MARKED_KINDS:
        if start.startswith(mark):
            return f"The file holds no contact cards; it seems to be {kind}."
    return "The file holds no contact cards: nowhere does a line say BEGIN:VCARD."
