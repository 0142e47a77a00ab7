"""What a step changed, line by line: a record, and below it each of its fields."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication
from typing_extensions import override

from mentor_desk.services.history.details import Deed, RecordChange
from mentor_desk.services.history.records import Value
from mentor_desk.ui.common.formatting import count, day, moment
from mentor_desk.ui.common.table import Column, RowTable
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.history.diff import Fate, Passage, apart, condensed, passages

translate = QCoreApplication.translate

_LONGEST_LINE = 80
_SHORTEST_TOLD = 2
_RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record that was touched, and in a word what happened to it."""

    title: str
    word: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field: how it read before and after, and the passages that show the way between."""

    field: str
    before: str
    after: str
    parts: tuple[Passage, ...]
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class MoreLine:
    """A sentence on what is not listed one by one."""

    sentence: str


ChangeLine: TypeAlias = RecordLine | FieldLine | MoreLine


class ChangeTable(RowTable[ChangeLine]):
    """Records and their fields, one below the other."""

    @override
    def columns(self) -> Sequence[Column[ChangeLine]]:
        return [Column("", spoken, spoken=spoken)]


def change_lines(records: Iterable[RecordChange], more: int = 0) -> list[ChangeLine]:
    """Return the lines for these records; `more` are told of but not shown."""
    lines: list[ChangeLine] = []
    for record in records:
        lines.append(RecordLine(record.name, *_deed(record.deed)))
        lines.extend(_field_lines(record))
    if more == 1:
        lines.append(MoreLine(translate("history", "1 more entry is not listed here.")))
    elif more:
        words = translate("history", "{number} more entries are not listed here.")
        lines.append(MoreLine(words.format(number=count(more))))
    return lines


def value_words(value: Value) -> str:
    """Return a value as it is read; nothing is empty."""
    match value:
        case None:
            return ""
        case bool():
            return translate("history", "yes") if value else translate("history", "no")
        case int():
            return count(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case _:
            return value


def spoken(line: ChangeLine) -> str:
    """Return what is read aloud of a line."""
    match line:
        case RecordLine():
            return translate("history", "{record}, {word}").format(
                record=line.title, word=line.word
            )
        case MoreLine():
            return line.sentence
        case _:
            return _field_spoken(line)


def _field_spoken(line: FieldLine) -> str:
    field = line.field
    if line.is_private:
        field = translate("history", "{field}, private").format(field=field)
    if line.before and line.after and line.before != line.after:
        words = translate("history", "{field}: was {before}, became {after}")
    elif line.before and not line.after:
        words = translate("history", "{field}: was {before}, is empty now")
    else:
        words = translate("history", "{field}: {after}")
    return words.format(field=field, before=line.before, after=line.after)


def is_one_line(parts: Sequence[Passage]) -> bool:
    """Return whether passages are so short that they fit beside the name of their field."""
    text = "".join(part.text for part in parts)
    return len(text) <= _LONGEST_LINE and "\n" not in text


def shown_parts(line: FieldLine) -> tuple[Passage, ...]:
    """Return the passages as they are painted: short texts as `before → after`."""
    arrow = Passage(_arrow(line.before), Fate.SAME)
    both = (Passage(line.before, Fate.GONE), arrow, Passage(line.after, Fate.NEW))
    if line.before and line.after and line.before != line.after and is_one_line(both):
        return both
    return apart(line.parts)


def _arrow(text: str) -> str:
    """Return an arrow that points on, whichever way the letters before it run."""
    ways = (bidirectional(letter) for letter in text)
    way = next((way for way in ways if way in {"L", *_RIGHT_TO_LEFT}), "L")
    return " ← " if way in _RIGHT_TO_LEFT else " → "


def _field_lines(record: RecordChange) -> Iterator[FieldLine]:
    for change in record.fields:
        before, after = value_words(change.before), value_words(change.after)
        if record.deed is not Deed.CHANGED and _is_in_name(before or after, record.name):
            continue
        parts = _parts(record.deed, before, after)
        caption = change.field[:1].upper() + change.field[1:]
        yield FieldLine(caption, before, after, parts, change.is_private)


def _is_in_name(words: str, name: str) -> bool:
    """Tell whether the name of a record says already what a field of it would."""
    return words == name or (len(words) > _SHORTEST_TOLD and words in name)


def _parts(deed: Deed, before: str, after: str) -> tuple[Passage, ...]:
    if deed is not Deed.CHANGED:
        # What was made or deleted as a whole is read more easily without marks.
        return (Passage(before or after, Fate.SAME),)
    return condensed(passages(before, after))


def _deed(deed: Deed) -> tuple[str, Tone]:
    match deed:
        case Deed.MADE:
            return translate("history", "added"), Tone.ACCENT
        case Deed.CHANGED:
            return translate("history", "changed"), Tone.BLUE
        case Deed.DELETED:
            return translate("history", "deleted"), Tone.RED
