"""Every rule, one by one: a row that breaks it is found, and its repair touches nothing else (C5).

The tables stand here without the rules that keep mistakes out, as another program or a damaged
file may leave them. So each rule can be broken in one row of a filled desk, and everything that
was written in all the others is compared.
"""

import pytest
from sqlalchemy import LargeBinary, Text
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Base
from mentor_desk.storage.damage import check
from mentor_desk.storage.damage.check import check_fully, check_quickly
from mentor_desk.storage.damage.domain_repairs import CHECK_REPAIRS, COMPLETE, DELETE, TWICE_REPAIRS
from mentor_desk.storage.damage.domain_rules import rules
from mentor_desk.storage.damage.lost_and_found import WITHOUT_WORDS
from mentor_desk.storage.damage.repairing import repair

TABLES = {table.name: table for table in Base.metadata.sorted_tables}
COLUMNS = {name: [column.name for column in table.columns] for name, table in TABLES.items()}
RULES = rules()
DAY, MOMENT = "2026-02-03", "2026-02-03 10:00:00.000000"

# Of each table three rows, which hold in every column what a careful mentor might have put there.
SOUND = {
    "about": {"desk_uid": "'desk'", "is_sample": 0, "made_by": "'1.0'"},
    "goals": {"state": "'dropped'", "target_on": f"'{DAY}'", "closed_on": f"'{DAY}'"},
    "actions": {"state": "'done'", "closed_on": f"'{DAY}'"},
    "introductions": {"state": "'closed'", "grew_from_id": "nullif({id} - 1, 0)"},
    "mentorships": {"state": "'completed'", "ended_on": f"'{DAY}'", "cadence_days": 14},
    "milestones": {"state": "'done'", "weight": 7, "done_on": f"'{DAY}'"},
    "parties": {"opt_in": "'agreed'"},
    "people": {"is_oneself": "{id} = 1", "birthday": "'1990-05-01'", "uid": "'uid {id}'"},
    "person_topics": {"kind": "'need'", "level": "NULL", "need_state": "'open'"},
    "progress_updates": {"value": 40},
    "reviews": {"state": "'issued'", "since": f"'{DAY}'", "until": "'2026-03-01'"},
    "sessions": {"number": "{id}", "minutes": 60, "mentorship_id": 2},
    "steps": {"undoes_id": "nullif({id} - 1, 0)", "areas": 3},
    "ways": {"kind": "'email'"},
}
CHECKS = {
    ("about", "one_row"): "id = 9",
    ("actions", "closed_has_day"): "closed_on = NULL",
    ("actions", "has_text"): "text = ''",
    ("goals", "closed_day"): "closed_on = NULL",
    ("goals", "has_title"): "title = ' '",
    ("goals", "target_after_start"): "target_on = '2020-01-01'",
    ("introductions", "introduced_has_day"): "state = 'introduced', introduced_on = NULL",
    ("introductions", "met_has_day"): "state = 'met', met_on = NULL",
    ("introductions", "not_from_itself"): "grew_from_id = id",
    ("mentorships", "ends_after_start"): "ended_on = '2020-01-01'",
    ("mentorships", "sane_cadence"): "cadence_days = 0",
    ("milestones", "done_has_day"): "done_on = NULL",
    ("milestones", "has_title"): "title = ''",
    ("milestones", "sane_weight"): "weight = 500",
    ("parties", "answer_has_day"): "answered_on = NULL",
    ("parties", "asked_has_day"): "asked_on = NULL",
    ("people", "has_name"): "display_name = ' '",
    ("person_topics", "level_fits_kind"): "level = 'expert'",
    ("person_topics", "need_has_state"): "need_state = NULL",
    ("progress_updates", "percent"): "value = 140",
    ("resources", "has_title"): "title = ''",
    ("reviews", "issued_has_file"): "sha256 = ''",
    ("reviews", "period_runs_forward"): "since = '2027-01-01'",
    ("sessions", "counts_from_one"): "number = -4",
    ("sessions", "sane_length"): "minutes = 0",
    ("topics", "has_name"): "name = ''",
    ("ways", "has_value"): "value = ' ', label = ''",
}
SPECIAL = {
    ("about", "the desk's own name stands in the wrong place"): "UPDATE about SET id = 9",
    ("ways", "it has a label and no value"): "UPDATE ways SET value = '' WHERE id = 2",
    ("introductions", "one of the two people is missing"): "DELETE FROM parties WHERE id = 4",
    ("introductions", "both sides are the same person"): (
        "UPDATE parties SET person_id = 2 WHERE introduction_id = 2"
    ),
    ("parties", "the side is none that exists, and all are taken"): (
        "INSERT INTO parties (introduction_id, person_id, side, reason, opt_in)"
        " SELECT introduction_id, 3, 'third', '', 'not asked' FROM parties WHERE id = 1"
    ),
    ("person_topics", "the kind is none that exists, and all are taken"): (
        "INSERT INTO person_topics (person_id, topic_id, kind, need_state)"
        " VALUES (1, 1, 'interest', NULL), (1, 1, 'expertise', NULL), (1, 1, 'none', NULL)"
    ),
    ("people", "the birthday is in no known form"): (
        "UPDATE people SET birthday = 'in May' WHERE id = 2"
    ),
}


