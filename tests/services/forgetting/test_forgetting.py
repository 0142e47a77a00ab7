"""One person can be forgotten for good: nothing about them is left or brings them back."""

import json

import pytest
from sqlalchemy import text

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.exchange.records import ForeignPeople, ForeignTopic, PersonRecord
from mentor_desk.models.kinds import ReviewState, TopicKind
from mentor_desk.services.forgetting.absence import LONG_AGO, Absence
from mentor_desk.services.forgetting.for_good import (
    forget_person,
    preview_forgetting,
)
from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.goals.setting import delete_goal
from mentor_desk.services.history.steps import StepState, latest_step, list_steps, redo, undo_step
from mentor_desk.services.history.trash import list_trash
from mentor_desk.services.mentees.mentorships import delete_mentee
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.services.network.topics import remove_topic
from mentor_desk.services.sessions.writing import SessionWords, set_session_topics, write_session
from mentor_desk.services.transfer.importing import apply_import
from tests.canonical import canonical_dump
from tests.conftest import NOW


@pytest.fixture
def forget(desk, now):
    return lambda person_id: desk.do(forget_person, person_id=person_id, now=now)


@pytest.fixture
def ada(desk, add, now):
    """Return Ada, about whom there is something of everything, and a history."""
    person = desk.do(
        add_person, entry=PersonEntry("Ada Okafor", given="Ada", family="Okafor"), now=now
    ).made
    mentorship = add.mentee(person_id=person)
    session = add.session(mentorship, shared_notes="CANARY shared")
    add.milestone(add.goal(mentorship, "CANARY goal"))
    add.action(mentorship, "CANARY action", session_id=session)
    add.topic(person, TopicKind.NEED, "CANARY need")
    add.share(add.resource("CANARY book"), person, session_id=session)
    words = SessionWords(private_notes="CANARY private")
    desk.do(write_session, session_id=session, words=words)
    desk.do(delete_goal, goal_id=1)
    return person


def everything_kept(desk):
    """Return all that the database holds, the journal included, as one text."""
    with desk.work() as db:
        tables = db.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        rows = [
            tuple(row) for name in tables for row in db.execute(text(f'SELECT * FROM "{name}"'))
        ]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_nothing_about_them_is_left_anywhere(desk, ada, forget):
    assert "CANARY" in everything_kept(desk)

    forget(ada)

    kept = everything_kept(desk)
    assert "CANARY" not in kept
    assert "canary" not in kept
    assert "Ada" not in kept
    assert "Okafor" not in kept.replace("okafor", "Okafor")


def test_one_step_without_a_name_remains_and_cannot_be_undone(desk, ada, forget):
    changes = forget(ada)

    [row] = desk.run(list_steps)
    assert (row.did, row.state) == ("Forgot one person for good", StepState.FINAL)
    assert changes.step is None
    assert desk.run(latest_step) is None
    assert desk.run(list_trash) == []


def test_all_others_stay_as_they_are(desk, add, now, forget):
    ben = desk.do(add_person, entry=PersonEntry("Ben Diaz"), now=now)
    mentorship = add.mentee(person_id=ben.made)
    add.topic(ben.made, TopicKind.INTEREST, "Python")
    add.share(add.resource("A book"), ben.made)
    session = add.session(mentorship)
    desk.do(edit_person, person_id=ben.made, entry=PersonEntry("Ben Diaz", role="Lead"))
    before = canonical_dump(desk)
    ada = desk.do(add_person, entry=PersonEntry("Ada Okafor"), now=now).made
    add.topic(ada, TopicKind.INTEREST, "Python")
    add.share(1, ada, session_id=session)

    forget(ada)

    assert canonical_dump(desk) == before
    assert [row.did for row in desk.run(list_steps)][1:] == ["Changed Ben Diaz", "Added Ben Diaz"]


def test_what_others_have_to_do_with_them_goes_too(desk, add, forget):
    ada, ben, cem = add.person("Ada"), add.person("Ben"), add.person("Cem")
    known = add.introduction(ada, ben, second_party={"reason": "CANARY"})
    add.introduction(ben, cem, grew_from_id=known)

    forget(ada)

    left = canonical_dump(desk)
    assert [row[0] for row in left["introductions"]] == [2]
    assert len(left["parties"]) == 2
    assert "CANARY" not in everything_kept(desk)


def test_a_topic_stays_while_anybody_else_has_to_do_with_it(desk, add, forget):
    ada, ben = add.person("Ada"), add.person("Ben")
    session = add.session(add.mentee("Cem"))
    for name in ("Talks", "Python", "Rust", "Alone"):
        add.topic(ada, TopicKind.INTEREST, name)
    desk.do(set_session_topics, session_id=session, names=["Talks"])
    add.introduction(ben, add.person("Dev"), topic_id=2)
    removed = add.topic(ben, TopicKind.INTEREST, "Rust")
    step = desk.do(remove_topic, person_topic_id=removed).step

    forget(ada)

    assert [row[1] for row in canonical_dump(desk)["topics"]] == ["Talks", "Python", "Rust"]
    desk.do(undo_step, step_id=step)
    assert canonical_dump(desk)["person_topics"][0][0] == removed


