"""`mentor-desk history`: say what was done on the desk, and take a step back."""

import argparse
from typing import Any

from mentor_desk.cli.answers import DONE, answer
from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.records import in_words
from mentor_desk.services.history.steps import StepRow, StepState, list_steps, step_row, undo_step


def show_history(desk: Desk, arguments: argparse.Namespace) -> int:
    """List the latest steps that match the words, or undo the one that was named."""
    words = " ".join(arguments.words)
    if arguments.undo is not None:
        if words:
            raise InvalidEntryError("A step to undo is named by its number alone, without words.")
        return _undo(desk, arguments)
    steps = desk.run(list_steps, words=words, limit=arguments.most)
    nothing = "Nothing of the kind is in the history." if words else "The history is empty."
    answer(
        arguments,
        [_value(step) for step in steps],
        lambda: [_line(step) for step in steps] or [nothing],
    )
    return DONE


def _undo(desk: Desk, arguments: argparse.Namespace) -> int:
    # An undo has a number too, by which it would be done again; only what is listed is undone.
    if desk.run(step_row, step_id=arguments.undo).id != arguments.undo:
        raise NotFoundError("This step is no longer in the history.")
    changes = desk.do(undo_step, step_id=arguments.undo)
    step = desk.run(step_row, step_id=arguments.undo)
    answer(arguments, _value(step), lambda: [changes.did])
    return DONE


def _value(step: StepRow) -> dict[str, Any]:
    return {
        "step": step.id,
        "at": step.at.isoformat(),
        "did": step.did,
        "state": step.state.value,
        "since": step.changed_at.isoformat() if step.changed_at else None,
        "touched": {count.kind.value: count.number for count in step.counts},
    }


def _line(step: StepRow) -> str:
    counts = ", ".join(count.in_words() for count in step.counts)
    state = "" if step.state is StepState.DONE else f" [{step.state.value}]"
    return f"{step.id:>6}  {in_words(step.at)}  {step.did}{state}" + (
        f" ({counts})" if counts else ""
    )
