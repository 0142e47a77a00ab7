"""What can be done with a way to reach somebody: write, open after asking, copy."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.network.people import WayRow
from mentor_desk.ui.common.web_page import open_page, page_of


def address_of(way: WayRow) -> QUrl | None:
    """Return what a way opens: a letter to an e-mail address, or a page in the web.

    Only these two are ever opened; everything else is None and can be copied.
    """
    if way.kind is WayKind.EMAIL:
        return _letter_to(way.value)
    return page_of(way.value) if way.kind is WayKind.LINK else None


def open_way(parent: QWidget, way: WayRow) -> None:
    """Open a letter at once, and a page once the mentor has seen where it leads."""
    address = address_of(way)
    if address is None:
        copy_way(way)
    elif address.scheme() == "mailto":
        QDesktopServices.openUrl(address)
    else:
        open_page(parent, address)


def copy_way(way: WayRow) -> None:
    """Put the way on the clipboard, just as it is written."""
    QGuiApplication.clipboard().setText(way.value)


def _letter_to(value: str) -> QUrl | None:
    before, at, after = value.partition("@")
    if not (before and at and after) or " " in value:
        return None
    address = QUrl()
    address.setScheme("mailto")
    # As a path, so that a "?" in the address cannot add recipients or text of its own.
    address.setPath(value, QUrl.ParsingMode.DecodedMode)
    return address if address.isValid() else None
