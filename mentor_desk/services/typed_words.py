"""Words that were typed and could not be saved when the desk was locked or the program ended.

They are kept beside the database, encrypted under its key, until the mentor has read them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from mentor_desk.services.desk import Desk
from mentor_desk.storage.keys import sealed_words


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What stood in one field: the window or page it was on, the field's name, the words."""

    place: str
    field: str
    words: str


def keep_typed_words(desk: Desk, words: Sequence[TypedWords]) -> bytes:
    """Keep words for the next time the desk is opened, and return them sealed.

    Words that wait already stay with them. Raises FileError when the disk refuses; whoever calls
    `seal_typed_words` first can hold on to the result.
    """
    waiting = take_typed_words(desk)
    sealed = seal_typed_words(desk, [*waiting, *(each for each in words if each not in waiting)])
    if desk.folder is not None:
        sealed_words.write_sealed(desk.folder, sealed)
    return sealed


def seal_typed_words(desk: Desk, words: Iterable[TypedWords]) -> bytes:
    """Return words so that only the key of this desk opens them."""
    content = json.dumps([asdict(each) for each in words], ensure_ascii=True)
    return sealed_words.seal(content.encode(), desk.file.key)


def take_typed_words(desk: Desk, sealed: bytes | None = None) -> list[TypedWords]:
    """Return the words that wait for this desk, in the order in which they were kept.

    `sealed` are words that no disk would take. Nothing is let go of. Raises DeskDamagedError or
    FileError when words are there and cannot be read.
    """
    found = sealed_words.read_sealed(desk.folder) if desk.folder is not None else None
    words = [
        *(_read(found, desk) if found is not None else []),
        *(_read(sealed, desk) if sealed is not None else []),
    ]
    return list(dict.fromkeys(words))


def let_typed_words_go(desk: Desk) -> None:
    """Forget the words that waited, once they were read."""
    if desk.folder is not None:
        sealed_words.drop_sealed(desk.folder)


def _read(sealed: bytes, desk: Desk) -> list[TypedWords]:
    content = sealed_words.unseal(sealed, desk.file.key)
    return [TypedWords(**each) for each in json.loads(content)]
