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
        self.banner_place = QVBoxLayout()
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addLayout(self.banner_place)
        beside.addWidget(self.stack, 1)
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

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Mentees"),
            self.tr("Introductions"),
            self.tr("Network"),
            self.tr("Reviews"),
        )
