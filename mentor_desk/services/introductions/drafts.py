"""What the mentor might write: asking each side first, then bringing both together.

The program sends nothing. A draft holds no remark, no way to reach anybody and nothing written
for the other side; until the other has agreed, it does not say who they are.
"""

from collections.abc import Iterable
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import RefusedMoveError
from mentor_desk.models import Introduction, Mentorship, Party, Person
from mentor_desk.models.kinds import MentorshipState, OptIn, Side
from mentor_desk.models.rules import ONGOING
from mentor_desk.models.words import fold
from mentor_desk.services.introductions.facts import first_name, short_names
from mentor_desk.services.introductions.records import introduction_of, other_party, party_of
from mentor_desk.services.introductions.words import listed

# Said of a mentee; of anybody else the mentor only says to know them.
_MENTORED = tuple(state for state in ONGOING if state is not MentorshipState.PROSPECTIVE)


def draft_ask(db: Db, *, introduction_id: int, side: Side) -> str:
    """Return what to ask this side: the mentor's own words once kept, or else a draft.

    Raises NotFoundError.
    """
    introduction = introduction_of(db, introduction_id)
    party, other = party_of(introduction, side), other_party(introduction, side)
    if party.ask_draft.strip():
        return party.ask_draft
    topic = introduction.topic.name if introduction.topic else ""
    if other.opt_in is not OptIn.AGREED and _names_somebody(topic, other.person):
        topic = ""
    sentences = [
        f"{first_name(party.person)}, {_who(db, other, topic)}.",
        _why(party, other),
        "May I introduce you?",
        "No is a fine answer.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def draft_message(db: Db, *, introduction_id: int) -> str:
    """Return what brings the two together: the mentor's own words once kept, or else a draft.

    Raises NotFoundError, and RefusedMoveError naming who has not agreed.
    """
    introduction = introduction_of(db, introduction_id)
    lacking = [party.person.display_name for party in introduction.lacking_consent()]
    if lacking:
        verb = "has" if len(lacking) == 1 else "have"
        raise RefusedMoveError(f"{listed(lacking)} {verb} not agreed yet. Ask first.")
    if introduction.message.strip():
        return introduction.message
    return "\n\n".join(_paragraphs(db, introduction))


def mailto_link(to: Iterable[str], *, subject: str, body: str) -> str:
    """Return a link that opens a new message in the mail program (RFC 6068).

    Everything but letters and digits is percent-encoded, so no word of a name or a draft can
    become a header of its own.
    """
    addresses = ",".join(quote(address.strip(), safe="@") for address in to if address.strip())
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    heading = quote(" ".join(subject.split()), safe="")
    return f"mailto:{addresses}?subject={heading}&body={quote(lines, safe='')}"


def _who(db: Db, other: Party, topic: str) -> str:
    person = other.person
    role = person.role.strip()
    verb = "mentor" if _is_mentored(db, person) else "know"
    if other.opt_in is OptIn.AGREED:
        somebody = f"{first_name(person)}, {_with_article(role)}," if role else first_name(person)
    elif role and not _names_somebody(role, person):
        somebody = _with_article(role)
    else:
        somebody = "somebody"
    wish = f"who would like to talk about {topic}" if topic else "whom I think you should meet"
    return f"I {verb} {somebody} {wish}"


def _why(party: Party, other: Party) -> str:
    reason = " ".join(party.reason.split()).rstrip(".")
    if not reason:
        return ""
    # A reason often says who it is; the other's name is theirs to give.
    if other.opt_in is not OptIn.AGREED and _names_somebody(reason, other.person):
        return ""
    return f"Why I thought of you: {reason}."


def _names_somebody(text: str, person: Person) -> bool:
    held = (person.display_name, person.given, person.middle, person.family, person.nickname)
    names = {word for part in held for word in _words(part) if len(word) > 1}
    return bool(names & set(_words(text)))


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in fold(text)).split()


def _with_article(role: str) -> str:
    is_word = len(role) < 2 or not role[:2].isupper()
    plain = role[0].lower() + role[1:] if is_word else role
    vowels = "aeiou" if is_word else "AEFHILMNORSX"
    return f"{'an' if plain[0] in vowels else 'a'} {plain}"


def _is_mentored(db: Db, person: Person) -> bool:
    query = select(Mentorship.id).where(
        Mentorship.person_id == person.id, Mentorship.state.in_(_MENTORED)
    )
    return db.scalar(query.limit(1)) is not None


def _paragraphs(db: Db, introduction: Introduction) -> list[str]:
    first, second = (party_of(introduction, side) for side in Side)
    names = short_names(first.person, second.person)
    paragraphs = [
        f"{names[0]}, {names[1]},",
        "you both said yes, so let me introduce you.",
        *(_told_of(party, name) for party, name in zip((first, second), names, strict=True)),
    ]
    if introduction.topic:
        paragraphs.append(f"You might begin with {introduction.topic.name}.")
    paragraphs.append("I leave the rest to the two of you.")
    mentor = db.scalar(select(Person).where(Person.is_oneself))
    if mentor is not None:
        paragraphs.append(first_name(mentor))
    return paragraphs


def _told_of(party: Party, name: str) -> str:
    blurb = party.blurb.strip()
    if blurb:
        return f"{name}: {blurb}"
    person = party.person
    work = " at ".join(part for part in (person.role, person.organisation) if part)
    return f"{name} is {person.display_name}{f', {work}' if work else ''}."
