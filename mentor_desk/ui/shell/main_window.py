"""The window: a desk is opened in it, shown, locked and closed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from mentor_desk.settings import Settings
from mentor_desk.ui.shell.frame import Frame
from mentor_desk.ui.shell.saying import Saying
from mentor_desk.ui.shell.window_place import remember_window, restore_window

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from mentor_desk.errors import DeskError
    from mentor_desk.services.changes import Changes
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.shell.actions import Actions
    from mentor_desk.ui.shell.backing_up import BackingUp
    from mentor_desk.ui.shell.copies import FrontDoor
    from mentor_desk.ui.shell.endings import Endings
    from mentor_desk.ui.shell.locking.locking import Locking
    from mentor_desk.ui.shell.locking.parting import Parting
    from mentor_desk.ui.shell.opening.opener import Opener
    from mentor_desk.ui.shell.pages import Pages
    from mentor_desk.ui.shell.verbs import Verbs

TITLE = "Mentor Desk"


class MainWindow(QMainWindow):
    """The frame, which is on screen before anything else is loaded.

    `desk_shown` tells that a desk is open and its first page is filled, `desk_closed` that
    nothing of it is on the screen any more.
    """

    desk_shown = Signal()
    desk_closed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.actions_made: Actions | None = None
        self.verbs: Verbs | None = None
        self.opener: Opener | None = None
        self.locking: Locking | None = None
        self.parting: Parting | None = None
        self.front_door: FrontDoor | None = None
        self.endings: Endings | None = None
        self.backing_up: BackingUp | None = None
        self._pages: Pages | None = None
        self._build()
        restore_window(self, settings)
        self._set_open(is_open=False)

    @property
    def pages(self) -> "Pages | None":
        """The pages of the desk that is open."""
        return self._pages

    def begin(
        self,
        folder: Path | None = None,
        *,
        passphrase_file: str | None = None,
        recovery_key_file: str | None = None,
    ) -> None:
        """Open a desk, or show how to get one; called once the frame is on screen."""
        from mentor_desk.ui.shell.backing_up import BackingUp  # noqa: PLC0415
        from mentor_desk.ui.shell.copies import FrontDoor  # noqa: PLC0415
        from mentor_desk.ui.shell.locking.locking import Locking  # noqa: PLC0415
        from mentor_desk.ui.shell.locking.parting import Parting  # noqa: PLC0415
        from mentor_desk.ui.shell.opening.opener import Opener  # noqa: PLC0415
        from mentor_desk.ui.shell.undo_keys import UndoKeys  # noqa: PLC0415

        self._make_actions()
        UndoKeys(self)
        self.locking = Locking(self)
        self.parting = Parting(self)
        self.front_door = FrontDoor(self)
        self.backing_up = BackingUp(self)
        self.opener = Opener(self.frame.stack, self.settings, self)
        self.opener.opened.connect(self._on_desk_opened)
        self.opener.said.connect(self.say)
        self.opener.told.connect(self.words.tell)
        self.opener.key_shown.connect(self.locking.note_key)
        self.opener.held_back.connect(self.locking.show_locked)
        self.opener.busy.connect(self.front_door.look_for_first)
        self.opener.other_requested.connect(self.open_other)
        self.opener.backups_requested.connect(self.backing_up.show)
        self.desk_shown.connect(self.opener.note_arrival)
        self.opener.begin(
            folder, passphrase_file=passphrase_file, recovery_key_file=recovery_key_file
        )

    def open_other(self) -> None:
        """Ask for the folder of another desk, and open it."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415

        from mentor_desk import paths  # noqa: PLC0415

        title = self.tr("Choose the folder of a desk")
        chosen = QFileDialog.getExistingDirectory(self, title, str(paths.default_desk().parent))
        if chosen:
            self._open_with(lambda opener: opener.open(Path(chosen)))

    def open_sample(self) -> None:
        """Open the sample desk, which is made when it is not there yet."""
        self._open_with(lambda opener: opener.open_sample())

    def open_own(self) -> None:
        """Open the mentor's own desk, or show how to start it."""
        from mentor_desk import paths  # noqa: PLC0415

        self._open_with(lambda opener: opener.open(paths.default_desk()))

    def restore(self, file: Path, folder: Path, key: bytes) -> None:
        """Close the desk and open it as it was in a backup, which this key opens."""
        was_open = self._pages is not None and self._pages.desk.folder == folder
        self._open_with(lambda opener: opener.restore(file, folder, key, was_open=was_open))

    def lock(self) -> None:
        """Lock the desk: nothing of it stays on the screen, and its key is dropped."""
        if self.locking is not None:
            self.locking.lock()

    def keep_unsaved(self) -> None:
        """Save what is being written, or seal what cannot be saved; nothing is closed."""
        if self.locking is not None:
            self.locking.leaving.keep_unsaved()

    def close_desk(self) -> None:
        """Save what is being written, close the desk, and show nothing of it any more."""
        if self.backing_up is not None:
            self.backing_up.leave()
        if self._pages is not None:
            self._pages.close()
            self._pages.deleteLater()
            self._pages = None
        self.words.silence()
        if self.opener is not None and self.parting is not None:
            self.opener.close(self.parting.part)
            self.parting.tell()
        self._set_open(is_open=False)
        self.desk_closed.emit()

    def go_on_in(self, folder: Path) -> None:
        """Take note that the open desk lies in another folder now, and save what still waits."""
        if self.opener is not None:
            self.opener.note_move(folder)
        if self.backing_up is not None:
            self.backing_up.leave()
            self.backing_up.begin()
        if self._pages is not None:
            self._pages.flush()

    def say(self, sentence: str) -> None:
        """Show a sentence across the top that stays until it is closed."""
        self.words.say(sentence)

    def say_refusal(self, refusal: "DeskError") -> None:
        """Say why something was not done; damage comes with the way to a check of the desk."""
        from mentor_desk.errors import DeskDamagedError  # noqa: PLC0415
        from mentor_desk.ui.shell.nameless import kind_of_trouble  # noqa: PLC0415

        verbs, nameless = self.verbs if self._pages is not None else None, kind_of_trouble(refusal)
        if verbs is None or not isinstance(refusal, DeskDamagedError):
            self.words.say(refusal.sentence, nameless=nameless)
            return
        action = self.tr("Check this desk…")
        self.words.say(refusal.sentence, action=action, act=verbs.check_desk, nameless=nameless)

    def announce(self, changes: "Changes") -> None:
        """Let every page know what was changed beside them, as in the settings."""
        if self._pages is not None:
            self._pages.announce(changes)

    def go_to(self, key: str) -> None:
        """Show a page."""
        from mentor_desk.ui.shell.whereabouts import Place  # noqa: PLC0415

        if self._pages is not None:
            self._pages.go(Place(key))

    def bring_in(self, files: list[Path] | None = None) -> None:
        """Take people in from files; without files, ask for them."""
        if self._pages is not None:
            self._pages.bring_in(files or [])

    @override
    def closeEvent(self, event: "QCloseEvent") -> None:
        is_asked = self.endings is None or self.endings.code is None
        if is_asked and self.parting is not None and not self.parting.may_close():
            event.ignore()
            return
        self.keep_unsaved()
        remember_window(self, self.settings)
        # What is still under way may take its time, and nobody has to look on.
        self.hide()
        self.close_desk()
        if self.opener is not None:
            self.opener.leave()
        if self.parting is not None:
            self.parting.leave()
        if self.front_door is not None:
            self.front_door.close()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: "QDragEnterEvent") -> None:
        if self._pages is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: "QDropEvent") -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files and self._pages is not None:
            event.acceptProposedAction()
            # The program that is dragged from waits for the drop to end, so look afterwards.
            QTimer.singleShot(0, lambda: self.bring_in(files))

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        self.setMinimumSize(880, 560)
        self.setAcceptDrops(True)
        self.frame = Frame()
        self.words = Saying(self, self.frame.banner_place)
        self.setCentralWidget(self.frame)
        self.frame.sidebar.page_chosen.connect(self.go_to)
        self.frame.sidebar.import_requested.connect(self.bring_in)
        self.frame.sidebar.settings_requested.connect(self._show_settings)
        self.frame.sidebar.lock_requested.connect(self.lock)

    def _make_actions(self) -> None:
        from mentor_desk.ui.common import appearance, discreet  # noqa: PLC0415
        from mentor_desk.ui.shell.actions import Actions  # noqa: PLC0415
        from mentor_desk.ui.shell.verbs import Verbs  # noqa: PLC0415

        self.verbs = Verbs(self)
        self.actions_made = Actions(self, self.verbs.table())
        self.actions_made.add_appearance(
            appearance.scheme_of(self.settings),
            lambda scheme: appearance.wear(self.settings, scheme=scheme),
        )
        self.actions_made.set_open(is_open=False)
        self.frame.sidebar.set_menu(self.actions_made.menu)
        discreet.begin(self.settings)
        discreet.discretion().changed.connect(self._be_discreet)
        self._be_discreet(is_on=discreet.is_on())

    def _set_open(self, *, is_open: bool) -> None:
        is_sample = self._pages is not None and self._pages.desk.is_sample
        self.frame.say_which(is_open=is_open, is_sample=is_sample)
        if self.actions_made is not None:
            self.actions_made.set_open(is_open=is_open)

    def _open_with(self, way: "Way") -> None:
        self.close_desk()
        if self.opener is not None:
            way(self.opener)

    def _on_desk_opened(self, desk: "Desk") -> None:
        from mentor_desk.ui.shell.pages import Pages  # noqa: PLC0415
        from mentor_desk.ui.shell.whereabouts import Place  # noqa: PLC0415

        self._pages = Pages(desk, self.frame.stack, self.settings)
        self._pages.arrived.connect(self.frame.sidebar.mark)
        self._pages.told.connect(self._on_told)
        self._pages.refused.connect(self.say)
        self._pages.troubled.connect(self.say_refusal)
        self._pages.counted.connect(self.frame.sidebar.set_count)
        self._set_open(is_open=True)
        self._pages.go(Place("mentees"))
        self.desk_shown.emit()
        QTimer.singleShot(0, self._pages.count)

    def _be_discreet(self, is_on: bool) -> None:
        self.words.is_discreet = is_on
        if self.actions_made is not None:
            self.actions_made.set_on("discreet", is_on=is_on)

    def _show_settings(self) -> None:
        if self.verbs is not None:
            self.verbs.show_settings()

    def _on_told(self, changes: "Changes") -> None:
        step, verbs = changes.step, self.verbs
        if step is not None and verbs is not None and not changes.is_autosave:
            self.words.tell(changes.did, undo=lambda: verbs.undo_step(step))


if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Way: TypeAlias = Callable[[Opener], object]
