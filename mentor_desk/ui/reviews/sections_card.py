"""SectionsCard: what a review includes, and the mentor's own words at its head."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from mentor_desk.services.reviews.choice import Section
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import count
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.reviews.wording import section_title


class SectionsCard(Card):
    """A box for each section with how much there is of it; `changed` after each choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("What to include"))
        self._boxes: dict[Section, QCheckBox] = {}
        self._count_labels: dict[Section, QLabel] = {}
        self._build_card()

    def sections(self) -> frozenset[Section]:
        """Return the sections that were chosen."""
        return frozenset(each for each, box in self._boxes.items() if box.isChecked())

    def in_short(self) -> str:
        """Return the mentor's own words, as typed."""
        return self._text_edit.text()

    def show_choice(self, sections: frozenset[Section], in_short: str) -> None:
        """Show a choice without telling anyone."""
        for section, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(section in sections)
            box.blockSignals(False)
        if in_short != self._text_edit.text():
            self._text_edit.set_text(in_short)
        self._text_edit.setVisible(bool(in_short.strip()))
        self.refuse_text("")

    def show_counts(self, counts: Mapping[Section, int]) -> None:
        """Say how much of each section there is."""
        for section, label in self._count_labels.items():
            words = count(counts.get(section, 0))
            label.setText(words)
            name(self._boxes[section], f"{section_title(section)}, {words}")

    def edit_text(self) -> None:
        """Open the mentor's own words, and go there."""
        if not self._boxes[Section.IN_SHORT].isChecked():
            self._boxes[Section.IN_SHORT].setChecked(True)
        self._text_edit.show()
        self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse_text(self, sentence: str) -> None:
        """Say below the text why it cannot be kept; an empty sentence takes that back."""
        self._error_label.setText(sentence)
        self._error_label.setVisible(bool(sentence))

    def _build_card(self) -> None:
        self.content.setSpacing(3)
        self._text_edit = NotesEdit(
            self.tr("What was achieved, in a few sentences"), min_lines=3, max_lines=9
        )
        name(self._text_edit, self.tr("In short"), self.tr("Your own words at the head"))
        self._text_edit.hide()
        self._text_edit.edited.connect(self.changed)
        self._error_label = plain_label("", TextRole.ERROR, wrap=True)
        self._error_label.hide()
        for section in Section:
            if section is not Section.IN_SHORT:
                self.add_line()
            self._add_section(section)

    def _add_section(self, section: Section) -> None:
        box = QCheckBox(section_title(section))
        box.toggled.connect(self.changed)
        self._boxes[section] = box
        row = QHBoxLayout()
        row.addWidget(box)
        row.addStretch(1)
        self.content.addLayout(row)
        if section is Section.IN_SHORT:
            self._edit_link = LinkLabel(self.tr("edit text"), TextRole.SOFT)
            name(self._edit_link, self.tr("Edit the text in short"))
            self._edit_link.opened.connect(self.edit_text)
            row.addWidget(self._edit_link)
            self.add(self._text_edit)
            self.add(self._error_label)
            return
        label = self._count_labels[section] = plain_label("", TextRole.SOFT)
        row.addWidget(label)