@pytest.fixture(scope="module")
def filled():
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    for table in TABLES.values():
        columns = [f'"{column.name}"' for column in table.columns if not column.primary_key]
        ties = [
            f'FOREIGN KEY ("{key.parent.name}") REFERENCES "{key.column.table.name}" (id)'
            for key in sorted(table.foreign_keys, key=lambda each: each.parent.name)
        ]
        parts = ", ".join(["id INTEGER PRIMARY KEY", *columns, *ties])
        connection.execute(f'CREATE TABLE "{table.name}" ({parts})')
        for number in _ids_of(table.name):
            _fill(connection, table, number)
    yield connection
    connection.close()


def _ids_of(table):
    return {"about": (1,), "parties": range(1, 7)}.get(table, (1, 2, 3))


def _fill(connection, table, number):
    values = {}
    for name, column in table.columns.items():
        told = SOUND.get(table.name, {}).get(name)
        if told is not None:
            values[name] = str(told).format(id=number)
        elif name == "id" or column.foreign_keys:
            values[name] = number
        elif hasattr(column.type, "enums"):
            values[name] = f"'{column.type.enums[0]}'"
        else:
            values[name] = _plain(column, number)
    if table.name == "parties":
        side = "'first'" if number % 2 else "'second'"
        who = (number + 1) // 2
        values |= {"side": side, "introduction_id": who, "person_id": f"({number} % 3) + 1"}
    names = ", ".join(f'"{name}"' for name in values)
    told = ", ".join(str(value) for value in values.values())
    connection.execute(f'INSERT INTO "{table.name}" ({names}) VALUES ({told})')


def _plain(column, number):
    if isinstance(column.type, Text):
        return f"'{column.table.name} {column.name} {number}'"
    if isinstance(column.type, LargeBinary):
        return "x'ffd8'"
    kind = getattr(column.type, "impl_instance", column.type).python_type.__name__
    return {"date": f"'{DAY}'", "datetime": f"'{MOMENT}'", "bool": 0}.get(kind, number)


@pytest.fixture
def loose(filled):
    copy = sqlcipher.connect(":memory:", isolation_level=None)
    filled.backup(copy)
    yield copy
    copy.close()


def rows_of(connection):
    found = {}
    for table, columns in COLUMNS.items():
        told = ", ".join(f'"{name}"' for name in columns)
        for row in connection.execute(f'SELECT {told} FROM "{table}"'):
            found[table, row[0]] = dict(zip(columns, row, strict=True))
    return found


def mended(connection):
    connection.execute("begin immediate")
    done = repair(connection)
    connection.execute("commit")
    return {(each.table, each.what): each.count for each in done}


def found_in(connection):
    return {(each.table, each.what): each.count for each in check_fully(connection)}


def test_the_filled_desk_is_sound(loose):
    before = rows_of(loose)

    assert check_quickly(loose) == []
    assert check_fully(loose) == []
    assert mended(loose) == {}
    assert rows_of(loose) == before


def test_every_rule_of_the_schema_is_broken_here_once():
    named = {(table, check_name) for table, check_name in CHECK_REPAIRS}
    assert set(CHECKS) == named
    assert all(_damage(rule) for rule in RULES)


