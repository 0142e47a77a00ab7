"""What of the desk may be printed for a mentee, column by column; the rest stays where it is."""

from enum import Enum as PyEnum

from sqlalchemy import Boolean, Date, Enum, Integer
from sqlalchemy.sql.schema import Column

from mentor_desk.models import Base
from mentor_desk.models.base import UtcMoment


class Privacy(PyEnum):
    """Whether the words of a column may enter the review of the mentee they are about."""

    SHAREABLE = "may be printed, for this mentee alone"
    PRIVATE = "stays on the desk"
    OURS = "written by the program, and never printed"


_S, _P, _O = Privacy.SHAREABLE, Privacy.PRIVATE, Privacy.OURS

# A new column is entered here with care: what is SHAREABLE leaves the desk on paper.
PRIVACY: dict[str, Privacy] = {
    "about.desk_uid": _O,
    "about.made_by": _O,
    "actions.text": _S,
    "goals.success_criteria": _P,
    "goals.title": _S,
    "goals.why": _S,
    "images.before": _P,
    "images.table_name": _O,
    "introductions.message": _P,
    "introductions.remark": _P,
    "mentorships.agreement": _P,
    "mentorships.purpose": _P,
    "milestones.title": _S,
    "parties.ask_draft": _P,
    "parties.blurb": _P,
    "parties.outcome": _S,
    "parties.reason": _S,
    "people.birthday": _P,
    "people.came_from": _P,
    "people.city": _P,
    "people.country": _P,
    "people.department": _P,
    "people.display_name": _S,
    "people.family": _P,
    "people.given": _S,
    "people.how_we_met": _P,
    "people.middle": _P,
    "people.nickname": _P,
    "people.organisation": _S,
    "people.postcode": _P,
    "people.prefix": _P,
    "people.pronouns": _P,
    "people.region": _P,
    "people.remark": _P,
    "people.role": _P,
    "people.search_text": _O,
    "people.sort_name": _O,
    "people.street": _P,
    "people.suffix": _P,
    "people.uid": _O,
    "photos.content": _P,
    "progress_updates.comment": _P,
    "resources.author": _P,
    "resources.folded": _O,
    "resources.link": _P,
    "resources.remark": _P,
    "resources.title": _S,
    "reviews.file_name": _P,
    "reviews.given_to": _P,
    "reviews.in_short": _P,
    "reviews.sections": _O,
    "reviews.sha256": _O,
    "sessions.agenda": _P,
    "sessions.ask_next": _P,
    "sessions.learned": _P,
    "sessions.private_notes": _P,
    "sessions.shared_notes": _S,
    "shares.remark": _P,
    "shares.response": _S,
    "steps.did": _P,
    "steps.joins": _O,
    "topics.folded": _O,
    "topics.name": _S,
    "ways.label": _P,
    "ways.value": _P,
}

_NO_WORDS = (Boolean, Date, Integer, UtcMoment, Enum)


def columns_with_words() -> dict[str, Column[object]]:
    """Return every column that can hold words or pictures, by its name with its table's."""
    return {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if not isinstance(column.type, _NO_WORDS)
    }
