"""What the dialogs on forgetting have in common: what goes, and where somebody is still found."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mentor_desk.services.forgetting.for_good import ForgettingPreview
from mentor_desk.services.forgetting.holds import HeldBy, Hold
from mentor_desk.services.forgetting.versions import EarlierMention
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import count, moment
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.line_delegate import LineDelegate, LineLook
from mentor_desk.ui.history.words import all_counts_words

translate = QCoreApplication.translate

_LINES_IN_SIGHT = 4
_BACKUPS = {HeldBy.BACKUP, HeldBy.KEPT_BACKUP, HeldBy.UNREADABLE_BACKUP, HeldBy.AWAY}


def amounts_card(preview: ForgettingPreview, title: str, tone: Tone) -> Card:
    """Return a card that says how much is about a person."""
    card = Card(title, tone=tone)
    told = [all_counts_words(preview.counts)]
    if preview.in_history == 1:
        told.append(translate("ForgetDialog", "1 entry of the history"))
    elif preview.in_history:
        words = translate("ForgetDialog", "{number} entries of the history")
        told.append(words.format(number=count(preview.in_history)))
    versions = sum(each.versions for each in preview.earlier)
    if versions == 1:
        told.append(translate("ForgetDialog", "1 earlier version of a note about others"))
    elif versions:
        words = translate("ForgetDialog", "{number} earlier versions of notes about others")
        told.append(words.format(number=count(versions)))
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


def earlier_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the earlier versions of notes about others that name a person, which go."""
    looks = [LineLook(each.name, _versions_words(each)) for each in preview.earlier]
    return Group(translate("ForgetDialog", "Earlier versions of notes that name them"), looks)


def holds_groups(holds: Sequence[Hold]) -> list[Group[LineLook]]:
    """Return what outside the desk holds a person, and until when, each with its path."""
    backups = [hold for hold in holds if hold.by in _BACKUPS]
    others = [hold for hold in holds if hold.by not in _BACKUPS]
    return [
        Group(translate("ForgetDialog", "Backups"), [_hold_look(hold) for hold in backups]),
        Group(
            translate("ForgetDialog", "Other files that may hold them"),
            [_hold_look(hold) for hold in others],
        ),
    ]


def on_mentions() -> str:
    """Return what to do about notes that name a person."""
    return translate(
        "ForgetDialog",
        "If a note about others must not name them any more, change it before you forget them:"
        " then its earlier versions go too. What you change afterwards stays in the history for a"
        " while.",
    )


def on_holds() -> str:
    """Return how long backups and copies stay."""
    return translate(
        "ForgetDialog",
        "A backup goes by itself only once newer ones have taken its place: of each of the last"
        " twelve months that have a backup, one is kept, and longer when the desk became much"
        " smaller. All else stays until you delete it, as do copies that you keep elsewhere.",
    )


def _versions_words(each: EarlierMention) -> str:
    words = {
        (False, False): translate("ForgetDialog", "{field} · {number} earlier versions"),
        (False, True): translate("ForgetDialog", "{field} · 1 earlier version"),
        (True, False): translate("ForgetDialog", "{field} · {number} versions, no longer here"),
        (True, True): translate("ForgetDialog", "{field} · 1 version, no longer here"),
    }[each.is_gone, each.versions == 1]
    field = each.field[:1].upper() + each.field[1:]
    return words.format(field=field, number=count(each.versions))


def _hold_look(hold: Hold) -> LineLook:
    words = {
        HeldBy.BACKUP: translate("ForgetDialog", "Made {moment}, until newer ones take its place"),
        HeldBy.KEPT_BACKUP: translate(
            "ForgetDialog", "Before an upgrade, {moment}, until you delete it"
        ),
        HeldBy.UNREADABLE_BACKUP: translate(
            "ForgetDialog", "Cannot be read and may hold them, until you delete it"
        ),
        HeldBy.AWAY: translate(
            "ForgetDialog", "This backup folder is not there now, look yourself"
        ),
        HeldBy.SET_ASIDE: translate("ForgetDialog", "Set aside, until you delete it"),
        HeldBy.COPY: translate("ForgetDialog", "A copy of this desk, until you delete it"),
        HeldBy.TYPED: translate(
            "ForgetDialog", "Words you typed and did not save, until you let them go"
        ),
    }[hold.by]
    made = moment(hold.made_at) if hold.made_at else ""
    return LineLook(words.format(moment=made), str(hold.path))


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
        tooltip=lambda look: f"{look.text}\n{look.detail}",
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
    upright = QSizePolicy.Policy.Expanding
    if lines.rowCount() <= _LINES_IN_SIGHT:
        view.setMaximumHeight(view.minimumHeight() + 2 * view.frameWidth())
        upright = QSizePolicy.Policy.Maximum
    card.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
    return card
