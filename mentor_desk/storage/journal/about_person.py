"""Everything on the desk and in its journal that is about somebody, and how it is erased."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ForeignKey, Table, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.storage.journal.cutting import HeldImage
from mentor_desk.storage.journal.steps import NOT_JOURNALED, leave_no_image, row_as_json

Found = dict[str, set[int]]

# Labels and titles that many share: they go only when nobody else has them.
SHARED = {"topics": "topic_id", "resources": "resource_id"}


def everything_about(db: Db, people: Iterable[int]) -> Found:
    """Return the rows about these people by table: those on the desk, and those that are gone.

    A row that is gone is known by how it stood last. Introductions go whole, with both parties.
    """
    found: Found = {"people": set(people)}
    for table in _tables():
        for key in table.foreign_keys:
            parents = found.get(_parent(key))
            if key.ondelete == "CASCADE" and parents:
                found.setdefault(table.name, set()).update(_children(db, key, parents))
    parties = found.get("parties", set())
    found["introductions"] = _referred_to(db, "parties", "introduction_id", parties)
    found["parties"] = parties | _children(
        db, _key("parties", "introductions"), found["introductions"]
    )
    for name, column in SHARED.items():
        found[name] = _only_theirs(db, column, found)
    return {name: ids for name, ids in found.items() if ids}


def had_by_nobody(db: Db, but: Found) -> Found:
    """Return the labels and titles that nobody has once these rows are gone, but for these."""
    found: Found = {}
    for name, column in SHARED.items():
        users = [table.name for table in _tables() if column in table.columns]
        had = " UNION ALL ".join(
            f'SELECT "{column}" FROM "{user}" WHERE "{column}" IS NOT NULL'  # noqa: S608
            f" AND id NOT IN ({_listed(but.get(user, ()))})"
            for user in users
        )
        ids = set(db.scalars(text(f'SELECT id FROM "{name}" WHERE id NOT IN ({had})')))  # noqa: S608
        found[name] = ids - but.get(name, set())
    return found


def as_they_stand(db: Db, rows: Found) -> Iterator[HeldImage]:
    """Return these rows of the desk as images of the journal would hold them."""
    for name, ids in rows.items():
        table = Base.metadata.tables[name]
        query = (
            f'SELECT id, {row_as_json(table, "here")} FROM "{name}" AS here'  # noqa: S608
            f" WHERE id IN ({_listed(ids)})"
        )
        for row_id, held in db.execute(text(query)).all():
            yield HeldImage(None, name, row_id, held)


def let_go_of_unheld(db: Db, rows: Iterable[tuple[str, int]]) -> None:
    """Erase of these rows the labels and titles that nobody has, nor had in the journal."""
    wanted = set(rows)
    for name, ids in had_by_nobody(db, {}).items():
        ids &= {row_id for table, row_id in wanted if table == name}
        column = SHARED[name]
        users = [f"'{table.name}'" for table in _tables() if column in table.columns]
        query = text(
            f'DELETE FROM "{name}" WHERE id IN ({_listed(ids)}) AND id NOT IN'  # noqa: S608
            f" (SELECT row_id FROM images WHERE table_name = '{name}' UNION"
            f" SELECT before ->> '{column}' FROM images WHERE table_name IN ({', '.join(users)})"
            f" AND before IS NOT NULL AND before ->> '{column}' IS NOT NULL)"
        )
        db.execute(query)


def erase(db: Db, found: Found) -> set[int]:
    """Erase the rows from the desk and from the journal, and return the steps that held them.

    Leaves no image, so that no step can bring them back.
    """
    leave_no_image(db)
    steps = _erase_images(db, found)
    for table in _tables():
        for key in table.foreign_keys:
            parents = found.get(_parent(key))
            if parents:
                steps |= _forget_references(db, key, parents)
    for name in ("introductions", *SHARED, "people"):
        if name in found:
            db.execute(text(f'DELETE FROM "{name}" WHERE id IN ({_listed(found[name])})'))  # noqa: S608
    db.expire_all()
    return steps


def steps_about(db: Db, found: Found) -> set[int]:
    """Return the steps that touched any of these rows."""
    steps: set[int] = set()
    for name, ids in found.items():
        query = f"SELECT DISTINCT step_id FROM images WHERE {_of_these(name, ids)}"  # noqa: S608
        steps.update(db.scalars(text(query)))
    return steps


def images_about(db: Db, found: Found) -> int:
    """Return how many images the journal holds of these rows."""
    return sum(
        db.scalar(
            text(
                "SELECT count(*) FROM images WHERE table_name = :name"  # noqa: S608
                f" AND row_id IN ({_listed(ids)})"
            ),
            {"name": name},
        )
        or 0
        for name, ids in found.items()
    )


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in NOT_JOURNALED]


def _key(table: str, parent: str) -> ForeignKey:
    keys = Base.metadata.tables[table].foreign_keys
    return next(key for key in keys if _parent(key) == parent)


def _parent(key: ForeignKey) -> str:
    return str(key.column.table.name)


def _children(db: Db, key: ForeignKey, parents: set[int]) -> set[int]:
    table, column, ids = key.parent.table.name, key.parent.name, _listed(parents)
    here = text(f'SELECT id FROM "{table}" WHERE "{column}" IN ({ids})')  # noqa: S608
    gone = text(
        f"SELECT row_id FROM images WHERE table_name = '{table}'"  # noqa: S608
        f' AND row_id NOT IN (SELECT id FROM "{table}")'
        f" AND before IS NOT NULL AND before ->> '{column}' IN ({ids})"
    )
    return {*db.scalars(here), *db.scalars(gone)}


def _referred_to(db: Db, table: str, column: str, rows: set[int]) -> set[int]:
    ids = _listed(rows)
    query = text(
        f'SELECT "{column}" FROM "{table}" WHERE id IN ({ids}) UNION'  # noqa: S608
        f" SELECT before ->> '{column}' FROM images WHERE table_name = '{table}'"
        f" AND before IS NOT NULL AND row_id IN ({ids})"
    )
    return {each for each in db.scalars(query) if each is not None}


def _only_theirs(db: Db, column: str, found: Found) -> set[int]:
    users = [table.name for table in _tables() if column in table.columns]
    mine = {name: found.get(name, set()) for name in users}
    theirs: set[int] = set()
    for name in users:
        theirs |= _referred_to(db, name, column, mine[name])
    for name in users:
        theirs -= _taken_by_others(db, name, column, theirs, but=mine[name])
    return theirs


def _taken_by_others(
    db: Db, table: str, column: str, wanted: set[int], *, but: set[int]
) -> set[int]:
    if not wanted:
        return set()
    ids, mine = _listed(wanted), _listed(but)
    query = text(
        f'SELECT "{column}" FROM "{table}" WHERE "{column}" IN ({ids})'  # noqa: S608
        f" AND id NOT IN ({mine}) UNION SELECT before ->> '{column}' FROM images"
        f" WHERE table_name = '{table}' AND row_id NOT IN ({mine})"
        f" AND before IS NOT NULL AND before ->> '{column}' IN ({ids})"
    )
    return set(db.scalars(query))


def _erase_images(db: Db, found: Found) -> set[int]:
    steps = steps_about(db, found)
    for name, ids in found.items():
        db.execute(text(f"DELETE FROM images WHERE {_of_these(name, ids)}"))  # noqa: S608
    return steps


def _of_these(table: str, ids: set[int]) -> str:
    return f"table_name = '{table}' AND row_id IN ({_listed(ids)})"


def _forget_references(db: Db, key: ForeignKey, parents: set[int]) -> set[int]:
    table, column = key.parent.table.name, key.parent.name
    where = (
        f"table_name = '{table}' AND before IS NOT NULL"
        f" AND before ->> '{column}' IN ({_listed(parents)})"
    )
    steps = set(db.scalars(text(f"SELECT DISTINCT step_id FROM images WHERE {where}")))  # noqa: S608
    if key.ondelete == "SET NULL":
        none = f"json_set(before, '$.{column}', NULL)"
        db.execute(text(f"UPDATE images SET before = {none} WHERE {where}"))  # noqa: S608
    else:
        # The row belongs to somebody else by now; how it stood with them is about them.
        db.execute(text(f"DELETE FROM images WHERE {where}"))  # noqa: S608
    return steps


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(each)) for each in sorted(ids)) or "0"
