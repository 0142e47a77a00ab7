"""Ask each first: what to ask, and what each has answered."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mentor_desk.models.kinds import OptIn, Side
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.cards import IntroductionCard, PartyCard
from mentor_desk.services.introductions.drafts import draft_ask
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.formatting import local_day, short_day
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Chip
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.text import (
    name,
    one_line,
    plain_label,
    set_tooltip,
    without_mnemonic,
)
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.introductions.sending import SendingRow
from mentor_desk.ui.introductions.wording import ANSWER_TONES, answer_words
from mentor_desk.ui.introductions.words_edit import WordsEdit

_LONGEST_ON_BUTTON = 16


class AskingPart(QWidget):
    """The draft for the side that is chosen, and the answer of each with its day.

    `answered` tells that a side has answered, `draft_written` what the mentor would rather say.
    """

    answered = Signal(object, object)
    draft_written = Signal(object, str)
    person_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: IntroductionCard | None = None
        self._side = Side.FIRST
        self._build()
        self._connect()

    def show_card(self, card: IntroductionCard) -> None:
        """Show both answers, and the draft for the side that is to be asked next."""
        if self._card is None or self._card.row.id != card.row.id:
            self._side = _next_to_ask(card)
        self._card = card
        for party in card.parties:
            self._side_buttons[party.side].setText(_on_button(party.short_name))
            name(self._side_buttons[party.side], self.tr("Ask {name}").format(name=party.name))
            self._answers[party.side].show_party(party, local_day(self._desk.now()))
        self._show_draft()

    def flush(self) -> None:
        """Tell what has been typed and not yet told."""
        self._draft_edit.flush()

    def _build(self) -> None:
        self._group = QButtonGroup(self)
        self._side_buttons = {side: button("", Look.SEGMENT) for side in Side}
        for made in self._side_buttons.values():
            self._group.addButton(made)
        self._draft_edit = WordsEdit(self.tr("What to ask"), lines=3)
        self._sending = SendingRow()
        self._answers = {side: AnswerRow() for side in Side}
        sides = QWidget()
        flow = FlowLayout(sides, spacing=8)
        for made in self._side_buttons.values():
            flow.addWidget(made)
        card = Card()
        card.add(sides)
        card.add(self._draft_edit)
        card.add(self._sending)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label(self.tr("Ask each first"), TextRole.CARD, wrap=True))
        layout.addWidget(card)
        for answer in self._answers.values():
            layout.addWidget(answer)

    def _connect(self) -> None:
        for side, made in self._side_buttons.items():
            made.clicked.connect(self._chooser(side))
            self._answers[side].answered.connect(self.answered)
            self._answers[side].opened.connect(self.person_opened)
        self._draft_edit.settled.connect(self._on_draft_edit_settled)

    def _chooser(self, side: Side) -> Callable[[], None]:
        return lambda: self._choose(side)

    def _choose(self, side: Side) -> None:
        self._draft_edit.flush()
        self._side = side
        self._show_draft()

    def _show_draft(self) -> None:
        if self._card is None:
            return
        party = self._card.parties[list(Side).index(self._side)]
        self._side_buttons[self._side].setChecked(True)
        draft = self._desk.run(draft_ask, introduction_id=self._card.row.id, side=self._side)
        self._draft_edit.show_text(draft, (self._card.row.id, self._side))
        name(self._draft_edit, self.tr("What to ask {name}").format(name=party.name))
        subject = self.tr("May I introduce you to somebody?")
        self._sending.set_letter([party.email], subject, self._draft_edit.text)

    def _on_draft_edit_settled(self, text: str) -> None:
        self.draft_written.emit(self._side, text)


class AnswerRow(QWidget):
    """A name that is a door, what this side answered, and a menu to note another answer."""

    answered = Signal(object, object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._party: PartyCard | None = None
        self._name_link = LinkLabel("", TextRole.BODY)
        self._answer_chip = Chip("-", Tone.PLAIN, is_door=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._name_link, 1)
        layout.addWidget(self._answer_chip)
        self._name_link.opened.connect(self._on_name_link_opened)
        self._answer_chip.opened.connect(self._on_answer_chip_opened)

    def show_party(self, party: PartyCard, today: date) -> None:
        """Show whose answer this is, what it was, and when it was given."""
        self._party = party
        self._name_link.setText(party.short_name)
        words = answer_words(party.opt_in)
        day = party.answered_on or party.asked_on
        shown = f"{words} · {short_day(day, today)}" if day else words
        self._answer_chip.show_state(shown, ANSWER_TONES[party.opt_in])
        spoken = self.tr("{name}: {answer}").format(name=party.name, answer=shown)
        name(self._answer_chip, spoken, self.tr("Enter notes another answer"))
        set_tooltip(self._answer_chip, self.tr("Note another answer"))

    def menu(self) -> QMenu:
        """Return the answers that may be noted now."""
        menu = QMenu(self)
        for opt_in, title in (
            (OptIn.ASKED, self.tr("Asked today")),
            (OptIn.AGREED, self.tr("Said yes")),
            (OptIn.DECLINED, self.tr("Said no")),
            (OptIn.NOT_ASKED, self.tr("Take it back: not asked")),
        ):
            action = menu.addAction(title)
            action.setEnabled(self._party is not None and self._party.opt_in is not opt_in)
            action.triggered.connect(self._answerer(opt_in))
        return menu

    def _answerer(self, opt_in: OptIn) -> Callable[[], None]:
        return lambda: self.answered.emit(self._party.side, opt_in) if self._party else None

    def _on_name_link_opened(self) -> None:
        if self._party is not None:
            self.opened.emit(self._party.person_id)

    def _on_answer_chip_opened(self) -> None:
        below = self._answer_chip.mapToGlobal(QPoint(0, self._answer_chip.height() + 2))
        menu = self.menu()
        open_menu(menu, below)


def _on_button(person_name: str) -> str:
    shown = one_line(person_name)
    if len(shown) > _LONGEST_ON_BUTTON:
        shown = f"{shown[:_LONGEST_ON_BUTTON].rstrip()}…"
    return without_mnemonic(shown)


def _next_to_ask(card: IntroductionCard) -> Side:
    waiting = [party.side for party in card.parties if party.opt_in is OptIn.NOT_ASKED]
    return waiting[0] if waiting and len(waiting) < len(Side) else Side.SECOND
