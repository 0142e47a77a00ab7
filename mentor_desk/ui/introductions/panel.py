"""One introduction whole, beside the board: why, asking, bringing together, what came of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.errors import DeskError, NotFoundError
from mentor_desk.models.introduction import CONNECTED
from mentor_desk.models.kinds import IntroductionState, Side
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.cards import IntroductionCard, introduction_card
from mentor_desk.services.introductions.noting import edit_introduction, edit_party, set_outcome
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.introductions.asking import AskingPart
from mentor_desk.ui.introductions.each_side import EachSide
from mentor_desk.ui.introductions.facts import FactsBox
from mentor_desk.ui.introductions.origins import OriginsPart
from mentor_desk.ui.introductions.together import TogetherPart
from mentor_desk.ui.introductions.topic_edit import TopicEdit
from mentor_desk.ui.introductions.wording import STATE_TONES, standing, state_title

_NEXT = {
    IntroductionState.IDEA: IntroductionState.ASKING,
    IntroductionState.ASKING: IntroductionState.INTRODUCED,
    IntroductionState.INTRODUCED: IntroductionState.MET,
    IntroductionState.MET: IntroductionState.CLOSED,
    IntroductionState.DECLINED: IntroductionState.IDEA,
    IntroductionState.WITHDRAWN: IntroductionState.IDEA,
}


class IntroductionPanel(ScrolledArea):
    """Everything about one introduction; what is written in it saves itself."""

    changed = Signal(object)
    refused = Signal(str)
    person_opened = Signal(int)
    introduction_opened = Signal(int)
    session_opened = Signal(int)
    answered = Signal(int, object, object)
    move_requested = Signal(int, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: IntroductionCard | None = None
        self._unsaved: dict[tuple[object, ...], Callable[[int], Changes]] = {}
        self._build()
        self._connect()
        self.show_introduction(None)

    def introduction_id(self) -> int | None:
        """Return the id of what is shown."""
        return self._card.row.id if self._card else None

    def show_introduction(self, introduction_id: int | None) -> None:
        """Show an introduction, or what this place is for; what was being written is kept."""
        self.flush()
        if introduction_id != self.introduction_id():
            self.verticalScrollBar().setValue(0)
            self._unsaved.clear()
        self._card = self._read(introduction_id)
        self._nothing_label.setVisible(self._card is None)
        self._parts.setVisible(self._card is not None)
        if self._card is not None:
            self._show(self._card)

    def go_in(self) -> None:
        """Bring the keyboard into the panel, to the first name."""
        self._first_link.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> bool:
        """Save what has been typed and not yet saved; return whether all is safe."""
        behind = dict(self._unsaved)
        for part in (
            self._topic_edit,
            self._reasons,
            self._asking,
            self._together,
            self._outcomes,
            self._origins,
        ):
            part.flush()
        for what, save in behind.items():
            # What was typed anew meanwhile was tried already.
            if self._unsaved.get(what) is save:
                self._keep(what, save)
        return not self._unsaved

    def _build(self) -> None:
        self.setMinimumWidth(240)
        name(self, self.tr("The introduction that is chosen"))
        self._names = QWidget()
        self._names_flow = FlowLayout(self._names, spacing=5)
        self._first_link = LinkLabel("", TextRole.CARD)
        self._second_link = LinkLabel("", TextRole.CARD)
        for widget in (self._first_link, plain_label("↔", TextRole.CARD), self._second_link):
            self._names_flow.addWidget(widget)
        self._state_pill = Pill()
        self._status_label = plain_label("", TextRole.SMALL, wrap=True)
        self._next_button = button("")
        self._why_label = plain_label("", TextRole.SMALL, wrap=True)
        self._facts_box = FactsBox()
        self._topic_edit = TopicEdit(self._desk)
        name(self._topic_edit, self.tr("What it is about"))
        self._reasons = EachSide(self.tr("Why it is good for each"))
        self._asking = AskingPart(self._desk)
        self._together = TogetherPart(self._desk)
        self._outcomes = EachSide(self.tr("What came of it"))
        self._origins = OriginsPart()
        self._nothing_label = plain_label(
            self.tr("Choose an introduction to see why the two should meet and to ask each first."),
            TextRole.SOFT,
            wrap=True,
        )
        self._lay_out()

    def _lay_out(self) -> None:
        self._parts = QWidget()
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        state = QHBoxLayout()
        state.addWidget(self._state_pill, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._status_label, 1)
        column.addWidget(self._names)
        column.addLayout(state)
        column.addWidget(self._next_button, 0, Qt.AlignmentFlag.AlignLeading)
        for widget in (
            self._why_label,
            self._facts_box,
            self._asking,
            self._together,
            self._outcomes,
            plain_label(self.tr("What it is about"), TextRole.CARD, wrap=True),
            self._topic_edit,
            self._reasons,
            self._origins,
        ):
            column.addWidget(widget)
        page = QWidget()
        page.setProperty("ground", "panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 20, 18, 20)
        layout.addWidget(self._nothing_label)
        layout.addWidget(self._parts)
        layout.addStretch(1)
        self.setWidget(page)

    def _connect(self) -> None:
        self._first_link.opened.connect(self._on_first_link_opened)
        self._second_link.opened.connect(self._on_second_link_opened)
        self._next_button.clicked.connect(self._on_next_button_clicked)
        self._asking.answered.connect(self._on_asking_answered)
        self._asking.person_opened.connect(self.person_opened)
        self._asking.draft_written.connect(self._on_draft_written)
        self._topic_edit.settled.connect(self._on_topic_settled)
        self._reasons.written.connect(self._on_reason_written)
        self._together.blurb_written.connect(self._on_blurb_written)
        self._together.message_written.connect(self._on_message_written)
        self._outcomes.written.connect(self._on_outcome_written)
        self._origins.remark_written.connect(self._on_remark_written)
        self._origins.introduction_opened.connect(self.introduction_opened)
        self._origins.session_opened.connect(self.session_opened)

    def _read(self, introduction_id: int | None) -> IntroductionCard | None:
        if introduction_id is None:
            return None
        today = local_day(self._desk.now())
        try:
            return self._desk.run(introduction_card, introduction_id=introduction_id, today=today)
        except NotFoundError:
            return None

    def _show(self, card: IntroductionCard) -> None:
        self._first_link.setText(card.first.name)
        self._second_link.setText(card.second.name)
        self._state_pill.show_state(state_title(card.row.state), STATE_TONES[card.row.state])
        self._status_label.setText(standing(card.row))
        self._next_button.setText(self._next_title(card.row.state))
        self._next_button.setVisible(card.row.state in _NEXT)
        self._why_label.setText(
            self.tr("Why they should meet")
            if card.facts
            else self.tr("Nothing noted of the two speaks for a meeting yet; say below why.")
        )
        self._facts_box.set_facts(card.facts)
        self._asking.setVisible(card.row.state not in CONNECTED)
        self._asking.show_card(card)
        self._together.show_card(card)
        self._outcomes.setVisible(card.row.state in CONNECTED)
        self._topic_edit.show_topic(card.row.topic)
        for party in card.parties:
            self._reasons.show_side(party, party.reason, card.row.id)
            self._outcomes.show_side(party, party.outcome, card.row.id)
        self._origins.show_card(card, local_day(self._desk.now()))

    def _next_title(self, state: IntroductionState) -> str:
        return {
            IntroductionState.IDEA: self.tr("Begin asking"),
            IntroductionState.ASKING: self.tr("I introduced them"),
            IntroductionState.INTRODUCED: self.tr("They have met"),
            IntroductionState.MET: self.tr("Say what came of it…"),
            IntroductionState.CLOSED: "",
            IntroductionState.DECLINED: self.tr("Take it up again"),
            IntroductionState.WITHDRAWN: self.tr("Take it up again"),
        }[state]

    def _keep(self, what: tuple[object, ...], save: Callable[[int], Changes]) -> None:
        if self._card is None:
            return
        self._unsaved[what] = save
        try:
            changes = save(self._card.row.id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self._unsaved.pop(what, None)
            self.changed.emit(changes)

    def _keep_of_party(self, side: Side, **written: str) -> None:
        self._keep(
            (side, *written),
            lambda held: self._desk.autosave(
                _joins(held), edit_party, introduction_id=held, side=side, **written
            ),
        )

    def _keep_of_both(self, **written: str) -> None:
        self._keep(
            (*written,),
            lambda held: self._desk.autosave(
                _joins(held), edit_introduction, introduction_id=held, **written
            ),
        )

    def _on_first_link_opened(self) -> None:
        if self._card is not None:
            self.person_opened.emit(self._card.first.person_id)

    def _on_second_link_opened(self) -> None:
        if self._card is not None:
            self.person_opened.emit(self._card.second.person_id)

    def _on_next_button_clicked(self) -> None:
        if self._card is not None:
            self.move_requested.emit(self._card.row.id, _NEXT[self._card.row.state])

    def _on_asking_answered(self, side: Side, opt_in: object) -> None:
        if self._card is not None:
            self.answered.emit(self._card.row.id, side, opt_in)

    def _on_draft_written(self, side: Side, text: str) -> None:
        self._keep_of_party(side, ask_draft=text)

    def _on_reason_written(self, side: Side, text: str) -> None:
        self._keep_of_party(side, reason=text)

    def _on_blurb_written(self, side: Side, text: str) -> None:
        self._keep_of_party(side, blurb=text)

    def _on_outcome_written(self, side: Side, text: str) -> None:
        self._keep(
            (side, "outcome"),
            lambda held: self._desk.autosave(
                _joins(held), set_outcome, introduction_id=held, side=side, outcome=text
            ),
        )

    def _on_topic_settled(self, text: str) -> None:
        self._keep_of_both(topic=text)

    def _on_message_written(self, text: str) -> None:
        self._keep_of_both(message=text)

    def _on_remark_written(self, text: str) -> None:
        self._keep_of_both(remark=text)


def _joins(introduction_id: int) -> str:
    return f"introduction:{introduction_id}"
