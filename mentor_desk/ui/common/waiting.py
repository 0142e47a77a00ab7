"""What takes long on the desk is done beside the window, which waits for it and goes on painting.

Nothing else can be done meanwhile: the desk does one thing at a time, and what is on the screen
is not what will be there in a moment.
"""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.how_far import HowFar
from mentor_desk.ui.common.jobs import Progress, raise_failure, start_job
from mentor_desk.ui.common.lock_key import is_lock_key
from mentor_desk.ui.common.text import name, one_line, plain_label
from mentor_desk.ui.common.theme import scaled
from mentor_desk.ui.common.tokens import TextRole

T = TypeVar("T")
Refused: TypeAlias = Callable[[DeskError], object]

_Told: TypeAlias = tuple[Callable[[Any], object], Refused]

# What is over sooner needs no word.
UNSEEN = 300

_BY_HAND = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.Shortcut,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.ContextMenu,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.DragEnter,
    QEvent.Type.Drop,
}


def carry_out(
    parent: QWidget,
    work: Callable[[Progress], T],
    words: str,
    *,
    is_long: bool,
    done: Callable[[T], object],
    refused: Refused,
    can_stop: bool = False,
) -> None:
    """Do something and hand on what came of it: at once, or beside a window that waits.

    `words` say what is being done, once it has taken a while. When `parent` goes meanwhile, as
    when the desk is closed, nobody is told. Work that `can_stop` changes nothing when its
    progress call raises: the mentor may cancel it, and a lock does.
    """
    if is_long:
        Waiting(parent, work, words, done=done, refused=refused, can_stop=can_stop)
        return
    try:
        result = work(lambda _done, _of: None)
    except DeskError as refusal:
        refused(refusal)
    else:
        done(result)


class Waiting(QObject):
    """One piece of work that the program waits for, deaf to the mentor until it is over."""

    def __init__(
        self,
        parent: QWidget,
        work: Callable[[Progress], T],
        words: str,
        *,
        done: Callable[[T], object],
        refused: Refused,
        can_stop: bool = False,
    ) -> None:
        super().__init__(parent)
        self._words, self._can_stop = words, can_stop
        self._window: QWidget | None = parent.window()
        self._told: _Told | None = (done, refused)
        self._dialog: WaitingDialog | None = None
        self._timer = QTimer(self, singleShot=True, interval=UNSEEN)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        # Until the dialog is there, which nobody gets past, what is typed or clicked is dropped.
        _application().installEventFilter(self)
        self._job = job = start_job(
            self,
            work,
            gives_way=can_stop,
            if_stopped=self.tr("What was under way was stopped; nothing was changed by it."),
        )
        job.progressed.connect(self._on_progressed)
        job.done.connect(self._on_done)
        job.refused.connect(self._on_refused)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _BY_HAND or is_lock_key(event):
            return False
        event.accept()
        return True

    def _show(self) -> None:
        if self._job.is_stopping:
            return
        self._dialog = WaitingDialog(self._words, self._window, can_stop=self._can_stop)
        self._dialog.stop_requested.connect(self._job.cancel)
        self._dialog.show()
        announce(self._dialog, self._words)
        _application().removeEventFilter(self)

    def _on_progressed(self, done: int, of: int) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(done, of)

    def _on_done(self, result: Any) -> None:
        told = self._end()
        if told is not None:
            told[0](result)

    def _on_refused(self, refusal: DeskError) -> None:
        told = self._end()
        if told is not None:
            told[1](refusal)

    def _on_failed(self, failure: Exception) -> None:
        self._end()
        raise_failure(failure)

    def _on_cancelled(self) -> None:
        window = self._window
        self._end()
        if window is not None:
            announce(window, self.tr("Cancelled. Nothing was changed."))

    def _end(self) -> _Told | None:
        # Let go of now: a parent that only this held would else take this with it, half gone.
        told, self._told = self._told, None
        window, self._window = self._window, None
        self._timer.stop()
        _application().removeEventFilter(self)
        if self._dialog is not None:
            had_keyboard = self._dialog.isActiveWindow()
            self._dialog.done(QDialog.DialogCode.Accepted.value)
            self._dialog.deleteLater()
            if had_keyboard and window is not None:
                # Not every system gives the keyboard back by itself.
                window.activateWindow()
        self.deleteLater()
        return told


class WaitingDialog(QDialog):
    """What is being done, and how far it is; it goes by itself, and no key or click sends it.

    With `can_stop` there is a button to cancel it, as Escape does; the dialog stays until that
    is done too.
    """

    stop_requested = Signal()

    def __init__(
        self, words: str, parent: QWidget | None = None, *, can_stop: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(one_line(words))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
        name(self, words)
        self._how_far = HowFar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(plain_label(words, TextRole.CARD, wrap=True))
        layout.addWidget(self._how_far)
        sentence = self.tr("Nothing else can be done until it is finished.")
        if can_stop:
            sentence = self.tr(
                "Nothing else can be done until it is finished. Cancel it, and all stays as it was."
            )
        layout.addWidget(plain_label(sentence, TextRole.SMALL, wrap=True))
        self._stop_button = button(self.tr("Cancel"))
        self._stop_button.setVisible(can_stop)
        self._stop_button.clicked.connect(self._stop)
        # It appears while somebody may be typing: neither Enter nor Space is to fall on the button.
        self._stop_button.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        layout.addWidget(self._stop_button, alignment=Qt.AlignmentFlag.AlignRight)
        self.setAccessibleDescription(sentence)
        self.setMinimumWidth(scaled(440))

    def show_progress(self, done: int, of: int) -> None:
        """Say how far it is; `of` is 0 while nobody knows."""
        self._how_far.show_progress(done, of)

    @override
    def reject(self) -> None:
        """Stay: it goes when the work is over, or when the desk is left."""
        if self._stop_button.isVisibleTo(self) and self._stop_button.isEnabled():
            self._stop()

    def _stop(self) -> None:
        self._stop_button.setEnabled(False)
        self._stop_button.setText(self.tr("Cancelling…"))
        self.stop_requested.emit()


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("there is no program to wait")
    return app
