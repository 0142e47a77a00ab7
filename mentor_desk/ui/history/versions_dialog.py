"""VersionsDialog: how a note read before, to be read again and taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.versions import (
    Note,
    NoteVersion,
    note_versions,
    notes_of,
    record_name,
    take_back_version,
)
from mentor_desk.services.history.words import PRIVATE, TABLES, Kind, field_name
from mentor_desk.ui.common import discreet, theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.formatting import local_day, short_moment
from mentor_desk.ui.common.sign import Sign
from mentor_desk.ui.common.table import ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.text import name, one_line, plain_label, without_mnemonic
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.beside import Beside
from mentor_desk.ui.history.diff import Fate, Passage, apart, passages
from mentor_desk.ui.history.line_delegate import LineDelegate, LineLook
from mentor_desk.ui.history.passages_view import PassagesView
from mentor_desk.ui.history.room import open_at

translate = QCoreApplication.translate

_LONGEST_LINE = 200


class VersionTable(RowTable[NoteVersion]):
    """Versions of a note, newest first: since when, and how it begins."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        self._today = today
        super().__init__(parent)

    @override
    def columns(self) -> Sequence[Column[NoteVersion]]:
        return [Column("", lambda row: version_spoken(row, self._today))]


class VersionsDialog(Dialog):
    """Read the last versions of the notes of a record; the one chosen can be taken back."""

    def __init__(
        self,
        desk: Desk,
        kind: Kind,
        record_id: int,
        parent: QWidget | None = None,
        *,
        field: str = "",
    ) -> None:
        self._desk = desk
        called = desk.run(record_name, kind=kind, record_id=record_id)
        self._notes = {
            _key(each): each for each in desk.run(notes_of, kind=kind, record_id=record_id)
        }
        self._versions: dict[str, list[NoteVersion]] = {
            key: desk.run(note_versions, kind=it.kind, record_id=it.record_id, field=it.field)
            for key, it in self._notes.items()
        }
        self._today = local_day(desk.now())
        self._field = ""
        self.changes: Changes | None = None
        title = translate("VersionsDialog", "Earlier versions of {record}")
        verb = translate("VersionsDialog", "Take this version back")
        super().__init__(title.format(record=called), verb, parent)
        self.cancel_button.setText(self.tr("Close"))
        self._build_parts()
        self._connect()
        open_at(self, 900, 580)
        self._show_first(field)

    @override
    def keep(self) -> None:
        version = self._chosen()
        if version is not None and version.step_id is not None:
            note = self._notes[self._field]
            self.changes = self._desk.do(
                take_back_version,
                kind=note.kind,
                record_id=note.record_id,
                field=note.field,
                step_id=version.step_id,
            )

    def _build_parts(self) -> None:
        self._group = QButtonGroup(self)
        self._field_buttons: dict[str, QPushButton] = {}
        choice = QWidget()
        row = FlowLayout(choice, spacing=6)
        for field in self._versions:
            made = self._field_buttons[field] = button(self._caption(field), Look.SEGMENT)
            made.setMinimumWidth(made.sizeHint().width() + theme.scaled(16))
            made.setEnabled(self._is_told(field))
            # Of the many texts of both sides, only those there are.
            made.setVisible(self._is_told(field) or not self._notes[field].whose)
            self._group.addButton(made)
            row.addWidget(made)
        self._table = VersionTable(self._today, self)
        delegate = LineDelegate(self._look)
        self._view = row_list(self._table, delegate, self.tr("Versions"))
        self._view.setUniformItemSizes(True)
        self._open_text, self._private_text = PassagesView(), PassagesView()
        self._private_box = QWidget()
        box = QVBoxLayout(self._private_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._private_text)
        self._cover = PrivateCover(self._private_box, self._private_text)
        self._marks_check = QCheckBox(self.tr("Mark what would change by taking it back"))
        self._marks_check.setChecked(True)
        self._hint_label = plain_label("", TextRole.SMALL, wrap=True)
        self._nothing = EmptyState(
            "history",
            self.tr(
                "There are no notes here, and the history holds none. Once you write some, their"
                " earlier versions can be read here and taken back."
            ),
        )
        self._parts = [choice, self._side_by_side()]
        for part in (*self._parts, self._nothing):
            self.form.add_part(part)

    def _show_first(self, wanted: str) -> None:
        """Begin with the note that is asked for, or else with the one of most versions."""
        told = [field for field in self._versions if self._is_told(field)]
        self._nothing.setVisible(not told)
        for part in self._parts:
            part.setVisible(bool(told))
        # Enter at once shall replace nothing.
        self.verb_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.verb_button.setEnabled(bool(told))
        if not told:
            self.verb_button.hide()
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        fullest = max(told, key=lambda field: len(self._versions[field]))
        self._field_buttons[wanted if wanted in told else fullest].click()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side_by_side(self) -> QWidget:
        self._list_card = Card()
        self._list_card.content.addWidget(self._view)
        self._lock = Sign("lock", "warm")
        self._text_card = Card(self.tr("How it read"), lead=self._lock)
        self._text_card.content.addWidget(self._open_text, 1)
        self._text_card.content.addWidget(self._private_box, 1)
        self._text_card.content.addWidget(self._hint_label)
        self._text_card.content.addWidget(self._marks_check)
        return Beside(self._list_card, self._text_card, (300, 540))

    def _connect(self) -> None:
        for field, made in self._field_buttons.items():
            made.clicked.connect(lambda _checked=False, which=field: self._show_field(which))
        self._view.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self._marks_check.toggled.connect(lambda _is_on: self._show_chosen())

    def _show_field(self, field: str) -> None:
        self._field = field
        self._table.set_rows(self._versions[field])
        is_private = self._is_private()
        self._lock.setVisible(is_private)
        self._text_card.set_tone(Tone.WARM if is_private else Tone.PLAIN)
        title = self._caption(field)
        self._text_card.set_title(title)
        self._open_text.setVisible(not is_private)
        self._private_box.setVisible(is_private)
        self._cover.cover()
        name(self._open_text, title)
        name(self._private_text, self.tr("{field}, private").format(field=title))
        self._view.setCurrentIndex(self._table.index(min(1, self._table.rowCount() - 1), 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        version = self._chosen()
        if version is None:
            return
        now = self._versions[self._field][0].text
        is_other = version.text != now
        is_marked = self._marks_check.isChecked() and is_other
        same = (Passage(version.text, Fate.SAME),)
        text = self._private_text if self._is_private() else self._open_text
        text.show_passages(apart(passages(now, version.text)) if is_marked else same)
        self._marks_check.setEnabled(is_other)
        self.verb_button.setEnabled(is_other)
        self._hint_label.setText("" if is_other else self._hint(version))
        self._hint_label.setVisible(bool(self._hint_label.text()))

    def _is_private(self) -> bool:
        note = self._notes[self._field]
        return f"{TABLES[note.kind]}.{note.field}" in PRIVATE

    def _look(self, version: NoteVersion) -> LineLook:
        look = version_look(version, self._today)
        # How a note begins is as private as the note.
        return replace(look, detail="") if self._is_private() and discreet.is_on() else look

    def _hint(self, version: NoteVersion) -> str:
        if not version.is_now:
            return self.tr("This is how it reads now, too.")
        if len(self._versions[self._field]) == 1:
            return self.tr("There is no earlier version of this note in the history.")
        return self.tr("This is how it reads now.")

    def _chosen(self) -> NoteVersion | None:
        version: NoteVersion | None = self._view.currentIndex().data(ROW_ROLE)
        return version

    def _caption(self, field: str) -> str:
        note = self._notes[field]
        caption = field_name(note.field)
        caption = caption[:1].upper() + caption[1:]
        if note.whose:
            caption = self.tr("{note} ({person})").format(note=caption, person=note.whose)
        return without_mnemonic(caption)

    def _is_told(self, field: str) -> bool:
        return any(version.text for version in self._versions[field])


def _key(note: Note) -> str:
    return f"{note.record_id}.{note.field}" if note.whose else note.field


def version_look(version: NoteVersion, today: date) -> LineLook:
    """Return how a version looks in the list."""
    first = one_line(version.text[:_LONGEST_LINE]) or translate("history", "empty")
    pill = translate("history", "now") if version.is_now else ""
    return LineLook(since_words(version, today), first, pill, Tone.ACCENT)


def version_spoken(version: NoteVersion, today: date) -> str:
    """Return a version as it is read aloud."""
    look = version_look(version, today)
    return ", ".join(word for word in (look.text, look.pill, look.detail) if word)


def since_words(version: NoteVersion, today: date) -> str:
    """Return since when a note read so."""
    if version.since is None:
        return translate("history", "before the history began")
    return short_moment(version.since, today)
