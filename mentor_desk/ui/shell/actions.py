"""Every menu entry and shortcut of the window, in one table."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mentor_desk.ui.common.theme import Scheme

_tr = QCoreApplication.translate
Usual = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its key, its words, its shortcut, and whether it needs an open desk.

    `usual` stands for whatever other keys this kind of computer has for the same.
    """

    key: str
    words: str
    shortcut: str = ""
    usual: Usual | None = None
    needs_desk: bool = True
    is_switch: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


def entries() -> dict[str, list[Entry]]:
    """Return every menu with its entries, in order."""
    desk, edit = _tr("Menu", "Desk"), _tr("Menu", "Edit")
    go, helps = _tr("Menu", "Go"), _tr("Menu", "Help")
    return {
        desk: [
            Entry("import", _tr("Menu", "Bring in people…"), "Ctrl+I"),
            Entry("open", _tr("Menu", "Open another desk…"), "Ctrl+O", needs_desk=False),
            Entry("sample", _tr("Menu", "Open the sample desk"), needs_desk=False),
            Entry("own", _tr("Menu", "Open my own desk"), needs_desk=False),
            Entry("backups", _tr("Menu", "Backups…")),
            Entry("copy", _tr("Menu", "Save a copy…")),
            Entry("check", _tr("Menu", "Check this desk…")),
            Entry("where", _tr("Menu", "Where things lie…"), needs_desk=False),
            Entry("discreet", _tr("Menu", "Discreet"), "Ctrl+Shift+D", is_switch=True),
            Entry("lock", _tr("Menu", "Lock"), "Ctrl+L"),
            Entry(
                "quit",
                _tr("Menu", "Quit"),
                "Ctrl+Q",
                needs_desk=False,
                role=QAction.MenuRole.QuitRole,
            ),
        ],
        edit: [
            Entry("undo", _tr("Menu", "Undo the last step"), "Ctrl+Z", Usual.Undo),
            Entry("redo", _tr("Menu", "Do it again"), "Ctrl+Shift+Z", Usual.Redo),
            Entry("new", _tr("Menu", "New on this page"), "Ctrl+N"),
            Entry("find", _tr("Menu", "Find on this page"), "Ctrl+F"),
            Entry(
                "settings",
                _tr("Menu", "Settings…"),
                "Ctrl+,",
                needs_desk=False,
                role=QAction.MenuRole.PreferencesRole,
            ),
        ],
        go: [
            Entry("page mentees", _tr("Menu", "Mentees"), "Ctrl+1"),
            Entry("page introductions", _tr("Menu", "Introductions"), "Ctrl+2"),
            Entry("page network", _tr("Menu", "Network"), "Ctrl+3"),
            Entry("page reviews", _tr("Menu", "Reviews"), "Ctrl+4"),
            Entry("page history", _tr("Menu", "History"), "Ctrl+Shift+H"),
            Entry("back", _tr("Menu", "Back"), "Alt+Left"),
        ],
        helps: [
            Entry("keys", _tr("Menu", "Keys"), "F1", needs_desk=False),
            Entry(
                "about",
                _tr("Menu", "About Mentor Desk"),
                needs_desk=False,
                role=QAction.MenuRole.AboutRole,
            ),
        ],
    }


class Actions:
    """The actions of one window; each does what `verbs` says under its key."""

    def __init__(self, window: QWidget, verbs: dict[str, Callable[[], object]]) -> None:
        self._window = window
        self._made: dict[str, QAction] = {}
        self._needing: list[QAction] = []
        self.menu = QMenu(window)
        self.submenus: list[QMenu] = []
        for title, group in entries().items():
            submenu = QMenu(title, window)
            self.submenus.append(submenu)
            self.menu.addMenu(submenu)
            for entry in group:
                submenu.addAction(self._make(entry, verbs[entry.key]))

    def add_appearance(self, scheme: Scheme, chosen: Callable[[Scheme], object]) -> None:
        """Add the choice of light, dark or the system's own."""
        menu = QMenu(_tr("Menu", "Appearance"), self._window)
        group = QActionGroup(menu)
        words = {
            Scheme.SYSTEM: _tr("Menu", "As the system"),
            Scheme.LIGHT: _tr("Menu", "Light"),
            Scheme.DARK: _tr("Menu", "Dark"),
        }
        for each, title in words.items():
            action = QAction(title, menu, checkable=True, checked=each is scheme)
            action.triggered.connect(lambda _=False, which=each: chosen(which))
            group.addAction(action)
            menu.addAction(action)
        self.submenus.insert(3, menu)
        self.menu.insertMenu(self.submenus[-1].menuAction(), menu)

    def set_open(self, *, is_open: bool) -> None:
        """Offer what needs a desk only while one is open."""
        for action in self._needing:
            action.setEnabled(is_open)

    def set_enabled(self, key: str, *, is_enabled: bool) -> None:
        """Offer one entry that needs a desk, or no longer, where none is open."""
        self._made[key].setEnabled(is_enabled)

    def set_on(self, key: str, *, is_on: bool) -> None:
        """Show whether a switch is on."""
        self._made[key].setChecked(is_on)

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return every entry that has a key, with the key as this system writes it."""
        return [
            (action.text(), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for action in self._made.values()
            if not action.shortcut().isEmpty()
        ]

    def _make(self, entry: Entry, verb: Callable[[], object]) -> QAction:
        action = QAction(entry.words, self._window)
        action.setMenuRole(entry.role)
        action.setCheckable(entry.is_switch)
        if entry.shortcut:
            shown = QKeySequence(entry.shortcut)
            usual = QKeySequence.keyBindings(entry.usual) if entry.usual else []
            action.setShortcuts([shown, *(each for each in usual if each != shown)])
        action.triggered.connect(lambda _checked=False: verb())
        self._window.addAction(action)
        self._made[entry.key] = action
        if entry.needs_desk:
            self._needing.append(action)
        return action
