"""Settings: when the desk locks itself, and what is hidden while somebody looks on."""

import sys

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from mentor_desk.services.desk import Desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.lock_settings import (
    LOCK_AFTER,
    LOCK_WITH_SYSTEM,
    MINUTES,
    NEVER,
    locks_with_system,
    minutes_of,
)
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.section import Section


class LockingSection(Section):
    """When the desk locks itself on this machine."""

    def __init__(
        self, desk: Desk | None, settings: Settings, parent: QWidget | None = None
    ) -> None:
        del desk
        super().__init__("", parent)
        self._sentence_label.setText(
            self.tr(
                "A locked desk shows nothing and its key is gone from memory. What you were"
                " writing is saved first."
            )
        )
        self._sentence_label.show()
        self._settings = settings
        self._build()
        self._connect()

    def title(self) -> str:
        """Return the title in the list of sections."""
        return self.tr("Locking")

    def _build(self) -> None:
        self._after_combo = QComboBox()
        name(self._after_combo, self.tr("Lock when nobody touched the program for"))
        for minutes in MINUTES:
            self._after_combo.addItem(self._words(minutes), minutes)
        self._after_combo.setCurrentIndex(MINUTES.index(minutes_of(self._settings)))
        row = QHBoxLayout()
        row.addWidget(plain_label(self.tr("Lock when nobody touched the program for")), 1)
        row.addWidget(self._after_combo)

        self._system_check = QCheckBox(
            self.tr("Lock when the computer sleeps or its screen is locked")
        )
        self._system_check.setChecked(locks_with_system(self._settings))
        itself = Card(self.tr("By itself"))
        itself.content.addLayout(row)
        if sys.platform.startswith("linux"):
            itself.add(self._system_check)
        else:
            itself.add(
                plain_label(
                    self.tr(
                        "This system does not tell the program when it sleeps or locks its"
                        " screen, so the time above counts, also over a sleep."
                    ),
                    TextRole.SMALL,
                    wrap=True,
                )
            )
        self.column.addWidget(itself)

        self._discreet_check = QCheckBox(self.tr("Discreet: others see this screen"))
        self._discreet_check.setChecked(discreet.is_on())
        shown = Card(self.tr("On a shared screen"))
        shown.add(self._discreet_check)
        shown.add(
            plain_label(
                self.tr(
                    "Private notes and remarks lie under a cover until you click it, and messages"
                    " of what was done name nobody. The names on the pages themselves stay."
                ),
                TextRole.SMALL,
                wrap=True,
            )
        )
        self.column.addWidget(shown)

    def _connect(self) -> None:
        self._after_combo.activated.connect(self._on_after_combo_activated)
        self._system_check.toggled.connect(self._on_system_check_toggled)
        self._discreet_check.toggled.connect(self._on_discreet_check_toggled)

    def _words(self, minutes: int) -> str:
        if minutes == NEVER:
            return self.tr("never: lock by hand")
        if minutes == 1:
            return self.tr("1 minute")
        if minutes < 60:
            return self.tr("{0} minutes").format(minutes)
        return self.tr("1 hour") if minutes == 60 else self.tr("{0} hours").format(minutes // 60)

    def _on_after_combo_activated(self, place: int) -> None:
        self._settings.remember({LOCK_AFTER: self._after_combo.itemData(place)})

    def _on_system_check_toggled(self, is_wanted: bool) -> None:
        self._settings.remember({LOCK_WITH_SYSTEM: int(is_wanted)})

    def _on_discreet_check_toggled(self, is_wanted: bool) -> None:
        discreet.turn(self._settings, is_on=is_wanted)