# How a row is broken, told by the words of the rule.
def _damage(rule):
    table = TABLES[rule.table]
    if (rule.table, rule.what) in SPECIAL:
        return SPECIAL[rule.table, rule.what]
    if rule.table == "introductions" and rule.what == "it grew from itself":
        return "UPDATE introductions SET grew_from_id = id WHERE id = 2"
    for (name, check_name), (what, _) in CHECK_REPAIRS.items():
        if (name, what) == (rule.table, rule.what):
            return _break_check(rule.table, CHECKS[name, check_name])
    for (name, columns), (what, _) in TWICE_REPAIRS.items():
        if name == rule.table and rule.what.removesuffix(", and not alike") == what:
            return _make_twice(table, columns, alike=rule.what == what)
    column = next(each for each in table.columns if _is_about(rule, each))
    row = 1 if table.name == "about" else 2
    return f'UPDATE "{table.name}" SET "{column.name}" = {_bad(rule, column)} WHERE id = {row}'


def _break_check(table, change):
    if (table, change) == ("about", "id = 9"):
        # A second name beside the first.
        return (
            "INSERT INTO about SELECT 9, desk_uid, is_sample, made_at, made_by FROM about"
            " WHERE id = 1"
        )
    return f'UPDATE "{table}" SET {change} WHERE id = 2'


def _make_twice(table, columns, *, alike):
    said = {column.name: f'"{column.name}"' for column in table.columns}
    said["id"] = "99"
    if table.name == "people":
        # A row of its own that has the same in these columns alone.
        return _same_in_two(table, columns)
    if not alike:
        for name, value in {"before": "'{}'", "noted_on": "'2020-01-01'"}.items():
            if name in said:
                said[name] = value
    if table.name == "mentorships":
        said |= {"state": "'active'", "ended_on": "NULL"}
        first = "UPDATE mentorships SET state = 'active', ended_on = NULL WHERE id = 2; "
    else:
        first = ""
    if table.name in {"parties", "sessions", "topics", "photos"}:
        return first + _same_in_two(table, columns)
    names = ", ".join(f'"{name}"' for name in said)
    return (
        f'{first}INSERT INTO "{table.name}" ({names}) SELECT {", ".join(said.values())}'
        f' FROM "{table.name}" WHERE id = 2'
    )


def _same_in_two(table, columns):
    own, other = (2, 1) if table.name != "parties" else (4, 3)
    changes = ", ".join(
        f'"{name}" = (SELECT "{name}" FROM "{table.name}" WHERE id = {other})' for name in columns
    )
    return f'UPDATE "{table.name}" SET {changes} WHERE id = {own}'


def _is_about(rule, column):
    spoken = column.name.replace("_", " ")
    return rule.what in {
        f"the {spoken} is missing",
        f"the {spoken} is none that exists",
        f"“{spoken}” is neither yes nor no",
        f"the day in “{spoken}” does not exist",
        f"“{spoken}” is no text",
        f"“{spoken}” is no whole number",
    }


def _bad(rule, column):
    if rule.what.endswith("is missing"):
        return "NULL"
    if rule.what.endswith("is no text"):
        return "CAST('1990-05-01' AS BLOB)" if column.name == "birthday" else "x'776f726473'"
    if "does not exist" in rule.what:
        return "'2026-13-45 10:00:00.000000'" if "at" in column.name else "'2026-02-30'"
    return "'nonsense'"


def _names(rule):
    return f"{rule.table}: {rule.what}"


@pytest.mark.parametrize("rule", RULES, ids=_names)
def test_c5_a_row_that_breaks_a_rule_is_counted_and_mended_and_nothing_else_changes(loose, rule):
    sound = rows_of(loose)
    loose.executescript(_damage(rule))
    broken = rows_of(loose)
    hit = {at for at in {*sound, *broken} if sound.get(at) != broken.get(at)}

    assert found_in(loose).get((rule.table, rule.what), 0) >= 1
    done = mended(loose)

    after = rows_of(loose)
    changed = {at for at in {*broken, *after} if broken.get(at) != after.get(at)}
    if rule.repair is None:
        assert (rule.table, rule.what) not in done
        assert (rule.table, rule.what) in found_in(loose)
    else:
        assert done[rule.table, rule.what] >= 1
        assert found_in(loose) == {}
        assert mended(loose) == {}
    gone = {at for at in changed if at not in after}
    if rule.repair == DELETE:
        assert gone <= hit
    else:
        assert gone <= ({("about", 9)} if rule.table == "about" else set())
    touched = {at for at in changed if at in broken and at in after}
    assert touched <= hit | {("introductions", 2)}
    assert {at for at in changed if at not in broken} <= _made_by(rule)
    for at in touched:
        _kept_its_words(rule, broken[at], after[at])


