"""What the window says by itself: a sentence across the top, or what was done at the foot."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QVBoxLayout

if TYPE_CHECKING:
    from mentor_desk.ui.common.banner import Banner
    from mentor_desk.ui.common.toast import Toasts


class Saying(QObject):
    """The one voice of a window; what it said can be taken off the screen at once.

    With `is_discreet`, what was done is said without names, for somebody may look on; while it
    `is_muted`, as when the desk is being left, nothing is said at all.
    """

    def __init__(self, window: QMainWindow, banner_place: QVBoxLayout) -> None:
        super().__init__(window)
        self._window = window
        self._banner_place = banner_place
        self.banner: Banner | None = None
        self.toasts: Toasts | None = None
        self.is_discreet = self.is_muted = False

    def say(self, sentence: str) -> None:
        """Show a sentence across the top that stays until it is closed."""
        from mentor_desk.ui.common.banner import Banner  # noqa: PLC0415
        from mentor_desk.ui.common.tokens import Tone  # noqa: PLC0415

        if self.is_muted:
            return
        if self.banner is None:
            self.banner = Banner()
            self._banner_place.addWidget(self.banner)
        self.banner.say(sentence, Tone.RED)

    def tell(self, sentence: str, *, undo: Callable[[], object] | None = None) -> None:
        """Say what was done, for a few seconds, with a way back."""
        from mentor_desk.ui.common.toast import Toasts  # noqa: PLC0415

        if self.is_muted:
            return
        if self.toasts is None:
            self.toasts = Toasts(self._window)
        if self.is_discreet and undo is not None:
            sentence = self.tr("Done.")
        self.toasts.say(sentence, undo=undo)

    def silence(self) -> None:
        """Take back every word that stands on the screen."""
        if self.toasts is not None:
            self.toasts.clear()
        if self.banner is not None:
            self._banner_place.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
