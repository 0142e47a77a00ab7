"""Card: a titled part of a page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone


class Card(QWidget):
    """A rounded ground with a title; what belongs in it goes into `content`.

    `tone` is PLAIN, ACCENT (what comes next) or WARM (private). A card without a title is
    only its content. `lead` stands before the title: a lock, an avatar.
    """

    def __init__(
        self,
        title: str = "",
        *,
        count: int | None = None,
        tone: Tone = Tone.PLAIN,
        trailing: QWidget | None = None,
        lead: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        self._title_label = plain_label(title, TextRole.CARD, wrap=True)
        self._count_label = plain_label("", TextRole.SOFT)
        self._build(trailing, lead)
        self.set_title(title, count=count)

    def set_title(self, title: str, *, count: int | None = None) -> None:
        """Say what the card holds, and how many of it."""
        self._title_label.setText(title)
        self._title_label.setVisible(bool(title))
        self._count_label.setText("" if count is None else f"· {count}")
        self._count_label.setVisible(count is not None)
        name(self, title)

    def set_tone(self, tone: Tone) -> None:
        """Put the card on another ground."""
        self._tone = tone
        self.update()

    def add(self, widget: QWidget) -> None:
        """Put a widget below what is there; words begin at the top of the room they get."""
        if isinstance(widget, QLabel) and widget.wordWrap():
            sides = widget.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
            absolute = widget.alignment() & Qt.AlignmentFlag.AlignAbsolute
            widget.setAlignment(sides | absolute | Qt.AlignmentFlag.AlignTop)
        self.content.addWidget(widget)

    def add_row(self, *widgets: QWidget, stretch: int = 0) -> None:
        """Put widgets side by side below what is there; the one at `stretch` takes the room."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for place, widget in enumerate(widgets):
            row.addWidget(widget, 1 if place == stretch else 0)
        self.content.addLayout(row)

    def add_line(self) -> None:
        """Draw a thin line below what is there, to part it from what follows."""
        self.content.addWidget(Divider())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint.draw_card(QPainter(self), self.rect(), self._tone)

    def _build(self, trailing: QWidget | None, lead: QWidget | None) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        for widget in (lead, self._title_label, self._count_label):
            if widget is not None:
                head.addWidget(widget)
        head.addStretch(1)
        if trailing is not None:
            head.addWidget(trailing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self.content, 1)


class Divider(QFrame):
    """A thin line between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), paint.line_colour())


class PageHeader(QWidget):
    """The head of a page: title, a quiet line below it, buttons at the end."""

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        *buttons: QWidget,
        role: TextRole = TextRole.TITLE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title_label = plain_label(title, role, elide=True)
        self._subtitle_label = plain_label(subtitle, TextRole.SMALL, wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._build(buttons)
        self.set_title(title, subtitle)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say whose or what page this is."""
        self._title_label.setText(title)
        self._subtitle_label.setText(subtitle)
        self._subtitle_label.setVisible(bool(subtitle))

    def add_button(self, button: QWidget) -> None:
        """Put a button after the others; the last one is the obvious one."""
        self._buttons.addWidget(button)

    @property
    def title_label(self) -> QLabel:
        """The label of the title, for a page that makes it a door or its accessible buddy."""
        return self._title_label

    def _build(self, buttons: tuple[QWidget, ...]) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title_label)
        words.addWidget(self._subtitle_label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(words, 1)
        layout.addLayout(self._buttons)
        for button in buttons:
            self.add_button(button)
