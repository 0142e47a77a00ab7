"""A check finds every kind of mistake with its count, and a repair loses no word (C5)."""

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Base
from mentor_desk.models.kinds import ActionState, TopicKind
from mentor_desk.storage.damage import check
from mentor_desk.storage.damage.check import check_fully, check_quickly
from mentor_desk.storage.damage.domain_rules import rules
from mentor_desk.storage.damage.repairing import repair
from tests.canonical import canonical_dump


@pytest.fixture
def filled(desk, add):
    add.mentor()
    ada = add.mentee("Ada Okafor")
    grace = add.mentee("Grace Lindqvist")
    session = add.session(ada, shared_notes="Rehearsed aloud", private_notes="Nervous")
    add.session(ada)
    goal = add.goal(ada, title="Present the study")
    add.milestone(goal)
    add.progress(goal, 40, session_id=session)
    add.action(ada, state=ActionState.DONE)
    add.introduction(add.person_of(ada), add.person_of(grace))
    add.topic(add.person_of(ada), TopicKind.NEED, "Statistics")
    add.share(add.resource(), add.person_of(grace))
    return desk


@pytest.fixture
def connection(filled):
    connection = filled.file.connection
    connection.execute("pragma query_only=off")
    connection.execute("pragma foreign_keys=off")
    connection.execute("pragma ignore_check_constraints=on")
    yield connection
    connection.execute("pragma ignore_check_constraints=off")


@pytest.fixture
def loose():
    # The tables without the rules that keep mistakes out, as another program might leave them.
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    for table in Base.metadata.sorted_tables:
        columns = [f'"{column.name}"' for column in table.columns if not column.primary_key]
        ties = [
            f'FOREIGN KEY ("{key.parent.name}") REFERENCES "{key.column.table.name}" (id)'
            for key in sorted(table.foreign_keys, key=lambda each: each.parent.name)
        ]
        parts = ", ".join(["id INTEGER PRIMARY KEY", *columns, *ties])
        connection.execute(f'CREATE TABLE "{table.name}" ({parts})')
    yield connection
    connection.close()


def found_in(connection):
    return {(each.table, each.what): each.count for each in check_fully(connection)}


def mended(connection):
    connection.execute("begin immediate")
    done = repair(connection)
    connection.execute("commit")
    return {(each.table, each.what): each.count for each in done}


def one(connection, statement):
    return connection.execute(statement).fetchone()[0]


def test_c5_a_sound_desk_has_nothing_to_find_and_nothing_to_repair(connection, filled):
    before = canonical_dump(filled)
    connection.execute("pragma query_only=off")

    assert check_quickly(connection) == []
    assert check_fully(connection) == []
    assert mended(connection) == {}
    assert canonical_dump(filled) == before


