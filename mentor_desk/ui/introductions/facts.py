"""Why two people should meet, fact by fact, each with the topic as a chip."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.services.introductions.facts import Fact, FactKind
from mentor_desk.ui.common.card import Divider
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.marks import Chip
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone

FEW = 5

_TONES = {
    FactKind.NEEDS_WHAT_OTHER_OFFERS: Tone.WARM,
    FactKind.CARES_FOR_WHAT_OTHER_KNOWS: Tone.BLUE,
    FactKind.BOTH_CARE: Tone.ACCENT,
    FactKind.SAME_CITY: Tone.PLAIN,
}
_ABOUT = "{about}"


class FactsBox(QWidget):
    """The facts under one another; without any it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._facts: tuple[Fact, ...] = ()
        self.hide()

    def set_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these facts."""
        self.setVisible(bool(facts))
        if facts == self._facts:
            return
        self._facts = facts
        while (item := self._layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, fact in enumerate(facts):
            if place:
                self._layout.addWidget(Divider())
            self._layout.addWidget(self._line(fact))

    def _line(self, fact: Fact) -> QWidget:
        line = QWidget()
        pattern = self._pattern(fact)
        flow = FlowLayout(line, spacing=5)
        before, _, after = pattern.partition(_ABOUT)
        for words in (before, None, after):
            if words is None:
                flow.addWidget(Chip(fact.about, _TONES[fact.kind]))
            elif words.strip():
                flow.addWidget(plain_label(words.strip(), TextRole.SMALL, elide=True))
        name(line, pattern.replace(_ABOUT, fact.about))
        return line

    def _pattern(self, fact: Fact) -> str:
        match fact.kind:
            case FactKind.NEEDS_WHAT_OTHER_OFFERS:
                pattern = self.tr("{one} needs {about} {other} offers it")
            case FactKind.CARES_FOR_WHAT_OTHER_KNOWS:
                pattern = self.tr("{one} cares about {about} {other} knows it")
            case FactKind.BOTH_CARE:
                pattern = self._both_care(fact.known_to_care)
            case FactKind.SAME_CITY:
                pattern = self.tr("Both in {about}")
        # Not str.format: a name may hold a brace, and the chip's place must stay.
        return pattern.replace("{one}", fact.one).replace("{other}", fact.other)

    def _both_care(self, known: int) -> str:
        if known <= FEW:
            return self.tr("Both care about {about} — only %n people you know do", "", known)
        return self.tr("Both care about {about} — %n people you know do", "", known)
