"""A page in the web that somebody wrote down: looked at first, and opened only when wanted."""

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from mentor_desk.ui.common.feedback import Question

translate = QCoreApplication.translate

_WEB = {"http", "https"}


def page_of(text: str) -> QUrl | None:
    """Return the page that a text leads to; None for whatever is no address in the web."""
    whole = text if "://" in text else f"https://{text}"
    address = QUrl(whole, QUrl.ParsingMode.StrictMode)
    if not address.isValid() or address.scheme().lower() not in _WEB:
        return None
    return address if "." in address.host() else None


def open_page(parent: QWidget, address: QUrl) -> None:
    """Open a page in the browser, once the mentor has seen where it leads."""
    if _is_wanted(parent, address):
        QDesktopServices.openUrl(address)


def _is_wanted(parent: QWidget, address: QUrl) -> bool:
    question = Question(
        parent,
        translate("web_page", "Open this page in your browser?"),
        address.toString(QUrl.ComponentFormattingOption.FullyEncoded),
        translate("web_page", "Open"),
        is_grave=False,
    )
    answer = question.exec()
    question.deleteLater()
    return answer == QDialog.DialogCode.Accepted.value
