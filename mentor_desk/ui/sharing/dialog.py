"""ShareDialog: what was shared, and how it went."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import ResourceKind, ShareDirection, ShareState
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.sharing import (
    ShareEntry,
    ShareRow,
    add_share,
    edit_share,
    list_resources,
)
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.sharing.wording import direction_word, kind_word, state_word


class ShareDialog(Dialog):
    """Note something shared with a person, or change what is noted."""

    def __init__(
        self,
        desk: Desk,
        person_id: int,
        row: ShareRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", parent)
        self.changes: Changes | None = None
        self._desk = desk
        self._person_id = person_id
        self._row = row
        title = self.tr("Share something") if row is None else self.tr("What was shared")
        self.set_words(title, self.tr("Share") if row is None else self.tr("Keep"))
        self._build_fields()
        if row is not None:
            self._fill(row)
        self._title_edit.setFocus()

    @override
    def keep(self) -> None:
        today = local_day(self._desk.now())
        if self._row is None:
            self.changes = self._desk.do(
                add_share, person_id=self._person_id, entry=self._entry(), today=today
            )
        else:
            self.changes = self._desk.do(
                edit_share, share_id=self._row.id, entry=self._entry(), today=today
            )

    def _build_fields(self) -> None:
        self._known = {each.title: each for each in self._desk.run(list_resources)}
        self._title_edit = QLineEdit()
        completer = QCompleter(list(self._known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._on_known_chosen)
        self._title_edit.setCompleter(completer)
        self._kind_box = _box([(kind_word(kind), kind) for kind in ResourceKind])
        self._author_edit = QLineEdit()
        self._link_edit = QLineEdit()
        self._link_edit.setPlaceholderText("https://")
        self._direction_box = _box([(direction_word(each), each) for each in ShareDirection])
        self._state_box = _box([(state_word(state), state) for state in ShareState])
        self._day_edit = DateEdit(local_day(self._desk.now()), self.tr("No day"))
        self._response_edit = _text_edit()
        self._remark_edit = _text_edit()

        self.form.add_field("title", self.tr("&Title"), self._title_edit)
        self.form.add_pair(
            ("kind", self.tr("&Kind"), self._kind_box),
            ("author", self.tr("&Author"), self._author_edit),
        )
        self.form.add_field("link", self.tr("&Link"), self._link_edit)
        self.form.add_pair(
            ("direction", self.tr("By &whom"), self._direction_box),
            ("shared_on", self.tr("&On"), self._day_edit),
            ("state", self.tr("How it &stands"), self._state_box),
        )
        self.form.add_field(
            "response",
            self.tr("What they &made of it"),
            self._response_edit,
            hint=self.tr("In their words; it may appear in their review."),
        )
        self.form.add_field(
            "remark",
            self.tr("&Private remark"),
            self._remark_edit,
            hint=self.tr("Never leaves this desk."),
        )
        self.setMinimumWidth(560)

    def _fill(self, row: ShareRow) -> None:
        self._title_edit.setText(row.title)
        self._author_edit.setText(row.author)
        self._link_edit.setText(row.link)
        self._day_edit.set_value(row.shared_on)
        self._response_edit.setPlainText(row.response)
        self._remark_edit.setPlainText(row.remark)
        for box, value in (
            (self._kind_box, row.kind),
            (self._direction_box, row.direction),
            (self._state_box, row.state),
        ):
            box.setCurrentIndex(box.findData(value))

    def _entry(self) -> ShareEntry:
        day: date | None = self._day_edit.value()
        return ShareEntry(
            title=self._title_edit.text(),
            kind=ResourceKind(self._kind_box.currentData()),
            author=self._author_edit.text(),
            link=self._link_edit.text().strip(),
            direction=ShareDirection(self._direction_box.currentData()),
            shared_on=day,
            state=ShareState(self._state_box.currentData()),
            response=self._response_edit.toPlainText(),
            remark=self._remark_edit.toPlainText(),
        )

    def _on_known_chosen(self, title: str) -> None:
        known = self._known.get(title)
        if known is not None:
            self._kind_box.setCurrentIndex(self._kind_box.findData(known.kind))
            self._author_edit.setText(known.author)
            self._link_edit.setText(known.link)


def _box(choices: list[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    for words, value in choices:
        box.addItem(words, value)
    return box


def _text_edit() -> QPlainTextEdit:
    edit = QPlainTextEdit()
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(72)
    return edit