def _made_by(rule):
    is_lost = (rule.table, rule.what) == ("parties", "the introduction id is missing")
    if rule.repair == COMPLETE or is_lost:
        return {("people", 4), ("parties", 7)}
    return {("about", 1)} if rule.table == "about" else set()


def _kept_its_words(rule, before, after):
    named = [name for name in before if name.replace("_", " ") in rule.what]
    for name, held in before.items():
        is_word = isinstance(TABLES[rule.table].columns[name].type, Text)
        if is_word and name not in {*named, "uid"} and str(held or "").strip():
            assert after[name] == held


TIES = [
    (name, key.parent.name)
    for name, table in TABLES.items()
    for key in sorted(table.foreign_keys, key=lambda each: each.parent.name)
]


@pytest.mark.parametrize("points", ["4711", "'nowhere'", "x'00'", "CAST(x'c3' AS TEXT)", "2.5"])
@pytest.mark.parametrize(("table", "column"), TIES)
def test_c5_a_tie_that_leads_nowhere_is_mended_and_no_word_is_lost(loose, table, column, points):
    sound = rows_of(loose)
    loose.execute(f'UPDATE "{table}" SET "{column}" = {points} WHERE id = 2')

    assert any(each.kind == check.ORPHAN for each in check_fully(loose))
    mended(loose)

    assert [each for each in check_fully(loose) if each.can_repair] == []
    after = rows_of(loose)
    lost = set(sound) - set(after)
    assert lost <= ({(table, 2)} if table in WITHOUT_WORDS else set())
    other = {at: row for at, row in sound.items() if at != (table, 2)}
    assert {at: after[at] for at in other} == other
    if not lost:
        kept = {name: held for name, held in sound[table, 2].items() if name != column}
        assert {name: after[table, 2][name] for name in kept} == kept


@pytest.mark.parametrize("bad", [b"Ab\0cd", b"Ab\xffcd"])
@pytest.mark.parametrize(
    ("table", "column"),
    [(n, c.name) for n, t in TABLES.items() for c in t.columns if isinstance(c.type, Text)],
)
def test_c5_a_text_that_cannot_be_kept_is_cleaned_in_its_place_alone(loose, table, column, bad):
    sound = rows_of(loose)
    row = 1 if table == "about" else 2
    loose.execute(f'UPDATE "{table}" SET "{column}" = CAST(? AS TEXT) WHERE id = ?', (bad, row))

    mended(loose)

    after = rows_of(loose)
    assert after[table, row].pop(column).replace("�", "") == "Abcd"
    sound[table, row].pop(column)
    assert after == sound


def test_c5_of_what_is_noted_twice_only_what_says_no_more_goes(loose):
    again = (
        "INSERT INTO person_topics (person_id, topic_id, kind, level, need_state, noted_on)"
        " VALUES (2, 2, 'need', NULL, 'open', {noted_on})"
    )
    loose.execute(again.format(noted_on="NULL"))
    loose.execute(again.format(noted_on="'2020-01-01'"))

    assert mended(loose) == {("person_topics", "the same is noted twice"): 1}

    assert found_in(loose) == {("person_topics", "the same is noted twice, and not alike"): 1}
    days = loose.execute("SELECT noted_on FROM person_topics WHERE topic_id = 2").fetchall()
    assert days == [(DAY,), ("2020-01-01",)]


def test_c5_a_way_with_a_label_and_no_value_keeps_its_label(loose):
    loose.execute("UPDATE ways SET value = '', label = 'Anna at work, ask for 4711' WHERE id = 2")
    loose.execute("UPDATE ways SET value = ' ', label = ' ' WHERE id = 3")

    mended(loose)

    rows = loose.execute("SELECT id, value, label FROM ways WHERE id > 1").fetchall()
    assert rows == [(2, "(without a value)", "Anna at work, ask for 4711")]