DAMAGES = [
    (
        "UPDATE sessions SET minutes = 0",
        "sessions",
        "the length is out of range",
        2,
    ),
    (
        "UPDATE sessions SET number = -4 WHERE id = 1",
        "sessions",
        "the number is none",
        1,
    ),
    (
        "UPDATE sessions SET state = 'gone'",
        "sessions",
        "the state is none that exists",
        2,
    ),
    (
        "UPDATE sessions SET format = 7",
        "sessions",
        "the format is none that exists",
        2,
    ),
    (
        "UPDATE sessions SET starts_at = '2026-02-30 10:00:00.000000' WHERE id = 1",
        "sessions",
        "the day in “starts at” does not exist",
        1,
    ),
    (
        "UPDATE sessions SET shared_notes = x'4142'",
        "sessions",
        "“shared notes” is no text",
        2,
    ),
    (
        "UPDATE progress_updates SET value = 140",
        "progress_updates",
        "the percent are out of range",
        1,
    ),
    (
        "UPDATE progress_updates SET value = 'a'",
        "progress_updates",
        "“value” is no whole number",
        1,
    ),
    (
        "UPDATE goals SET started_on = '2026-13-01'",
        "goals",
        "the day in “started on” does not exist",
        1,
    ),
    (
        "UPDATE goals SET state = 'sleeping'",
        "goals",
        "the state is none that exists",
        1,
    ),
    (
        "UPDATE goals SET title = '  '",
        "goals",
        "it has no title",
        1,
    ),
    (
        "UPDATE goals SET is_private = 'x'",
        "goals",
        "“is private” is neither yes nor no",
        1,
    ),
    (
        "UPDATE goals SET state = 'dropped'",
        "goals",
        "the state and the day it was closed contradict each other",
        1,
    ),
    (
        "UPDATE goals SET target_on = '2020-01-01'",
        "goals",
        "the target lies before the start",
        1,
    ),
    (
        "UPDATE actions SET closed_on = NULL",
        "actions",
        "the state and the day it was closed contradict each other",
        1,
    ),
    (
        "UPDATE actions SET text = ''",
        "actions",
        "it has no words",
        1,
    ),
    (
        "UPDATE milestones SET weight = 500",
        "milestones",
        "the weight is out of range",
        1,
    ),
    (
        "UPDATE milestones SET state = 'done'",
        "milestones",
        "the state and the day it was done contradict each other",
        1,
    ),
    (
        "UPDATE mentorships SET cadence_days = 0 WHERE id = 1",
        "mentorships",
        "the rhythm is out of range",
        1,
    ),
    (
        "UPDATE mentorships SET kind = '' WHERE id = 1",
        "mentorships",
        "the kind is none that exists",
        1,
    ),
    (
        "UPDATE mentorships SET state = 'x', ended_on = '2020-01-01' WHERE id = 1",
        "mentorships",
        "it ended before it began",
        1,
    ),
    (
        "UPDATE people SET display_name = '' WHERE id = 2",
        "people",
        "the name is missing",
        1,
    ),
    (
        "UPDATE people SET met_on = '0000-00-00'",
        "people",
        "the day in “met on” does not exist",
        3,
    ),
    (
        "UPDATE introductions SET state = 'met'",
        "introductions",
        "the day they met is missing",
        1,
    ),
    (
        "UPDATE introductions SET grew_from_id = id",
        "introductions",
        "it grew from itself",
        1,
    ),
    (
        "UPDATE parties SET opt_in = 'agreed' WHERE id = 1",
        "parties",
        "the day of asking is missing",
        1,
    ),
    (
        "UPDATE parties SET side = 'third' WHERE id = 2",
        "parties",
        "the side is none that exists",
        1,
    ),
    (
        "UPDATE person_topics SET level = 'expert'",
        "person_topics",
        "the level does not fit",
        1,
    ),
    (
        "UPDATE person_topics SET kind = 'interest'",
        "person_topics",
        "a need is without a state, or something else has one",
        1,
    ),
    (
        "UPDATE shares SET direction = 'up'",
        "shares",
        "the direction is none that exists",
        1,
    ),
    (
        "DELETE FROM mentorships WHERE id = 1",
        "sessions",
        "what they belong to is missing from mentorships",
        2,
    ),
    (
        "DELETE FROM mentorships WHERE id = 1",
        "goals",
        "what they belong to is missing from mentorships",
        1,
    ),
    (
        "DELETE FROM people WHERE id = 3",
        "mentorships",
        "what they belong to is missing from people",
        1,
    ),
    (
        "DELETE FROM sessions WHERE id = 1",
        "progress_updates",
        "what they belong to is missing from sessions",
        1,
    ),
    (
        "DELETE FROM goals",
        "milestones",
        "what they belong to is missing from goals",
        1,
    ),
    (
        "DELETE FROM topics",
        "person_topics",
        "what they belong to is missing from topics",
        1,
    ),
    (
        "DELETE FROM introductions",
        "parties",
        "what they belong to is missing from introductions",
        2,
    ),
    (
        "DELETE FROM parties WHERE side = 'first'",
        "introductions",
        "one of the two people is missing",
        1,
    ),
]


@pytest.mark.parametrize(("damage", "table", "what", "count"), DAMAGES)
def test_c5_each_kind_is_counted_and_what_is_safe_is_repaired_once(
    connection, damage, table, what, count
):
    connection.execute(damage)

    assert found_in(connection)[table, what] == count
    done = mended(connection)

    assert (table, what) in done
    assert check_fully(connection) == []
    assert mended(connection) == {}


WRITTEN = (
    "SELECT group_concat(shared_notes || private_notes) FROM sessions",
    "SELECT group_concat(title) FROM goals",
    "SELECT group_concat(title) FROM milestones",
    "SELECT group_concat(text) FROM actions",
    "SELECT group_concat(reason || blurb) FROM parties",
)


