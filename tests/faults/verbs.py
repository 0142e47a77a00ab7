"""What a writer does over and over while it is being killed, and what must be left of it.

A verb yields a word for each thing it did, and the word is told before the verb goes on: from
then on it must never be lost. A new verb is one more line in `VERBS`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from mentor_desk.errors import DeskError
from mentor_desk.models import MentoringSession
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import key_by_secret
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.restoring import (
    restore,
    restore_and_open,
)
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.opening.keys import change_passphrase
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.services.transfer.importing import apply_import, read_people_file
from tests.faults.desks import (
    NOW,
    SECRET,
    SESSIONS,
    make,
    opened,
    remember_secret,
    secret_of,
    secrets_of,
)
from tests.faults.upgrades import lost_upgrades, upgrade_many

CARDS = 1000
SAVES_OF_ONE_EDITOR = 8


@dataclass(frozen=True, slots=True)
class Verb:
    """A thing to do for ever in a folder, by chance; and how to find what was told and is gone.

    `seconds` is how long a round may last before it is cut off, and `rounds` how many belong to
    every run of the tests.
    """

    do: Callable[[Path, Random], Iterator[str]]
    lost: Callable[[Path, Sequence[str]], list[str]]
    seconds: float
    rounds: int


def save_once(desk: Desk, session: int, number: int, filler: str) -> None:
    """Save a session as its editor does: several texts, one number in all of them."""
    text = f"{number} {filler}"
    words = SessionWords(shared_notes=text, private_notes=text, learned=text, ask_next=text)
    desk.autosave(f"session:{session}", write_session, session_id=session, words=words)


def _save(folder: Path, chance: Random) -> Iterator[str]:
    with closing(opened(folder)) as desk:
        number = max(numbers_of(desk).values())
        while True:
            session = chance.choice(SESSIONS)
            for _ in range(SAVES_OF_ONE_EDITOR):
                number += 1
                save_once(desk, session, number, "word " * chance.randrange(2000))
                yield f"{session} {number}"


def _lost_saves(folder: Path, told: Sequence[str]) -> list[str]:
    with closing(opened(folder)) as desk:
        kept = numbers_of(desk)
    latest: dict[int, int] = {}
    for word in told:
        session, number = map(int, word.split())
        latest[session] = number
    return [f"session {each}: {n}" for each, n in latest.items() if kept[each] < n]


def numbers_of(desk: Desk) -> dict[int, int]:
    """Return the number that was saved last in each session; its texts must agree on it."""

    def look(db):
        return {session: _number(db.get_one(MentoringSession, session)) for session in SESSIONS}

    return desk.run(look)


def _number(session: MentoringSession) -> int:
    texts = {session.shared_notes, session.private_notes, session.learned, session.ask_next}
    assert len(texts) == 1, "half a session was saved"
    return int((texts.pop() or "0").split()[0])


def _import(folder: Path, chance: Random) -> Iterator[str]:
    with closing(opened(folder)) as desk:
        while True:
            name = f"Batch{chance.getrandbits(40)}"
            people = read_people_file(cards(folder, name))
            desk.do(apply_import, people, now=desk.now(), source=name)
            yield name


def cards(folder: Path, name: str, count: int = CARDS) -> Path:
    """Write a file of many people of one name beside a desk."""
    people = [
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{name};Guest{number};;;\r\nFN:Guest{number} {name}\r\n"
        f"EMAIL:guest{number}@{name}.example\r\nEND:VCARD\r\n"
        for number in range(count)
    ]
    path = folder.parent / "cards.vcf"
    path.write_text("".join(people))
    return path


def _lost_imports(folder: Path, told: Sequence[str]) -> list[str]:
    with closing(opened(folder)) as desk:
        people = [row.name.split()[-1] for row in desk.run(find_people, "Batch", limit=10**6)]
    kept = {name: people.count(name) for name in set(people)}
    assert set(kept.values()) <= {CARDS}, "half an import was kept"
    return [name for name in told if name not in kept]


def _back_up(folder: Path, chance: Random) -> Iterator[str]:
    with closing(opened(folder)) as desk:
        number = max(numbers_of(desk).values())
        while True:
            number += 1
            _save_all(desk, number, chance)
            made = back_up(desk, backup_folders(folder), now=desk.now())
            yield f"{made.row.counter} {number}"


def _lost_backups(folder: Path, told: Sequence[str]) -> list[str]:
    rows = list_backups(backup_folders(folder))
    troubles = [f"{row.path.name}: {row.trouble}" for row in rows if not row.is_good]
    if not told:
        return troubles
    counter, number = map(int, told[-1].split())
    if counter > max((row.counter for row in rows), default=0):
        return [*troubles, told[-1]]
    with TemporaryDirectory() as elsewhere:
        target = Path(elsewhere, "desk")
        key = key_by_secret(rows[0].path, target, SECRET)
        with closing(restore_and_open(rows[0].path, target, key).desk) as desk:
            kept = numbers_of(desk)
    return troubles if min(kept.values()) >= number else [*troubles, told[-1]]


def _restore(folder: Path, chance: Random) -> Iterator[str]:
    with closing(opened(folder)) as desk:
        number = numbers_of(desk)[1]
    yield f"is {number}"
    while True:
        with closing(opened(folder)) as desk:
            made = back_up(desk, backup_folders(folder), now=desk.now())
            yield f"to {number + 1}"
            save_once(desk, 1, number + 1, "")
            yield f"is {number + 1}"
        yield f"to {number}"
        key = key_by_secret(made.row.path, folder, SECRET)
        restore(made.row.path, folder, key, now=NOW)
        yield f"is {number}"


def _lost_restores(folder: Path, told: Sequence[str]) -> list[str]:
    with closing(opened(folder)) as desk:
        number = numbers_of(desk)[1]
    said = [word for word in told if word.startswith("is ")][-1:]
    expected = {*said, *(word.replace("to", "is") for word in told[-1:])}
    return [] if not told or f"is {number}" in expected else [told[-1]]


def _save_all(desk: Desk, number: int, chance: Random) -> None:
    for session in SESSIONS:
        save_once(desk, session, number, "word " * chance.randrange(2000))


def _change_passphrase(folder: Path, chance: Random) -> Iterator[str]:
    secret = secret_of(folder)
    with closing(opened(folder, secret=secret)) as desk:
        while True:
            new = f"passphrase {chance.getrandbits(40)}"
            remember_secret(folder, new)
            change_passphrase(desk, new=new, secret=secret)
            secret = new
            yield new


def _lost_passphrases(folder: Path, told: Sequence[str]) -> list[str]:
    secret = secret_of(folder)
    opened(folder, secret=secret).close()
    known = secrets_of(folder)
    return [word for word in told[-1:] if known.index(secret) < known.index(word)]


def _make_desks(folder: Path, chance: Random) -> Iterator[str]:
    while True:
        name = f"made-{chance.getrandbits(40)}"
        make(folder.parent / name)
        yield name


def _lost_desks(folder: Path, told: Sequence[str]) -> list[str]:
    for made in folder.parent.glob("made-*"):
        try:
            opened(made).close()
        except DeskError:
            # One that was never finished is refused with a sentence, and in nobody's way.
            if made.name in told:
                return [made.name]
    return []


VERBS = {
    "save": Verb(_save, _lost_saves, seconds=0.4, rounds=50),
    "import of 1,000 cards": Verb(_import, _lost_imports, seconds=1.0, rounds=6),
    "backup": Verb(_back_up, _lost_backups, seconds=0.6, rounds=10),
    "restore": Verb(_restore, _lost_restores, seconds=0.8, rounds=10),
    "upgrade": Verb(upgrade_many, lost_upgrades, seconds=1.0, rounds=10),
    "change of passphrase": Verb(_change_passphrase, _lost_passphrases, seconds=2.5, rounds=4),
    "making of a desk": Verb(_make_desks, _lost_desks, seconds=0.6, rounds=6),
}
