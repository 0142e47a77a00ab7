"""The names of steps: what they tell of a person who is forgotten is taken out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.file_names import file_told
from mentor_desk.services.forgetting.names import MARK, Found, Names
from mentor_desk.services.forgetting.versions import Cut, without
from mentor_desk.services.history.words import KINDS, TABLES, Count, Kind
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal.chains import read_chains

# Texts of which words were cut, and the words.
Texts = dict[str, set[Found]]


@dataclass(frozen=True, slots=True)
class Told:
    """Where the name of a step names the person, and what it may quote, if that is known."""

    found: list[Found]
    texts: frozenset[str]


def names_in_steps(db: Db, names: Names) -> dict[int, Told]:
    """Return where the names of steps name the person; asked before any text is cut.

    A step may quote no more than the beginning of a text: then a name that goes on in the text is
    found too.
    """
    db.flush()
    texts = _texts_of_steps(db, names)
    told: dict[int, Told] = {}
    for step_id, did in bare_in(db).execute(_NAMED):
        quoted = frozenset(texts.get(step_id, ()))
        found = _apart(_names_in(did, names, quoted))
        if found and file_told(did) is None:
            told[step_id] = Told(found, quoted)
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


def take_names_out(db: Db, told: Mapping[int, Told], *, touched: set[int], cut: Cut) -> None:
    """Take a person out of the names of all steps.

    Steps that touched what was theirs are named anew, by what is left of them. Where a step quotes
    a text of which words were cut, the same words go there; what others are called stays.
    """
    db.flush()
    own = _texts_by_step(db, cut)
    for step_id, did in db.execute(text("SELECT id, did FROM steps WHERE did <> ''")).all():
        if step_id in touched and file_told(did) is None:
            named = _by_what_is_left(db, step_id)
        elif step_id in told:
            here = told[step_id]
            cut_there = _cut_there(did, _among(here.texts, own.get(step_id, {})))
            wanted = (one for one in here.found if one.is_sure or one.start in cut_there)
            named = without(did, wanted)
        else:
            continue
        db.execute(_RENAME, {"did": named, "id": step_id})


def _texts_of_steps(db: Db, names: Names) -> dict[int, set[str]]:
    """Return the texts that may name the person, as they stood once each step was done.

    Of what a step deleted, as it was before. An undo is named as what it takes back.
    """
    chains = read_chains(db)
    now = dict(bare_in(db).execute("SELECT id, text FROM actions").fetchall())
    told: dict[int, set[str]] = {}
    for row_id, step_id, before in bare_in(db).execute(_SHORTENED):
        held = now.get(row_id) or before
        if held and chains.is_root(step_id) and names.may_be_in(held):
            told.setdefault(step_id, set()).add(held)
        now[row_id] = before
    undos = {each: told[root] for each in chains.undoes if (root := chains.root(each)) in told}
    return told | undos


def _names_in(did: str, names: Names, texts: Iterable[str]) -> Iterator[Found]:
    start, end = did.find("“") + 1, did.rfind("…”")
    wholes = _unshortened(did, start, end, texts) if 0 < start < end else []
    for one in names.in_text(did):
        if not wholes or one.start >= end:
            yield one
    for whole in wholes:
        for one in names.in_text(whole):
            if one.start < end:
                yield replace(one, end=min(one.end, end))


def _unshortened(did: str, start: int, end: int, texts: Iterable[str]) -> list[str]:
    begins = _as_it_was(did[start:end])
    matches = (begins.match(held) for held in texts)
    return [did[:end] + match.string[match.end() :] for match in matches if match]


def _as_it_was(quoted: str) -> re.Pattern[str]:
    # Another name may have been cut out of it before.
    return re.compile(".+?".join(map(re.escape, quoted.split(MARK))), re.DOTALL)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Return those that do not overlap: what is sure first, and the longer of two."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (not each.is_sure, each.start - each.end)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return kept


def _cut_there(did: str, texts: Texts) -> set[int]:
    """Return where the words begin in the name of a step that were cut out of what it quotes."""
    start, held = _quoted(did, texts) or _put_back(did, texts) or (0, [])
    return {start + one.start for each in held for one in texts[each]}


def _among(known: frozenset[str], texts: Texts) -> Texts:
    # Two versions of a text may begin alike, of which one stays.
    return {held: words for held, words in texts.items() if held in known} if known else texts


def _quoted(did: str, texts: Texts) -> tuple[int, list[str]] | None:
    """Return where the name of a step quotes one of these texts, or the beginning of some."""
    start = did.find("“") + 1
    for end in (match.start() for match in re.finditer("”", did) if start):
        quoted = did[start:end]
        if quoted in texts:
            return start, [quoted]
        begins = _as_it_was(quoted.removesuffix("…"))
        if quoted.endswith("…") and (held := list(filter(begins.match, texts))):
            return start, held
    return None


def _put_back(did: str, texts: Texts) -> tuple[int, list[str]] | None:
    """Return where the name of a step that puts a record back tells one of its texts as it is."""
    begins = _PUT_BACK.match(did)
    start = begins.end() if begins else len(did)
    told = [held for held in texts if re.match(rf"{re.escape(held)}(?:,|\Z)", did[start:])]
    return (start, [max(told, key=len)]) if told else None


def _texts_by_step(db: Db, cut: Cut) -> dict[int, Texts]:
    """Return of what each step may quote the texts of which words were cut."""
    found: dict[int, Texts] = {}
    for (table, row_id), texts in cut.items():
        # A step on somebody's record tells what they are called, and that is not cut.
        if table != TABLES[Kind.PERSON]:
            for step_id in db.scalars(_STEPS_ON, {"table": table, "row": row_id}):
                _add(found.setdefault(step_id, {}), texts)
    # A step on a share or an update quotes the title of what it belongs to.
    for table in {table for table, _ in cut} & _QUOTED_BY_OTHERS.keys():
        for child, column in _QUOTED_BY_OTHERS[table]:
            for step_id, row_id in db.execute(_steps_below(child, column)):
                if (table, row_id) in cut:
                    _add(found.setdefault(step_id, {}), cut[table, row_id])
    return found


def _add(found: Texts, texts: Texts) -> None:
    for held, words in texts.items():
        found[held] = found.get(held, set()) | words


def _steps_below(child: str, column: str) -> TextClause:
    return text(
        f"SELECT DISTINCT step_id, parent FROM images JOIN (SELECT id, {column} AS parent"  # noqa: S608
        f" FROM {child} UNION SELECT row_id, before ->> '{column}' FROM images"
        f" WHERE table_name = '{child}' AND before IS NOT NULL) AS each"
        f" ON images.row_id = each.id WHERE images.table_name = '{child}'"
    )


def _by_what_is_left(db: Db, step_id: int) -> str:
    left = db.execute(_LEFT, {"step": step_id}).all()
    counts = [Count(KINDS[row.table_name], row.rows) for row in left if row.table_name in KINDS]
    verb = "Added" if all(row.rows == row.made for row in left) else "Changed"
    if len(counts) == 1:
        return f"{verb} {counts[0].in_words()}"
    return f"{verb} {sum(count.number for count in counts):,} entries"


_QUOTED_BY_OTHERS = {
    TABLES[Kind.GOAL]: ((TABLES[Kind.PROGRESS], "goal_id"),),
    TABLES[Kind.TOPIC]: (
        (TABLES[Kind.PERSON_TOPIC], "topic_id"),
        (TABLES[Kind.SESSION_TOPIC], "topic_id"),
    ),
    TABLES[Kind.RESOURCE]: ((TABLES[Kind.SHARE], "resource_id"),),
}
_PUT_BACK = re.compile("(?:Undid: |Did again: )?(?:Put back |Took back earlier [^:]*: )")
_NAMED = "SELECT id, did FROM steps WHERE did <> ''"
# The texts that steps shorten where they quote them, the latest of each row first.
_SHORTENED = (
    "SELECT row_id, step_id, before ->> 'text' FROM images WHERE table_name = 'actions'"
    " ORDER BY row_id, step_id DESC"
)
_RENAME = text("UPDATE steps SET did = :did WHERE id = :id")
_STEPS_ON = text("SELECT step_id FROM images WHERE table_name = :table AND row_id = :row")
_LEFT = text(
    "SELECT table_name, count(*) AS rows, sum(before IS NULL) AS made FROM images"
    " WHERE step_id = :step GROUP BY table_name"
)
