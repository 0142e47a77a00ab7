"""Read what a review may say, have it written, and note what was handed over."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import FileError, NotFoundError
from mentor_desk.files import write_whole
from mentor_desk.models import Mentorship, Person, Review
from mentor_desk.models.kinds import Paper, ReviewState
from mentor_desk.reports import records
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import is_storable, kept_text
from mentor_desk.services.papers import lies_beside_desk, refuse_no_pdf
from mentor_desk.services.reviews.choice import ReviewChoice, Section, months_back
from mentor_desk.services.reviews.kept_out import KeptOut, kept_out_of
from mentor_desk.services.reviews.record import (
    mentorship_by_id,
    person_of,
    read_period,
    record_of,
)

USUAL_MONTHS = 3
# With what stands around the name and a number, fewer than the 255 that a disk allows.
MOST_BYTES = 200


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A review before it is paper: what it will say, how much of each section, what stays out."""

    mentorship_id: int
    person_id: int
    mentee_name: str
    record: records.ReviewRecord
    counts: dict[Section, int]
    kept_out: tuple[KeptOut, ...]


@dataclass(frozen=True, slots=True)
class RenderedReview:
    """A review as paper: the very bytes, their pages, and the characters no font of ours has."""

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review that was issued, or is being drafted."""

    id: int
    mentorship_id: int
    mentee_name: str
    since: date
    until: date
    state: ReviewState
    issued_at: datetime | None
    file_name: str
    sha256: str
    given_to: str
    pages: int
    in_short: str
    paper: Paper


def default_choice(db: Db, *, mentorship_id: int, today: date) -> ReviewChoice:
    """Return what a new review begins with: what came since the last one, else three months.

    The paper is the one that was used last, for whomever. Raises NotFoundError.
    """
    mentorship_by_id(db, mentorship_id)
    since = first_day_after_last(db, mentorship_id=mentorship_id, today=today)
    paper = db.scalar(select(Review.paper).order_by(Review.id.desc()).limit(1))
    since = since or months_back(today, USUAL_MONTHS)
    return ReviewChoice(since, today, paper=paper or Paper.A4)


def draft_review(
    db: Db, *, mentorship_id: int, choice: ReviewChoice, zone: tzinfo | None = None
) -> ReviewDraft:
    """Return what a review of this mentorship says.

    Only what is shareable gets into the record; everything else of the period is named in
    `kept_out`. `zone` is the mentor's, this computer's if none is given, for sessions
    are counted by its calendar days. Raises NotFoundError, and InvalidEntryError for a period
    that runs backwards.
    """
    choice.check()
    period = read_period(db, mentorship_id, choice, zone)
    record, counts = record_of(db, period, choice, zone)
    return ReviewDraft(
        mentorship_id=mentorship_id,
        person_id=period.person.id,
        mentee_name=period.person.display_name,
        record=record,
        counts=counts,
        kept_out=kept_out_of(period, choice, zone),
    )


def render_review(record: records.ReviewRecord, paper: Paper) -> RenderedReview:
    """Return the review as a PDF; the same record gives the same bytes."""
    from mentor_desk.reports import progress_review  # noqa: PLC0415

    printed = progress_review.print_review(record, paper=records.Paper(paper.value))
    return RenderedReview(printed.content, printed.pages, progress_review.unprintable(record))


def check_place(target: Path) -> None:
    """Refuse a place in the folder of a desk or in one within it, and a name that is no PDF's.

    One that cannot be noted is refused too, for a file handed over without a note would be lost
    sight of. Raises FileError.
    """
    if lies_beside_desk(target):
        raise FileError(f"“{target.name}” lies in the folder of a desk; choose another place.")
    refuse_no_pdf(target, what="A review")
    if not is_storable(target.name):
        raise FileError("The name of the file holds characters that are no text; choose another.")


def write_review(pdf: bytes, target: Path) -> None:
    """Put the PDF where the mentor wants it, whole or not at all; what is there is replaced.

    Raises FileError when the disk or the folder refuses, and as `check_place` does.
    """
    check_place(target)
    write_whole(target, pdf)


def issue_review(
    db: Db,
    *,
    mentorship_id: int,
    choice: ReviewChoice,
    pdf: bytes,
    pages: int,
    file_name: str,
    now: datetime,
) -> Changes:
    """Note that this very file was handed over; a draft of the mentorship becomes it.

    Raises NotFoundError, and InvalidEntryError for a period that runs backwards.
    """
    choice.check()
    person = person_of(db, mentorship_by_id(db, mentorship_id))
    review = _draft_of(db, mentorship_id) or Review(mentorship_id=mentorship_id)
    _fill(review, choice)
    review.state = ReviewState.ISSUED
    review.sha256 = hashlib.sha256(pdf).hexdigest()
    review.pages = pages
    review.file_name = file_name
    review.given_to = person.display_name
    review.issued_at = now
    db.add(review)
    db.flush()
    did = f"Issued a review for {person.display_name}"
    return Changes(Area.REVIEWS, made=review.id, did=did)


def save_draft(db: Db, *, mentorship_id: int, choice: ReviewChoice) -> Changes:
    """Keep the choices and words of a review that is not issued yet; raises as `issue_review`."""
    choice.check()
    person = person_of(db, mentorship_by_id(db, mentorship_id))
    review = _draft_of(db, mentorship_id) or Review(mentorship_id=mentorship_id)
    _fill(review, choice)
    db.add(review)
    db.flush()
    did = f"Drafted a review for {person.display_name}"
    return Changes(Area.REVIEWS, made=review.id, did=did)


def draft_choice(db: Db, *, mentorship_id: int) -> ReviewChoice | None:
    """Return the choice of the review being drafted, if there is one."""
    review = _draft_of(db, mentorship_id)
    if review is None:
        return None
    known = {section.value: section for section in Section}
    chosen = frozenset(known[name] for name in review.sections.split(",") if name in known)
    return ReviewChoice(review.since, review.until, chosen, review.in_short, review.paper)


def list_reviews(db: Db, *, mentorship_id: int | None = None) -> list[ReviewRow]:
    """Return the reviews of one mentorship or of all, the latest first, drafts on top."""
    query = (
        select(Review, Person.display_name)
        .join(Mentorship, Mentorship.id == Review.mentorship_id)
        .join(Person, Person.id == Mentorship.person_id)
        .order_by(Review.issued_at.is_not(None), Review.issued_at.desc(), Review.id.desc())
    )
    if mentorship_id is not None:
        query = query.where(Review.mentorship_id == mentorship_id)
    return [_row(review, name) for review, name in db.execute(query)]


def last_issued_until(db: Db, *, mentorship_id: int) -> date | None:
    """Return the last day of the latest review that was issued."""
    return db.scalar(
        select(Review.until)
        .where(Review.mentorship_id == mentorship_id, Review.state == ReviewState.ISSUED)
        .order_by(Review.until.desc())
        .limit(1)
    )


def first_day_after_last(db: Db, *, mentorship_id: int, today: date) -> date | None:
    """Return the day after the latest review that was issued, but never one to come."""
    last = last_issued_until(db, mentorship_id=mentorship_id)
    return min(last + timedelta(days=1), today) if last else None


def delete_review(db: Db, *, review_id: int) -> Changes:
    """Delete the note of a review; the file that was given away is not touched."""
    review = db.get(Review, review_id)
    if review is None:
        raise NotFoundError("This review is no longer on the desk.")
    name = person_of(db, mentorship_by_id(db, review.mentorship_id)).display_name
    db.delete(review)
    return Changes(Area.REVIEWS, did=f"Deleted a review of {name}")


def file_name_for(name: str, until: date) -> str:
    """Return a file name for a review that every system takes, whatever the name holds.

    It is short enough in bytes too, of which a letter of many a script has three.
    """
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]', " ", name)
    words = " ".join(plain.split()).strip(". ")[:80].encode()[:MOST_BYTES].decode(errors="ignore")
    words = words.strip(". ") or "mentee"
    return f"Review {words} {until.isoformat()}.pdf"


def _fill(review: Review, choice: ReviewChoice) -> None:
    review.since, review.until = choice.since, choice.until
    review.sections = ",".join(section for section in Section if choice.has(section))
    review.in_short = kept_text(choice.in_short, field="in_short", longest=5000)
    review.paper = choice.paper


def _row(review: Review, name: str) -> ReviewRow:
    return ReviewRow(
        id=review.id,
        mentorship_id=review.mentorship_id,
        mentee_name=name,
        since=review.since,
        until=review.until,
        state=review.state,
        issued_at=review.issued_at,
        file_name=review.file_name,
        sha256=review.sha256,
        given_to=review.given_to,
        pages=review.pages,
        in_short=review.in_short,
        paper=review.paper,
    )


def _draft_of(db: Db, mentorship_id: int) -> Review | None:
    return db.scalar(
        select(Review)
        .where(Review.mentorship_id == mentorship_id, Review.state == ReviewState.DRAFTED)
        .order_by(Review.id.desc())
        .limit(1)
    )
