"""Part with the open desk: nothing saved goes with its file, and nothing of that goes untold."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from mentor_desk.ui.common.clipboard import forget_copied_secret

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.services.keeping.parting import Loss
    from mentor_desk.ui.shell.main_window import MainWindow


class Parting(QObject):
    """Close a desk; one whose file was removed or replaced is backed up before it is let go.

    What no disk takes stays open behind the page that is shown, until one takes it or the mentor
    lets it go on closing the window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._held: list[Desk] = []
        self._kept: tuple[Desk, int, Loss] | None = None
        self._sentence = ""

    def may_close(self) -> bool:
        """Ask before the window is closed, and its desk with it; return whether to go on."""
        pages = self._window.pages
        if pages is not None and not pages.keep_all() and not self._may_lose_words():
            return False
        self.try_again()
        desks = [*([pages.desk] if pages is not None else []), *self._held]
        losses = [loss for loss in map(self._keep, desks) if loss is not None]
        is_agreed = all(self._ask(loss) for loss in losses)
        if not is_agreed and self._window.backing_up is not None:
            self._window.backing_up.begin()
        return is_agreed

    def part(self, desk: "Desk") -> None:
        """Close a desk, or hold it open; what is to be said of it waits for `tell`."""
        loss = self._keep(desk)
        self._kept = None
        if loss is not None:
            self._sentence = self._said(loss)
        if loss is None or loss.kept is not None:
            desk.close()
            return
        # Whoever unlocks may open what lies in the folder now.
        desk.leave_folder()
        self._held.append(desk)

    def tell(self) -> None:
        """Say what became of the desk that was closed, once something stands on the screen."""
        if self._window.words.is_muted:
            return
        sentence, self._sentence = self._sentence, ""
        if sentence and self._held:
            again = self.tr("Try again")
            self._window.words.say(sentence, action=again, act=self._on_again)
        elif sentence:
            self._window.say(sentence)

    def try_again(self) -> None:
        """Back up what is held, where a disk takes it by now, and let it go."""
        for held in [*self._held]:
            loss = self._keep(held)
            self._sentence = self._said(loss) if loss is not None else ""
            if loss is None or loss.kept is not None:
                self._drop(held)

    def leave(self) -> None:
        """Let go of all that is held, and of a secret on the clipboard: the program ends."""
        forget_copied_secret()
        for held in [*self._held]:
            self._drop(held)

    def _drop(self, held: "Desk") -> None:
        self._held.remove(held)
        self._kept = None
        held.close()

    def _keep(self, desk: "Desk") -> "Loss | None":
        from mentor_desk.services.keeping.parting import keep_from_loss, loss_of  # noqa: PLC0415

        if not loss_of(desk):
            return None
        changes = desk.file.connection.total_changes
        if self._kept is not None and self._kept[:2] == (desk, changes):
            return self._kept[2]
        if self._window.backing_up is not None:
            # Two backups of one desk would take each other's place on the disk.
            self._window.backing_up.leave()
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            loss = keep_from_loss(desk, self._window.settings)
        finally:
            QGuiApplication.restoreOverrideCursor()
        if loss is not None and loss.kept is not None:
            # Nothing more is saved into a file that is gone, so one backup will do.
            self._kept = desk, changes, loss
        return loss

    def _said(self, loss: "Loss") -> str:
        if loss.kept is not None:
            kept = self.tr("What was saved in it is kept as a backup, to be restored: {file}")
            return f"{loss.why} {kept.format(file=loss.kept)}"
        held = self.tr(
            "What was saved in it could not be kept as a backup: {refusal} It is held open and out"
            " of sight until that works; please make room, and do not end the program before."
        )
        return f"{loss.why} {held.format(refusal=loss.refusal)}"

    def _may_lose_words(self) -> bool:
        from mentor_desk.ui.common.feedback import ask_irreversible  # noqa: PLC0415

        return ask_irreversible(
            self._window,
            self.tr("Close although not all is saved?"),
            self.tr(
                "Something you wrote could not be saved. If you close now, it is kept aside,"
                " encrypted, and shown when the desk is opened again, as far as the disk allows; or"
                " go back to copy it elsewhere or to try again."
            ),
            self.tr("Close now"),
        )

    def _ask(self, loss: "Loss") -> bool:
        from mentor_desk.ui.common.feedback import ask, ask_irreversible  # noqa: PLC0415

        if loss.kept is not None:
            title = self.tr("Close, now that the file of this desk is gone?")
            return ask(self._window, title, self._said(loss), self.tr("Close"))
        lost = self.tr(
            "What was saved in it could not be kept as a backup: {refusal} If you close now, all"
            " that was saved since the last backup is lost. Go back to make room, or to save a copy"
            " elsewhere (in the menu)."
        )
        sentence = f"{loss.why} {lost.format(refusal=loss.refusal)}"
        title = self.tr("Close and lose what was saved?")
        return ask_irreversible(self._window, title, sentence, self.tr("Close and lose it"))

    def _on_again(self) -> None:
        self.try_again()
        self._window.words.silence()
        self.tell()
