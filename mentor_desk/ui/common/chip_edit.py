"""ChipEdit: topics typed one after the other, each becoming a chip."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.filters import plain_form
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.marks import Chip
from mentor_desk.ui.common.text import empty, name, one_line, set_property
from mentor_desk.ui.common.tokens import Tone

_BREAK = re.compile(r"[,;\n]")
_LONGEST = 120
# The completions open, or another window comes to the front: the mentor is still typing here.
_STAYS = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}


class ChipEdit(QWidget):
    """Chips with a line to type the next one.

    Enter or a comma makes a chip of what is typed, and so does leaving the field; Backspace at
    the start takes the last one away. What is there already is not added twice, in any case.
    """

    added = Signal(str)
    removed = Signal(str)

    def __init__(
        self, tone: Tone = Tone.ACCENT, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._chips: list[Chip] = []
        self._build(placeholder)
        self._connect()

    def chips(self) -> list[str]:
        """Return the words on the chips, in their order."""
        return [chip.text for chip in self._chips]

    def set_chips(self, words: Sequence[str]) -> None:
        """Show these chips, without telling anyone."""
        for chip in self._chips:
            self._drop(chip)
        self._chips = []
        for word in words:
            self._put(word)

    def set_completions(self, words: Sequence[str]) -> None:
        """Offer these words while typing."""
        self._offered.setStringList([one_line(word) for word in words])

    def make_chip(self, word: str) -> Chip:
        """Return the chip for a word; a subclass may show more on it, its `text` stays the word."""
        return Chip(word, self._tone, is_removable=True)

    def type_again(self, typed: str) -> None:
        """Put words that could not be kept back where they were typed."""
        rest = self._line_edit.text() if typed else ""
        self._line_edit.setText(", ".join(part for part in (typed, rest) if part))
        # Set by hand or not, it is words of the mentor that are kept nowhere else.
        self._line_edit.setModified(bool(typed))

    def take_typed(self) -> bool:
        """Make chips of what is typed, as Enter does; return whether no word is left there."""
        typed = self._line_edit.text()
        empty(self._line_edit)
        self._take(typed)
        return not self._line_edit.text()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_used(event) or super().eventFilter(watched, event)
        if isinstance(event, QFocusEvent):
            set_property(self, "typing", event.gotFocus())
            if event.lostFocus() and event.reason() not in _STAYS:
                self.take_typed()
        return super().eventFilter(watched, event)

    def _build(self, placeholder: str) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._line_edit = QLineEdit()
        self._line_edit.setProperty("look", "bare")
        self._line_edit.setMaxLength(10_000)
        self._line_edit.setMinimumWidth(self.fontMetrics().averageCharWidth() * 16)
        self._line_edit.setPlaceholderText(placeholder)
        self._line_edit.setCompleter(completer)
        name(self._line_edit, placeholder or self.tr("Add a topic"))
        self._flow = FlowLayout(self, spacing=4)
        self._flow.setContentsMargins(8, 5, 8, 5)
        self._flow.addWidget(self._line_edit)
        self.setFocusProxy(self._line_edit)

    def _connect(self) -> None:
        self._line_edit.installEventFilter(self)
        self._line_edit.textEdited.connect(self._on_line_edit_edited)
        # Leaving the field is told by the focus event and not by `editingFinished`, which a line
        # edit also sends while it is being destroyed.
        # The completer writes into the line after it has told of the choice, so come later.
        queued = Qt.ConnectionType.QueuedConnection
        self._line_edit.completer().activated.connect(self._on_completer_activated, queued)

    def _is_used(self, event: QKeyEvent) -> bool:
        typed = self._line_edit.text()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and typed.strip():
            self.take_typed()
            return True
        if event.key() == Qt.Key.Key_Backspace and not typed and self._chips:
            self._remove(self._chips[-1])
            return True
        return False

    def _take(self, typed: str) -> None:
        for part in _BREAK.split(typed):
            word = one_line(part)[:_LONGEST]
            held = {plain_form(chip.text) for chip in self._chips}
            if plain_form(word) and plain_form(word) not in held:
                self._put(word)
                self.added.emit(word)

    def _put(self, word: str) -> None:
        chip = self.make_chip(word)
        chip.removal_requested.connect(self._on_chip_removal_requested)
        name(chip, chip.accessibleName(), self.tr("Delete removes it"))
        self._flow.insert_widget(len(self._chips), chip)
        # The keyboard comes by as the eye does: the chips first, then the line.
        QWidget.setTabOrder(_stop_before(self._line_edit), chip)
        self._chips.append(chip)
        chip.show()
        self.updateGeometry()

    def _remove(self, chip: Chip) -> None:
        self._chips.remove(chip)
        self._drop(chip)
        self._line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.tr("Removed {topic}").format(topic=chip.text))
        self.removed.emit(chip.text)

    def _drop(self, chip: Chip) -> None:
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.updateGeometry()

    def _on_line_edit_edited(self, text: str) -> None:
        *whole, rest = _BREAK.split(text)
        if whole:
            self._line_edit.setText(rest.lstrip())
            self._take(",".join(whole))

    def _on_completer_activated(self, word: str) -> None:
        self._line_edit.setText(word)
        self.take_typed()

    def _on_chip_removal_requested(self, text: str) -> None:
        for chip in self._chips:
            if chip.text == text:
                self._remove(chip)
                return


def _stop_before(widget: QWidget) -> QWidget:
    before = widget.previousInFocusChain()
    while before is not None and before is not widget and not _is_stop(before):
        before = before.previousInFocusChain()
    return before or widget


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.focusProxy() is None
