"""Autosave: what is typed is safe within two seconds, and the page says so quietly."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from mentor_desk.errors import DeskError
from mentor_desk.ui.common.formatting import saved_ago

BEHIND_MILLISECONDS = 1500
AGAIN_MILLISECONDS = 2000
_TELL_MILLISECONDS = 1000
_MINUTE = 60_000


class Autosave(QObject):
    """Call `save` a moment after the first keystroke that is not saved yet.

    Typing on does not put the save off. One that is refused keeps what was typed, says why, and
    is tried again. `told` carries the quiet word, and whether it is about trouble.
    """

    told = Signal(str, bool)

    def __init__(self, save: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._is_behind = False
        self._refusal = ""
        self._saved_at = QElapsedTimer()
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self.flush)
        self._telling = QTimer(self)
        self._telling.timeout.connect(self.tell)

    @property
    def is_behind(self) -> bool:
        """Whether something typed is not saved yet."""
        return self._is_behind

    def note(self) -> None:
        """Take notice that something was typed."""
        self._is_behind = True
        if not self._due.isActive():
            self._due.start(BEHIND_MILLISECONDS)
        self.tell()

    def begin(self) -> None:
        """Start afresh with another text, all of which is saved."""
        self._is_behind, self._refusal = False, ""
        self._due.stop()
        self._telling.stop()
        self._saved_at.invalidate()
        self.tell()

    def flush(self) -> bool:
        """Save now if anything is not saved; return whether all is safe."""
        if not self._is_behind:
            return True
        self._due.stop()
        try:
            self._save()
        except DeskError as refusal:
            self._refusal = refusal.sentence
            self._due.start(AGAIN_MILLISECONDS)
        else:
            self._is_behind, self._refusal = False, ""
            self._saved_at.start()
            self._telling.start(_TELL_MILLISECONDS)
        self.tell()
        return not self._is_behind

    def tell(self) -> None:
        """Say how it stands."""
        if self._refusal:
            words = self.tr("Not saved: {reason}").format(reason=self._refusal)
            self.told.emit(words, True)
        elif self._is_behind:
            self.told.emit(self.tr("Saving…"), False)
        elif self._saved_at.isValid():
            if self._saved_at.hasExpired(_MINUTE):
                self._telling.setInterval(_MINUTE)
            self.told.emit(saved_ago(self._saved_at.elapsed() / 1000), False)
        else:
            self.told.emit(self.tr("Saved"), False)
