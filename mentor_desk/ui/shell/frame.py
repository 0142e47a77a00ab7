"""The frame of the window: navigation at the side, a banner and one page beside it."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mentor_desk.ui.shell.sidebar import Sidebar

PAGES = ("mentees", "introductions", "network", "reviews")


class Frame(QWidget):
    """What stands on the screen before anything is loaded; pages go into `stack`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sidebar = Sidebar()
        for key, title in zip(PAGES, self._titles(), strict=True):
            self.sidebar.add_page(key, title)
        self.stack = QStackedWidget()
        self._cover: QWidget | None = None
        self.banner_place = QVBoxLayout()
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addLayout(self.banner_place)
        beside.addWidget(self.stack, 1)
        self._beside = beside
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(beside, 1)

    def say_which(self, *, is_open: bool, is_sample: bool = False, is_locked: bool = False) -> None:
        """Say under the program's name which desk this is, and offer what it has."""
        self.sidebar.set_open(is_open=is_open)
        if is_locked:
            self.sidebar.set_subtitle(self.tr("Locked"))
        elif not is_open:
            self.sidebar.set_subtitle(self.tr("No desk is open"))
        elif is_sample:
            self.sidebar.set_subtitle(self.tr("Sample desk · invented people, not protected"))
        else:
            self.sidebar.set_subtitle(self.tr("Encrypted on this computer"))

    def cover(self, words: str) -> None:
        """Put nothing but these words in the place of the page."""
        from mentor_desk.ui.common.centred import CentredPage  # noqa: PLC0415

        self.stack.hide()
        self.sidebar.set_open(is_open=False)
        self.sidebar.set_subtitle(words)
        sentence = self.tr("What is under way comes to its end first, or is stopped.")
        self._cover = CentredPage(words, sentence)
        self._beside.addWidget(self._cover, 1)

    def uncover(self) -> None:
        """Show the page again."""
        if self._cover is not None:
            self._beside.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None
        self.stack.show()

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Mentees"),
            self.tr("Introductions"),
            self.tr("Network"),
            self.tr("Reviews"),
        )
