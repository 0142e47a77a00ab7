"""What the window says by itself: a sentence across the top, or what was done at the foot."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QVBoxLayout

if TYPE_CHECKING:
    from mentor_desk.ui.common.banner import Banner
    from mentor_desk.ui.common.toast import Toasts
    from mentor_desk.ui.common.tokens import Tone


class Saying(QObject):
    """The one voice of a window; what it said can be taken off the screen at once.

    While it `is_discreet`, for somebody may look on, what was done is said without names, and a
    sentence stands on the screen only once it is asked for, and until then the kind of trouble in
    `nameless` words, if there are any; while it `is_muted`, as when the desk is being left,
    nothing is said at all.
    """

    def __init__(self, window: QMainWindow, banner_place: QVBoxLayout) -> None:
        super().__init__(window)
        self._window = window
        self._banner_place = banner_place
        self.banner: Banner | None = None
        self.toasts: Toasts | None = None
        self._sentence, self._action, self._nameless = "", "", ""
        self._act: Callable[[], object] | None = None
        self._is_covered = False
        self._is_discreet = self.is_muted = False

    @property
    def is_discreet(self) -> bool:
        """Whether somebody may look on."""
        return self._is_discreet

    @is_discreet.setter
    def is_discreet(self, is_on: bool) -> None:
        self._is_discreet = is_on
        if is_on and self.toasts is not None:
            self.toasts.clear()
        if self.banner is not None and self.banner.isVisible():
            self.say(self._sentence, action=self._action, act=self._act, nameless=self._nameless)

    def say(
        self,
        sentence: str,
        *,
        action: str = "",
        act: Callable[[], object] | None = None,
        nameless: str = "",
    ) -> None:
        """Show a sentence across the top that stays until it is closed.

        With an `action`, a button of this name beside it calls `act`.
        """
        from mentor_desk.ui.common.banner import Banner  # noqa: PLC0415

        if self.is_muted:
            return
        if self.banner is None:
            self.banner = Banner()
            self.banner.acted.connect(self._on_banner_acted)
            self._banner_place.addWidget(self.banner)
        self._sentence, self._action, self._act = sentence, action, act
        self._nameless = nameless
        self._is_covered = self._is_discreet
        if self._is_covered:
            unnamed = self.tr("Something could not be done. The reason may name somebody.")
            self.banner.say(nameless or unnamed, _tone(), action=self.tr("Read it"))
        else:
            self._uncover()

    def tell(self, sentence: str, *, undo: Callable[[], object] | None = None) -> None:
        """Say what was done, for a few seconds, with a way back."""
        from mentor_desk.ui.common.toast import Toasts  # noqa: PLC0415

        if self.is_muted:
            return
        if self.toasts is None:
            self.toasts = Toasts(self._window)
        if self._is_discreet and undo is not None:
            sentence = self.tr("Done.")
        self.toasts.say(sentence, undo=undo)

    def take_back(self, sentence: str) -> None:
        """Take a sentence off the top, if it is the one that stands there."""
        if self.banner is not None and self._sentence == sentence:
            self.banner.hide()

    def silence(self) -> None:
        """Take back every word that stands on the screen."""
        if self.toasts is not None:
            self.toasts.clear()
        if self.banner is not None:
            self._banner_place.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
            self._sentence, self._action, self._act = "", "", None

    def _uncover(self) -> None:
        self._is_covered = False
        if self.banner is not None:
            self.banner.say(self._sentence, _tone(), action=self._action)

    def _on_banner_acted(self) -> None:
        if self._is_covered:
            self._uncover()
        elif self._act is not None:
            self._act()


def _tone() -> "Tone":
    from mentor_desk.ui.common.tokens import Tone  # noqa: PLC0415

    return Tone.RED
