"""Words that were typed and could not be saved when the desk was locked or the program ended.

They are kept beside the database, encrypted under its key, until the mentor has read them; where
its folder takes nothing, or another desk lies in it by now, among the data of this user.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Generator, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, DeskError, FileError
from mentor_desk.paths import DATABASE_NAME, RESCUED_WORDS, SEALED_NAME, is_there, rescued
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import desk_id_in
from mentor_desk.services.keeping.parting import loss_of
from mentor_desk.storage.keys import sealed_words


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What stood in one field: the window or page it was on, the field's name, the words."""

    place: str
    field: str
    words: str


def keep_typed_words(desk: Desk, words: Sequence[TypedWords]) -> None:
    """Keep words for the next time the desk is opened.

    Words that wait already stay with them; a file of them that cannot be read is put aside, which
    is said among the words. Raises FileError when the disk refuses; whoever calls
    `seal_typed_words` can hold on to the result.
    """
    if desk.folder is None:
        return
    if loss_of(desk):
        # What lies in the folder now is not this desk, or does not open: it is left alone.
        _keep_among_data(seal_typed_words(desk, words))
        return
    trouble = put_unreadable_aside(desk)
    told = [TypedWords("", "", trouble)] if trouble else []
    wanted = dict.fromkeys([*take_typed_words(desk), *words, *told])
    sealed_words.write_sealed(desk.folder, seal_typed_words(desk, wanted))


def seal_typed_words(desk: Desk, words: Iterable[TypedWords]) -> bytes:
    """Return words so that only the key of this desk opens them."""
    content = json.dumps([asdict(each) for each in words], ensure_ascii=True)
    return sealed_words.seal(content.encode(), desk.file.key)


def take_typed_words(desk: Desk) -> list[TypedWords]:
    """Return the words that wait for this desk, in the order in which they were kept.

    Nothing is let go of. Raises DeskDamagedError or FileError when words are there and cannot be
    read.
    """
    folder = _own_folder(desk)
    found = sealed_words.read_sealed(folder) if folder is not None else None
    beside = take_held_words(desk, [found] if found is not None else [])
    return list(dict.fromkeys([*beside, *(each for _, words in _rescued(desk) for each in words)]))


def take_held_words(desk: Desk, held: Iterable[bytes]) -> list[TypedWords]:
    """Return the words that no disk would take. Raises DeskDamagedError when one is not ours."""
    return list(dict.fromkeys(words for sealed in held for words in _read(sealed, desk)))


def put_unreadable_aside(desk: Desk) -> str:
    """Put the file of waiting words aside if it cannot be read, and return a sentence on that.

    It is never deleted. Raises FileError when the disk refuses.
    """
    try:
        take_typed_words(desk)
    except DeskError as trouble:
        folder = _own_folder(desk)
        if folder is None:
            raise
        place = sealed_words.put_sealed_aside(folder, desk.now())
        return f"{trouble.sentence} It is kept in {place}."
    return ""


def keep_held_words(folder: Path, sealed: bytes, desk_id: str = "") -> None:
    """Write words of a desk that is closed: beside it, or among the data of this user.

    What waits beside the desk stays as it is, and so does the folder when it is not a desk of this
    id that lies there by now. Raises FileError when no disk takes them.
    """
    is_own = bool(desk_id) and is_there(folder / DATABASE_NAME) and desk_id_in(folder) == desk_id
    if is_own and not os.path.lexists(folder / SEALED_NAME):
        with contextlib.suppress(FileError):
            sealed_words.write_sealed(folder, sealed)
            return
    _keep_among_data(sealed)


def is_of_desk(sealed: bytes, desk: Desk) -> bool:
    """Tell whether sealed words were typed on this desk."""
    try:
        _read(sealed, desk)
    except DeskDamagedError:
        return False
    return True


def let_typed_words_go(desk: Desk) -> None:
    """Forget the words that waited, once they were read."""
    folder = _own_folder(desk)
    if folder is not None:
        sealed_words.drop_sealed(folder)
    for place, _ in [*_rescued(desk)]:
        sealed_words.drop_sealed(place)
        _clear(place)


def _own_folder(desk: Desk) -> Path | None:
    """Return the folder of a desk, or None when it is not that desk which lies there by now."""
    return None if loss_of(desk) else desk.folder


def _keep_among_data(sealed: bytes) -> None:
    place = rescued() / f"{RESCUED_WORDS}{hashlib.sha256(sealed).hexdigest()[:12]}"
    try:
        rescued().mkdir(parents=True, exist_ok=True, mode=0o700)
        place.mkdir(exist_ok=True, mode=0o700)
    except OSError as problem:
        raise FileError(f"The folder {place} could not be made.") from problem
    try:
        sealed_words.write_sealed(place, sealed)
    except FileError:
        _clear(place)
        raise


def _rescued(desk: Desk) -> Generator[tuple[Path, list[TypedWords]]]:
    """Give the words of this desk that its folder did not take, and where each of them lie."""
    places = sorted(rescued().glob(f"{RESCUED_WORDS}*")) if desk.folder is not None else []
    for place in places:
        # What cannot be read is of another desk, and waits for that one.
        with contextlib.suppress(DeskError):
            sealed = sealed_words.read_sealed(place)
            if sealed is not None:
                yield place, _read(sealed, desk)


def _clear(place: Path) -> None:
    with contextlib.suppress(OSError):
        place.rmdir()


def _read(sealed: bytes, desk: Desk) -> list[TypedWords]:
    content = sealed_words.unseal(sealed, desk.file.key)
    try:
        return [TypedWords(**each) for each in json.loads(content)]
    except (ValueError, TypeError):
        raise DeskDamagedError(
            "Words that were typed before the desk was locked are kept in a way that this version"
            " of Mentor Desk does not know."
        ) from None
