"""Part with the open desk: nothing saved goes with its file, and nothing of that goes untold."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from mentor_desk.errors import DeskError
from mentor_desk.ui.common.clipboard import forget_copied_secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentor_desk.services.desk import Desk
    from mentor_desk.services.keeping.parting import Loss
    from mentor_desk.ui.shell.locking.held_sign import HeldSign
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
        self._untold: list[Loss] = []
        self._gone: tuple[tuple[str, int, str] | None, str] = None, ""
        self._sign: HeldSign | None = None
        window.desk_shown.connect(self._on_desk_shown)

    def may_close(self) -> bool:
        """Ask before the window is closed, and its desk with it; return whether to go on."""
        pages = self._window.pages
        if pages is not None and not pages.keep_all() and not self._may_lose_words():
            return False
        kept = self.try_again()
        is_agreed = self._is_agreed(pages.desk if pages is not None else None, kept)
        if not is_agreed:
            self.tell()
            if self._window.backing_up is not None:
                self._window.backing_up.begin()
        return is_agreed

    def part(self, desk: "Desk") -> None:
        """Close a desk, or hold it open; what is to be said of it waits for `tell`."""
        loss = self._keep(desk)
        self._kept = None
        self._gone = None, ""
        if loss is not None:
            self._untold = [loss]
        if loss is None or loss.kept is not None:
            if loss is not None:
                self._gone = _how_far(desk), self._said(loss)
            desk.close()
            return
        # Whoever unlocks may open what lies in the folder now.
        desk.leave_folder()
        self._held.append(desk)

    def tell(self) -> None:
        """Say what became of the desk that was closed, once something stands on the screen."""
        if self._window.words.is_muted:
            return
        self.mark()
        untold, self._untold = self._untold, []
        if untold:
            from mentor_desk.ui.shell.nameless import kind_of_loss  # noqa: PLC0415

            told, kinds = map(self._said, untold), map(kind_of_loss, untold)
            self._window.words.say(_together(told), nameless=_together(kinds))

    def mark(self) -> None:
        """Let a sign stand on the screen for as long as anything is held."""
        locking = self._window.locking
        are_words = locking is not None and locking.holds_words
        if self._sign is None and not (self._held or are_words):
            return
        self._sign_shown().show_held(is_desk=bool(self._held), are_words=are_words)

    def try_again(self, chosen: Path | None = None) -> list[str]:
        """Write what is held, where a disk takes it by now, let it go, and return where it lies.

        A folder that was `chosen` for a desk comes before those of its backups.
        """
        if self._window.locking is not None and self._window.locking.holds_words:
            self._window.locking.leaving.keep_held()
        losses: list[Loss] = []
        for held in [*self._held]:
            loss = self._keep(held, chosen)
            if loss is not None:
                losses.append(loss)
            if loss is None or loss.kept is not None:
                self._drop(held)
        self._untold = sorted(losses, key=lambda loss: loss.kept is None)
        return [self._said(loss) for loss in losses if loss.kept is not None]

    def leave(self) -> None:
        """Let go of all that is held, and of a secret on the clipboard: the program ends."""
        forget_copied_secret()
        # After an end from outside nobody was asked, and a disk may take it by now.
        self.try_again()
        for held in [*self._held]:
            self._drop(held)

    def _drop(self, held: "Desk") -> None:
        self._held.remove(held)
        self._kept = None
        held.close()

    def _sign_shown(self) -> "HeldSign":
        from mentor_desk.ui.shell.locking.held_sign import HeldSign  # noqa: PLC0415

        if self._sign is None:
            self._sign = HeldSign()
            self._sign.acted.connect(self._on_again)
            self._sign.folder_chosen.connect(lambda chosen: self._on_again(Path(chosen)))
            self._window.frame.banner_place.insertWidget(0, self._sign)
        return self._sign

    def _keep(self, desk: "Desk", chosen: Path | None = None) -> "Loss | None":
        from mentor_desk.services.keeping.parting import keep_from_loss, loss_of  # noqa: PLC0415

        if not loss_of(desk):
            return None
        changes = desk.file.connection.total_changes
        if self._kept is not None and self._kept[:2] == (desk, changes):
            return self._kept[2]
        self._stop_backups_of(desk)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            loss = keep_from_loss(desk, self._window.settings, chosen=chosen)
        finally:
            QGuiApplication.restoreOverrideCursor()
        if loss is not None and loss.kept is not None:
            # Nothing more is saved into a file that is gone, so one backup will do.
            self._kept = desk, changes, loss
        return loss

    def _stop_backups_of(self, desk: "Desk") -> None:
        from mentor_desk.services.keeping.parting import id_of_open  # noqa: PLC0415

        backing_up = self._window.backing_up
        if backing_up is None or backing_up.keeper is None:
            return
        if id_of_open(backing_up.keeper.desk) == id_of_open(desk):
            # Two backups of one desk would take each other's place on the disk.
            backing_up.leave()

    def _said(self, loss: "Loss") -> str:
        if loss.kept is not None:
            kept = self.tr("What was saved in it is kept as a backup, to be restored: {file}")
            return f"{loss.why} {kept.format(file=loss.kept)}"
        held = self.tr("What was saved in it could not be kept as a backup: {refusal}")
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

    def _is_agreed(self, shown: "Desk | None", kept: list[str]) -> bool:
        if kept and not self._ask_kept(" ".join(kept)):
            return False
        for desk in [*([shown] if shown is not None else []), *self._held]:
            loss = self._keep(desk)
            if loss is not None and not self._ask(loss, is_shown=desk is shown):
                return False
        locking = self._window.locking
        return locking is None or not locking.holds_words or self._may_lose_held_words()

    def _ask(self, loss: "Loss", *, is_shown: bool) -> bool:
        from mentor_desk.ui.common.feedback import ask_irreversible  # noqa: PLC0415

        if loss.kept is not None:
            return self._ask_kept(self._said(loss))
        lost = self.tr("If you close now, all that was saved since the last backup is lost.")
        way = (
            self.tr("Go back to make room, or to save a copy elsewhere (in the menu).")
            if is_shown
            else self.tr("Go back to make room, or to save it elsewhere (at the top).")
        )
        title = self.tr("Close and lose what was saved?")
        sentence = f"{self._said(loss)} {lost} {way}"
        return ask_irreversible(self._window, title, sentence, self.tr("Close and lose it"))

    def _ask_kept(self, sentence: str) -> bool:
        from mentor_desk.ui.common.feedback import ask  # noqa: PLC0415

        title = self.tr("Close, now that the file of this desk is gone?")
        return ask(self._window, title, sentence, self.tr("Close"))

    def _may_lose_held_words(self) -> bool:
        from mentor_desk.ui.common.feedback import ask_irreversible  # noqa: PLC0415

        return ask_irreversible(
            self._window,
            self.tr("Close and lose what you were typing?"),
            self.tr(
                "What you were typing when the desk was locked is held in memory, for no disk takes"
                " it. If you close now, it is lost. Go back to make room, or to open the desk again"
                " and copy it."
            ),
            self.tr("Close and lose it"),
        )

    def _on_desk_shown(self) -> None:
        (gone, said), self._gone = self._gone, (None, "")
        pages = self._window.pages
        if gone is not None and pages is not None and _how_far(pages.desk) == gone:
            # It is back where it was, with everything in it.
            self._window.words.take_back(said)

    def _on_again(self, chosen: Path | None = None) -> None:
        self.try_again(chosen)
        if self._window.backing_up is not None:
            self._window.backing_up.begin()
        self._window.words.silence()
        self.tell()


def _how_far(desk: "Desk") -> tuple[str, int, str] | None:
    from mentor_desk.services.keeping.parting import how_far  # noqa: PLC0415

    try:
        return how_far(desk)
    except DeskError:
        return None


def _together(sentences: "Iterable[str]") -> str:
    return " ".join(dict.fromkeys(sentences))
