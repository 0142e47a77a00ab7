"""Settings: light or dark, and how large the words are."""

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QWidget

from mentor_desk.services.desk import Desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import appearance
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import percent
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.preferences.section import Section


class AppearanceSection(Section):
    """How the window looks on this machine."""

    def __init__(
        self, desk: Desk | None, settings: Settings, parent: QWidget | None = None
    ) -> None:
        del desk
        super().__init__("", parent)
        self._settings = settings
        self._build()
        self._connect()

    def title(self) -> str:
        """Return the title in the list of sections."""
        return self.tr("Appearance")

    def _build(self) -> None:
        words = {
            Scheme.SYSTEM: self.tr("As the system"),
            Scheme.LIGHT: self.tr("Light"),
            Scheme.DARK: self.tr("Dark"),
        }
        chosen = appearance.scheme_of(self._settings)
        self._group = QButtonGroup(self)
        self._choices = {scheme: QRadioButton(text) for scheme, text in words.items()}
        colours = Card(self.tr("Colours"))
        for scheme, choice in self._choices.items():
            choice.setChecked(scheme is chosen)
            self._group.addButton(choice)
            colours.add(choice)
        self.column.addWidget(colours)

        self._size_combo = QComboBox()
        name(self._size_combo, self.tr("Size of words"))
        for size in appearance.TEXT_SIZES:
            self._size_combo.addItem(percent(size / appearance.USUAL_SIZE), size)
        size = appearance.text_size_of(self._settings)
        self._size_combo.setCurrentIndex(appearance.TEXT_SIZES.index(size))
        row = QHBoxLayout()
        row.addWidget(plain_label(self.tr("Compared with the system's own")), 1)
        row.addWidget(self._size_combo)
        sizes = Card(self.tr("Size of words"))
        sizes.content.addLayout(row)
        self.column.addWidget(sizes)

    def _connect(self) -> None:
        for scheme, choice in self._choices.items():
            choice.toggled.connect(
                lambda is_chosen, scheme=scheme: self._on_choice_toggled(
                    scheme, is_chosen=is_chosen
                )
            )
        self._size_combo.activated.connect(self._on_size_combo_activated)

    def _on_choice_toggled(self, scheme: Scheme, *, is_chosen: bool) -> None:
        if is_chosen:
            appearance.wear(self._settings, scheme=scheme)

    def _on_size_combo_activated(self, place: int) -> None:
        appearance.wear(self._settings, text_size=self._size_combo.itemData(place))
