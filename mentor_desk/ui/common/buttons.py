"""Push buttons in their few looks."""

from enum import StrEnum

from PySide6.QtWidgets import QPushButton, QWidget


class Look(StrEnum):
    """How much a button asks to be pressed."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"
    SEGMENT = "segment"
    CHOICE = "choice"
    NAV = "nav"


def button(
    text: str, look: Look = Look.PLAIN, *, icon_name: str = "", parent: QWidget | None = None
) -> QPushButton:
    """Return a push button; SEGMENT, CHOICE and NAV stay down when pressed.

    `text` is our own wording, where `&` marks a key; pass people's words through
    `text.without_mnemonic` first.
    """
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    if look is not Look.PLAIN:
        made.setProperty("look", look.value)
    made.setCheckable(look in {Look.SEGMENT, Look.CHOICE, Look.NAV})
    if icon_name:
        # Icons bring in a library of their own; most windows have none of them at first.
        from mentor_desk.ui.common.icons import icon  # noqa: PLC0415

        made.setIcon(icon(icon_name, "on_primary" if look is Look.PRIMARY else "ink"))
    return made
