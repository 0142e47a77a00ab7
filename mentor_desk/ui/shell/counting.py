"""What is counted beside the pages in the navigation."""

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.counts import count_desk
from mentor_desk.services.desk import Desk

_tr = QCoreApplication.translate


def count_pages(desk: Desk) -> dict[str, str]:
    """Return the words beside each page, by its key; nothing is said of what there is none of."""
    counts = desk.look(count_desk)
    is_open = _tr("Pages", "%n open", None, counts.open_introductions)
    return {
        "mentees": str(counts.mentees or ""),
        "introductions": is_open if counts.open_introductions else "",
        "network": f"{counts.people:,}" if counts.people else "",
        "reviews": str(counts.reviews or ""),
    }
