"""What the dialogs on forgetting have in common: what goes, and where somebody is still found."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mentor_desk.services.forgetting import ForgettingPreview, ForgettingReport
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import count, day, local_day, moment
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.line_delegate import LineDelegate, LineLook
from mentor_desk.ui.history.words import all_counts_words

translate = QCoreApplication.translate

_LINES_IN_SIGHT = 4


def amounts_card(preview: ForgettingPreview, title: str, tone: Tone) -> Card:
    """Return a card that says how much is about a person."""
    card = Card(title, tone=tone)
    told = [all_counts_words(preview.counts)]
    if preview.in_history == 1:
        told.append(translate("ForgetDialog", "1 entry of the history"))
    elif preview.in_history:
        words = translate("ForgetDialog", "{number} entries of the history")
        told.append(words.format(number=count(preview.in_history)))
    for sentence in told:
        if sentence:
            card.add(plain_label(sentence, wrap=True))
    return card


def mentions_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the notes about others that name a person."""
    stays = translate("ForgetDialog", "{field} · stays as it is, change it yourself")
    looks = [
        LineLook(mention.name, stays.format(field=mention.field[:1].upper() + mention.field[1:]))
        for mention in preview.mentions
    ]
    return Group(translate("ForgetDialog", "Notes about others that name them"), looks)


def files_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the reviews that were saved as files."""
    outside = translate("ForgetDialog", "lies outside this desk, and is yours to delete")
    looks = [LineLook(file, outside) for file in preview.files_given]
    return Group(translate("ForgetDialog", "Reviews saved as files"), looks)


def backups_group(report: ForgettingReport) -> Group[LineLook]:
    """Return the backups that still hold a person, and until when."""
    made = translate("ForgetDialog", "Made {moment}")
    until = translate("ForgetDialog", "gone by {day} at the latest")
    looks = [
        LineLook(
            made.format(moment=moment(hold.made_at)),
            until.format(day=day(local_day(hold.until))),
        )
        for hold in report.backups
    ]
    return Group(translate("ForgetDialog", "Backups"), looks)


def scrolled(parts: Sequence[QWidget]) -> QScrollArea:
    """Return the parts one below the other, to be scrolled where the screen is small."""
    inside = QWidget()
    inside.setProperty("page", "true")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def stays_card(title: str, groups: Sequence[Group[LineLook]]) -> Card:
    """Return a card with what is not touched, under its headings."""
    lines: GroupedRows[LineLook] = GroupedRows(
        lambda look: look.text,
        spoken=lambda look: f"{look.text}, {look.detail}",
        tooltip=lambda look: look.text,
    )
    lines.set_groups(groups)
    delegate = LineDelegate(lambda look: look)
    view = row_list(lines, delegate, title)
    lines.setParent(view)
    view.setUniformItemSizes(True)
    shown = min(lines.rowCount(), _LINES_IN_SIGHT)
    view.setMinimumHeight(delegate.row_height() * shown)
    card = Card(title)
    card.content.addWidget(view)
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return card
