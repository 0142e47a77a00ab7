"""Give people courses, articles and books, and note what became of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Person, Resource, Share
from mentor_desk.models.kinds import ResourceKind, ShareDirection, ShareState
from mentor_desk.models.words import fold
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_line, clean_text, required_line

LONGEST_LINK = 2000
LINK_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One thing shared with or by a person, latest first in lists."""

    id: int
    resource_id: int
    title: str
    kind: ResourceKind
    author: str
    link: str
    direction: ShareDirection
    shared_on: date
    state: ShareState
    state_since: date
    response: str
    remark: str


@dataclass(frozen=True, slots=True)
class ShareEntry:
    """What can be entered about a share: the resource by its title, and how it goes."""

    title: str
    kind: ResourceKind = ResourceKind.ARTICLE
    author: str = ""
    link: str = ""
    direction: ShareDirection = ShareDirection.GIVEN
    shared_on: date | None = None
    state: ShareState = ShareState.SUGGESTED
    response: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """Something worth knowing, with how often it was shared."""

    id: int
    title: str
    kind: ResourceKind
    author: str
    link: str
    shares: int


def list_shares(db: Db, *, person_id: int) -> list[ShareRow]:
    """Return what was shared with or by a person, the latest first."""
    query = (
        select(Share, Resource)
        .join(Share.resource)
        .where(Share.person_id == person_id)
        .order_by(Share.shared_on.desc(), Share.id.desc())
    )
    return [_row(share, resource) for share, resource in db.execute(query)]


def list_resources(db: Db) -> list[ResourceRow]:
    """Return everything that was ever shared, by title, for completion."""
    query = (
        select(Resource, func.count(Share.id))
        .outerjoin(Share, Share.resource_id == Resource.id)
        .group_by(Resource.id)
        .order_by(Resource.folded, Resource.id)
    )
    return [
        ResourceRow(each.id, each.title, each.kind, each.author, each.link, shares)
        for each, shares in db.execute(query)
    ]


def add_share(db: Db, *, person_id: int, entry: ShareEntry, today: date) -> Changes:
    """Share a resource; one of the same title and kind that is known is taken again.

    Raises NotFoundError, and InvalidEntryError naming the field that cannot be kept.
    """
    person = _person(db, person_id)
    resource = _resource(db, entry)
    share = Share(
        resource_id=resource.id,
        person_id=person_id,
        direction=entry.direction,
        shared_on=entry.shared_on or today,
        state=entry.state,
        state_since=entry.shared_on or today,
    )
    _fill_words(share, entry)
    db.add(share)
    db.flush()
    word = "with" if entry.direction is ShareDirection.GIVEN else "by"
    did = f"Noted “{resource.title}” as shared {word} {person.display_name}"
    return Changes(Area.SHARING, made=share.id, did=did)


def edit_share(db: Db, *, share_id: int, entry: ShareEntry, today: date) -> Changes:
    """Replace what is noted about a share. Raises NotFoundError, InvalidEntryError.

    What it was before stays known while anybody else has it.
    """
    share = _share(db, share_id)
    before = db.get_one(Resource, share.resource_id)
    resource = _resource(db, entry)
    share.resource_id = resource.id
    share.direction = entry.direction
    share.shared_on = entry.shared_on or share.shared_on
    if entry.state is not share.state:
        share.become(entry.state, today)
    _fill_words(share, entry)
    _let_go_of(db, before)
    return Changes(Area.SHARING, did=f"Changed what was shared: “{resource.title}”")


def move_share(db: Db, *, share_id: int, state: ShareState, today: date) -> Changes:
    """Note how far they have come with it.

    Raises NotFoundError, and RefusedMoveError when they are just so far.
    """
    share = _share(db, share_id)
    title = db.get_one(Resource, share.resource_id).title
    if share.state is state:
        raise RefusedMoveError(f"“{title}” is {state.value} already.")
    share.become(state, today)
    return Changes(Area.SHARING, did=f"Marked “{title}” as {state.value}")


def delete_share(db: Db, *, share_id: int) -> Changes:
    """Delete a share; the resource stays known while anybody else has it."""
    share = _share(db, share_id)
    resource = db.get_one(Resource, share.resource_id)
    did = f"Deleted “{resource.title}” from what was shared"
    db.delete(share)
    _let_go_of(db, resource)
    return Changes(Area.SHARING, did=did)


def _row(share: Share, resource: Resource) -> ShareRow:
    return ShareRow(
        id=share.id,
        resource_id=resource.id,
        title=resource.title,
        kind=resource.kind,
        author=resource.author,
        link=resource.link,
        direction=share.direction,
        shared_on=share.shared_on,
        state=share.state,
        state_since=share.state_since,
        response=share.response,
        remark=share.remark,
    )


def _resource(db: Db, entry: ShareEntry) -> Resource:
    title = required_line(entry.title, "What was shared needs a title.", field="title")
    author = clean_line(entry.author, field="author")
    link = clean_line(entry.link, field="link", longest=LONGEST_LINK)
    if link and not link.lower().startswith(LINK_SCHEMES):
        raise InvalidEntryError("A link begins with http:// or https://.", field="link")
    known = db.scalar(
        select(Resource)
        .where(Resource.folded == fold(title), Resource.kind == entry.kind)
        .order_by(Resource.id)
    )
    if known is None:
        known = Resource(title=title, folded=fold(title), kind=entry.kind)
        db.add(known)
    known.title = title
    known.author = author or known.author or ""
    known.link = link or known.link or ""
    db.flush()
    return known


def _let_go_of(db: Db, resource: Resource) -> None:
    db.flush()
    if db.scalar(select(Share.id).where(Share.resource_id == resource.id)) is None:
        db.delete(resource)


def _fill_words(share: Share, entry: ShareEntry) -> None:
    share.response = clean_text(entry.response, field="response")
    share.remark = clean_text(entry.remark, field="remark")


def _person(db: Db, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFoundError("This person is no longer on the desk.")
    return person


def _share(db: Db, share_id: int) -> Share:
    share = db.get(Share, share_id)
    if share is None:
        raise NotFoundError("This is no longer noted as shared.")
    return share
