"""Entering a day, or none, and entering a moment."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QDateTime, QEvent, QObject, QSize, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QDateEdit, QDateTimeEdit, QHBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name, set_tooltip

_NONE = QDate(1800, 1, 1)
_LAST = QDate(2999, 12, 31)


class DateEdit(QWidget):
    """A day that may be left open; `none_text` says so while it is."""

    changed = Signal(object)

    def __init__(
        self, day: date | None = None, none_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._day_edit = _DayEdit(none_text or self.tr("no date"))
        self._clear_button = button("", Look.QUIET, icon_name="x")
        name(self._clear_button, self.tr("Clear the date"))
        set_tooltip(self._clear_button, self.tr("Clear the date"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._day_edit, 1)
        layout.addWidget(self._clear_button)
        self.setFocusProxy(self._day_edit)
        self.set_value(day)
        self._day_edit.dateChanged.connect(self._on_day_edit_changed)
        self._clear_button.clicked.connect(self._on_clear_button_clicked)

    def value(self) -> date | None:
        """Return the day entered, or None."""
        return None if self._day_edit.is_open() else _day_of(self._day_edit.date())

    def set_value(self, day: date | None) -> None:
        """Show a day, or that there is none, without telling anyone."""
        self._day_edit.blockSignals(True)
        self._day_edit.setDate(QDate(day.year, day.month, day.day) if day else _NONE)
        self._day_edit.blockSignals(False)
        self._clear_button.setEnabled(day is not None)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            self._day_edit.setAccessibleName(self.accessibleName())

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._day_edit.setAccessibleName(name)

    def _on_day_edit_changed(self) -> None:
        self._clear_button.setEnabled(self.value() is not None)
        self.changed.emit(self.value())

    def _on_clear_button_clicked(self) -> None:
        self._day_edit.setDate(_NONE)
        self._day_edit.setFocus(Qt.FocusReason.OtherFocusReason)


class MomentEdit(QDateTimeEdit):
    """A day and a time, aware and in UTC inside, in local time on the screen."""

    changed = Signal(object)

    def __init__(self, moment: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat(self.tr("ddd d MMM yyyy, HH:mm"))
        self.setDateRange(_NONE, _LAST)
        self.set_value(moment)
        self.dateTimeChanged.connect(self._on_changed)

    def value(self) -> datetime:
        """Return the moment entered, in UTC."""
        day, time = _day_of(self.date()), self.time()
        local = datetime(day.year, day.month, day.day, time.hour(), time.minute())  # noqa: DTZ001
        return local.astimezone(UTC)

    def set_value(self, moment: datetime) -> None:
        """Show a moment, without telling anyone."""
        local = moment.astimezone()
        day, time = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
        self.blockSignals(True)
        self.setDateTime(QDateTime(day, time))
        self.blockSignals(False)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event)
        if event.isAccepted():
            super().wheelEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(theme.scaled(22), 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(theme.scaled(22), 0)

    def _on_changed(self) -> None:
        self.changed.emit(self.value())


class _DayEdit(QDateEdit):
    def __init__(self, none_text: str) -> None:
        super().__init__()
        self.setDateRange(_NONE, _LAST)
        self.setSpecialValueText(none_text)
        self.setDisplayFormat(self.tr("ddd d MMM yyyy"))
        self.setCalendarPopup(True)
        self.calendarWidget().installEventFilter(self)

    def is_open(self) -> bool:
        return self.date() == _NONE

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(theme.scaled(22), 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(theme.scaled(22), 0)

    @override
    def stepBy(self, steps: int) -> None:
        if self.is_open():
            self.setDate(QDate.currentDate())
            return
        super().stepBy(steps)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.setDate(_NONE)
            return
        if self.is_open() and event.text().isdigit():
            self.setDate(QDate.currentDate())
            self.setSelectedSection(QDateEdit.Section.DaySection)
        super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event)
        if event.isAccepted():
            super().wheelEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self.is_open():
            today = QDate.currentDate()
            self.calendarWidget().setCurrentPage(today.year(), today.month())
        return super().eventFilter(watched, event)


def _only_with_focus(edit: QWidget, event: QWheelEvent) -> None:
    event.setAccepted(edit.hasFocus())


def _day_of(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
