"""Preview: the pages on their ground, with what can be said about them around."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.reviews.reviewing import RenderedReview
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import CARD_RADIUS, TextRole, Tone

if TYPE_CHECKING:
    from mentor_desk.ui.reviews.page_view import PageView

_MOST_NAMED = 8
_tr = QCoreApplication.translate


class Preview(QWidget):
    """Show the very bytes that would be exported, page beside page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PageView | None = None
        self._build()

    @property
    def view(self) -> "PageView | None":
        """The view of the pages, once there are any."""
        return self._view

    def wait(self) -> None:
        """Say that other pages are being made; those of before stay in sight."""
        self._state_label.setText(self.tr("Making the pages…"))

    def show_review(self, review: RenderedReview) -> None:
        """Show these pages, and name the characters that are not on them."""
        self._state_label.setText("")
        self._pages().show_bytes(review.pdf)
        self._set_zoom_enabled(is_on=True)
        if review.unprintable:
            self._banner.say(unprintable_sentence(review.unprintable), Tone.GOLD)
        else:
            self._banner.hide()

    def show_trouble(self, sentence: str) -> None:
        """Say why there are no pages."""
        self._state_label.setText("")
        self._banner.say(sentence, Tone.RED)

    def shown_bytes(self) -> bytes:
        """Return the very bytes that are shown."""
        return self._view.shown_bytes() if self._view is not None else b""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.tokens().backdrop))
        painter.drawRoundedRect(self.rect(), CARD_RADIUS, CARD_RADIUS)

    def _build(self) -> None:
        self._page_label = plain_label("", TextRole.SMALL)
        self._state_label = plain_label("", TextRole.SMALL)
        self._smaller_button = button("−", Look.QUIET)
        self._fit_button = button(self.tr("Fit"), Look.QUIET)
        self._larger_button = button("+", Look.QUIET)
        for each, words, key in (
            (self._smaller_button, self.tr("Show the pages smaller"), "Ctrl+-"),
            (self._fit_button, self.tr("Show whole pages, as large as there is room"), "Ctrl+0"),
            (self._larger_button, self.tr("Show the pages larger"), "Ctrl++"),
        ):
            name(each, words)
            set_tooltip(each, f"{words} ({key})")
        self._set_zoom_enabled(is_on=False)
        self._banner = Banner()
        self._banner.hide()
        middle = QWidget()
        self._place = QStackedLayout(middle)
        self._place.addWidget(QWidget())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(0)
        layout.addWidget(self._banner)
        layout.addWidget(middle, 1)
        layout.addLayout(self._bar())

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 8, 0)
        bar.setSpacing(4)
        bar.addWidget(self._page_label)
        bar.addSpacing(12)
        bar.addWidget(self._state_label)
        bar.addStretch(1)
        for each in (self._smaller_button, self._fit_button, self._larger_button):
            bar.addWidget(each)
        return bar

    def _set_zoom_enabled(self, *, is_on: bool) -> None:
        for each in (self._smaller_button, self._fit_button, self._larger_button):
            each.setEnabled(is_on)

    def _pages(self) -> "PageView":
        if self._view is None:
            # The library that draws PDF is loaded when there is one to draw.
            from mentor_desk.ui.reviews.page_view import PageView  # noqa: PLC0415

            self._view = PageView(self)
            name(self._view, self.tr("Preview of the review"))
            self._view.turned.connect(self._on_view_turned)
            self._place.addWidget(self._view)
            self._place.setCurrentWidget(self._view)
            self._connect_zoom(self._view)
        return self._view

    def _connect_zoom(self, view: "PageView") -> None:
        keys = QKeySequence.StandardKey
        larger, smaller = (
            QKeySequence.keyBindings(keys.ZoomIn),
            QKeySequence.keyBindings(keys.ZoomOut),
        )
        for each, sequences, act in (
            (self._larger_button, [*larger, QKeySequence("Ctrl+=")], view.zoom_in),
            (self._smaller_button, smaller, view.zoom_out),
            (self._fit_button, [QKeySequence("Ctrl+0")], view.fit),
        ):
            each.clicked.connect(act)
            shortcut = QShortcut(self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setKeys(sequences)
            shortcut.activated.connect(act)

    def _on_view_turned(self, page: int, pages: int) -> None:
        told = self.tr("Page {0} of {1}").format(page, pages)
        self._page_label.setText(told)
        if self._view is not None:
            description = self.tr(
                "Page {0} of {1}, as it will be exported. Ctrl with plus and minus zooms."
            )
            self._view.setAccessibleDescription(description.format(page, pages))


def unprintable_sentence(characters: tuple[str, ...]) -> str:
    """Return which characters stand in the review as codes, for want of a font."""
    named = ", ".join(f"{mark} (U+{ord(mark):04X})" for mark in characters[:_MOST_NAMED])
    if len(characters) == 1:
        return _tr("Preview", "No font has the character {0}; it is printed as its code.").format(
            named
        )
    if len(characters) <= _MOST_NAMED:
        return _tr(
            "Preview", "No font has the characters {0}; they are printed as their codes."
        ).format(named)
    return _tr(
        "Preview", "No font has {0} and some others; they are printed as their codes."
    ).format(named)
