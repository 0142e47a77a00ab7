"""What the names of steps and of files tell of a person goes, and no word of anybody else."""

import pytest
from sqlalchemy import text

from mentor_desk.exchange.records import ForeignPeople, PersonRecord
from mentor_desk.services.actions.noting import ActionEntry, add_action, delete_action, edit_action
from mentor_desk.services.forgetting.for_good import forget_person, preview_forgetting
from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.goals.progress import move_goal
from mentor_desk.services.goals.setting import delete_goal
from mentor_desk.services.history.steps import list_steps, undo_step
from mentor_desk.services.history.trash import put_back
from mentor_desk.services.history.words import Kind
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.services.transfer.importing import apply_import
from tests.conftest import NOW

TODAY = NOW.date()
LEAD = "Write the long letter of recommendation to the board for "


@pytest.fixture
def added(desk):
    return lambda name, **more: desk.do(add_person, entry=PersonEntry(name, **more), now=NOW).made


@pytest.fixture
def forget(desk):
    return lambda person_id, **more: desk.do(forget_person, person_id=person_id, now=NOW, **more)


def steps_of(desk, people):
    return [row.did for row in desk.run(list_steps) if row.did.endswith(people)]


@pytest.mark.parametrize("source", ["adaokafor2026.vcf", "2026-AdaOkafor.vcf", "Ada9 Okafor9.vcf"])
def test_digits_part_the_words_of_the_name_of_a_file(desk, added, forget, source):
    people = ForeignPeople((PersonRecord(1, 1, display_name="Bob Dent"),))
    desk.do(apply_import, people, now=NOW, source=source)
    mine = added("Ada Okafor")
    [file] = desk.run(preview_forgetting, person_id=mine, now=NOW).earlier
    assert (file.passage, file.is_sure) == (source, False)

    forget(mine, also={file.place})

    with desk.work() as db:
        told = [*db.scalars(text("SELECT did FROM steps UNION SELECT came_from FROM people"))]
    assert not any("okafor" in each.lower() for each in told)
    assert any(MARK in each for each in told)


@pytest.mark.parametrize(
    ("name", "other"), [("Adaeze", "adaeze husband"), ("王明", "王明的妈妈"), ("Rose", "Mary Rose")]
)
def test_a_file_named_after_a_longer_name_than_one_word_is_asked_about(desk, added, name, other):
    people = ForeignPeople((PersonRecord(1, 1, display_name="Bob Dent"),))
    desk.do(apply_import, people, now=NOW, source=f"{other}.vcf")
    added(other)

    [file] = desk.run(preview_forgetting, person_id=added(name), now=NOW).earlier

    assert (file.passage, file.is_sure) == (f"{other}.vcf", False)


@pytest.mark.parametrize(
    "source",
    ["Ann_Lee_Park.vcf", "AnnLee Park 2024.csv", "mary-annlee.vcf", "Mary_Ann_Lee2.vcf"],
)
def test_a_file_that_may_be_named_after_somebody_else_is_asked_about(desk, added, forget, source):
    records = [PersonRecord(n, n, display_name=name) for n, name in enumerate(("Ann Lee", "Bob"))]
    desk.do(apply_import, ForeignPeople(tuple(records)), now=NOW, source=source)
    added("Mary Ann Lee")
    added("Ann Lee Park")
    with desk.work() as db:
        mine = db.scalar(text("SELECT id FROM people WHERE display_name = 'Ann Lee'"))
    [file] = desk.run(preview_forgetting, person_id=mine, now=NOW).earlier
    assert (file.passage, file.is_sure) == (source, False)

    forget(mine)

    assert steps_of(desk, source) == [f"Imported 2 people from {source}"]


@pytest.mark.parametrize(
    ("kept", "people"),
    [
        (f"{LEAD}Adrian Meyer and the others", []),
        (f"{LEAD}Ada Okafor Williams", ["Ada Okafor Williams"]),
        (f"{LEAD[9:]}Ada Okafor Williams", ["Ada Okafor Williams"]),
    ],
)
def test_a_shortened_step_is_read_in_its_own_text(desk, add, added, forget, kept, people):
    mentorship = add.mentee("Ben Diaz")
    for name in people:
        added(name)
    mine = added("Ada Okafor")
    for words in (f"{LEAD}Ada Okafor", kept):
        entry = ActionEntry(words)
        made = desk.do(add_action, mentorship_id=mentorship, entry=entry, today=TODAY).made
        desk.do(edit_action, action_id=made, entry=ActionEntry("nothing"))
    before = [row.did for row in desk.run(list_steps)]

    forget(mine)

    after = [row.did for row in desk.run(list_steps)]
    assert after[2] == before[1]
    assert "…”" in after[2]
    assert after[4] == f"Noted the action “{LEAD}{MARK}…”"


@pytest.mark.parametrize("first", ["Adrian Meyer and the others", "Ada Okafor"])
def test_a_shortened_step_is_read_in_the_text_of_that_step(desk, add, added, forget, first):
    mentorship = add.mentee("Ben Diaz")
    mine = added("Ada Okafor")
    entry = ActionEntry(f"{LEAD}{first}")
    made = desk.do(add_action, mentorship_id=mentorship, entry=entry, today=TODAY).made
    second = {"Ada Okafor", "Adrian Meyer and the others"} - {first}
    desk.do(edit_action, action_id=made, entry=ActionEntry(LEAD + second.pop()))
    step = desk.do(delete_action, action_id=made).step
    desk.do(undo_step, step_id=step)
    before = [row.did for row in desk.run(list_steps)][:3]

    forget(mine)

    after = [row.did for row in desk.run(list_steps)][1:4]
    is_cut = [first != "Ada Okafor", first != "Ada Okafor", first == "Ada Okafor"]
    assert [old != new for old, new in zip(before, after, strict=True)] == is_cut


