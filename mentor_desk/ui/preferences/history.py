"""Settings: how long the history is kept, and how much of it there is."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.keeping import (
    FEWEST_DAYS,
    FEWEST_MEGABYTES,
    MOST_DAYS,
    MOST_MEGABYTES,
    HistorySize,
    Keeping,
    history_size,
    keeping_of,
    remember_keeping,
)
from mentor_desk.settings import Settings
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.formatting import count, day, local_day
from mentor_desk.ui.common.jobs import start_job
from mentor_desk.ui.common.number_edit import NumberEdit
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.section import Section

MEGABYTE = 1_000_000


class HistorySection(Section):
    """For how many days, and up to what size, steps can be seen and taken back."""

    def __init__(self, desk: Desk, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._sentence_label.setText(
            self.tr(
                "Whatever you do is kept as a step, so that it can be seen and taken back, and what"
                " you deleted can be put back. The oldest steps go, with the trash of their days,"
                " when they pass either of these."
            )
        )
        self._sentence_label.show()
        self._desk, self._settings = desk, settings
        self._is_measured = False
        self._build()
        self._connect()

    def title(self) -> str:
        """Return the title in the list of sections."""
        return self.tr("History")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only for who looks at it, for a long history takes a second to be measured.
        if not self._is_measured:
            self._is_measured = True
            QTimer.singleShot(0, self, self._measure)

    def _build(self) -> None:
        keeping = keeping_of(self._settings)
        self._days_edit = NumberEdit(
            keeping.days, minimum=FEWEST_DAYS, maximum=MOST_DAYS, suffix=self.tr(" days")
        )
        self._size_edit = NumberEdit(
            keeping.megabytes,
            minimum=FEWEST_MEGABYTES,
            maximum=MOST_MEGABYTES,
            suffix=self.tr(" MB"),
        )
        self._form = Form()
        self._form.add_pair(
            ("days", self.tr("Keep it for, at &most"), self._days_edit),
            ("megabytes", self.tr("&Up to the size of"), self._size_edit),
        )
        self._form.add_part(
            plain_label(
                self.tr(
                    "What is beyond goes a minute after the next thing that you do once the desk"
                    " is opened again. The latest 100 steps stay however old they are, and the very"
                    " latest however big it is."
                ),
                TextRole.SMALL,
                wrap=True,
            )
        )
        kept = Card(self.tr("How long it is kept"))
        kept.add(self._form)
        self._size_label = plain_label(self.tr("Measuring…"), wrap=True)
        now = Card(self.tr("The history now"))
        now.add(self._size_label)
        self.column.addWidget(kept)
        self.column.addWidget(now)

    def _connect(self) -> None:
        for edit in (self._days_edit, self._size_edit):
            edit.valueChanged.connect(self._on_changed)

    def _measure(self) -> None:
        # The work holds the desk and not this widget, which must never die on another thread.
        desk = self._desk
        job = start_job(self, lambda _progress: desk.run(history_size))
        job.done.connect(self._on_measured)

    def _on_measured(self, size: object) -> None:
        assert isinstance(size, HistorySize)
        self._size_label.setText(self._size_words(size))

    def _size_words(self, size: HistorySize) -> str:
        if size.since is None or not size.steps:
            return self.tr("It is empty: nothing has been done yet.")
        words = (
            self.tr("1 step since {day}, {size}.")
            if size.steps == 1
            else self.tr("{number} steps since {day}, {size}.")
        )
        return words.format(
            number=count(size.steps), day=day(local_day(size.since)), size=_amount(size.bytes)
        )

    def _on_changed(self) -> None:
        keeping = Keeping(self._days_edit.value(), self._size_edit.value())
        try:
            remember_keeping(self._settings, keeping)
        except DeskError as refusal:
            self._form.show_refusal(refusal)


def _amount(size: int) -> str:
    if size < MEGABYTE:
        return f"{count(max(1, round(size / 1000)))} kB"
    return f"{count(round(size / MEGABYTE))} MB"
