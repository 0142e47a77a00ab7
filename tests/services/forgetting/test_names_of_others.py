"""Forgetting one person changes the name of nobody else, wherever they are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.for_good import forget_person, preview_forgetting
from mentor_desk.services.forgetting.mentions import EARLIER_NAME, LONGER_NAME
from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.history.steps import latest_step, list_steps, next_redo, redo, undo_step
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from tests.canonical import memory_file
from tests.conftest import NOW

TODAY = NOW.date()
EXAMPLES = 5

PAIRS = [
    ("Marie Dupont", "Anne-Marie Dupont"),
    ("Ann Lee", "Jo-Ann Lee"),
    ("Ann Lee", "Mary Ann Lee"),
    ("Ann Lee", "Ann Lee (Oxford)"),
    ("Ann Lee", "Mother of Ann Lee"),
    ("Grace Hopper", "Grace Hopper-Lee"),
    ("Ada Okafor", "Ada Okafor Williams"),
    ("Ada Okafor", "Mrs Ada Okafor Jr"),
    ("Ada Okafor", "Ada Okafor"),
    ("Ada Okafor Williams", "Ada Okafor"),
    ("Ada Okafor", "Okafor"),
    ("王小明", "王小明月"),
    ("محمد علي", "محمد علي حسن"),
]
NAMES = st.sampled_from(
    (
        "Ann Lee",
        "Marie Dupont",
        "Ada Chioma Okafor",
        "Łukasz Żółć",
        "Will",
        "王小明",
        "Acme™ Okafor",
    )
)
# What somebody else may be called beside them.
BESIDE = st.sampled_from(
    (
        str,
        str.upper,
        lambda name: f"Jo-{name}",
        lambda name: f"{name}-Park",
        lambda name: f"Mary {name}",
        lambda name: f"{name} Park",
        lambda name: f"mary {name.lower()}",
        lambda name: f"Mother of {name}",
        lambda name: f"{name}’s Mother",
        lambda name: f"{name} & Ben Park",
        lambda name: f"Mary - {name}",
        lambda name: f"Park, {name}",
        lambda name: f"Ben Park ({name}’s father)",
        lambda name: name.split()[0],
        lambda name: name.split()[-1],
        lambda name: f"{name.split()[0]} Park",
    )
)
NAME_COLUMNS = (
    "display_name",
    "given",
    "middle",
    "family",
    "prefix",
    "suffix",
    "nickname",
    "sort_name",
    "search_text",
)


def deleted(desk, person, name):
    desk.do(delete_person, person_id=person)


def renamed(desk, person, name):
    desk.do(edit_person, person_id=person, entry=PersonEntry("Cem Aydin"))


def nicknamed(desk, person, name):
    entry = PersonEntry("Cem Aydin", given="Cem", family=name, nickname=name)
    desk.do(edit_person, person_id=person, entry=entry)
    desk.do(edit_person, person_id=person, entry=PersonEntry("Cem Aydin"))


def undone(desk, person, name):
    desk.do(undo_step, step_id=desk.run(latest_step).id)


def left(desk, person, name):
    pass


@pytest.fixture
def added(desk):
    return lambda name, **more: desk.do(add_person, entry=PersonEntry(name, **more), now=NOW).made


@pytest.fixture
def forget(desk):
    return lambda person_id, **more: desk.do(forget_person, person_id=person_id, now=NOW, **more)


def names_ever(desk, but):
    """Return what all others are called, and were at every step."""
    now = ", ".join(NAME_COLUMNS)
    then = ", ".join(f"before ->> '{column}'" for column in NAME_COLUMNS)
    query = (
        f"SELECT 0, id, {now} FROM people WHERE id <> :but UNION ALL"
        f" SELECT id, row_id, {then} FROM images WHERE table_name = 'people'"
        " AND before IS NOT NULL AND row_id <> :but ORDER BY 1, 2"
    )
    with desk.work() as db:
        return [tuple(row) for row in db.execute(text(query), {"but": but})]


def steps_of(desk, people):
    return [row.did for row in desk.run(list_steps) if row.did.endswith(people)]


def names_now(desk):
    with desk.work() as db:
        return set(db.scalars(text("SELECT display_name FROM people")))


def everything_put_back(desk):
    for row in desk.run(list_trash):
        desk.do(put_back, kind=row.kind, record_id=row.record_id)


def undone_and_done_again(desk):
    """Return every name that anybody had while all was taken back and done again."""
    seen = names_now(desk)
    while (step := desk.run(latest_step)) and _is_done(desk, undo_step, step_id=step.id):
        seen |= names_now(desk)
    while desk.run(next_redo) and _is_done(desk, redo):
        seen |= names_now(desk)
    return seen


def _is_done(desk, verb, **values):
    try:
        desk.do(verb, **values)
    except DeskError:
        return False
    return True


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_who_lies_in_the_trash_comes_back_with_their_name_and_their_steps(
    desk, added, forget, name, other
):
    mine, theirs = added(name), added(other)
    deleted(desk, theirs, other)
    steps = steps_of(desk, other)

    forget(mine)

    assert [step for step in steps_of(desk, other) if step in steps][:2] == [
        f"Deleted {other}",
        f"Added {other}",
    ]
    everything_put_back(desk)
    assert names_now(desk) == {other}


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_a_name_that_somebody_else_had_before_comes_back_whole(desk, added, forget, name, other):
    mine, theirs = added(name), added(other)
    step = desk.do(edit_person, person_id=theirs, entry=PersonEntry("Cem Aydin")).step

    forget(mine)
    desk.do(undo_step, step_id=step)

    assert names_now(desk) == {other}


@pytest.mark.parametrize(("name", "other"), [pair for pair in PAIRS if "Mother of" not in pair[1]])
def test_an_earlier_note_about_somebody_else_is_left(desk, added, forget, name, other):
    mine = added(name)
    added(other)
    zoe = added("Zoe Quist", remark=f"Rang {other} today")
    step = desk.do(edit_person, person_id=zoe, entry=PersonEntry("Zoe Quist")).step

    forget(mine)
    desk.do(undo_step, step_id=step)

    with desk.work() as db:
        remark = db.scalar(text("SELECT remark FROM people WHERE id = :id"), {"id": zoe})
    assert remark == f"Rang {other} today"


def test_a_note_cut_as_asked_leaves_the_name_of_whose_note_it_is(desk, added, forget):
    mine = added("Ada Okafor")
    theirs = added("Ada Okafor", remark="Not the other Ada Okafor")
    desk.do(edit_person, person_id=theirs, entry=PersonEntry("Ada Okafor"))
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={each.place for each in preview.earlier})

    assert steps_of(desk, "Okafor") == ["Changed Ada Okafor", "Added Ada Okafor"]
    desk.do(undo_step, step_id=desk.run(latest_step).id)
    assert names_now(desk) == {"Ada Okafor"}
    with desk.work() as db:
        assert db.scalar(text("SELECT remark FROM people")) == f"Not the other {MARK}"


def test_what_is_found_by_more_than_the_name_is_cut_in_the_rest(desk, added, forget):
    mine = added("Ada Okafor")
    theirs = added("Jo-Ada Okafor", organisation="Ada Okafor Ltd")
    step = desk.do(edit_person, person_id=theirs, entry=PersonEntry("Jo-Ada Okafor")).step

    forget(mine)
    desk.do(undo_step, step_id=step)

    with desk.work() as db:
        row = db.execute(text("SELECT organisation, search_text, sort_name FROM people")).one()
    assert tuple(row) == (f"{MARK} Ltd", "jo-ada okafor [...] ltd", "jo-ada okafor")


@pytest.mark.parametrize("name", ["Acme™ Contact", "№ 5 Okafor", "Mother of […]", "Ada⑩", "%s {x}"])
def test_a_name_of_odd_signs_is_forgotten_like_any_other(desk, added, forget, name):
    mine = added(name, nickname=f"{name}…")
    zoe = added("Zoe Quist", remark=f"Saw {name} there")
    desk.do(edit_person, person_id=zoe, entry=PersonEntry("Zoe Quist"))
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={each.place for each in preview.earlier})

    with desk.work() as db:
        [remark] = db.scalars(text("SELECT before ->> 'remark' FROM images WHERE before NOTNULL"))
    assert remark == f"Saw {MARK} there"


@pytest.mark.parametrize(
    ("other", "field", "is_full"),
    [
        ("Ada Okafor’s Mother", "name", True),
        ("Ada Okafor, wife of Tom", "name", True),
        ("Ada Okafor & Ben", "name", True),
        ("Mary Ada Okafor", LONGER_NAME, False),
        ("Mother Of Ada Okafor", LONGER_NAME, False),
    ],
)
def test_whoever_has_the_whole_name_within_theirs_is_told_among_what_stays(
    desk, added, other, field, is_full
):
    added("Ada Lovelace")
    added(other)
    mine = added("Ada Okafor")

    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    told = [(each.name, each.field, each.is_full) for each in preview.mentions]
    assert told == [(other, field, is_full)]
    assert preview.absent is None


@pytest.mark.parametrize(
    ("name", "other"), [("Adaeze", "Ben (husband of Adaeze)"), ("王明", "王明的妈妈")]
)
def test_a_whole_name_of_one_word_within_a_longer_one_is_told_and_asked_about(
    desk, added, forget, name, other
):
    added(other)
    zoe = added("Zoe Quist", remark=f"Rang {other} today")
    desk.do(edit_person, person_id=zoe, entry=PersonEntry("Zoe Quist"))
    mine = added(name)
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)
    assert [each.name for each in preview.mentions] == [other]
    [earlier] = preview.earlier
    assert not earlier.is_sure

    forget(mine, also={earlier.place})

    with desk.work() as db:
        [remark] = db.scalars(text("SELECT before ->> 'remark' FROM images WHERE before NOTNULL"))
    assert remark == f"Rang {other.replace(name, MARK)} today"
    assert steps_of(desk, other) == [f"Added {other}"]


def test_a_name_below_a_word_of_somebody_else_s_is_told_and_asked_about(desk, added, forget):
    added("Mary Ann Lee")
    listed = "Who comes:\nMary\nAnn Lee\nOmar"
    zoe = added("Zoe Quist", remark=listed)
    desk.do(edit_person, person_id=zoe, entry=PersonEntry("Zoe Quist"))
    added("Bob Dent", remark=listed)
    mine = added("Ann Lee")
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)
    assert [(each.name, each.is_full) for each in preview.mentions] == [
        ("Bob Dent", True),
        ("Mary Ann Lee", False),
    ]
    [earlier] = preview.earlier
    assert (earlier.is_sure, preview.absent) == (False, None)

    forget(mine, also={earlier.place})

    with desk.work() as db:
        [remark] = db.scalars(text("SELECT before ->> 'remark' FROM images WHERE before NOTNULL"))
    assert remark == listed.replace("Ann Lee", MARK)


def test_who_was_called_so_before_is_told_of_too(desk, added):
    theirs = added("Ada Okafor’s Mother")
    desk.do(edit_person, person_id=theirs, entry=PersonEntry("Zoe Quist"))
    mine = added("Ada Okafor")

    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    told = [(each.name, each.field, each.is_full) for each in preview.mentions]
    assert told == [("Zoe Quist", EARLIER_NAME, True)]


def test_somebody_who_is_called_the_same_is_another_record_and_no_mention(desk, added):
    added("Dr Ada Okafor (Acme)")
    mine = added("Ada Okafor")

    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    assert (preview.mentions, len(preview.others)) == ((), 1)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    NAMES,
    st.lists(
        st.tuples(BESIDE, st.sampled_from((deleted, renamed, nicknamed, undone, left))),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_nobody_else_is_ever_called_otherwise(name, others, asks):
    file = memory_file()
    desk = Desk(file, clock=lambda: NOW)
    mine = desk.do(add_person, entry=PersonEntry(name), now=NOW).made
    for beside, deed in others:
        called = beside(name)
        entry = PersonEntry(called, remark=f"Met {called}", organisation=called)
        deed(desk, desk.do(add_person, entry=entry, now=NOW).made, called)
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW, others=())
    also = {each.place for each in preview.earlier} if asks else ()
    before = names_ever(desk, mine)
    steps = [row.did for row in desk.run(list_steps)][:-1]

    desk.do(forget_person, person_id=mine, now=NOW, also=also)

    columns = slice(None) if not asks else slice(-1)
    assert [row[columns] for row in names_ever(desk, mine)] == [row[columns] for row in before]
    assert [row.did for row in desk.run(list_steps)][1:] == steps
    everything_put_back(desk)
    assert not any(MARK in each for each in undone_and_done_again(desk))
    file.close()
