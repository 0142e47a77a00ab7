"""Files of people are opened, read again as the mentor says, and taken together."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mentor_desk.errors import FileError, InvalidEntryError
from mentor_desk.exchange.records import ForeignPeople, PersonRecord, SkippedRecord
from mentor_desk.services.network.listing import count_people, find_people
from mentor_desk.services.transfer.files import (
    first_people,
    open_people_file,
    with_encoding,
    with_mapping,
)
from mentor_desk.services.transfer.importing import (
    apply_import,
    join_files,
    preview_import,
    read_people_file,
    source_of,
)
from mentor_desk.services.transfer.plan import Verdict

FIXTURES = Path(__file__).parents[2] / "fixtures"
WESTERN = "First Name,Last Name,E-mail Address\nJosé,Núñez,jose@example.org\n"


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def take(desk, now):
    def take(people, source="friends.vcf"):
        return desk.do(apply_import, people, now=now, source=source)

    return take


def mapping_of(file):
    assert file.mapping is not None
    return file.mapping


def counts(preview):
    return {verdict: preview.count(verdict) for verdict in Verdict}


def adds_up(preview):
    return sum(counts(preview).values()) == preview.records


def test_a_vcard_file_is_known_by_what_it_holds_and_not_by_its_name(write):
    path = write("friends.csv", "BEGIN:VCARD\nFN:Ada Okafor\nEND:VCARD\n")

    file = open_people_file(path)

    assert (file.name, file.table, file.mapping, file.needs_mapping) == (
        "friends.csv",
        None,
        None,
        False,
    )
    assert [person.display_name for person in file.people.people] == ["Ada Okafor"]


def test_a_csv_that_is_surely_understood_asks_nothing():
    file = open_people_file(FIXTURES / "csv" / "google_2024.csv")

    assert file.table is not None
    assert not file.needs_mapping
    assert file.people.people


def test_a_csv_of_unknown_headings_takes_nobody_until_it_is_said_what_they_hold(write):
    file = open_people_file(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\nRavi Kapoor,York\n"))
    assert file.needs_mapping
    assert not file.people.people

    chosen = with_mapping(file, replace(mapping_of(file), columns=("full_name", "city")))

    assert not chosen.needs_mapping
    assert [(each.display_name, each.city) for each in chosen.people.people] == [
        ("Ada Okafor", "Leeds"),
        ("Ravi Kapoor", "York"),
    ]


def test_a_mapping_can_be_given_with_the_file(write):
    path = write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n")
    asked = open_people_file(path)
    mapping = replace(mapping_of(asked), columns=("full_name", None), is_sure=True)

    people = read_people_file(path, mapping=mapping)

    assert [each.display_name for each in people.people] == ["Ada Okafor"]


def test_the_first_people_show_what_a_mapping_would_give(write):
    rows = "".join(f"Person {number}\n" for number in range(200))
    file = open_people_file(write("list.csv", rows))

    assert file.table is not None
    people = first_people(
        file.table, replace(mapping_of(file), columns=("full_name",), has_header=False)
    )

    assert [each.display_name for each in people[:2]] == ["Person 0", "Person 1"]
    assert len(people) == 50


def test_a_field_that_does_not_exist_is_refused(write):
    file = open_people_file(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))

    with pytest.raises(InvalidEntryError):
        with_mapping(file, replace(mapping_of(file), columns=("shoe size", None)))


def test_a_mapping_means_nothing_to_vcards(write):
    file = open_people_file(write("friends.vcf", "BEGIN:VCARD\nFN:Ada\nEND:VCARD\n"))
    csv = open_people_file(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))

    assert with_mapping(file, mapping_of(csv)) is file


def test_an_encoding_that_was_guessed_is_named_and_another_can_be_chosen(write):
    file = open_people_file(write("old.csv", WESTERN.encode("cp1252")))
    assert file.people.guessed_encoding

    greek = with_encoding(file, "iso8859_7")
    right = with_encoding(greek, "cp1252")

    assert greek.people.people[0].given != "José"
    assert right.people.people[0].given == "José"
    assert (right.encoding, right.people.guessed_encoding) == ("cp1252", "")
    assert with_encoding(right, "") == file


def test_vcards_name_the_encoding_that_was_guessed(write):
    card = "BEGIN:VCARD\nVERSION:2.1\nN:Núñez;José\nEND:VCARD\n"
    file = open_people_file(write("old.vcf", card.encode("cp1252")))

    greek = with_encoding(file, "iso8859_7")

    assert file.people.guessed_encoding
    assert not greek.people.guessed_encoding
    assert greek.people.people[0].given != "José"


def test_columns_that_were_chosen_stay_when_the_encoding_is_another(write):
    file = open_people_file(write("old.csv", "Wer,Wo\nJosé Núñez,Cádiz\n".encode("cp1252")))
    chosen = with_mapping(file, replace(mapping_of(file), columns=("full_name", "city")))

    again = with_encoding(chosen, "cp1252")

    assert again.people.people[0].display_name == "José Núñez"
    assert not again.needs_mapping


def test_text_in_utf_8_is_not_guessed(write):
    assert not open_people_file(write("new.csv", WESTERN)).people.guessed_encoding


def test_an_empty_file_asks_nothing_and_says_so(write):
    file = open_people_file(write("empty.csv", b""))

    assert not file.needs_mapping
    assert file.people == ForeignPeople(notes=("The file is empty.",))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="no file"):
        open_people_file(tmp_path / "gone.vcf")


def test_files_taken_together_number_their_records_through():
    first = ForeignPeople(
        (PersonRecord(2, 9, display_name="Ada"),), (SkippedRecord(1, 1, "No name."),), ("Odd.",)
    )
    second = ForeignPeople((PersonRecord(1, 1, display_name="Ravi"),), (), ("Old.",))

    joined = join_files([first, second], ["a.vcf", "b.vcf"])

    assert [(each.record, each.line, each.display_name) for each in joined.people] == [
        (2, 9, "Ada"),
        (3, 1, "Ravi"),
    ]
    assert joined.skipped == (SkippedRecord(1, 1, "No name."),)
    assert joined.records == 3
    assert joined.notes == ("a.vcf: Odd.", "b.vcf: Old.")
    assert join_files([first, second]).notes == ("Odd.", "Old.")


def test_one_file_alone_stays_as_it_is():
    only = ForeignPeople((PersonRecord(1, 1, display_name="Ada"),), (), ("Odd.",))

    assert join_files([only], ["a.vcf"]) is only
    assert join_files([]) == ForeignPeople()


def test_the_same_person_in_two_files_is_one_person(desk, write, take):
    card = "BEGIN:VCARD\nFN:Ada Okafor\nEMAIL:ada@example.org\nEND:VCARD\n"
    files = [open_people_file(write(name, card)).people for name in ("a.vcf", "b.vcf")]

    take(join_files(files), source_of(["a.vcf", "b.vcf"]))

    assert desk.run(count_people) == 1


def test_many_files_are_named_in_few_words():
    assert source_of(["a.vcf"]) == "a.vcf"
    assert source_of(["a.vcf", "b.vcf", "c.vcf"]) == "a.vcf, b.vcf, c.vcf"
    assert source_of(["a.vcf", "b.vcf", "c.vcf", "d.vcf"]) == "a.vcf and 3 more files"


def test_what_was_done_is_told_in_one_sentence(desk, write, take):
    one = read_people_file(write("one.vcf", "BEGIN:VCARD\nFN:Ada Okafor\nEND:VCARD\n"))
    more = read_people_file(
        write("more.vcf", "BEGIN:VCARD\nFN:Ada Okafor\nTITLE:Analyst\nEND:VCARD\n")
    )

    assert take(one, "one.vcf").did == "Imported 1 person from one.vcf"
    assert take(more, "more.vcf").did == "Added to 1 person from more.vcf"


def test_looking_tells_how_far_it_is_and_can_be_stopped(desk, write):
    cards = "".join(f"BEGIN:VCARD\nFN:Person {n}\nEND:VCARD\n" for n in range(2500))
    people = read_people_file(write("many.vcf", cards))
    heard = []

    desk.run(preview_import, people, progress=lambda done, of: heard.append((done, of)))

    assert heard == [(0, 2500), (1000, 2500), (2000, 2500)]


def test_an_import_that_is_stopped_leaves_everything_as_it_was(desk, write, take, now):
    cards = "".join(f"BEGIN:VCARD\nFN:Person {n}\nEND:VCARD\n" for n in range(4500))
    people = read_people_file(write("many.vcf", cards))

    class StoppedError(Exception):
        pass

    def stop(done, of):
        if done > 6000:
            raise StoppedError

    with pytest.raises(StoppedError):
        desk.do(apply_import, people, now=now, source="many.vcf", progress=stop)

    assert desk.run(count_people) == 0
    take(people)
    assert desk.run(count_people) == 4500


def independent_count(path):
    """Count the records of a vCard file without our reader."""
    text = path.read_bytes().replace(b"\0", b"")
    return len(re.findall(rb"(?im)^(?:[\w-]+\.)?BEGIN:[ \t]*VCARD", text.replace(b"\r", b"\n")))


def holds_together(desk, take, people):
    before = desk.run(count_people)
    preview = desk.run(preview_import, people)
    assert adds_up(preview)
    assert preview.records == people.records
    take(people)
    assert desk.run(count_people) == before + preview.count(Verdict.NEW)
    again = desk.run(preview_import, people)
    assert not again.has_work, [row for row in again.rows if row.differences][:3]
    assert again.records == preview.records
    assert again.count(Verdict.SKIPPED) == preview.count(Verdict.SKIPPED)
    assert take(people).step is None


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.*")), ids=lambda path: path.name)
def test_our_own_files_add_up_and_change_nothing_the_second_time(desk, take, path):
    people = read_people_file(path)
    assert people.people

    holds_together(desk, take, people)


def test_every_vcard_of_other_programs_adds_up_and_changes_nothing_the_second_time(
    desk, take, shared
):
    for path in shared("vcard"):
        people = read_people_file(path)

        assert people.records == independent_count(path), path.name
        holds_together(desk, take, people)


@pytest.mark.parametrize("folder", ["csv", "hostile"])
def test_every_table_of_other_programs_adds_up_and_changes_nothing_the_second_time(
    desk, take, shared, folder
):
    for path in shared(folder):
        file = open_people_file(path)
        assert file.table is not None
        assert file.people.records == len(file.table.rows), path.name
        holds_together(desk, take, file.people)
        if file.needs_mapping:
            first = ("full_name", *[None] * (file.table.width - 1))
            mapped = with_mapping(file, replace(mapping_of(file), columns=first))
            holds_together(desk, take, mapped.people)


def test_all_files_of_other_programs_at_once_add_up_and_change_nothing_the_second_time(
    desk, take, shared
):
    paths = [*shared("vcard"), *shared("csv")]

    everybody = join_files([read_people_file(path) for path in paths])

    holds_together(desk, take, everybody)
    assert desk.run(find_people, "")


def test_a_picture_that_cannot_be_read_is_not_told_as_a_change_for_ever(desk, take):
    ada = PersonRecord(1, 1, display_name="Ada Okafor", photo=b"\xff\xd8\xff nothing more")
    people = ForeignPeople((ada,))

    holds_together(desk, take, people)
