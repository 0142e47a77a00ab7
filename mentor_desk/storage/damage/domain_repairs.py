"""How each kind of mistake is put right without losing a word that somebody wrote.

A repair changes no more than the value that cannot stand, to the one that says least and fits
what else the row tells. Where that needs the mentor's judgement there is None. What is deleted
says nothing that does not stand elsewhere too.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, Text, UniqueConstraint

DELETE = "DELETE"
COMPLETE = "COMPLETE"
TODAY = "date('now')"
ANSWERED = "opt_in IN ('agreed', 'declined')"
NO_TITLE = "'(without a title)'"
NO_VALUE = "'(without a value)'"
NO_LABEL = "trim(coalesce(label, '')) = ''"
# A number that no mentor came to counts no further; beyond the largest there would be no next one.
NEXT_NUMBER = (
    "(SELECT coalesce(max(other.number), 0) + 1 FROM sessions AS other"
    " WHERE other.mentorship_id = sessions.mentorship_id"
    " AND typeof(other.number) = 'integer' AND other.number BETWEEN 1 AND 1000000000)"
)
# What stands in words for something that was lost.
LOST_MARK = "\ufffd"

KIND_REPAIRS: dict[tuple[str, str], str] = {
    ("actions", "state"): "CASE WHEN closed_on IS NULL THEN 'open' ELSE 'dropped' END",
    ("goals", "state"): "CASE WHEN closed_on IS NULL THEN 'active' ELSE 'deferred' END",
    ("introductions", "state"): (
        "CASE WHEN met_on IS NOT NULL THEN 'closed' WHEN introduced_on IS NOT NULL"
        " THEN 'introduced' ELSE 'idea' END"
    ),
    ("mentorships", "state"): (
        "CASE WHEN ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM mentorships AS other"
        " WHERE other.person_id = mentorships.person_id"
        " AND other.state IN ('prospective', 'active', 'paused'))"
        " THEN 'paused' ELSE 'ended early' END"
    ),
    ("milestones", "state"): "CASE WHEN done_on IS NULL THEN 'open' ELSE 'done' END",
    ("parties", "opt_in"): (
        "CASE WHEN answered_on IS NOT NULL THEN 'declined' WHEN asked_on IS NOT NULL"
        " THEN 'asked' ELSE 'not asked' END"
    ),
    ("parties", "side"): (
        "CASE WHEN EXISTS (SELECT 1 FROM parties AS other WHERE other.side = 'first'"
        " AND other.introduction_id = parties.introduction_id) THEN 'second' ELSE 'first' END"
    ),
    ("person_topics", "kind"): (
        "CASE WHEN need_state IS NOT NULL THEN 'need'"
        " WHEN level IN ('beginner', 'average', 'expert') THEN 'expertise' ELSE 'interest' END"
    ),
    ("person_topics", "level"): "NULL",
    ("person_topics", "need_state"): "CASE WHEN kind = 'need' THEN 'open' END",
    ("reviews", "state"): (
        "CASE WHEN issued_at IS NOT NULL AND sha256 <> '' THEN 'issued' ELSE 'drafted' END"
    ),
    ("sessions", "state"): ("CASE WHEN starts_at < datetime('now') THEN 'held' ELSE 'planned' END"),
    ("ways", "kind"): "'other'",
}

CHECK_REPAIRS: dict[tuple[str, str], tuple[str, str | None]] = {
    ("about", "one_row"): ("the desk has more than one name", DELETE),
    ("actions", "closed_has_day"): (
        "the state and the day it was closed contradict each other",
        "closed_on = CASE WHEN state <> 'open' THEN coalesce(due_on, made_on) END",
    ),
    ("actions", "has_text"): ("it has no words", "text = " + NO_TITLE),
    ("goals", "closed_day"): (
        "the state and the day it was closed contradict each other",
        (
            "closed_on = CASE WHEN state NOT IN ('draft', 'active')"
            " THEN coalesce(target_on, started_on) END"
        ),
    ),
    ("goals", "has_title"): ("it has no title", "title = " + NO_TITLE),
    ("goals", "target_after_start"): (
        "the target lies before the start",
        "started_on = target_on, target_on = started_on",
    ),
    ("introductions", "introduced_has_day"): (
        "the day of the introduction is missing",
        "introduced_on = coalesce(met_on, state_since)",
    ),
    ("introductions", "met_has_day"): ("the day they met is missing", "met_on = state_since"),
    ("introductions", "not_from_itself"): ("it grew from itself", "grew_from_id = NULL"),
    ("mentorships", "ends_after_start"): (
        "it ended before it began",
        "started_on = ended_on, ended_on = started_on",
    ),
    ("mentorships", "sane_cadence"): ("the rhythm is out of range", "cadence_days = NULL"),
    ("milestones", "done_has_day"): (
        "the state and the day it was done contradict each other",
        f"done_on = CASE WHEN state = 'done' THEN {TODAY} END",
    ),
    ("milestones", "has_title"): ("it has no title", "title = " + NO_TITLE),
    ("milestones", "sane_weight"): (
        "the weight is out of range",
        "weight = max(1, min(100, weight))",
    ),
    ("parties", "answer_has_day"): (
        "the answer and its day contradict each other",
        f"answered_on = CASE WHEN {ANSWERED} THEN coalesce(asked_on, {TODAY}) END",
    ),
    ("parties", "asked_has_day"): (
        "the day of asking is missing",
        f"asked_on = coalesce(answered_on, {TODAY})",
    ),
    ("people", "has_name"): (
        "the name is missing",
        (
            "display_name = CASE WHEN trim(given || family) <> ''"
            " THEN trim(given || ' ' || family) ELSE 'Unknown person ' || id END"
        ),
    ),
    ("person_topics", "level_fits_kind"): ("the level does not fit", "level = NULL"),
    ("person_topics", "need_has_state"): (
        "a need is without a state, or something else has one",
        "need_state = CASE WHEN kind = 'need' THEN 'open' END",
    ),
    ("progress_updates", "percent"): (
        "the percent are out of range",
        "value = max(0, min(100, value))",
    ),
    ("resources", "has_title"): ("it has no title", "title = " + NO_TITLE),
    ("reviews", "issued_has_file"): (
        "the state and the file contradict each other",
        "state = CASE WHEN issued_at IS NOT NULL AND sha256 <> '' THEN 'issued' ELSE 'drafted' END",
    ),
    ("reviews", "period_runs_forward"): (
        "the period ends before it begins",
        "since = until, until = since",
    ),
    ("sessions", "counts_from_one"): (
        "the number is none",
        "number = " + NEXT_NUMBER,
    ),
    ("sessions", "sane_length"): (
        "the length is out of range",
        "minutes = max(1, min(1440, minutes))",
    ),
    ("topics", "has_name"): ("it has no name", "name = 'Unknown topic ' || id"),
    ("ways", "has_value"): ("it says nothing", DELETE),
}
# A row is only deleted where this holds; the others are put right in another way.
MAY_GO: dict[tuple[str, str], tuple[str, str, str]] = {
    ("about", "one_row"): (
        "EXISTS (SELECT 1 FROM about AS other WHERE other.id = 1)",
        "the desk's own name stands in the wrong place",
        "id = 1",
    ),
    ("ways", "has_value"): (NO_LABEL, "it has a label and no value", "value = " + NO_VALUE),
}

_NEW_UID = (
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'"
    " || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2)"
    " || '-' || hex(randomblob(6)))"
)
TWICE_REPAIRS: dict[tuple[str, tuple[str, ...]], tuple[str, str | None]] = {
    ("images", ("step_id", "table_name", "row_id")): ("the same row is kept twice", DELETE),
    ("mentorships", ("person_id",)): ("a person has two that are not over", None),
    ("parties", ("introduction_id", "person_id")): ("a person stands on both sides", None),
    ("parties", ("introduction_id", "side")): ("a side is taken twice", None),
    ("people", ("is_oneself",)): ("more than one person is you", "is_oneself = 0"),
    ("people", ("uid",)): ("two people have the same identity", "uid = " + _NEW_UID),
    ("person_topics", ("person_id", "kind", "topic_id")): ("the same is noted twice", DELETE),
    ("photos", ("person_id",)): ("a person has two pictures", None),
    ("session_topics", ("session_id", "topic_id")): ("the same is noted twice", DELETE),
    ("sessions", ("mentorship_id", "number")): (
        "two have the same number",
        "number = " + NEXT_NUMBER,
    ),
    ("topics", ("folded",)): ("two topics have the same name", None),
}


def default_of(column: Column[Any]) -> str | None:
    """Return, as SQL, the value that says least in a column; None when there is none."""
    if column.foreign_keys:
        return None
    if column.name == "uid":
        return _NEW_UID
    if (column.table.name, column.name) == ("sessions", "number"):
        return NEXT_NUMBER
    if column.nullable:
        return "NULL"
    value = getattr(column.default, "arg", None)
    plain = {
        Enum: KIND_REPAIRS.get((column.table.name, column.name)) or _value_of(value),
        # What might have been private is.
        Boolean: str(int(column.name == "is_private")),
        Text: "''",
        Integer: str(value if isinstance(value, int) else 0),
    }
    return plain[type(column.type)] if type(column.type) in plain else day_repair(column)


def text_repair(column: Column[Any]) -> str:
    """Return, as SQL, the text of a value that is none; where that is taken, with a mark."""
    text = f'CAST("{column.name}" AS TEXT)'
    others = taken(column)
    if not others:
        return text
    return f"CAST({text} || iif({text} IN ({others}), '{LOST_MARK}' || id, '') AS TEXT)"


def taken(column: Column[Any]) -> str:
    """Return, as SQL, the values of others that a row must not have as well; nothing if it may."""
    table = column.table
    groups = [each.columns for each in table.constraints if isinstance(each, UniqueConstraint)]
    groups += [
        each.columns
        for each in table.indexes
        if each.unique and each.dialect_options["sqlite"].get("where") is None
    ]
    return " UNION ALL ".join(
        sorted(_taken_in(column, group) for group in groups if column.name in group)
    )


def _taken_in(column: Column[Any], group: Iterable[Column[Any]]) -> str:
    own = f'"{column.table.name}"'
    same = [
        f'other."{each.name}" IS {own}."{each.name}"' for each in group if each.name != column.name
    ]
    apart = " AND ".join([f"other.id <> {own}.id", *same])
    return f'SELECT other."{column.name}" FROM {own} AS other WHERE {apart}'  # noqa: S608


def day_repair(column: Column[Any]) -> str:
    """Return, as SQL, the day that a value still shows, or nothing; or today where one must be."""
    whole = f'substr("{column.name}", 1, 10)'
    zero = "" if isinstance(column.type, Date) else " || ' 00:00:00.000000'"
    shown = f"CASE WHEN date({whole}) = {whole} AND {whole} >= '0001' THEN {whole}{zero}"
    if column.nullable:
        return f"{shown} END"
    return f"{shown} ELSE {TODAY}{zero} END"


def _value_of(value: object) -> str | None:
    return f"'{value.value}'" if hasattr(value, "value") else None
