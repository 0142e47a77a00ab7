"""`mentor-desk review`: write progress reviews as PDF."""

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mentor_desk.cli.answers import DONE, answer
from mentor_desk.cli.progress import Progress
from mentor_desk.cli.showing import the_one_named
from mentor_desk.errors import FileError, InvalidEntryError, NotFoundError
from mentor_desk.models.kinds import MentorshipState, Paper
from mentor_desk.paths import is_there
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import people_named
from mentor_desk.services.reviews.choice import ReviewChoice, months_back
from mentor_desk.services.reviews.reviewing import (
    USUAL_MONTHS,
    check_place,
    default_choice,
    draft_choice,
    draft_review,
    file_name_for,
    issue_review,
    render_review,
    write_review,
)


def write_reviews(desk: Desk, arguments: argparse.Namespace) -> int:
    """Write one review, or one for every active mentee into a folder."""
    today = desk.now().astimezone().date()
    if arguments.all:
        mentees = desk.look(list_mentees, now=desk.now())
        chosen = [row.mentorship_id for row in mentees if row.state is MentorshipState.ACTIVE]
    else:
        chosen = [_mentorship_of(desk, arguments.name)]
    place = _place(arguments)
    written: list[dict[str, Any]] = []
    with Progress("Writing reviews") as progress:
        for done, mentorship_id in enumerate(chosen):
            progress(done, len(chosen))
            taken = {each["file"] for each in written}
            target_for = partial(_target, place, taken, replaces=arguments.replace)
            choice = _choice(desk, mentorship_id, arguments, today)
            written.append(_write_one(desk, mentorship_id, choice, target_for))
    answer(
        arguments,
        written,
        lambda: [f"Wrote {each['file']}" for each in written] or ["There is no active mentee."],
    )
    return DONE


def _write_one(
    desk: Desk, mentorship_id: int, choice: ReviewChoice, target_for: Callable[[str], Path]
) -> dict[str, Any]:
    draft = desk.run(draft_review, mentorship_id=mentorship_id, choice=choice)
    target = target_for(file_name_for(draft.mentee_name, choice.until))
    review = render_review(draft.record, choice.paper)
    write_review(review.pdf, target)
    desk.do(
        issue_review,
        mentorship_id=mentorship_id,
        choice=choice,
        pdf=review.pdf,
        pages=review.pages,
        file_name=target.name,
        now=desk.now(),
    )
    return {
        "name": draft.mentee_name,
        "file": str(target),
        "pages": review.pages,
        "since": choice.since.isoformat(),
        "until": choice.until.isoformat(),
        "kept_out": len(draft.kept_out),
    }


def _mentorship_of(desk: Desk, name: str) -> int:
    people = {row.id for row in desk.run(people_named, name)}
    mentees = [row for row in desk.look(list_mentees, now=desk.now()) if row.person_id in people]
    if not mentees:
        person = the_one_named(desk, name)
        raise NotFoundError(f"{person.name} is nobody’s mentee on this desk.")
    if len({row.person_id for row in mentees}) > 1:
        names = "; ".join(row.name for row in mentees[:5])
        raise InvalidEntryError(f"“{name}” can mean several mentees: {names}.")
    return mentees[0].mentorship_id


def _choice(
    desk: Desk, mentorship_id: int, arguments: argparse.Namespace, today: date
) -> ReviewChoice:
    usual = desk.run(default_choice, mentorship_id=mentorship_id, today=today)
    # The words of a draft go along; its period does not, for it may be long past.
    choice = desk.run(draft_choice, mentorship_id=mentorship_id) or usual
    until = arguments.until or today
    since = arguments.since or usual.since
    if arguments.since is None and since > until:
        since = months_back(until, USUAL_MONTHS)
    paper = Paper(arguments.paper) if arguments.paper else choice.paper
    return replace(choice, since=since, until=until, paper=paper)


class _Place(NamedTuple):
    """Where reviews go: into a folder, each under a name of its own, or the one to this file."""

    path: Path
    is_folder: bool


def _place(arguments: argparse.Namespace) -> _Place:
    out: str = arguments.out or "."
    place = Path(out).absolute()
    is_folder = out.endswith(("/", os.sep)) or (is_there(place) and place.is_dir())
    return _Place(place, is_folder or arguments.all)


def _target(place: _Place, taken: set[str], name: str, *, replaces: bool) -> Path:
    target, number = place.path / name if place.is_folder else place.path, 1
    check_place(target)
    if not place.is_folder:
        if os.path.lexists(target) and not replaces:
            raise FileError(
                f"{target} is there already; with --replace the review takes its place."
            )
        return target
    _make_folder(place.path)
    # Two mentees of one name must not overwrite each other, nor a review what was there before.
    while str(target) in taken or (os.path.lexists(target) and not replaces):
        number += 1
        target = target.with_stem(f"{Path(name).stem} {number}")
    return target


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The folder {folder} could not be made: {reason}.") from problem
