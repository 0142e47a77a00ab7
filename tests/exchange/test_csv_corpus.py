"""Contact CSVs that other programs wrote, where that folder stands beside the project."""

from pathlib import Path

import pytest

from mentor_desk.exchange.csv_mapping import guess_mapping, needs_mapping
from mentor_desk.exchange.csv_people import read_csv_people
from mentor_desk.exchange.csv_table import read_table
from mentor_desk.exchange.records import PartialDate

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

TAKEN = {
    "Tests__TestFiles__Google.csv": ("Google (older)", 1),
    "GoogleCreatedOutlook.csv": ("Outlook (desktop)", 1),
    "TestFiles__Outlook365.csv": ("Outlook (desktop)", 6),
    "Outlook365_Web.csv": ("Outlook (web)", 1),
    "ThunderbirdAnsi.csv": ("Thunderbird", 1),
    "ThunderbirdUtf8.csv": ("Thunderbird", 1),
    "ThunderbirdUtf8EnglishColumnsInvalidBDay.csv": ("Thunderbird", 1),
    "WindowsLiveMail.csv": ("Windows Live Mail", 1),
    "Sample_CSV_file_for_importing_contacts.csv": ("Outlook (desktop)", 5),
    "google-shared-contacts-client__outlook.csv": ("unknown", 3),
    "network-jobs__fixtures__Connections.csv": ("LinkedIn", 10),
    "network-intelligence__tests__fixtures__Connections.csv": ("LinkedIn", 10),
}
ASKED = {
    "NoHeader.csv": 2,
    "Outlook365_DifferentColumnNames.csv": 6,
    "Outlook365_DifferentColumnNamesLessColumns.csv": 6,
    "ThunderbirdUtf8UnknownAndLessColumnNames.csv": 1,
    "accountsForInsert.csv": 4,
    "csvEscapedQuotes.csv": 2,
    "csvSeparator.csv": 2,
    "csvtext.csv": 2,
    "csvtext_BOM_UTF16BE.csv": 2,
    "csvtext_BOM_UTF16LE.csv": 2,
    "csvtext_BOM_UTF32BE.csv": 2,
    "csvtext_BOM_UTF8.csv": 2,
    "dateWithTimeZone.csv": 2,
    "emptyFirstRowFieldValueInCsvTemplate.csv": 2,
    "Messages.csv": 11,
}
# Marked as UTF-16 though its letters are four bytes each: nothing sensible can be asked of it.
BROKEN = {"csvtext_BOM_UTF32LE.csv"}


@pytest.fixture
def content():
    def find(ending, folder="csv"):
        if not SHARED.is_dir():
            pytest.skip("The folder of real files does not stand beside the project.")
        (path,) = (SHARED / folder).glob(f"*{ending}")
        return path.read_bytes()

    return find


@pytest.fixture
def people(content):
    def read(ending):
        return read_csv_people(content(ending)).people

    return read


def values(person, kind):
    return [way.value for way in person.ways if way.kind == kind]


def test_every_file_of_the_folder_is_spoken_of_here():
    if not SHARED.is_dir():
        pytest.skip("The folder of real files does not stand beside the project.")

    endings = [*TAKEN, *ASKED, *BROKEN]
    for path in (SHARED / "csv").iterdir():
        assert any(path.name.endswith(ending) for ending in endings), path.name


@pytest.mark.parametrize("ending", TAKEN)
def test_people_are_taken_from_what_holds_people(content, ending):
    program, count = TAKEN[ending]

    found = read_csv_people(content(ending))

    assert guess_mapping(read_table(content(ending))).program == program
    assert (len(found.people), found.skipped) == (count, ())


@pytest.mark.parametrize("ending", ASKED)
def test_a_person_is_asked_where_nobody_can_know(content, ending):
    table = read_table(content(ending))

    found = read_csv_people(content(ending))

    assert needs_mapping(table)
    assert (len(found.people), len(found.skipped)) == (0, ASKED[ending])
    assert found.notes[0] == guess_mapping(table).doubt != ""


