"""`mentor-desk review`: write progress reviews as PDF."""

import argparse
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from mentor_desk.cli.progress import Progress
from mentor_desk.cli.running import DONE, answer
from mentor_desk.cli.showing import the_one_named
from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.models.kinds import MentorshipState, Paper
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentee_list import list_mentees
from mentor_desk.services.review_choice import ReviewChoice, months_back
from mentor_desk.services.reviewing import (
    draft_choice,
    draft_review,
    file_name_for,
    issue_review,
    render_review,
    write_review,
)

MONTHS = 3


def write_reviews(desk: Desk, arguments: argparse.Namespace) -> int:
    """Write one review, or one for every active mentee into a folder."""
    zone = datetime.now().astimezone().tzinfo
    today = datetime.now(zone).date()
    if arguments.all:
        arguments.out.mkdir(parents=True, exist_ok=True)
        mentees = desk.run(list_mentees, now=desk.now())
        chosen = [row.mentorship_id for row in mentees if row.state is MentorshipState.ACTIVE]
    else:
        chosen = [_mentorship_of(desk, arguments.name)]
    written = []
    with Progress("Writing reviews") as progress:
        for done, mentorship_id in enumerate(chosen):
            progress(done, len(chosen))
            written.append(_write_one(desk, mentorship_id, arguments, today, zone))
    answer(arguments, written, lambda: [f"Wrote {each['file']}" for each in written])
    return DONE


def _write_one(
    desk: Desk, mentorship_id: int, arguments: argparse.Namespace, today: date, zone: tzinfo | None
) -> dict[str, Any]:
    choice = _choice(desk, mentorship_id, arguments, today)
    draft = desk.run(draft_review, mentorship_id=mentorship_id, choice=choice, zone=zone)
    pdf, pages = render_review(draft.record, choice.paper)
    target = _target(arguments.out, file_name_for(draft.mentee_name, choice.until))
    write_review(pdf, target)
    desk.do(
        issue_review,
        mentorship_id=mentorship_id,
        choice=choice,
        pdf=pdf,
        pages=pages,
        file_name=target.name,
        now=desk.now(),
    )
    return {
        "name": draft.mentee_name,
        "file": str(target),
        "pages": pages,
        "since": choice.since.isoformat(),
        "until": choice.until.isoformat(),
        "kept_out": len(draft.kept_out),
    }