def test_a_word_cut_as_asked_leaves_steps_that_tell_of_somebody_called_so(desk, add, added, forget):
    mine = added("Ada Okafor")
    session = add.session(add.mentee("Ada"))
    for words in ("Ada", "nothing"):
        desk.do(write_session, session_id=session, words=SessionWords(private_notes=words))
    before = steps_of(desk, "Ada")
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={each.place for each in preview.earlier})

    assert "Wrote up session 1 with Ada" in before
    assert steps_of(desk, "Ada") == before


def test_a_step_keeps_a_word_of_a_version_in_which_it_was_not_to_be_cut(desk, add, added, forget):
    mine = added("Ada Okafor")
    mentorship = add.mentee("Ben Diaz")
    entry = ActionEntry("Ask Ada one")
    made = desk.do(add_action, mentorship_id=mentorship, entry=entry, today=TODAY).made
    for words in ("Ask Ada two", "nothing"):
        desk.do(edit_action, action_id=made, entry=ActionEntry(words))
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={each.place for each in preview.earlier if "one" in each.passage})

    assert [row.did for row in desk.run(list_steps)][2:4] == [
        "Changed the action “Ask Ada two”",
        f"Noted the action “Ask {MARK} one”",
    ]


def test_a_word_cut_as_asked_goes_from_the_step_that_put_its_text_back(desk, add, added, forget):
    mine = added("Ada Okafor")
    mentorship = add.mentee("Ben Diaz")
    entry = ActionEntry("Ask Ada, “the” friend")
    made = desk.do(add_action, mentorship_id=mentorship, entry=entry, today=TODAY).made
    desk.do(delete_action, action_id=made)
    desk.do(put_back, kind=Kind.ACTION, record_id=made)
    desk.do(edit_action, action_id=made, entry=ActionEntry("nothing"))
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={each.place for each in preview.earlier})

    told = [row.did for row in desk.run(list_steps)]
    assert not any("Ask Ada" in did for did in told)
    with desk.work() as db:
        kept = db.scalars(text("SELECT did FROM steps WHERE did LIKE '%Put back%'")).all()
    assert kept == [f"Put back Ask {MARK}, “the” friend"]


def acted(desk, mentorship, *versions):
    first, *others = versions
    entry = ActionEntry(first)
    made = desk.do(add_action, mentorship_id=mentorship, entry=entry, today=TODAY).made
    for words in others:
        desk.do(edit_action, action_id=made, entry=ActionEntry(words))


@pytest.mark.parametrize("after", [("nothing",), ()])
@pytest.mark.parametrize(
    "end", [("", ""), (" Acme and all the others", " Zeta and all the others")]
)
def test_a_step_of_another_record_keeps_a_word_that_was_not_ticked(
    desk, add, added, forget, after, end
):
    mine = added("Rose Okafor")
    lead = f"{LEAD[:40]}Rose of"
    acted(desk, add.mentee("Ben Diaz"), f"{lead}{end[0]}", "nothing")
    acted(desk, add.mentee("Cara Diaz"), f"{lead}{end[1]}", *after)
    told = [row.did for row in desk.run(list_steps)][::-1]
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={preview.earlier[0].place})

    changed = [row.did for row in desk.run(list_steps)][::-1]
    assert changed[:-1] == [told[1].replace("Rose", MARK), *told[2:]]


def test_a_step_keeps_a_word_beside_the_one_that_was_ticked(desk, add, added, forget):
    mine = added("Ada Okafor")
    words = "Ada said so and then all of the others went Okafor"
    acted(desk, add.mentee("Ben Diaz"), words, "nothing")
    first, _ = desk.run(preview_forgetting, person_id=mine, now=NOW).earlier

    forget(mine, also={first.place})

    assert [row.did for row in desk.run(list_steps)][2] == (
        f"Noted the action “{words.replace('Ada', MARK)}”"
    )


def test_a_shortened_step_keeps_a_word_of_a_version_that_begins_alike(desk, add, added, forget):
    mine = added("Rose Okafor")
    lead = f"{LEAD[:40]}Rose of the whole board of"
    acted(desk, add.mentee("Ben Diaz"), f"{lead} Acme", f"{lead} Zeta", "nothing")
    told = [row.did for row in desk.run(list_steps)][::-1]
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)
    [acme] = [each.place for each in preview.earlier if "Acme" in each.passage]

    forget(mine, also={acme})

    changed = [row.did for row in desk.run(list_steps)][::-1]
    assert changed[:-1] == [told[1].replace("Rose", MARK), *told[2:]]


def test_a_word_cut_out_of_a_goal_goes_from_the_step_of_its_update(desk, add, added, forget):
    mine = added("Rose Okafor")
    goal = add.goal(add.mentee("Ben Diaz"), "Ask Rose")
    desk.do(move_goal, goal_id=goal, value=30, today=TODAY)
    desk.do(delete_goal, goal_id=goal)
    preview = desk.run(preview_forgetting, person_id=mine, now=NOW)

    forget(mine, also={each.place for each in preview.earlier})

    assert not any("Rose" in row.did for row in desk.run(list_steps))
