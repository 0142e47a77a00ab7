"""PersonDialog: who somebody is, entered or changed."""

from dataclasses import fields

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.people import PersonCard, PersonEntry, add_person, edit_person
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.card import Divider
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.feedback import ask_irreversible
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.ways_edit import WaysEdit

translate = QCoreApplication.translate

NAME_PARTS = ("prefix", "given", "middle", "family", "suffix")
NOT_LINES = frozenset({"met_on", "ways", "how_we_met", "remark"})
LONGEST_LINE = 300


class PersonDialog(Dialog):
    """Every field of a person; `changes` are what was kept, None when nothing was.

    The name as a whole follows its parts until it is written by hand.
    """

    def __init__(self, desk: Desk, card: PersonCard | None, parent: QWidget | None = None) -> None:
        changing = translate("network", "Change {person}")
        super().__init__(
            changing.format(person=card.name) if card else translate("network", "Add a person"),
            translate("network", "Save") if card else translate("network", "Add"),
            parent,
        )
        self.changes: Changes | None = None
        self._desk = desk
        self._card = card
        entry = card.entry if card else PersonEntry()
        self._lines = {
            field.name: _line(getattr(entry, field.name))
            for field in fields(PersonEntry)
            if field.name not in NOT_LINES
        }
        self._met_edit = DateEdit(entry.met_on, self.tr("not known"))
        self._how_edit = _paragraph(entry.how_we_met)
        self._remark_edit = _paragraph(entry.remark)
        self._ways_edit = WaysEdit(entry.ways)
        self._build_form()
        self._connect()
        self._before = self.entry()
        self._follows = self._composed() in {"", entry.display_name}
        self._lines["given"].setFocus()

    def entry(self) -> PersonEntry:
        """Return what is entered now."""
        return PersonEntry(
            met_on=self._met_edit.value(),
            how_we_met=self._how_edit.toPlainText(),
            remark=self._remark_edit.toPlainText(),
            ways=self._ways_edit.value(),
            **{field: line.text() for field, line in self._lines.items()},
        )

    @override
    def keep(self) -> None:
        if self._card is None:
            self.changes = self._desk.do(add_person, entry=self.entry(), now=self._desk.now())
        else:
            self.changes = self._desk.do(edit_person, person_id=self._card.id, entry=self.entry())

    @override
    def accept(self) -> None:
        super().accept()
        refused = self.focusWidget()
        if self.isVisible() and refused is not None:
            self._area.ensureWidgetVisible(refused)

    @override
    def reject(self) -> None:
        title = self.tr("Leave without keeping?")
        sentence = self.tr("What you wrote here is not kept yet.")
        is_same = self.entry() == self._before
        if is_same or ask_irreversible(self, title, sentence, self.tr("Leave")):
            super().reject()

    def _build_form(self) -> None:
        lines, form = self._lines, self.form
        form.add_pair(
            ("given", self.tr("&Given name"), lines["given"]),
            ("family", self.tr("&Family name"), lines["family"]),
        )
        shown = self.tr("How the name is shown")
        form.add_field("display_name", shown, lines["display_name"])
        form.add_pair(
            ("prefix", self.tr("Before the name"), lines["prefix"]),
            ("middle", self.tr("Middle name"), lines["middle"]),
            ("suffix", self.tr("After the name"), lines["suffix"]),
        )
        form.add_pair(
            ("nickname", self.tr("Nickname"), lines["nickname"]),
            ("pronouns", self.tr("Pronouns"), lines["pronouns"]),
        )
        self._begin(self.tr("Work"))
        form.add_pair(
            ("role", self.tr("&Role"), lines["role"]),
            ("organisation", self.tr("&Organisation"), lines["organisation"]),
        )
        form.add_field("department", self.tr("Department"), lines["department"])
        self._begin(self.tr("Ways to reach them"))
        form.add_field("ways", self.tr("E-mail, phone, links"), self._ways_edit)
        self._begin(self.tr("Place"))
        form.add_field("street", self.tr("Street"), lines["street"])
        form.add_pair(
            ("postcode", self.tr("Postcode"), lines["postcode"]),
            ("city", self.tr("&City"), lines["city"]),
        )
        form.add_pair(
            ("region", self.tr("Region"), lines["region"]),
            ("country", self.tr("Country"), lines["country"]),
        )
        self._begin(self.tr("About them"))
        form.add_pair(
            ("birthday", self.tr("&Birthday"), lines["birthday"]),
            ("met_on", self.tr("Known since"), self._met_edit),
        )
        lines["birthday"].setPlaceholderText(self.tr("1985-04-12, or --04-12 without the year"))
        self._begin(self.tr("Only you see this"))
        form.add_field("how_we_met", self.tr("&How we met"), self._how_edit)
        form.add_field("remark", self.tr("Re&mark"), self._remark_edit)
        self._scroll()

    def _begin(self, heading: str) -> None:
        self.form.add_part(Divider())
        self.form.add_part(plain_label(heading, TextRole.STRONG))

    def _scroll(self) -> None:
        inner = QWidget()
        inner.setProperty("page", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2, 0, 14, 0)
        self._area = ScrolledArea()
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self.form, self._area)
        column.addWidget(self.form)
        column.addStretch(1)
        self._area.setWidget(inner)
        self.resize(theme.scaled(640), theme.scaled(680))

    def _connect(self) -> None:
        for part in NAME_PARTS:
            self._lines[part].textEdited.connect(self._on_part_edited)
        self._lines["display_name"].textEdited.connect(self._on_name_edited)

    def _composed(self) -> str:
        parts = (self._lines[part].text().strip() for part in NAME_PARTS)
        return " ".join(part for part in parts if part)

    def _on_part_edited(self) -> None:
        if self._follows:
            self._lines["display_name"].setText(self._composed())

    def _on_name_edited(self, text: str) -> None:
        self._follows = text.strip() in {"", self._composed()}


def _line(text: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setMaxLength(LONGEST_LINE)
    edit.setCursorPosition(0)
    return edit


def _paragraph(text: str) -> QPlainTextEdit:
    edit = QPlainTextEdit(text)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(theme.scaled(84))
    return edit
