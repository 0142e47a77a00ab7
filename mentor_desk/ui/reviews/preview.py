"""Preview: the pages on their ground, with what can be said about them above."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from mentor_desk.services.reviewing import RenderedReview
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole, Tone

if TYPE_CHECKING:
    from mentor_desk.ui.reviews.pdf_view import PdfView

_MOST_NAMED = 8
_tr = QCoreApplication.translate


class Preview(QWidget):
    """Show the very bytes that would be exported, page below page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PdfView | None = None
        self._is_waiting = False
        self._build()

    @property
    def view(self) -> "PdfView | None":
        """The view of the pages, once there are any."""
        return self._view

    def wait(self) -> None:
        """Say that other pages are being made; those of before stay in sight."""
        self._is_waiting = True
        self._state_label.setText(self.tr("Making the pages…"))

    def show_review(self, review: RenderedReview) -> None:
        """Show these pages, and name the characters that are not on them."""
        self._is_waiting = False
        self._state_label.setText("")
        self._pages().show_bytes(review.pdf)
        self._set_zoom_enabled(is_on=True)
        if review.unprintable:
            self._banner.say(unprintable_sentence(review.unprintable), Tone.GOLD)
        else:
            self._banner.hide()

    def show_trouble(self, sentence: str) -> None:
        """Say why there are no pages."""
        self._is_waiting = False
        self._state_label.setText(sentence)

    def shown_bytes(self) -> bytes:
        """Return the very bytes that are shown."""
        return self._view.shown_bytes() if self._view is not None else b""

    def _build(self) -> None:
        self.setProperty("ground", "backdrop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page_label = plain_label("", TextRole.SMALL)
        self._state_label = plain_label("", TextRole.SMALL)
        self._smaller_button = button("−", Look.QUIET)
        self._fit_button = button(self.tr("Fit width"), Look.QUIET)
        self._larger_button = button("+", Look.QUIET)
        for each, words, key in (
            (self._smaller_button, self.tr("Show the pages smaller"), "Ctrl+-"),
            (self._fit_button, self.tr("Show the pages as wide as there is room"), "Ctrl+0"),
            (self._larger_button, self.tr("Show the pages larger"), "Ctrl++"),
        ):
            name(each, words)
            set_tooltip(each, f"{words} ({key})")
        self._set_zoom_enabled(is_on=False)
        self._banner = Banner()
        self._banner.hide()
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 6, 8, 0)
        bar.setSpacing(4)
        bar.addWidget(self._page_label)
        bar.addSpacing(12)
        bar.addWidget(self._state_label)
        bar.addStretch(1)
        for each in (self._smaller_button, self._fit_button, self._larger_button):
            bar.addWidget(each)
        middle = QWidget()
        self._place = QStackedLayout(middle)
        self._place.addWidget(QWidget())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self._banner)
        layout.addWidget(middle, 1)

    def _set_zoom_enabled(self, *, is_on: bool) -> None:
        for each in (self._smaller_button, self._fit_button, self._larger_button):
            each.setEnabled(is_on)

    def _pages(self) -> "PdfView":
        if self._view is None:
            # The library that draws PDF is loaded when there is one to draw.
            from mentor_desk.ui.reviews.pdf_view import PdfView  # noqa: PLC0415

            self._view = PdfView(self)
            name(
                self._view,
                self.tr("Preview of the review"),
                self.tr("The pages as they will be exported. Ctrl with plus and minus zooms."),
            )
            self._view.turned.connect(self._on_view_turned)
            self._smaller_button.clicked.connect(self._view.zoom_out)
            self._fit_button.clicked.connect(self._view.fit_width)
            self._larger_button.clicked.connect(self._view.zoom_in)
            self._place.addWidget(self._view)
            self._place.setCurrentWidget(self._view)
        return self._view

    def _on_view_turned(self, page: int, pages: int) -> None:
        self._page_label.setText(self.tr("Page {0} of {1}").format(page, pages))


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
