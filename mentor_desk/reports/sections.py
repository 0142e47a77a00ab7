"""The other sections of a review: sessions, actions, people met, what was shared, what is next."""

from collections.abc import Sequence

from mentor_desk.reports import words
from mentor_desk.reports.blocks import Block, Columns, Item, Stack, Table
from mentor_desk.reports.chain import Stop, chain
from mentor_desk.reports.characters import one_line
from mentor_desk.reports.charts import Mark, list_item
from mentor_desk.reports.notes import note_blocks
from mentor_desk.reports.paragraphs import Press
from mentor_desk.reports.records import (
    ActionRecord,
    ActionState,
    Link,
    MeetingRecord,
    NextStep,
    People,
    SessionRecord,
    ShareRecord,
)
from mentor_desk.reports.style import CELL, CELL_NAME, COLUMN, EMPTY, KEEP_ROW, QUOTE, SOFT
from mentor_desk.reports.tagging import Node
from mentor_desk.reports.text import Span

_SESSION_SHARES = (62, 369, 48)
_ACTION_SHARES = (290, 70, 106)
_PEOPLE_SHARES = (100, 176, 190)
_SHARE_SHARES = (130, 150, 185)


def sessions(press: Press, node: Node, held: Sequence[SessionRecord], *, year: int) -> list[Block]:
    """Return the sessions held, one row each."""
    if not held:
        return [press.text(node, words.NO_SESSIONS, EMPTY)]
    table = node.child("Table")
    rows = [_session(press, table.child("TR"), one, year) for one in held]
    return [_table(press, table, words.SESSION_COLUMNS, rows, _SESSION_SHARES)]


def _session(press: Press, row: Node, held: SessionRecord, year: int) -> list[Block]:
    when = [Span(words.short_day(held.held_on, of=year))]
    if held.number is not None:
        when.append(Span(f"\n{words.number(held.number)}", colour=SOFT, size=8.3))
    date_cell = press.text(row, when, CELL_NAME, "TD")
    cell = row.child("TD")
    topics = one_line(held.topics)
    lead = topics if not topics or topics[-1] in ".!?…:" else f"{topics}."
    blocks = note_blocks(press, cell, held.notes, lead=lead)
    length = press.text(row, words.session_length(held.minutes), CELL_NAME, "TD")
    return [date_cell, Stack(blocks), length]


def actions(
    press: Press, node: Node, promises: Sequence[ActionRecord], *, year: int
) -> list[Block]:
    """Return what was promised, by whom, and how it stands."""
    if not promises:
        return [press.text(node, words.NO_ACTIONS, EMPTY)]
    table = node.child("Table")
    rows = [_action(press, table.child("TR"), action, year) for action in promises]
    return [_table(press, table, words.ACTION_COLUMNS, rows, _ACTION_SHARES)]


def _action(press: Press, row: Node, action: ActionRecord, year: int) -> list[Block]:
    cell = row.child("TD")
    shape = "tick" if action.state is ActionState.DONE else "ring"
    mark = Mark(cell.child("Lbl"), shape)
    state = words.action_state(action.state.value, due=action.due, done_on=action.done_on, of=year)
    return [
        Item(mark, press.text(cell, action.text.strip(), CELL)),
        press.text(row, one_line(action.owner), CELL_NAME, "TD"),
        press.text(row, state, CELL_NAME, "TD"),
    ]


def people(press: Press, node: Node, met: People, *, mentee: str, year: int) -> list[Block]:
    """Return who led to whom as a drawing, then each person met."""
    if not met.meetings and not met.chains:
        return [press.text(node, words.NO_PEOPLE, EMPTY)]
    blocks: list[Block] = [
        _chain(press, node.child("Figure"), mentee, links, year) for links in met.chains if links
    ]
    if met.meetings:
        table = node.child("Table")
        rows = [_meeting(press, table.child("TR"), one, year) for one in met.meetings]
        blocks.append(_table(press, table, words.PEOPLE_COLUMNS, rows, _PEOPLE_SHARES))
    return blocks


def _chain(press: Press, node: Node, mentee: str, links: Sequence[Link], year: int) -> Block:
    stops = [Stop(_initials(mentee), one_line(mentee).partition(" ")[0])]
    for link in links:
        label = words.dated(one_line(link.name), link.day, of=year)
        stops.append(Stop(_initials(link.name), label, one_line(link.label)))
    node.alt = words.chain([one_line(mentee), *(stop.label for stop in stops[1:])])
    return chain(press, node, stops)


def _initials(name: str) -> str:
    parts = [part for part in one_line(name).split() if part[0].isalpha()]
    if not parts:
        return ""
    first, last = parts[0][0], parts[-1][0] if len(parts) > 1 else ""
    return f"{first}{last}".upper()[:2]


def _meeting(press: Press, row: Node, met: MeetingRecord, year: int) -> list[Block]:
    return [
        press.text(row, one_line(met.name), CELL_NAME, "TD"),
        press.text(row, met.because.strip(), CELL, "TD"),
        press.text(row, words.outcome(met, of=year).strip(), CELL, "TD"),
    ]


def shares(press: Press, node: Node, given: Sequence[ShareRecord], *, year: int) -> list[Block]:
    """Return what was shared and what became of it."""
    if not given:
        return [press.text(node, words.NO_SHARES, EMPTY)]
    table = node.child("Table")
    rows = [_share(press, table.child("TR"), share, year) for share in given]
    return [Table([Columns(cells, _SHARE_SHARES) for cells in rows])]


def _share(press: Press, row: Node, share: ShareRecord, year: int) -> list[Block]:
    remark = share.remark.strip()
    return [
        press.text(row, one_line(share.title), CELL_NAME, "TD"),
        press.text(row, one_line(words.standing(share, of=year)), CELL_NAME, "TD"),
        press.text(row, words.quoted(remark) if remark else "", QUOTE, "TD"),
    ]


def next_steps(press: Press, node: Node, ahead: Sequence[NextStep], *, year: int) -> list[Block]:
    """Return what lies ahead, as boxes to tick."""
    if not ahead:
        return [press.text(node, words.NO_NEXT, EMPTY)]
    entries = node.child("L")
    steps = [_step(press, entries, step, year) for step in ahead]
    return [Stack(steps, gap=4, keep=KEEP_ROW)]


def _step(press: Press, entries: Node, step: NextStep, year: int) -> Block:
    spans = [Span(step.text.strip())]
    if step.due:
        spans += [Span(" — "), Span(words.day(step.due, of=year), bold=True)]
    item = list_item(press, entries, spans, "box")
    item.gap = 4
    return item


def _table(
    press: Press,
    table: Node,
    headings: Sequence[str],
    rows: Sequence[Sequence[Block]],
    shares: Sequence[float],
) -> Table:
    row = Node("TR")
    table.children.insert(0, row)
    heading = Columns([press.text(row, text, COLUMN, "TH") for text in headings], shares)
    repeats = Columns([press.text(None, text, COLUMN) for text in headings], shares)
    return Table([Columns(cells, shares) for cells in rows], heading, repeats=repeats)
