"""The journal knows what every path of writing changed, and puts all of it back."""

import pytest
from sqlalchemy import delete, insert, select, text, update

from mentor_desk.models import (
    Action,
    Base,
    Image,
    MentoringSession,
    Person,
    PersonTopic,
    Photo,
    Topic,
    Way,
)
from mentor_desk.models.kinds import TopicKind, WayKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.mentees.mentorships import delete_mentee
from mentor_desk.storage.journal.steps import NOT_JOURNALED
from tests.canonical import canonical_dump


def as_step(desk, *statements):
    """Run statements as one step, take it back, and return the desk before, done and after."""

    def write(db):
        for statement in statements:
            db.execute(text(statement) if isinstance(statement, str) else statement)
        return Changes(Area.PEOPLE, did="Wrote")

    before = canonical_dump(desk)
    step = desk.do(write).step
    done = canonical_dump(desk)
    undone = desk.do(undo_step, step_id=step)
    after = canonical_dump(desk)
    desk.do(undo_step, step_id=undone.step)
    assert canonical_dump(desk) == done
    return before, done, after


@pytest.fixture
def full(desk, add):
    for name in ("Ada Okafor", "Grace Obi"):
        mentorship = add.mentee(name)
        for _ in range(3):
            session = add.session(mentorship, shared_notes="Words")
            add.action(mentorship, session_id=session)
        add.milestone(add.goal(mentorship))
        add.topic(add.person_of(mentorship), TopicKind.INTEREST, "Python")
        add.share(add.resource(f"For {name}"), add.person_of(mentorship), session_id=session)
    add.introduction(1, 2, session_id=1)
    with desk.work(writes=True) as db:
        db.add(Photo(person_id=1, content=bytes(range(256))))
    return desk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET shared_notes = upper(shared_notes)",
        "DELETE FROM people",
        "DELETE FROM sessions WHERE number > 1",
        "INSERT OR REPLACE INTO topics (id, name, folded) VALUES (1, 'Go', 'go')",
        (
            "INSERT INTO topics (name, folded) VALUES ('Python', 'python')"
            " ON CONFLICT (folded) DO UPDATE SET name = 'PYTHON'"
        ),
        "UPDATE OR REPLACE person_topics SET person_id = 1",
        "UPDATE people SET is_oneself = (id = 2)",
        update(MentoringSession).values(minutes=30),
        delete(Action).where(Action.id > 2),
        insert(Topic).values([{"name": str(n), "folded": str(n)} for n in range(50)]),
    ],
    ids=str,
)
def test_bulk_statements_and_cascades_are_put_back(full, statement):
    before, done, after = as_step(full, statement)

    assert done != before
    assert after == before


def test_a_cascade_is_put_back_down_to_the_last_row(full):
    before = canonical_dump(full)

    step = full.do(delete_mentee, mentorship_id=1).step
    assert len(canonical_dump(full)["sessions"]) == 3
    full.do(undo_step, step_id=step)

    assert canonical_dump(full) == before


def test_rows_that_changed_places_are_put_back(full):
    before, done, after = as_step(
        full,
        "UPDATE sessions SET number = 99 WHERE id = 1",
        "UPDATE sessions SET number = 1 WHERE id = 2",
        "UPDATE sessions SET number = 2 WHERE id = 1",
        "UPDATE parties SET side = 'third' || side WHERE 0",
        "UPDATE people SET uid = 'for a moment' WHERE id = 1",
        "UPDATE people SET uid = (SELECT uid FROM people WHERE id = 2) || '!' WHERE id = 1",
    )

    assert done != before
    assert after == before


def test_a_row_that_took_the_place_of_another_gives_it_back(full):
    before, done, after = as_step(
        full,
        delete(PersonTopic),
        "DELETE FROM topics",
        "INSERT INTO topics (name, folded) VALUES ('python!', 'python')",
        "DELETE FROM mentorships WHERE id = 1",
        "UPDATE mentorships SET person_id = 1 WHERE id = 2",
    )

    assert done != before
    assert after == before


def test_what_was_given_to_a_row_does_not_go_with_it(full):
    # As merging does: all goes over to somebody new, and the old row goes.
    before, done, after = as_step(
        full,
        "INSERT INTO people (id, uid, is_oneself, display_name, sort_name, search_text, prefix,"
        " given, middle, family, suffix, nickname, pronouns, organisation, department, role,"
        " street, city, region, postcode, country, birthday, how_we_met, remark, came_from,"
        " created_at) SELECT 77, 'new', 0, 'New', 'new', '', '', '', '', '', '', '', '', '', '',"
        " '', '', '', '', '', '', '', '', '', '', created_at FROM people WHERE id = 1",
        "UPDATE mentorships SET person_id = 77 WHERE person_id = 1",
        "UPDATE shares SET person_id = 77 WHERE person_id = 1",
        "DELETE FROM people WHERE id = 1",
    )

    assert done != before
    assert after == before


def test_a_row_made_and_gone_within_a_step_leaves_nothing(full):
    before, _, after = as_step(
        full,
        "INSERT INTO topics (id, name, folded) VALUES (900, 'x', 'x')",
        "DELETE FROM topics WHERE id = 900",
        "UPDATE people SET remark = 'y' WHERE id = 2",
    )

    assert after == before


def test_every_table_but_the_journal_is_watched(desk, add):
    add.person()
    desk.do(_touch)

    with desk.work(writes=True) as db:
        found = db.scalars(
            text("SELECT DISTINCT tbl_name FROM temp.sqlite_master WHERE type = 'trigger'")
        ).all()
    tables = {table.name for table in Base.metadata.sorted_tables}
    assert set(found) == tables - set(NOT_JOURNALED)


def test_odd_texts_survive(desk, add):
    person = add.person()
    odd = ["", "nul\x00inside", "\u2028\ufffe\U0001f98a", "\"\\'\n\r\t\x01\x7f", "x" * 100_000]
    for text_ in odd:
        add.person(remark=text_)
        with desk.work(writes=True) as db:
            db.add(Way(person_id=person, kind=WayKind.OTHER, value=f"v{text_}", label=text_))

    before, done, after = as_step(desk, delete(Way), update(Person).values(remark="gone"))

    assert done != before
    assert after == before


def test_images_are_kept_once_for_a_row_in_a_step(desk, add):
    add.person()

    def often(db):
        for number in range(20):
            db.execute(update(Person).values(role=str(number)))
        return Changes(Area.PEOPLE, did="Often")

    desk.do(often)

    with desk.work() as db:
        assert len(db.scalars(select(Image)).all()) == 1


def _touch(db):
    db.execute(update(Person).values(role="x"))
    return Changes(Area.PEOPLE, did="Touched")