@pytest.mark.parametrize("ending", BROKEN)
def test_a_broken_file_takes_nobody_and_says_so(content, ending):
    found = read_csv_people(content(ending))

    assert not found.people
    assert found.notes


@pytest.mark.parametrize("ending", ["blns.json", "blns.txt", "csv-payload.txt"])
def test_hostile_files_take_nobody_and_say_so(content, ending):
    found = read_csv_people(content(ending, "hostile"))

    assert not found.people
    assert found.notes


def test_hostile_words_arrive_as_they_stand(content):
    words = [
        line
        for line in content("csv-payload.txt", "hostile").decode().splitlines()
        if line.strip() and '"' not in line
    ]
    text = "".join(f"Ada\tLee\t{word}\n" for word in words)

    found = read_csv_people(f"First Name\tLast Name\tNotes\n{text}".encode())

    assert [person.remark for person in found.people] == [word.strip() for word in words]


def test_the_google_contact_is_whole(people):
    (max_,) = people("TestFiles__Google.csv")

    assert max_.display_name == "Dr. Max Middle Name Mustermann jr."
    assert (max_.given, max_.middle, max_.family) == ("Max", "Middle Name", "Mustermann")
    assert (max_.prefix, max_.suffix, max_.nickname) == ("Dr.", "jr.", "Maxl")
    assert values(max_, "email") == [
        "ohneLabel@folker.de",
        "ohneLabel2@folker.de",
        "privat@folker-kinzel.de",
        "andere@folker-kinzel.de",
        "business@folker-kinzel.de",
        "business2@folker.de",
        "business 3@golker.de",
        "privat2@folker-kinzel.de",
        "privat2@folker.de",
        "privat3@folker.de",
        "andere2@folker.de",
    ]
    assert [way.value for way in max_.ways if way.is_preferred] == ["privat@folker-kinzel.de"]
    assert len(values(max_, "phone")) == 10
    assert values(max_, "chat") == [f"Chatadresse{number}" for number in range(1, 6)]
    assert (max_.organisation, max_.role, max_.department) == ("Firma", "Position", "Abteilung")
    assert (max_.street, max_.city) == ("Eisenbahnstraße, Postfach, 84", "Leipzig")
    assert max_.links == ("http://www.musterworks.de", "http://www.privat.de")
    assert (max_.birthday, max_.tags) == (PartialDate(1972, 1, 31), ("Importiert am 29.3.",))
    assert "Spouse: Petra" in max_.remark


def test_googles_file_for_outlook_is_read_in_spite_of_a_surplus_cell(people):
    (max_,) = people("GoogleCreatedOutlook.csv")

    assert (max_.prefix, max_.family, max_.birthday) == (
        "Dr.",
        "Mustermann",
        PartialDate(1972, 1, 31),
    )
    assert values(max_, "email") == [
        "privat@folker-kinzel.de",
        "andere@folker-kinzel.de",
        "business@folker-kinzel.de",
    ]
    assert (max_.organisation, max_.role) == ("Firma", "Position")
    assert max_.tags == ("Importiert am 29.3.",)
    assert max_.remark.startswith("Kommentar ÄÄÄÄÄÄ")


@pytest.mark.parametrize("ending", ["TestFiles__Outlook365.csv", "importing_contacts.csv"])
def test_outlooks_sample_people_are_read(people, ending):
    found = people(ending)

    assert [person.display_name for person in found[:5]] == [
        "Anita Jorgensen",
        "Anne-Mette Olesen",
        "Dorena Paschke",
        "Kemal Celik",
        "Shiori Inoue",
    ]
    assert values(found[0], "email") == ["Anita@contoso.com"]
    assert values(found[0], "phone") == ["555-555-1212"]
    assert (found[0].organisation, found[0].birthday) == ("Contoso", PartialDate(1981, 1, 20))
    assert found[0].links == ("http://www.microsoft.com/",)


