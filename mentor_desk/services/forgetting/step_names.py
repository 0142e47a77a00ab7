"""The names of steps: what they tell of a person who is forgotten is taken out."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.file_names import file_told
from mentor_desk.services.forgetting.names import MARK, Found, Names
from mentor_desk.services.forgetting.versions import Cut, without
from mentor_desk.services.history.words import KINDS, Count
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal.chains import read_chains

# Where a name of a step is found in it, by the id of the step.
Told = dict[int, list[Found]]


def names_in_steps(db: Db, names: Names) -> Told:
    """Return where the names of steps name the person; asked before any text is cut.

    A step may quote no more than the beginning of a text: then a name that goes on in the text is
    found too.
    """
    db.flush()
    texts = [held for (held,) in bare_in(db).execute(_SHORTENED) if names.may_be_in(held)]
    told: Told = {}
    for step_id, did in bare_in(db).execute(_NAMED):
        found = _apart([*names.in_text(did), *_cut_off(did, names, texts)])
        if found and file_told(did) is None:
            told[step_id] = found
    return told


def let_go_of_steps(db: Db, touched: Iterable[int]) -> None:
    """Drop the steps of which nothing is left, each with all that undid it and did it again."""
    chains = read_chains(db)
    whole = {tuple(chains.members(step_id)) for step_id in touched}
    for members in whole:
        ids = ", ".join(map(str, members))
        held = text(f"SELECT EXISTS (SELECT 1 FROM images WHERE step_id IN ({ids}))")  # noqa: S608
        if not db.scalar(held):
            db.execute(text(f"DELETE FROM steps WHERE id IN ({ids})"))  # noqa: S608


def take_names_out(db: Db, told: Mapping[int, list[Found]], *, touched: set[int], cut: Cut) -> None:
    """Take a person out of the names of all steps.

    Steps that touched what was theirs are named anew, by what is left of them. Of the steps that
    are on a row or quote a text of which words were cut, single words of the name go too.
    """
    db.flush()
    asked = {step_id for row in cut for step_id in _steps_on(db, row)}
    texts = {held for each in cut.values() for held in each}
    for step_id, did in db.execute(text("SELECT id, did FROM steps WHERE did <> ''")).all():
        if step_id in touched and file_told(did) is None:
            named = _by_what_is_left(db, step_id)
        elif step_id in told:
            is_asked = step_id in asked or _quotes(did, texts)
            named = without(did, (one for one in told[step_id] if one.is_sure or is_asked))
        else:
            continue
        db.execute(_RENAME, {"did": named, "id": step_id})


def _cut_off(did: str, names: Names, texts: Iterable[str]) -> Iterator[Found]:
    start, end = did.find("“") + 1, did.rfind("…”")
    if not 0 < start < end:
        return
    # Another name may have been cut out of it before.
    begins = ".+?".join(re.escape(piece) for piece in did[start:end].split(MARK))
    for held in texts:
        match = re.match(begins, held, re.DOTALL)
        for one in names.in_text(held) if match else ():
            if match and one.start < match.end() < one.end:
                first = max(end - (match.end() - one.start), start)
                yield Found(first, end, one.is_whole, one.is_sure)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Return those that do not overlap: what is sure first, and the longer of two."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (not each.is_sure, each.start - each.end)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return kept


def _quotes(did: str, texts: Collection[str]) -> bool:
    start, end = did.find("“") + 1, did.rfind("”")
    if not 0 < start < end:
        return False
    quoted = did[start:end]
    if quoted in texts:
        return True
    return quoted.endswith("…") and any(held.startswith(quoted[:-1]) for held in texts)


def _steps_on(db: Db, row: tuple[str, int]) -> Iterable[int]:
    return db.scalars(_STEPS_ON, {"table": row[0], "row": row[1]})


def _by_what_is_left(db: Db, step_id: int) -> str:
    left = db.execute(_LEFT, {"step": step_id}).all()
    counts = [Count(KINDS[row.table_name], row.rows) for row in left if row.table_name in KINDS]
    verb = "Added" if all(row.rows == row.made for row in left) else "Changed"
    if len(counts) == 1:
        return f"{verb} {counts[0].in_words()}"
    return f"{verb} {sum(count.number for count in counts):,} entries"


_NAMED = "SELECT id, did FROM steps WHERE did <> ''"
# The texts that steps shorten where they quote them.
_SHORTENED = (
    "SELECT text FROM actions UNION SELECT before ->> 'text' FROM images"
    " WHERE table_name = 'actions' AND before IS NOT NULL"
)
_RENAME = text("UPDATE steps SET did = :did WHERE id = :id")
_STEPS_ON = text("SELECT step_id FROM images WHERE table_name = :table AND row_id = :row")
_LEFT = text(
    "SELECT table_name, count(*) AS rows, sum(before IS NULL) AS made FROM images"
    " WHERE step_id = :step GROUP BY table_name"
)
