"""Copy a draft, or open it in the mail program; the program itself sends nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from mentor_desk.services.introductions.drafts import mailto_link
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class SendingRow(QWidget):
    """Two buttons for a letter whose text is asked for when it is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._to: Sequence[str] = ()
        self._subject = ""
        self._text: Callable[[], str] = str
        self._copy_button = button(self.tr("Copy"))
        self._mail_button = button(self.tr("Open in mail"))
        self._told_label = plain_label("", TextRole.SMALL, elide=True)
        layout = FlowLayout(self, spacing=8)
        for widget in (self._copy_button, self._mail_button, self._told_label):
            layout.addWidget(widget)
        self._copy_button.clicked.connect(self._on_copy_button_clicked)
        self._mail_button.clicked.connect(self._on_mail_button_clicked)

    def set_letter(self, to: Sequence[str], subject: str, text: Callable[[], str]) -> None:
        """Say whom it is for, and where its text comes from."""
        self._to, self._subject, self._text = to, subject, text
        self._told_label.clear()

    def _on_copy_button_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text())
        self._tell(self.tr("Copied"))

    def _on_mail_button_clicked(self) -> None:
        link = mailto_link(self._to, subject=self._subject, body=self._text())
        url = QUrl.fromEncoded(link.encode("ascii"), QUrl.ParsingMode.StrictMode)
        if QDesktopServices.openUrl(url):
            self._told_label.clear()
        else:
            self._tell(self.tr("No mail program answers; copy it instead."))

    def _tell(self, sentence: str) -> None:
        self._told_label.setText(sentence)
        self.updateGeometry()
        announce(self, sentence)
