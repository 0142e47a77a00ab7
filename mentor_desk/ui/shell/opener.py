"""From a folder to an open desk: welcome, unlock, trouble, and the slow work between."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mentor_desk import paths
from mentor_desk.errors import DeskError, DeskMissingError, KeyringError, LockedError
from mentor_desk.settings import Settings

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.shell.welcome import WelcomePage

    Opening: TypeAlias = Callable[[], Desk]

LAST_DESK = "last desk"


class Opener(QObject):
    """Show what has to be asked before a desk is open, and tell when it is.

    `opened` carries the desk; `other_requested` asks for the folder of another one.
    """

    opened = Signal(object)
    other_requested = Signal()

    def __init__(self, stack: QStackedWidget, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._settings = settings
        self._page: QWidget | None = None
        self._desk: Desk | None = None
        self._folder = paths.default_desk()
        self._has_passphrase = False
        self._attempt = 0

    def begin(self, folder: Path | None, *, passphrase_file: str | None) -> None:
        """Open the desk that was named, or the one opened last, or the mentor's own."""
        last = self._settings.text(LAST_DESK)
        chosen = folder or (Path(last) if last else paths.default_desk())
        if folder is None and last and not _is_desk(chosen):
            chosen = paths.default_desk()
        self.open(chosen.absolute(), passphrase=_read_passphrase(passphrase_file))

    def open(self, folder: Path, *, passphrase: str | None = None) -> None:
        """Open the desk in a folder; what stands in the way is shown with a way on."""
        from mentor_desk.services.opening import look_at_desk, open_desk  # noqa: PLC0415

        self._folder = folder
        try:
            place = look_at_desk(folder)
        except DeskMissingError as missing:
            if folder == paths.default_desk() and not _is_desk(folder):
                self._show_welcome()
            else:
                self._show_trouble(missing)
            return
        except DeskError as trouble:
            self._show_trouble(trouble)
            return
        self._has_passphrase = place.has_passphrase
        if place.is_sample:
            self._take(lambda: open_desk(folder))
        elif passphrase is not None or place.has_keyring:
            self._show_waiting()
            self._work(lambda: open_desk(folder, passphrase=passphrase))
        else:
            self._show_unlock()

    def open_sample(self) -> None:
        """Open the sample desk; it is made first when it is not there."""
        folder = paths.sample_desk()
        if _is_desk(folder):
            self.open(folder)
            return
        self._folder = folder
        self._show_waiting()

        def make() -> "Desk":
            from mentor_desk.services.opening import open_desk  # noqa: PLC0415
            from mentor_desk.services.sample import make_sample_desk  # noqa: PLC0415

            make_sample_desk(folder)
            return open_desk(folder)

        self._work(make)

    def close(self) -> None:
        """Close the desk that is open, and let one that is being opened go."""
        self._attempt += 1
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _show_welcome(self) -> None:
        from mentor_desk.ui.shell.welcome import WelcomePage  # noqa: PLC0415

        page = WelcomePage()
        page.start_requested.connect(self._on_start_requested)
        page.sample_requested.connect(self.open_sample)
        page.open_requested.connect(self.other_requested)
        self._show(page)
        self._ask_for_keyring(page)

    def _ask_for_keyring(self, page: "WelcomePage") -> None:
        from mentor_desk.services.opening import keyring_name  # noqa: PLC0415
        from mentor_desk.ui.common.jobs import start_job  # noqa: PLC0415

        job = start_job(page, lambda _progress: keyring_name())
        job.done.connect(page.offer_keyring)

    def _show_unlock(self, why: str = "") -> None:
        from mentor_desk.ui.shell.unlock import UnlockPage  # noqa: PLC0415

        page = UnlockPage(str(self._folder), why)
        page.unlock_requested.connect(self._on_unlock_requested)
        page.open_requested.connect(self.other_requested)
        self._show(page)

    def _show_trouble(self, trouble: DeskError) -> None:
        from mentor_desk.ui.shell.unlock import TroublePage  # noqa: PLC0415

        page = TroublePage(trouble.sentence, str(self._folder))
        page.again_requested.connect(lambda: self.open(self._folder))
        page.open_requested.connect(self.other_requested)
        page.welcome_requested.connect(self._show_welcome)
        self._show(page)

    def _show_waiting(self) -> None:
        from mentor_desk.ui.shell.centred import CentredPage  # noqa: PLC0415

        self._show(CentredPage(self.tr("Opening your desk…"), ""))

    def _show(self, page: QWidget) -> None:
        self._drop_page()
        self._page = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def _drop_page(self) -> None:
        if self._page is not None:
            self._stack.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None

    def _take(self, open_it: "Opening") -> None:
        try:
            desk = open_it()
        except DeskError as trouble:
            self._on_refused(trouble)
        else:
            self._on_opened(desk)

    def _work(self, open_it: "Opening") -> None:
        from mentor_desk.ui.common.jobs import start_job  # noqa: PLC0415

        self._attempt += 1
        mine = self._attempt
        job = start_job(self, lambda _progress: open_it())
        job.done.connect(lambda desk: self._on_job_done(mine, desk))
        job.refused.connect(lambda trouble: self._on_refused(trouble) if self._is(mine) else None)
        job.failed.connect(_raise)

    def _is(self, attempt: int) -> bool:
        return attempt == self._attempt

    def _on_job_done(self, attempt: int, desk: "Desk") -> None:
        # The mentor may have turned to another desk while this one was being opened.
        if self._is(attempt):
            self._on_opened(desk)
        else:
            desk.close()

    def _on_opened(self, desk: "Desk") -> None:
        self._desk = desk
        if not desk.is_sample:
            self._settings.remember({LAST_DESK: str(self._folder)})
        self._drop_page()
        self.opened.emit(desk)

    def _on_refused(self, trouble: DeskError) -> None:
        from mentor_desk.ui.shell.unlock import UnlockPage  # noqa: PLC0415
        from mentor_desk.ui.shell.welcome import WelcomePage  # noqa: PLC0415

        page = self._page
        if isinstance(page, UnlockPage) and isinstance(trouble, LockedError):
            page.show_refusal(trouble)
        elif isinstance(page, WelcomePage):
            page.set_busy(is_busy=False)
            page.show_refusal(trouble)
        elif isinstance(trouble, LockedError | KeyringError) and self._has_passphrase:
            self._show_unlock(trouble.sentence)
        else:
            self._show_trouble(trouble)

    def _on_unlock_requested(self, passphrase: str) -> None:
        from mentor_desk.services.opening import open_desk  # noqa: PLC0415

        folder = self._folder
        self._work(lambda: open_desk(folder, passphrase=passphrase))

    def _on_start_requested(self, name: str, passphrase: str | None) -> None:
        from mentor_desk.services.opening import make_desk  # noqa: PLC0415
        from mentor_desk.ui.shell.welcome import WelcomePage  # noqa: PLC0415

        if isinstance(self._page, WelcomePage):
            self._page.set_busy(is_busy=True)
        folder = self._folder = paths.default_desk()
        self._work(lambda: make_desk(folder, name=name, passphrase=passphrase))


def _is_desk(folder: Path) -> bool:
    return any((folder / name).exists() for name in (paths.DATABASE_NAME, paths.KEYS_NAME))


def _read_passphrase(file: str | None) -> str | None:
    if file is None:
        return None
    from mentor_desk.services.opening import read_passphrase  # noqa: PLC0415

    return read_passphrase(file)


def _raise(failure: Exception) -> None:
    raise failure
