"""WaysEdit: the ways to reach a person, one row for each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.network.people import WayRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name, set_tooltip
from mentor_desk.ui.network.words import way_word

LONGEST = 2000


class WaysEdit(QWidget):
    """Rows of kind, value and label; a row without a value is not kept."""

    def __init__(self, ways: Sequence[WayRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_WayEdit] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(6)
        self._add_button = button(self.tr("Add a way to reach them"), icon_name="plus")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._place)
        layout.addWidget(self._add_button, 0, Qt.AlignmentFlag.AlignLeading)
        for way in ways or (WayRow(WayKind.EMAIL, ""), WayRow(WayKind.PHONE, "")):
            self._put(way)
        self._add_button.clicked.connect(self._on_add_button_clicked)
        self.setFocusProxy(self._rows[0])

    def value(self) -> tuple[WayRow, ...]:
        """Return the ways entered, in their order."""
        return tuple(row.value() for row in self._rows if row.value().value)

    def _put(self, way: WayRow) -> "_WayEdit":
        row = _WayEdit(way)
        row.remove_button.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._place.addWidget(row)
        return row

    def _remove(self, row: "_WayEdit") -> None:
        self._rows.remove(row)
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add_button_clicked(self) -> None:
        row = self._put(WayRow(WayKind.EMAIL, ""))
        row.setFocus(Qt.FocusReason.OtherFocusReason)


class _WayEdit(QWidget):
    def __init__(self, way: WayRow) -> None:
        super().__init__()
        self._kind_box = QComboBox()
        for kind in WayKind:
            self._kind_box.addItem(way_word(kind), kind)
        self._kind_box.setCurrentIndex(list(WayKind).index(way.kind))
        name(self._kind_box, self.tr("Kind of way"))
        self._value_edit = QLineEdit(way.value)
        self._value_edit.setMaxLength(LONGEST)
        self._value_edit.setPlaceholderText(self.tr("Address, number or link"))
        name(self._value_edit, self.tr("Address, number or link"))
        self._label_edit = QLineEdit(way.label)
        self._label_edit.setPlaceholderText(self.tr("home, work…"))
        self._label_edit.setMaximumWidth(theme.scaled(110))
        name(self._label_edit, self.tr("Label of this way"))
        self._preferred_box = QCheckBox(self.tr("preferred"))
        self._preferred_box.setChecked(way.is_preferred)
        self.remove_button = button("", Look.QUIET, icon_name="x")
        name(self.remove_button, self.tr("Remove this way"))
        set_tooltip(self.remove_button, self.tr("Remove this way"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        widgets = (
            self._kind_box,
            self._value_edit,
            self._label_edit,
            self._preferred_box,
            self.remove_button,
        )
        for column, widget in enumerate(widgets):
            grid.addWidget(widget, 0, column)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self._value_edit)

    def value(self) -> WayRow:
        """Return the way as it is entered."""
        return WayRow(
            WayKind(self._kind_box.currentData()),
            self._value_edit.text().strip(),
            self._label_edit.text(),
            self._preferred_box.isChecked(),
        )