def test_steps_of_others_can_still_be_undone(desk, add, now, forget):
    ada, ben = (
        desk.do(add_person, entry=PersonEntry(name), now=now).made for name in ("Ada", "Ben")
    )
    changed = desk.do(edit_person, person_id=ben, entry=PersonEntry("Ben", role="Lead"))

    forget(ada)
    desk.do(undo_step, step_id=changed.step)
    desk.do(redo)

    assert [row[3] for row in canonical_dump(desk)["people"]] == ["Ben"]


def test_a_step_about_several_people_loses_only_its_part_and_its_name(desk, now, forget):
    people = tuple(
        PersonRecord(place, place, display_name=name, topics=(ForeignTopic("interest", topic),))
        for place, (name, topic) in enumerate([("Ada Okafor", "CANARY"), ("Ben Diaz", "Python")], 1)
    )
    step = desk.do(apply_import, ForeignPeople(people), now=now, source="people of ada.csv").step

    preview = desk.run(preview_forgetting, now=NOW, person_id=1)
    forget(1)

    assert preview.mentions == ()
    [file] = preview.earlier
    assert (file.passage, file.field, file.is_sure) == ("people of ada.csv", "came from", True)
    rows = desk.run(list_steps)
    assert [row.did for row in rows[1:]] == ["Imported 2 people from people of […].csv"]
    assert "CANARY" not in everything_kept(desk)
    desk.do(undo_step, step_id=step)
    assert canonical_dump(desk)["people"] == []


@pytest.mark.parametrize(
    ("source", "is_sure", "left"),
    [
        ("Ada_Okafor_and_friends.vcf", True, f"{MARK}_and_friends.vcf"),
        ("AdaOkafor.vcf", False, f"{MARK}.vcf"),
        ("friends of ada.vcf", False, f"friends of {MARK}.vcf"),
    ],
)
def test_the_name_of_a_file_that_held_others_is_cut_or_asked_for(desk, now, source, is_sure, left):
    ada = desk.do(add_person, entry=PersonEntry("Ada Okafor"), now=now).made
    people = ForeignPeople((PersonRecord(1, 1, display_name="Ben Diaz"),))
    desk.do(apply_import, people, now=now, source=source)
    [file] = desk.run(preview_forgetting, now=now, person_id=ada).earlier
    assert (file.passage, file.is_sure) == (source, is_sure)

    desk.do(forget_person, person_id=ada, now=now, also={file.place})

    assert desk.run(list_steps)[1].did == f"Imported 1 person from {left}"
    assert [row[-2] for row in canonical_dump(desk)["people"]] == [left]


def test_an_import_keeps_its_name_when_that_tells_nothing(desk, now, forget):
    people = tuple(
        PersonRecord(place, place, display_name=name)
        for place, name in enumerate(["Ada Okafor", "Ben Diaz"], 1)
    )
    desk.do(apply_import, ForeignPeople(people), now=now, source="people.csv")

    forget(1)

    assert [row.did for row in desk.run(list_steps)][1:] == ["Imported 2 people from people.csv"]


def test_who_is_in_the_trash_can_be_forgotten_too(desk, ada, forget):
    desk.do(delete_mentee, mentorship_id=1)
    desk.do(delete_person, person_id=ada)
    preview = desk.run(preview_forgetting, now=NOW, person_id=ada)
    assert (preview.name, preview.is_on_desk) == ("Ada Okafor", False)

    forget(ada)

    assert "CANARY" not in everything_kept(desk)
    assert desk.run(list_trash) == []


def test_who_was_undone_can_be_forgotten_too(desk, now, forget):
    added = desk.do(add_person, entry=PersonEntry("Ada", remark="CANARY"), now=now)
    desk.do(undo_step, step_id=added.step)

    forget(added.made)

    assert "CANARY" not in everything_kept(desk)


def test_an_image_of_others_forgets_what_it_referred_to(desk, add, forget):
    ada = add.mentee("Ada")
    session = add.session(ada)
    ben = add.person("Ben")
    share = add.share(add.resource(), ben, session_id=session)

    def untie(db):
        db.execute(text("UPDATE shares SET session_id = NULL, remark = 'x'"))
        from mentor_desk.services.changes import Area, Changes

        return Changes(Area.SHARING, did="Changed a share")

    step = desk.do(untie).step
    forget(add.person_of(ada))

    desk.do(undo_step, step_id=step)

    [row] = canonical_dump(desk)["shares"]
    assert (row[0], row[3]) == (share, None)