@pytest.mark.parametrize("table", ["people", "mentorships", "goals", "introductions", "topics"])
def test_c5_what_lost_its_place_gets_one_and_no_word_is_lost(connection, table):
    connection.execute(f"DELETE FROM {table}")
    kept = [one(connection, each) for each in WRITTEN]

    mended(connection)

    assert check_fully(connection) == []
    assert kept == [one(connection, each) for each in WRITTEN] or table == "goals"
    column = {"goals": "title", "topics": "name", "people": "display_name"}.get(table, "id")
    assert one(connection, f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL") >= 1


@pytest.mark.parametrize("bad", [b"Ab\0cd", b"Ab\xed\xa0\x80cd", b"Ab\xffcd"])
def test_c5_a_nul_half_a_character_and_broken_text_are_found_and_cleaned(connection, bad):
    connection.execute("UPDATE sessions SET learned = CAST(? AS TEXT) WHERE id = 1", (bad,))
    what = "the text holds characters that cannot be kept"

    assert found_in(connection) == {("sessions", what): 1}
    assert mended(connection) == {("sessions", what): 1}

    assert one(connection, "SELECT learned FROM sessions WHERE id = 1").replace("�", "") == "Abcd"
    assert check_fully(connection) == []


def test_c5_what_only_the_mentor_can_tell_is_listed_and_left(connection):
    connection.execute("UPDATE people SET birthday = 'in May' WHERE id = 2")

    assert found_in(connection) == {("people", "the birthday is in no known form"): 1}
    assert mended(connection) == {}
    assert one(connection, "SELECT birthday FROM people WHERE id = 2") == "in May"


def test_c5_an_identity_used_twice_is_found_even_where_no_index_forbids_it(loose):
    for number in (1, 2, 3):
        loose.execute(
            "INSERT INTO people (id, uid, is_oneself, display_name, sort_name, created_at)"
            " VALUES (?, 'same', 0, 'Ada', 'ada', '2026-01-01 00:00:00.000000')",
            (number,),
        )

    assert found_in(loose)["people", "two people have the same identity"] == 2
    mended(loose)

    assert one(loose, "SELECT count(DISTINCT uid) FROM people") == 3
    assert one(loose, "SELECT uid FROM people WHERE id = 1") == "same"
    assert check_fully(loose) == []


def test_c5_an_introduction_of_one_person_to_themselves_is_listed_for_the_mentor(loose):
    loose.execute(
        "INSERT INTO introductions (id, state, state_since, noted_on, message, remark)"
        " VALUES (1, 'idea', '2026-01-01', '2026-01-01', '', '')"
    )
    for side in ("first", "second"):
        loose.execute(
            "INSERT INTO parties (introduction_id, person_id, side, opt_in, reason, ask_draft,"
            " blurb, outcome) VALUES (1, 7, ?, 'not asked', '', '', '', '')",
            (side,),
        )

    found = found_in(loose)

    assert found["introductions", "both sides are the same person"] == 1
    assert found["parties", "a person stands on both sides"] == 1
    assert found["parties", "what they belong to is missing from people"] == 2
    mended(loose)
    assert found_in(loose) == {
        ("introductions", "both sides are the same person"): 1,
        ("parties", "a person stands on both sides"): 1,
    }


def test_c5_introductions_that_grew_from_each_other_in_a_ring_are_parted(connection, add, filled):
    connection.execute("pragma ignore_check_constraints=off")
    more = [add.introduction(1, 2), add.introduction(1, 3)]
    connection.execute("pragma query_only=off")
    ring = [1, *more]
    for here, before in zip(ring, [*ring[1:], 1], strict=True):
        connection.execute("UPDATE introductions SET grew_from_id = ? WHERE id = ?", (before, here))

    assert found_in(connection)["introductions", "it grew from itself"] >= 1
    mended(connection)

    assert check_fully(connection) == []
    assert one(connection, "SELECT count(*) FROM introductions WHERE grew_from_id IS NULL") == 1


def test_c5_sessions_with_one_number_are_numbered_on(loose):
    for number in (1, 1, 1, 5):
        loose.execute(
            "INSERT INTO sessions (mentorship_id, number, starts_at, minutes, format, state)"
            " VALUES (1, ?, '2026-01-01 10:00:00.000000', 60, 'video', 'held')",
            (number,),
        )

    mended(loose)

    numbers = [row[0] for row in loose.execute("SELECT number FROM sessions ORDER BY id")]
    assert numbers[0] == 1
    assert numbers[3] == 5
    assert len(set(numbers)) == 4


def test_an_index_that_lost_its_entries_is_made_anew(connection):
    connection.execute("pragma writable_schema=on")
    sql = one(connection, "SELECT sql FROM sqlite_master WHERE name = 'ix_people_sort_name_id'")
    connection.execute(
        "UPDATE sqlite_master SET sql = ? WHERE name = 'ix_people_sort_name_id'",
        (f"{sql} WHERE id > 2",),
    )
    version = one(connection, "pragma schema_version")
    connection.execute(f"pragma schema_version={version + 1}")
    connection.execute("REINDEX")
    connection.execute(
        "UPDATE sqlite_master SET sql = ? WHERE name = 'ix_people_sort_name_id'", (sql,)
    )
    connection.execute(f"pragma schema_version={version + 2}")
    connection.execute("pragma writable_schema=off")

    assert [each.kind for each in check_fully(connection)] == [check.INDEX]
    assert mended(connection)["", "an index does not match its table"] >= 1

    assert check_fully(connection) == []


def test_a_check_can_be_stopped_and_tells_how_far_it_is(connection):
    told = []

    class StoppedError(Exception):
        pass

    def stop(done, of):
        told.append((done, of))
        if len(told) == 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        check_fully(connection, progress=stop)

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert check_fully(connection) == []


def test_every_rule_reads_its_own_table_and_every_repair_is_sql(loose):
    for rule in rules():
        loose.execute(f'SELECT count(*) FROM "{rule.table}" WHERE {rule.where}').fetchone()
        if rule.repair not in {None, "DELETE", "COMPLETE"}:
            loose.execute(f'UPDATE "{rule.table}" SET {rule.repair} WHERE {rule.where}')
