"""What the page says before there is any mentee."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.empty_state import EmptyState


class NoMentees(QWidget):
    """Say what the page is for, and offer the two first steps."""

    add_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        first = EmptyState(
            "users",
            self.tr(
                "Here you see the people you mentor: their goals, what you talked about and what"
                " comes next. Begin with one of them."
            ),
            self.tr("Add a mentee"),
        )
        self._import_button = button(self.tr("Bring in people from a file"), Look.QUIET)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(first)
        layout.addWidget(self._import_button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        first.step_requested.connect(self.add_requested)
        self._import_button.clicked.connect(self._on_import_button_clicked)

    def _on_import_button_clicked(self) -> None:
        self.import_requested.emit()