def test_the_preview_counts_what_goes(desk, add, ada):
    with desk.work(writes=True) as db:
        db.execute(text("INSERT INTO photos (person_id, content) VALUES (:id, x'ff')"), {"id": ada})

    preview = desk.run(preview_forgetting, now=NOW, person_id=ada)

    assert [count.in_words() for count in preview.counts] == [
        "1 person",
        "1 photo",
        "1 topic",
        "1 topic of a person",
        "1 mentorship",
        "1 session",
        "1 goal",
        "1 milestone",
        "1 action",
        "1 resource",
        "1 share",
    ]
    assert preview.is_on_desk
    assert preview.in_history == 4
    assert preview.absent == Absence(LONG_AGO, NOW)


def test_a_preview_changes_nothing(desk, ada):
    before = everything_kept(desk)

    desk.run(preview_forgetting, now=NOW, person_id=ada)

    assert everything_kept(desk) == before


def test_the_preview_names_the_notes_that_still_name_them(desk, add, ada):
    ben = add.mentee("Ben Diaz")
    add.session(ben, private_notes="Would like to meet ada OKAFOR soon")
    add.session(ben, shared_notes="Ada’s talk was good")
    add.session(ben, shared_notes="An adaptation of Okafor’s book")
    add.person("Cem", how_we_met="Through Ada Okafor")

    mentions = desk.run(preview_forgetting, now=NOW, person_id=ada).mentions

    assert [(m.name, m.field, m.is_full) for m in mentions] == [
        ("Cem", "how we met", True),
        ("Session 1 with Ben Diaz", "private notes", True),
        ("Session 2 with Ben Diaz", "shared notes", False),
        ("Session 3 with Ben Diaz", "shared notes", False),
    ]


def test_names_are_found_without_their_accents(desk, add, now):
    zoe = add.person("Zoë Ångström")
    add.person("Ben", remark="zoe angstrom knows him")

    [mention] = desk.run(preview_forgetting, now=NOW, person_id=zoe).mentions

    assert (mention.name, mention.field, mention.is_full) == ("Ben", "remark", True)


def test_files_that_were_handed_over_are_named_for_they_lie_outside(desk, add, ada, now, today):
    from mentor_desk.models import Review

    with desk.work(writes=True) as db:
        db.add(
            Review(
                mentorship_id=1,
                since=today,
                until=today,
                state=ReviewState.ISSUED,
                sha256="ab",
                file_name="Review Ada.pdf",
                issued_at=now,
            )
        )

    assert desk.run(preview_forgetting, now=NOW, person_id=ada).files_given == ("Review Ada.pdf",)


def test_files_of_a_mentorship_that_was_deleted_first_are_named_too(desk, add, ada, now, today):
    from mentor_desk.models import Review

    with desk.work(writes=True) as db:
        db.add(
            Review(
                mentorship_id=1,
                since=today,
                until=today,
                state=ReviewState.ISSUED,
                sha256="ab",
                file_name="Review Ada.pdf",
                issued_at=now,
            )
        )
    desk.do(delete_mentee, mentorship_id=1)

    preview = desk.run(preview_forgetting, now=NOW, person_id=ada)

    assert preview.files_given == ("Review Ada.pdf",)


def test_a_step_of_which_something_is_left_is_named_by_that(desk, add, now, forget):
    ben = add.person("Ben Diaz")

    def both(db):
        changes = add_person(db, entry=PersonEntry("Ada Okafor"), now=now)
        edit_person(db, person_id=ben, entry=PersonEntry("Ben Diaz", role="Lead"))
        return changes

    ada = desk.do(both).made

    forget(ada)

    assert [row.did for row in desk.run(list_steps)][1:] == ["Changed 1 person"]


def test_ctrl_z_goes_on_with_whatever_the_history_lists(desk, add, now, forget):
    session = add.session(add.mentee("Ben Diaz"))
    ada = desk.do(add_person, entry=PersonEntry("Ada Okafor"), now=now).made
    for note in ("Ada Okafor came", "nothing", "more"):
        desk.do(write_session, session_id=session, words=SessionWords(private_notes=note))

    forget(ada)

    listed = [row.id for row in desk.run(list_steps) if row.state is StepState.DONE]
    assert len(listed) == 3
    for step_id in listed:
        assert desk.run(latest_step).id == step_id
        desk.do(undo_step, step_id=step_id)
    assert desk.run(latest_step) is None


def test_the_mentor_and_who_is_unknown_are_refused(desk, add, forget):
    me = add.mentor()

    with pytest.raises(RefusedMoveError, match="yourself"):
        forget(me)
    with pytest.raises(NotFoundError):
        forget(99)
    with pytest.raises(NotFoundError):
        desk.run(preview_forgetting, now=NOW, person_id=99)
