"""What every entry of the menu does, in one table."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from mentor_desk.ui.shell.frame import PAGES

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.history.reversing import Reversing
    from mentor_desk.ui.shell.main_window import MainWindow

Verb: TypeAlias = Callable[[], object]


class Verbs(QObject):
    """The verbs of one window; those of a page are handed on to the page in front."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def table(self) -> dict[str, Verb]:
        """Return every verb under the key of its entry."""
        window = self._window
        return {
            "import": window.bring_in,
            "open": window.open_other,
            "sample": window.open_sample,
            "own": window.open_own,
            "backups": self.show_backups,
            "copy": self.save_copy,
            "check": self.check_desk,
            "where": self.show_where,
            "settings": self.show_settings,
            "discreet": self.turn_discreet,
            "lock": window.lock,
            "quit": window.close,
            "undo": self.undo,
            "redo": self.redo,
            "new": lambda: self._ask_page("make_new"),
            "find": lambda: self._ask_page("go_find"),
            **{f"page {key}": partial(window.go_to, key) for key in (*PAGES, "history")},
            "back": self._go_back,
            "keys": self.show_keys,
            "about": self.show_about,
        }

    def undo(self) -> None:
        """Take the latest step back, and offer to do it again."""
        from mentor_desk.services.history.steps import latest_step  # noqa: PLC0415

        desk = self._flushed_desk()
        step = desk.run(latest_step) if desk else None
        if step is None:
            self._window.words.tell(self.tr("There is nothing to undo."))
        else:
            self.undo_step(step.id)

    def redo(self) -> None:
        """Do again what was undone last, and offer to undo it."""
        from mentor_desk.services.history.steps import next_redo  # noqa: PLC0415

        desk = self._flushed_desk()
        step = desk.run(next_redo) if desk else None
        if step is None:
            self._window.words.tell(self.tr("There is nothing to do again."))
        elif (reversing := self._reversing()) is not None:
            reversing.redo(step.id)

    def undo_step(self, step: int) -> None:
        """Take one step back, or say why it stays."""
        self._flushed_desk()
        if (reversing := self._reversing()) is not None:
            reversing.undo(step)

    def turn_discreet(self) -> None:
        """Hide what somebody who looks on should not read, or show it again; remember it."""
        from mentor_desk.ui.common import discreet  # noqa: PLC0415

        discreet.turn(self._window.settings, is_on=not discreet.is_on())

    def show_settings(self, section: str = "") -> None:
        """Show the settings, at the section of this name if one is given."""
        from mentor_desk.ui.preferences.dialog import SettingsDialog  # noqa: PLC0415

        dialog = SettingsDialog(self._desk(), self._window.settings, self._window)
        dialog.changed.connect(self._window.announce)
        dialog.show_section(section)
        self._exec(dialog)

    def show_keys(self) -> None:
        """Show every key of the window."""
        from mentor_desk.ui.shell.about import KeysDialog  # noqa: PLC0415

        actions = self._window.actions_made
        self._exec(KeysDialog(actions.shortcuts() if actions else [], self._window))

    def show_about(self) -> None:
        """Show what this program is."""
        from mentor_desk.ui.shell.about import AboutDialog  # noqa: PLC0415

        self._exec(AboutDialog(self._window))

    def show_backups(self) -> None:
        """Show the backups of the desk."""
        if self._window.backing_up is not None:
            self._window.backing_up.show()

    def save_copy(self) -> None:
        """Save a copy of the desk, and go on there when its own file is gone."""
        from mentor_desk.ui.recovery.copy_dialog import CopyDialog  # noqa: PLC0415

        if (desk := self._desk()) is not None:
            dialog = CopyDialog(desk, self._window)
            dialog.moved.connect(self._window.go_on_in)
            self._exec(dialog)

    def check_desk(self) -> None:
        """Check the desk, and repair what is safe."""
        from mentor_desk.ui.recovery.check_dialog import CheckDialog  # noqa: PLC0415

        if (desk := self._flushed_desk()) is not None:
            dialog = CheckDialog(desk, self._window)
            dialog.changed.connect(self._window.announce)
            self._exec(dialog)

    def show_where(self) -> None:
        """Show where the desk, the settings and the log lie."""
        from mentor_desk.ui.shell.about import WhereDialog  # noqa: PLC0415

        desk, opener = self._desk(), self._window.opener
        locked = opener.folder if opener is not None else None
        self._exec(WhereDialog(desk.folder if desk else locked, self._window))

    def _reversing(self) -> "Reversing | None":
        from mentor_desk.ui.history.reversing import Reversing  # noqa: PLC0415

        window, desk = self._window, self._desk()
        if desk is None:
            return None
        return Reversing(
            desk,
            window,
            done=window.announce,
            refused=window.say_refusal,
        )

    def _flushed_desk(self) -> "Desk | None":
        # What is written and not saved yet is a step of its own, and the latest.
        if self._window.pages is not None:
            self._window.pages.flush()
        return self._desk()

    def _desk(self) -> "Desk | None":
        pages = self._window.pages
        return pages.desk if pages else None

    def _exec(self, dialog: QDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    def _ask_page(self, wish: str) -> None:
        pages = self._window.pages
        page = pages.current() if pages else None
        if page is not None and (act := getattr(page, wish, None)) is not None:
            act()

    def _go_back(self) -> None:
        if self._window.pages is not None:
            self._window.pages.back()
