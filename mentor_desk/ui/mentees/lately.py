"""Lately: what happened with a mentee, newest first, each a door to where it happened."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mentor_desk.models.kinds import ResourceKind, SessionFormat
from mentor_desk.services.mentees.lately import LatelyKind, LatelyRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import for_all
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.formatting import day, length
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.text import plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.mentees.filling import empty


class LatelyCard(Card):
    """List the latest events; opening one tells its kind and id."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Lately"))

    def show_rows(self, rows: Sequence[LatelyRow], today: date) -> None:
        """Show these events, or say that there are none yet."""
        empty(self.content)
        for place, row in enumerate(rows):
            if place:
                self.add_line()
            self.add(self._line(row, today))
        if not rows:
            nothing = self.tr("What you do together is listed here, the latest first.")
            self.add(plain_label(nothing, TextRole.SOFT, wrap=True))

    def _line(self, row: LatelyRow, today: date) -> QWidget:
        line = QWidget()
        when = plain_label(_short(row.on_day, today), TextRole.SMALL)
        when.setMinimumWidth(theme.scaled(50))
        set_tooltip(when, day(row.on_day))
        what = LinkLabel(self._words(row), TextRole.BODY)
        what.opened.connect(lambda: self.opened.emit(row))
        words = QWidget()
        flow = FlowLayout(words, spacing=4)
        flow.addWidget(what)
        if (mark := self._mark(row)) is not None:
            flow.addWidget(Pill(*mark, words))
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(when)
        layout.addWidget(words, 1)
        return line

    def _words(self, row: LatelyRow) -> str:
        match row.kind:
            case LatelyKind.SESSION:
                return self._session(row)
            case LatelyKind.GOAL:
                return self.tr("Goal moved {before} → {after}% · {goal}").format(
                    before=row.before,
                    after=row.after,
                    goal=for_all(row.words, is_private=row.is_private),
                )
            case LatelyKind.INTRODUCED:
                return self.tr("Introduced to {person}").format(person=row.words)
            case LatelyKind.MET:
                return self.tr("Met {person} through you").format(person=row.words)
        return self.tr("Finished “{title}”").format(title=row.words)

    def _session(self, row: LatelyRow) -> str:
        formats = {
            SessionFormat.IN_PERSON: self.tr("in person"),
            SessionFormat.VIDEO: self.tr("video"),
            SessionFormat.PHONE: self.tr("phone"),
        }
        return self.tr("Session {number} · {length}, {format}").format(
            number=row.number,
            length=length(row.minutes),
            format=formats[row.format or SessionFormat.VIDEO],
        )

    def _mark(self, row: LatelyRow) -> tuple[str, Tone] | None:
        if row.kind in {LatelyKind.INTRODUCED, LatelyKind.MET}:
            return self.tr("introduction"), Tone.BLUE
        if row.kind is LatelyKind.FINISHED and row.resource_kind is not None:
            return self._resource(row.resource_kind), Tone.VIOLET
        return None

    def _resource(self, kind: ResourceKind) -> str:
        return {
            ResourceKind.COURSE: self.tr("course"),
            ResourceKind.ARTICLE: self.tr("article"),
            ResourceKind.BOOK: self.tr("book"),
            ResourceKind.VIDEO: self.tr("video"),
            ResourceKind.TALK: self.tr("talk"),
            ResourceKind.TOOL: self.tr("tool"),
        }[kind]


def _short(when: date, today: date) -> str:
    form = "d MMM" if when.year == today.year else "MMM yyyy"
    return QLocale().toString(QDate(when.year, when.month, when.day), form)
