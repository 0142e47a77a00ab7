"""What the dialogs on forgetting have in common: what goes, and where somebody is still found."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from mentor_desk.services.forgetting.for_good import ForgettingPreview
from mentor_desk.services.forgetting.holds import HeldBy, Hold
from mentor_desk.services.forgetting.mentions import EARLIER_NAME, LONGER_NAME
from mentor_desk.services.forgetting.others import OtherRecord
from mentor_desk.services.forgetting.versions import EarlierMention, Place
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import count, day, moment
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.line_delegate import LineDelegate, LineLook
from mentor_desk.ui.history.tick_list import TickLine, TickList
from mentor_desk.ui.history.words import all_counts_words

translate = QCoreApplication.translate

_LINES_IN_SIGHT = 4
_BACKUPS = {
    HeldBy.BACKUP,
    HeldBy.KEPT_BACKUP,
    HeldBy.LARGER_BACKUP,
    HeldBy.UNREADABLE_BACKUP,
    HeldBy.AWAY,
}


def amounts_card(preview: ForgettingPreview, title: str, tone: Tone) -> Card:
    """Return a card that says how much is about a person."""
    card = Card(title, tone=tone)
    told = [all_counts_words(preview.counts)]
    if preview.in_history == 1:
        told.append(translate("ForgetDialog", "1 entry of the history"))
    elif preview.in_history:
        words = translate("ForgetDialog", "{number} entries of the history")
        told.append(words.format(number=count(preview.in_history)))
    versions = sum(each.versions for each in preview.earlier if each.is_sure and each.kind)
    if versions == 1:
        told.append(translate("ForgetDialog", "Named in 1 earlier version of other notes"))
    elif versions:
        words = translate("ForgetDialog", "Named in {number} earlier versions of other notes")
        told.append(words.format(number=count(versions)))
    for sentence in told:
        if sentence:
            card.add(plain_label(sentence, wrap=True))
    return card


def mentions_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the notes about others that name a person."""
    note = translate("ForgetDialog", "{field} · stays as it is, change it yourself")
    own = {
        EARLIER_NAME: translate("ForgetDialog", "An earlier name of theirs · stays as it is"),
        LONGER_NAME: translate("ForgetDialog", "Called so themselves · stays as it is"),
    }
    looks = [
        LineLook(
            mention.name,
            own.get(mention.field)
            or note.format(field=mention.field[:1].upper() + mention.field[1:]),
        )
        for mention in preview.mentions
    ]
    return Group(translate("ForgetDialog", "Notes about others that name them"), looks)


def files_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the reviews that were saved as files."""
    outside = translate("ForgetDialog", "lies outside this desk, and is yours to delete")
    looks = [LineLook(file, outside) for file in preview.files_given]
    return Group(translate("ForgetDialog", "Reviews saved as files"), looks)


def earlier_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the earlier versions of notes about others out of which the name is cut."""
    sure = [_earlier_look(each) for each in preview.earlier if each.is_sure and each.kind]
    return Group(translate("ForgetDialog", "Earlier versions of notes that name them"), sure)


def named_files_group(
    preview: ForgettingPreview, also: Collection[Place] | None = None
) -> Group[LineLook]:
    """Return the names of files that name a person: those that are cut, or with `also` are left."""
    files = [each for each in preview.earlier if each.kind is None]
    if also is None:
        files = [each for each in files if each.is_sure]
    else:
        files = [each for each in files if not each.is_sure and each.place not in also]
    heading = translate("ForgetDialog", "Names of files that people were taken in from")
    return Group(heading, [_earlier_look(each) for each in files])


def left_group(preview: ForgettingPreview, also: Collection[Place]) -> Group[LineLook]:
    """Return the earlier versions that may name a person and were not to be cut."""
    maybe = [each for each in preview.earlier if each.kind and not each.is_sure]
    left = [each for each in maybe if each.place not in also]
    heading = translate("ForgetDialog", "Earlier versions that may name them")
    return Group(heading, [_earlier_look(each) for each in left])