def test_outlooks_full_contact_keeps_three_addresses_apart(people):
    max_ = people("TestFiles__Outlook365.csv")[5]

    assert (max_.prefix, max_.given, max_.middle, max_.suffix) == ("Dr.", "Max", "Peter", "Jr.")
    assert values(max_, "email") == [
        "email@address.com",
        "email2@address.com",
        "email3@address.com",
    ]
    assert (max_.city, max_.region, max_.postcode) == ("Dresden", "Sachsen", "01067")
    assert (max_.role, max_.birthday) == ("Chef", PartialDate(1984, 6, 5))
    assert "Magdeburg" in max_.remark
    assert "Eisenach, Thüringen" in max_.remark


def test_outlooks_web_contact_is_whole(people):
    (max_,) = people("Outlook365_Web.csv")

    assert (max_.given, max_.family, max_.nickname) == ("Max", "Mustermann", "Maxl")
    assert values(max_, "email") == [
        "privat@folker-kinzel.de",
        "business@folker-kinzel.de",
        "andere@folker-kinzel.de",
    ]
    assert values(max_, "phone")[:3] == ["Tel privat", "Tel privat 2", "Tel geschäftlich"]
    assert (max_.organisation, max_.department) == ("Firma", "Führungsetage")
    assert max_.birthday == PartialDate(1972, 1, 31)


@pytest.mark.parametrize(
    ("ending", "birthday"),
    [
        ("ThunderbirdAnsi.csv", PartialDate(1972, 1, 31)),
        ("ThunderbirdUtf8.csv", PartialDate(1972, 1, 31)),
        ("EnglishColumnsInvalidBDay.csv", PartialDate(text="1977-2-31")),
    ],
)
def test_thunderbirds_contact_is_whole(people, ending, birthday):
    (max_,) = people(ending)

    assert (max_.given, max_.family, max_.nickname) == ("Max", "Mustermann", "Maxl")
    assert values(max_, "email") == ["privat@folker-kinzel.de", "business@folker-kinzel.de"]
    assert values(max_, "phone") == [
        "Tel privat",
        "Tel geschäftlich",
        "Handy",
        "Fax privat",
        "Pager",
    ]
    assert (max_.city, max_.postcode, max_.country) == ("Wohnort", "06779", "BRD")
    assert (max_.role, max_.organisation, max_.birthday) == ("Position", "Firma", birthday)
    assert max_.remark.startswith("Kommentar für Maxl")


def test_live_mails_contact_is_whole(people):
    (max_,) = people("WindowsLiveMail.csv")

    assert (max_.given, max_.middle, max_.family) == ("Max", "Middle Name", "Mustermann")
    assert values(max_, "email") == ["privat@folker-kinzel.de"]
    assert (max_.street, max_.city, max_.country) == ("Straße 42", "Ort", "DE")
    assert max_.remark.startswith("Kommentar Äöü")


def test_rows_that_end_early_keep_their_columns(people):
    adam, daniel, duncan = people("shared-contacts-client__outlook.csv")

    assert values(adam, "email") == [
        "adam.glacius@anycom.com",
        "adam.g@example.com",
        "ag@glacius.com",
    ]
    assert adam.street == "999 Super Way, Super, CA, 94043"
    assert (daniel.display_name, daniel.role) == ("Daniel Ireland", "Receptionist")
    assert values(duncan, "phone") == ["+1 555 3227 8543"]


@pytest.mark.parametrize(
    ("ending", "names", "emails", "line"),
    [
        ("network-jobs__fixtures__Connections.csv", ("Ada Lovelace", "Grace Zhao"), 0, 5),
        (
            "network-intelligence__tests__fixtures__Connections.csv",
            ("Alice Johnson", "Jack Anderson"),
            7,
            6,
        ),
    ],
)
def test_linkedins_connections_are_read_below_their_preamble(people, ending, names, emails, line):
    found = people(ending)

    assert (found[0].display_name, found[-1].display_name) == names
    assert sum(bool(values(person, "email")) for person in found) == emails
    assert found[0].line == line
    assert all(person.connected_on and person.links and person.role for person in found)
