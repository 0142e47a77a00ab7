"""What was copied here: a secret stays for a minute at most, and nothing outlasts a lock."""

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

ON_THE_CLIPBOARD = 60_000
MARK = "x-kde-passwordManagerHint"
# What programs that remember the clipboard look for, on Linux and on Windows.
HINTS = {
    MARK: b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
}


def copy_secret(text: str) -> None:
    """Put a secret on the clipboard for a minute, and ask those who keep its history not to."""
    content = QMimeData()
    content.setText(text)
    for kind, value in HINTS.items():
        content.setData(kind, value)
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(content)
    QTimer.singleShot(ON_THE_CLIPBOARD, clipboard, lambda: forget_copied(text))


def forget_copied(text: str) -> None:
    """Clear the clipboard, unless something else was copied since."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == text:
        clipboard.clear()


def forget_copied_secret() -> None:
    """Take back a secret that was copied here, for the program ends before its minute is over."""
    clipboard = QGuiApplication.clipboard()
    # Some systems give nothing at all where nothing was copied.
    content = clipboard.mimeData()
    if _is_ours(clipboard) and content is not None and content.hasFormat(MARK):
        clipboard.clear()


def forget_all_copied() -> None:
    """Take back what was copied here; what another program copied since is none of ours."""
    clipboard = QGuiApplication.clipboard()
    if _is_ours(clipboard):
        clipboard.clear()
    if clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


def _is_ours(clipboard: QClipboard) -> bool:
    # Without a screen there is no other program to copy from, and Qt does not say whose it is.
    return QGuiApplication.platformName() == "offscreen" or clipboard.ownsClipboard()