def others_group(preview: ForgettingPreview) -> Group[LineLook]:
    """Return the other records that may be of a person and were not to go."""
    left = [each for each in preview.others if each.person_id not in preview.with_others]
    heading = translate("ForgetDialog", "Records that may be of the same person")
    return Group(heading, [_other_look(each) for each in left])


def others_list(preview: ForgettingPreview) -> TickList:
    """Return the other records that may be of a person; those ticked go too."""
    lines = [TickLine(each.person_id, _other_look(each)) for each in preview.others]
    heading = translate("ForgetDialog", "Tick what goes with them")
    return TickList(heading, lines, preview.with_others)


def maybe_list(preview: ForgettingPreview, chosen: Collection[Place]) -> TickList | None:
    """Return the earlier versions that may name a person: where they are ticked, it is cut."""
    lines = [
        TickLine(each.place, _earlier_look(each)) for each in preview.earlier if not each.is_sure
    ]
    heading = translate("ForgetDialog", "Tick where it is to be cut")
    return TickList(heading, lines, chosen) if lines else None


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
        " then the name is cut out of its earlier versions, with addresses and numbers of theirs,"
        " and single words of it where you tick them. What you change afterwards stays in the"
        " history for a while.",
    )


def on_maybe() -> str:
    """Return what the earlier versions are that only may name a person."""
    return translate(
        "ForgetDialog",
        "Here stands a word of their name, or a name, a number or a link that others may have too:"
        " it may mean somebody else, or nobody. Where it is cut, […] takes its place; all else"
        " stays.",
    )


def on_others() -> str:
    """Return what other records of the same person are."""
    return translate(
        "ForgetDialog",
        "These records have the same name or address. One that was deleted or undone could bring"
        " the person back.",
    )


def on_holds() -> str:
    """Return how long backups and copies stay."""
    return translate(
        "ForgetDialog",
        "A backup goes by itself only once newer ones have taken its place: of each of the last"
        " twelve months that have a backup, one is kept. The day named is the latest when a backup"
        " is made each day; it is later with fewer, or when the desk becomes much smaller. All else"
        " stays until you delete it, as do copies that you keep elsewhere.",
    )


def _earlier_look(each: EarlierMention) -> LineLook:
    if each.kind is None:
        words = translate("ForgetDialog", "Name of a file that people were taken in from")
        return LineLook(each.passage, words)
    told = {
        (False, False): translate("ForgetDialog", "{field} · {number} earlier versions · {name}"),
        (False, True): translate("ForgetDialog", "{field} · 1 earlier version · {name}"),
        (True, False): translate(
            "ForgetDialog", "{field} · {number} versions, no longer here · {name}"
        ),
        (True, True): translate("ForgetDialog", "{field} · 1 version, no longer here · {name}"),
    }[each.is_gone, each.versions == 1]
    field = each.field[:1].upper() + each.field[1:]
    detail = told.format(field=field, number=count(each.versions), name=each.name)
    return LineLook(each.passage, detail)


def _other_look(each: OtherRecord) -> LineLook:
    here = translate("ForgetDialog", "On this desk")
    gone = translate("ForgetDialog", "Deleted or undone")
    return LineLook(each.name, here if each.is_on_desk else gone)


def _hold_look(hold: Hold) -> LineLook:
    words = {
        HeldBy.BACKUP: translate("ForgetDialog", "Made {moment}, until {until} at the latest"),
        HeldBy.KEPT_BACKUP: translate("ForgetDialog", "Made {moment}, kept until you delete it"),
        HeldBy.LARGER_BACKUP: translate(
            "ForgetDialog", "Made {moment}, much larger than those since, until you delete it"
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
    until = day(hold.until) if hold.until else ""
    return LineLook(words.format(moment=made, until=until), str(hold.path))


def scrolled(parts: Sequence[QWidget]) -> ScrolledArea:
    """Return the parts one below the other, to be scrolled where the screen is small."""
    inside = QWidget()
    inside.setProperty("page", "true")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        takes_room = part.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Expanding
        column.addWidget(part, 100 if takes_room else 0)
    column.addStretch(1)
    area = ScrolledArea()
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
