"""The window: navigation at the side, one page beside it, and what was done said at the foot."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.sidebar import Sidebar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from mentor_desk.services.changes import Changes
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.common.banner import Banner
    from mentor_desk.ui.common.toast import Toasts
    from mentor_desk.ui.shell.actions import Actions
    from mentor_desk.ui.shell.opener import Opener
    from mentor_desk.ui.shell.pages import Pages

TITLE = "Mentor Desk"
APPEARANCE = "appearance"
GEOMETRY = "window"
PAGES = ("mentees", "introductions", "network", "reviews")


class MainWindow(QMainWindow):
    """The frame, which is on screen before anything else is loaded.

    `desk_shown` tells that a desk is open and its first page is filled.
    """

    desk_shown = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._opener: Opener | None = None
        self._pages: Pages | None = None
        self._banner: Banner | None = None
        self._toasts: Toasts | None = None
        self._actions: Actions | None = None
        self._build()
        self._restore()
        self._set_open(is_open=False)

    @property
    def pages(self) -> "Pages | None":
        """The pages of the desk that is open."""
        return self._pages

    def begin(self, folder: Path | None = None, *, passphrase_file: str | None = None) -> None:
        """Open a desk, or show how to get one; called once the frame is on screen."""
        from mentor_desk.ui.shell.opener import Opener  # noqa: PLC0415

        self._make_actions()
        self._opener = Opener(self._stack, self._settings, self)
        self._opener.opened.connect(self._on_desk_opened)
        self._opener.other_requested.connect(self.open_other)
        self._opener.begin(folder, passphrase_file=passphrase_file)

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

    def close_desk(self) -> None:
        """Save what is being written, close the desk, and show nothing of it any more."""
        if self._pages is not None:
            self._pages.close()
            self._pages = None
        if self._toasts is not None:
            self._toasts.clear()
        if self._banner is not None:
            self._banner.hide()
        if self._opener is not None:
            self._opener.close()
        self._set_open(is_open=False)

    def say(self, sentence: str) -> None:
        """Show a sentence across the top that stays until it is closed."""
        from mentor_desk.ui.common.banner import Banner  # noqa: PLC0415
        from mentor_desk.ui.common.tokens import Tone  # noqa: PLC0415

        if self._banner is None:
            self._banner = Banner()
            self._banner_place.addWidget(self._banner)
        self._banner.say(sentence, Tone.RED)

    def undo(self) -> None:
        """Take the latest step back, and offer to do it again."""
        from mentor_desk.services.history import latest_step  # noqa: PLC0415

        desk = self._desk()
        step = desk.run(latest_step) if desk else None
        if step is None:
            self._toast(self.tr("There is nothing to undo."))
        else:
            self._undo_step(step.id)

    def wear(self, scheme: Scheme) -> None:
        """Go light, dark, or with the system, and remember it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scheme)
        self._settings.remember({APPEARANCE: scheme.value})

    @override
    def closeEvent(self, event: "QCloseEvent") -> None:
        if self._pages is not None and not self._pages.flush() and not self._may_lose_words():
            event.ignore()
            return
        box = self.normalGeometry()
        self._settings.remember(
            {GEOMETRY: [box.x(), box.y(), box.width(), box.height(), int(self.isMaximized())]}
        )
        self.close_desk()
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
            QTimer.singleShot(0, lambda: self._bring_in(files))

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        self.setMinimumSize(880, 560)
        self.setAcceptDrops(True)
        self._sidebar = Sidebar()
        for key, title in zip(PAGES, self._page_titles(), strict=True):
            self._sidebar.add_page(key, title)
        self._stack = QStackedWidget()
        self._banner_place = QVBoxLayout()
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addLayout(self._banner_place)
        beside.addWidget(self._stack, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sidebar)
        row.addLayout(beside, 1)
        self.setCentralWidget(middle)

        self._sidebar.page_chosen.connect(self._go)
        self._sidebar.import_requested.connect(self._bring_in)

    def _make_actions(self) -> None:
        from mentor_desk.ui.shell.actions import Actions  # noqa: PLC0415

        self._actions = Actions(self, self._verbs())
        self._actions.add_appearance(scheme_named(self._settings.text(APPEARANCE)), self.wear)
        self._actions.set_open(is_open=False)
        self._sidebar.set_menu(self._actions.menu)

    def _page_titles(self) -> tuple[str, ...]:
        return (
            self.tr("Mentees"),
            self.tr("Introductions"),
            self.tr("Network"),
            self.tr("Reviews"),
        )

    def _verbs(self) -> dict[str, "Verb"]:
        return {
            "import": self._bring_in,
            "open": self.open_other,
            "sample": self.open_sample,
            "own": self.open_own,
            "where": self._show_where,
            "quit": self.close,
            "undo": self.undo,
            "new": lambda: self._ask_page("make_new"),
            "find": lambda: self._ask_page("go_find"),
            **{f"page {key}": partial(self._go, key) for key in PAGES},
            "back": lambda: self._pages.back() if self._pages else None,
            "keys": self._show_keys,
            "about": self._show_about,
        }

    def _restore(self) -> None:
        kept = self._settings.numbers(GEOMETRY)
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        box = QRect(*kept[:4]) if len(kept) == 5 else QRect()
        # A screen that was unplugged must not take the window with it.
        if box.isValid() and any(screen.intersects(box) for screen in screens):
            self.setGeometry(box)
        else:
            self.resize(1440, 900)
        if len(kept) == 5 and kept[4]:
            self.showMaximized()

    def _set_open(self, *, is_open: bool) -> None:
        self._sidebar.set_open(is_open=is_open)
        if self._actions is not None:
            self._actions.set_open(is_open=is_open)
        desk = self._desk()
        if desk is None:
            self._sidebar.set_subtitle(self.tr("No desk is open"))
        elif desk.is_sample:
            self._sidebar.set_subtitle(self.tr("Sample desk · invented people, not protected"))
        else:
            self._sidebar.set_subtitle(self.tr("Encrypted on this computer"))

    def _desk(self) -> "Desk | None":
        return self._pages.desk if self._pages else None

    def _open_with(self, way: "Way") -> None:
        self.close_desk()
        if self._opener is not None:
            way(self._opener)

    def _on_desk_opened(self, desk: "Desk") -> None:
        from mentor_desk.ui.shell.pages import Pages, Place  # noqa: PLC0415

        self._pages = Pages(desk, self._stack, self._settings)
        self._pages.arrived.connect(self._on_arrived)
        self._pages.told.connect(self._on_told)
        self._pages.refused.connect(self.say)
        self._pages.counted.connect(self._sidebar.set_count)
        self._set_open(is_open=True)
        self._pages.go(Place("mentees"))
        self.desk_shown.emit()
        QTimer.singleShot(0, self._pages.count)

    def _go(self, key: str) -> None:
        from mentor_desk.ui.shell.pages import Place  # noqa: PLC0415

        if self._pages is not None:
            self._pages.go(Place(key))

    def _on_arrived(self, key: str) -> None:
        self._sidebar.mark(key)

    def _on_told(self, changes: "Changes") -> None:
        step = changes.step
        if step is not None and not changes.is_autosave:
            self._toast(changes.did, undo=lambda: self._undo_step(step))

    def _undo_step(self, step: int) -> None:
        from mentor_desk.services.history import undo_step  # noqa: PLC0415

        if self._pages is None:
            return
        self._pages.flush()
        try:
            changes = self._pages.desk.do(undo_step, step_id=step)
        except DeskError as refusal:
            self.say(refusal.sentence)
        else:
            self._pages.announce(changes)

    def _toast(self, sentence: str, *, undo: "Verb | None" = None) -> None:
        from mentor_desk.ui.common.toast import Toasts  # noqa: PLC0415

        if self._toasts is None:
            self._toasts = Toasts(self)
        self._toasts.say(sentence, undo=undo)

    def _bring_in(self, files: list[Path] | None = None) -> None:
        if self._pages is not None:
            self._pages.bring_in(files or [])

    def _ask_page(self, wish: str) -> None:
        page = self._pages.current() if self._pages else None
        if page is not None and (act := getattr(page, wish, None)) is not None:
            act()

    def _may_lose_words(self) -> bool:
        from mentor_desk.ui.common.feedback import ask_irreversible  # noqa: PLC0415

        return ask_irreversible(
            self,
            self.tr("Close although not all is saved?"),
            self.tr(
                "Something you wrote could not be saved. If you close now, it is lost; go back to"
                " copy it elsewhere or to try again."
            ),
            self.tr("Close and lose it"),
        )

    def _show_keys(self) -> None:
        from mentor_desk.ui.shell.about import KeysDialog  # noqa: PLC0415

        KeysDialog(self._actions.shortcuts() if self._actions else [], self).exec()

    def _show_about(self) -> None:
        from mentor_desk.ui.shell.about import AboutDialog  # noqa: PLC0415

        AboutDialog(self).exec()

    def _show_where(self) -> None:
        from mentor_desk.ui.shell.about import WhereDialog  # noqa: PLC0415

        desk = self._desk()
        WhereDialog(desk.folder if desk else None, self).exec()


def scheme_named(text: str) -> Scheme:
    """Return the appearance of this name; anything else means that of the system."""
    return Scheme(text) if text in set(Scheme) else Scheme.SYSTEM


if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Verb: TypeAlias = Callable[[], object]
    Way: TypeAlias = Callable[[Opener], object]
