"""The goals of a review: where each stands, how it came there, and its steps."""

from collections.abc import Sequence
from datetime import date

from mentor_desk.reports import words
from mentor_desk.reports.blocks import Block, Columns, Stack
from mentor_desk.reports.characters import one_line
from mentor_desk.reports.charts import Bar, GoalChart, list_item, within
from mentor_desk.reports.notes import note_blocks
from mentor_desk.reports.paragraphs import Press
from mentor_desk.reports.records import GoalRecord, Milestone
from mentor_desk.reports.style import EMPTY, GOAL, KEEP_GOAL, REMARK, STATE_COLOUR, VALUE, WHY
from mentor_desk.reports.tagging import Node
from mentor_desk.reports.text import Span

_WIDEST_VALUE = 130.0


def goals(
    press: Press, node: Node, aims: Sequence[GoalRecord], *, period: tuple[date, date]
) -> list[Block]:
    """Return each goal with its bar, its chart and its milestones, none of them parted."""
    if not aims:
        return [press.text(node, words.NO_GOALS, EMPTY)]
    return [
        _goal(press, node.child("Sect"), aim, period, gap=16 if number else 7)
        for number, aim in enumerate(aims)
    ]


def _goal(
    press: Press, node: Node, goal: GoalRecord, period: tuple[date, date], *, gap: float
) -> Block:
    year = period[1].year
    left: list[Block] = [press.text(node, one_line(goal.title), GOAL, "H3")]
    left += _value(press, node, goal)
    left.append(press.text(node, _standing(goal, year), REMARK))
    if goal.why.strip():
        left += note_blocks(press, node, goal.why, style=WHY)
    if goal.milestones:
        left.append(_milestones(press, node, goal.milestones, year))
    right: list[Block] = []
    if goal.history:
        right.append(GoalChart(node.child("Figure"), goal, STATE_COLOUR[goal.state], *period))
    return Columns([Stack(left), Stack(right)], (286, 188), 19, gap=gap, keep=KEEP_GOAL)


def _value(press: Press, node: Node, goal: GoalRecord) -> list[Block]:
    value = one_line(goal.value)
    if goal.percent is None:
        return [press.text(node, value, VALUE)] if value else []
    value = value or words.percent(within(goal.percent))
    text = press.text(node, value, VALUE)
    width = press.setter.width(value, VALUE) + 0.5
    colour = STATE_COLOUR[goal.state]
    if width > _WIDEST_VALUE:
        return [Stack([Bar(goal, colour)], gap=5), text]
    return [Stack([Bar(goal, colour, text, width)], gap=5)]


def _standing(goal: GoalRecord, year: int) -> str:
    parts = []
    if goal.target:
        parts.append(words.target(goal.target, of=year))
    if goal.milestones:
        done = sum(step.is_done or step.done_on is not None for step in goal.milestones)
        parts.append(words.milestones(done, len(goal.milestones)))
    parts.append(goal.state.value)
    if goal.percent is not None and goal.percent_before is not None:
        before, now = within(goal.percent_before), within(goal.percent)
        parts.append(words.then_and_now(before, now))
    return words.DOT.join(parts)


def _milestones(press: Press, node: Node, steps: Sequence[Milestone], year: int) -> Block:
    entries = node.child("L")
    items: list[Block] = []
    for step in steps:
        is_done = step.is_done or step.done_on is not None
        text = words.dated(one_line(step.title), step.done_on, of=year)
        items.append(list_item(press, entries, [Span(text)], "tick" if is_done else "ring"))
    return Stack(items, gap=4)
