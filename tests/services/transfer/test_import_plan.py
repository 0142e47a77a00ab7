"""An import tells who is new, who changes, and changes nothing the second time."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from mentor_desk.exchange.records import (
    ForeignPeople,
    ForeignTopic,
    PartialDate,
    PersonRecord,
    SkippedRecord,
    WayToReach,
)
from mentor_desk.models import Base
from mentor_desk.models.kinds import TopicKind, TopicLevel, WayKind
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.listing import count_people, find_people, people_named
from mentor_desk.services.network.people import person_card
from mentor_desk.services.transfer.importing import apply_import, preview_import
from mentor_desk.services.transfer.plan import Difference, Verdict

MAIL = WayToReach("email", "ada@example.org", "work", is_preferred=True)


def file_of(*records, skipped=()):
    return ForeignPeople(tuple(records), tuple(skipped))


def ada(record=1, **parts):
    values = {"display_name": "Ada Okafor", "given": "Ada", "family": "Okafor", **parts}
    return PersonRecord(record, record, **values)


@pytest.fixture
def take(desk, now):
    def take(people, **more):
        return desk.do(apply_import, people, now=now, source="friends.vcf", **more)

    return take


def verdicts(desk, people):
    return [row.verdict for row in desk.run(preview_import, people).rows]


def rows_of_everything(desk):
    with desk.work() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in {"steps", "images"}
        }


def test_everything_a_record_says_is_kept(desk, take):
    record = ada(
        organisation="Northgate",
        ways=(MAIL, WayToReach("phone", "+44 113 4960")),
        links=("https://example.org/ada",),
        topics=(
            ForeignTopic("interest", "Open data", "high"),
            ForeignTopic("need", "people analytics"),
        ),
        tags=("Choir",),
        birthday=PartialDate(month=4, day=12),
        connected_on=date(2026, 4, 30),
        remark="Met at the fair",
    )

    take(file_of(record))

    [row] = desk.run(people_named, "Ada Okafor")
    card = desk.run(person_card, person_id=row.id)
    assert card.entry.birthday == "--04-12"
    assert card.entry.met_on == date(2026, 4, 30)
    assert card.entry.remark == "Met at the fair\n\nLabels: Choir"
    assert card.came_from == "friends.vcf"
    assert [(way.kind, way.value) for way in card.entry.ways] == [
        (WayKind.EMAIL, "ada@example.org"),
        (WayKind.PHONE, "+44 113 4960"),
        (WayKind.LINK, "https://example.org/ada"),
    ]
    assert [(topic.kind, topic.level) for topic in card.topics] == [
        (TopicKind.INTEREST, TopicLevel.HIGH),
        (TopicKind.NEED, None),
    ]


def test_importing_twice_changes_nothing(desk, take):
    people = file_of(
        ada(ways=(MAIL,), remark="one", tags=("a",), uid="u1"),
        ada(2, organisation="Elsewhere", ways=(MAIL,), remark="two"),
        ada(3, ways=(WayToReach("email", "other@example.org"),)),
        PersonRecord(4, 4, ways=(WayToReach("email", "nameless@example.org"),)),
    )
    take(people)
    before = rows_of_everything(desk)

    second = take(people)

    assert second.step is None
    assert rows_of_everything(desk) == before
    assert set(verdicts(desk, people)) == {Verdict.ALREADY}


def test_the_counts_add_up_to_the_records(desk, add):
    add.person("Ravi Kapoor")
    people = file_of(
        ada(2),
        PersonRecord(3, 9, display_name="Ravi Kapoor", role="Analyst"),
        PersonRecord(4, 12, display_name="Ravi Kapoor"),
        skipped=[SkippedRecord(1, 1, "No name.")],
    )

    preview = desk.run(preview_import, people)

    assert [row.verdict for row in preview.rows] == [
        Verdict.SKIPPED,
        Verdict.NEW,
        Verdict.CHANGED,
        Verdict.ALREADY,
    ]
    assert sum(preview.count(verdict) for verdict in Verdict) == preview.records == 4
    assert preview.has_work


def test_a_changed_record_shows_what_was_and_what_will_be(desk, take):
    take(file_of(ada(organisation="Northgate", ways=(MAIL,))))

    [row] = desk.run(preview_import, file_of(ada(organisation="Weston", ways=(MAIL,)))).rows

    assert row.differences == (Difference("organisation", "Northgate", "Weston"),)


def test_a_record_can_be_left_out(desk, take):
    changes = take(file_of(ada()), leave_out=frozenset({1}))

    assert changes.step is None
    assert desk.run(count_people) == 0


def test_a_remark_on_the_desk_is_added_to_and_never_replaced(desk, add, take):
    person = add.person("Ada Okafor", remark="mine")

    take(file_of(ada(remark="theirs")))

    assert desk.run(person_card, person_id=person).entry.remark == "mine\n\ntheirs"


def test_two_people_of_one_name_with_other_addresses_stay_two(desk, take):
    other = WayToReach("email", "ada@weston.example")

    take(file_of(ada(ways=(MAIL,)), ada(2, ways=(other,))))

    assert desk.run(count_people) == 2


def test_one_person_with_a_new_address_at_the_same_organisation_is_one(desk, take):
    take(file_of(ada(ways=(MAIL,), organisation="Northgate")))
    moved = ada(ways=(WayToReach("email", "okafor@example.org"),), organisation="northgate")

    assert verdicts(desk, file_of(moved)) == [Verdict.CHANGED]


def test_a_uid_finds_a_person_whose_name_changed(desk, take):
    take(file_of(ada(uid="u1", ways=(MAIL,))))

    renamed = PersonRecord(1, 1, uid="u1", display_name="Ada Lund", given="Ada", family="Lund")

    assert verdicts(desk, file_of(renamed)) == [Verdict.CHANGED]


def test_one_uid_on_two_different_cards_makes_two_people(desk, take):
    people = file_of(ada(uid="u1"), PersonRecord(2, 5, uid="u1", display_name="Ravi Kapoor"))

    take(people)

    assert desk.run(count_people) == 2


def test_a_shared_address_finds_the_longer_name(desk, take):
    take(file_of(ada(ways=(MAIL,))))
    titled = PersonRecord(1, 1, display_name="Dr. Ada Okafor", ways=(MAIL,))
    colleague = PersonRecord(2, 2, display_name="Ravi Kapoor", ways=(MAIL,))

    assert verdicts(desk, file_of(titled, colleague)) == [Verdict.ALREADY, Verdict.NEW]


def test_a_picture_is_kept_small_and_a_broken_one_is_left(desk, take):
    big = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(big, "PNG")

    take(file_of(ada(photo=big.getvalue()), PersonRecord(2, 2, display_name="B", photo=b"GIF89a")))

    cards = [desk.run(person_card, person_id=row.id) for row in desk.run(find_people)]
    photos = {card.name: card.photo for card in cards}
    assert photos["B"] is None
    assert Image.open(io.BytesIO(photos["Ada Okafor"])).size == (256, 171)


def test_an_import_is_one_step_and_can_be_undone(desk, add, take):
    add.topic(add.person("Ravi Kapoor"), TopicKind.INTEREST, "chess")
    before = rows_of_everything(desk)
    heard = []
    many = [
        PersonRecord(
            n, n, display_name=f"Person {n}", ways=(WayToReach("email", f"{n}@x.example"),)
        )
        for n in range(3, 2503)
    ]
    ravi = PersonRecord(
        1, 1, display_name="Ravi Kapoor", role="Analyst", connected_on=date(2026, 1, 2)
    )

    changes = take(file_of(ravi, *many), progress=lambda done, of: heard.append((done, of)))

    assert changes.did == "Imported 2500 people from friends.vcf and added to 1"
    assert heard == sorted(heard)
    assert heard[-1] == (5002, 5002)
    desk.do(undo_step, step_id=changes.step)
    assert rows_of_everything(desk) == before


def test_ids_of_deleted_people_are_not_given_again(desk, take):
    first = take(file_of(ada()))
    desk.do(undo_step, step_id=first.step)

    take(file_of(PersonRecord(1, 1, display_name="Ravi Kapoor")))

    assert desk.run(people_named, "Ravi Kapoor")[0].id == 2


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (PartialDate(1985, 4, 12), "1985-04-12"),
        (PartialDate(1985), "1985"),
        (PartialDate(1985, 4), "1985-04"),
        (PartialDate(month=4), "--04"),
        (PartialDate(text="circa 1800"), "circa 1800"),
    ],
)
def test_a_birthday_is_kept_as_far_as_it_is_known(desk, take, day, text):
    take(file_of(ada(birthday=day)))

    [row] = desk.run(find_people)
    assert desk.run(person_card, person_id=row.id).entry.birthday == text
