"""Small windows of the frame: keys, about, where things lie, and what nobody foresaw."""

import platform
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget
from typing_extensions import override

from mentor_desk import paths
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.version import __version__


class KeysDialog(Dialog):
    """Every key of the window; what a page adds of its own stands in its menus."""

    def __init__(self, shortcuts: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_words(self.tr("Keys"), self.tr("Close"))
        self.cancel_button.hide()
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(32)
        rows = [
            *shortcuts,
            (self.tr("Finish the session"), "Ctrl+Enter"),
            (self.tr("Menu of what is chosen"), "Shift+F10"),
            (self.tr("Open what is chosen"), "Enter"),
            (self.tr("Delete what is chosen, with a way back"), "Del"),
        ]
        for line, (words, keys) in enumerate(rows):
            grid.addWidget(plain_label(words), line, 0)
            grid.addWidget(plain_label(keys, TextRole.STRONG), line, 1)
        self.form.add_part(table)

    @override
    def keep(self) -> None:
        """Nothing is kept here."""


class AboutDialog(Dialog):
    """What this program is, which version, and under which licences its parts stand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_words("Mentor Desk", self.tr("Close"))
        self.cancel_button.hide()
        for line in (
            self.tr("Version {0}").format(__version__),
            self.tr(
                "What you write stays on this computer, encrypted. The program sends nothing and"
                " knows no network."
            ),
            self.tr("Made with Python {0} and Qt {1}, which is used under the LGPL.").format(
                platform.python_version(), qVersion()
            ),
            self.tr("Icons: Tabler, MIT licence. Fonts: Noto, SIL Open Font License."),
        ):
            self.form.add_part(plain_label(line, wrap=True))

    @override
    def keep(self) -> None:
        """Nothing is kept here."""


class WhereDialog(Dialog):
    """Where the desk, the settings and the log lie, and how the desk is taken elsewhere."""

    def __init__(self, desk: Path | None, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        is_there = desk is not None and desk.is_dir()
        self._desk = desk
        self.set_words(self.tr("Where things lie"), self.tr("Open the folder"))
        self.cancel_button.setText(self.tr("Close"))
        self.verb_button.setVisible(is_there)
        new = self.tr("Your desk, once you start it")
        places = [
            (self.tr("This desk") if is_there else new, desk or paths.default_desk()),
            (self.tr("Settings of this computer"), paths.settings_file()),
            (self.tr("Log, without anything you wrote"), paths.log_file()),
        ]
        for words, place in places:
            self.form.add_part(plain_label(words, TextRole.SMALL))
            self.form.add_part(plain_label(str(place), wrap=True, selectable=True))
        self.form.add_part(
            plain_label(
                self.tr(
                    "To take the desk elsewhere, close the program and copy the whole folder. On"
                    " another computer it opens with its passphrase or its recovery key."
                ),
                TextRole.SOFT,
                wrap=True,
            )
        )

    @override
    def keep(self) -> None:
        if self._desk is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk)))


class FailureDialog(Dialog):
    """What nobody foresaw: a text to copy, without any word that people wrote."""

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._told = f"Mentor Desk {__version__}, Qt {qVersion()}, {platform.platform()}\n{told}"
        self.set_words(self.tr("Something went wrong"), self.tr("Copy the text"))
        self.cancel_button.setText(self.tr("Close"))
        self.form.add_part(
            plain_label(
                self.tr(
                    "The program met something it was not made for. What was saved is safe. This"
                    " text helps to mend it; nothing you wrote stands in it."
                ),
                wrap=True,
            )
        )
        text = QPlainTextEdit(self._told)
        text.setReadOnly(True)
        name(text, self.tr("What happened, for those who mend it"))
        self.form.add_part(text)

    @override
    def keep(self) -> None:
        QGuiApplication.clipboard().setText(self._told)
