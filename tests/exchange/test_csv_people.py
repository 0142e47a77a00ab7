"""People of contact CSVs, in fixtures of our own making for every program we know."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mentor_desk.errors import InvalidEntryError
from mentor_desk.exchange.csv_fields import FIELD_KEYS, FIELDS
from mentor_desk.exchange.csv_mapping import Mapping, guess_mapping, needs_mapping
from mentor_desk.exchange.csv_people import (
    HIDDEN,
    NOBODY,
    REPEATED,
    UNMAPPED,
    apply_mapping,
    read_csv_people,
)
from mentor_desk.exchange.csv_table import read_table
from mentor_desk.exchange.records import ForeignTopic, PartialDate, WayToReach

FIXTURES = Path(__file__).parents[1] / "fixtures" / "csv"


def read(name):
    return read_csv_people((FIXTURES / name).read_bytes())


def people_of(text):
    return read_csv_people(text.encode())


def mapping_of(text):
    return guess_mapping(read_table(text.encode()))


def values(person, kind):
    return [way.value for way in person.ways if way.kind == kind]


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("google_2024.csv", "Google (2024 and later)"),
        ("google_old.csv", "Google (older)"),
        ("outlook_desktop.csv", "Outlook (desktop)"),
        ("outlook_desktop_german.csv", "Outlook (desktop)"),
        ("outlook_web.csv", "Outlook (web)"),
        ("linkedin.csv", "LinkedIn"),
        ("thunderbird.csv", "Thunderbird"),
        ("thunderbird_german.csv", "Thunderbird"),
        ("live_mail_german.csv", "Windows Live Mail"),
    ],
)
def test_the_program_that_wrote_a_file_is_known(name, program):
    table = read_table((FIXTURES / name).read_bytes())

    mapping = guess_mapping(table)

    assert (mapping.program, mapping.is_sure, mapping.doubt) == (program, True, "")
    assert set(mapping.columns) <= FIELD_KEYS | {None}
    assert not needs_mapping(table)


def test_googles_newer_contacts_arrive_whole():
    found = read("google_2024.csv")

    mirela, shop = found.people
    assert (mirela.prefix, mirela.given, mirela.family) == ("Dr.", "Mirela", "Vasić")
    assert (mirela.organisation, mirela.role) == ("Brightwater Labs", "Research Lead")
    assert mirela.ways == (
        WayToReach("email", "mirela@brightwater.example", "work", is_preferred=True),
        WayToReach("email", "mira@home.example", "home"),
        WayToReach("email", "ana@home.example", "home"),
        WayToReach("phone", "+44 7700 900123", "mobile"),
    )
    assert (mirela.street, mirela.city, mirela.postcode) == ("1 Mill Lane", "Leeds", "LS1 1AA")
    assert (mirela.tags, mirela.birthday) == (("Mentors",), PartialDate(None, 4, 12))
    assert mirela.remark == "Met at the spring fair.\nLikes walking meetings.\nAllergy: Nuts"
    assert (shop.display_name, shop.line) == ("Harbour Books", 5)


def test_googles_older_contacts_arrive_with_many_values_in_a_cell():
    (tomas,) = read("google_old.csv").people

    assert values(tomas, "email") == ["tomas@berg.example", "tb@berg.example"]
    assert tomas.ways[2:] == (
        WayToReach("phone", "070-1740605", "mobile"),
        WayToReach("phone", "070-1740606", "work"),
        WayToReach("chat", "tomas.berg", "skype"),
    )
    assert tomas.tags == ("Choir",)


def test_outlooks_contacts_arrive_with_dates_settled_by_their_column():
    orla, piet, rosa = read("outlook_desktop.csv").people

    assert (orla.prefix, orla.display_name, orla.role) == ("Ms.", "Orla Keane", "Head of Design")
    assert values(orla, "email") == ["orla@tidewater.example", "orla@home.example"]
    assert (orla.street, orla.city) == ("9 Elm Rd", "Athlone")
    assert orla.remark == "Spouse: Finn\nWork address: 3 Quay St, Galway, H91, Ireland"
    assert orla.tags == ("Alumni", "Design")
    assert (orla.birthday, piet.birthday) == (PartialDate(1980, 12, 25), PartialDate(1990, 5, 4))
    assert rosa.birthday is None


def test_german_outlook_contacts_arrive():
    (jo,) = read("outlook_desktop_german.csv").people

    assert (jo.prefix, jo.given, jo.middle, jo.family) == ("Frau", "Jördis", "Maria", "Öhlmann")
    assert values(jo, "email") == ["joerdis@weisswerk.example", "jo@privat.example"]
    assert (jo.city, jo.country, jo.postcode) == ("Köln", "Deutschland", "50667")
    assert jo.birthday == PartialDate(1975, 12, 31)


def test_outlooks_web_contacts_arrive():
    (nadia,) = read("outlook_web.csv").people

    assert (nadia.prefix, nadia.display_name) == ("Prof.", "Nadia Rahal")
    assert (values(nadia, "chat"), nadia.links) == (["nadia.r"], ("https://westgate.example",))
    assert (nadia.birthday, nadia.remark) == (PartialDate(1968, 2, 29), 'Prefers "quiet" rooms')
    assert (nadia.street, nadia.city) == ("2 College Way", "York")


def test_linkedins_connections_arrive_and_what_does_not_is_told():
    found = read("linkedin.csv")

    ines, yuki = found.people
    assert (ines.display_name, ines.organisation) == ("Ines Castro", "Castro, Pinto & Filhos")
    assert ines.links == ("https://www.linkedin.com/in/ines-castro-sample",)
    assert (ines.connected_on, ines.line) == (date(2026, 4, 30), 5)
    assert values(yuki, "email") == ["yuki@mori.example"]
    assert [(row.record, row.line) for row in found.skipped] == [(2, 6), (4, 8)]
    assert found.skipped[0].reason == HIDDEN
    assert found.skipped[1].reason == "The row has 8 cells, but there are only 7 headings."
    assert found.records == 4


def test_thunderbirds_contacts_arrive():
    (hana,) = read("thunderbird.csv").people

    assert values(hana, "email") == ["hana@novak.example", "h.novak@work.example"]
    assert (hana.street, hana.city) == ("Lipová 3, 2nd floor", "Brno")
    assert hana.birthday == PartialDate(None, 7, 14)
    assert hana.remark == "Custom 1: Speaks Czech"


def test_german_thunderbird_contacts_arrive():
    (uwe,) = read("thunderbird_german.csv").people

    assert (uwe.display_name, uwe.role, uwe.city) == ("Uwe Sänger", "Lektor", "Potsdam")
    assert uwe.birthday == PartialDate(1983, 3, 9)
    assert uwe.remark == "Work address: Berlin"


def test_german_live_mail_contacts_arrive():
    (gerd,) = read("live_mail_german.csv").people

    assert (gerd.display_name, gerd.city, gerd.role) == ("Gerd Blum", "Ulm", "Gärtner")
    assert gerd.remark == "Ruft; selten"


@pytest.mark.parametrize(
    ("headings", "keys"),
    [
        ("Name,E-mail,Phone,City", ("full_name", "email", "phone", "city")),
        ("Vorname,Name,E-Mail,Handy", ("given", "family", "email", "mobile")),
        ("Nom,Prénom,Courriel,Téléphone", ("family", "given", "email", "phone")),
        ("Nombre,Apellidos,Correo electrónico,Móvil", ("given", "family", "email", "mobile")),
        ("Nome,Cognome,Posta elettronica,Città", ("given", "family", "email", "city")),
        ("Voornaam,Achternaam,E-mailadres,Plaats", ("given", "family", "email", "city")),
        ("Nome,Sobrenome,E-mail,Telemóvel", ("given", "family", "email", "mobile")),
        ("Förnamn,Efternamn,E-post,Ort", ("given", "family", "email", "city")),
        ("FIRST_NAME,last-name,EMAIL,Job title", ("given", "family", "email", "role")),
    ],
)
def test_headings_of_eight_languages_are_known(headings, keys):
    mapping = mapping_of(f"{headings}\nAda,Lee,ada@lee.example,x\n")

    assert mapping.columns == keys


@pytest.mark.parametrize("end", ["ada@x.example", "not an address"])
def test_a_column_of_addresses_that_holds_none_makes_unsure(end):
    mapping = mapping_of(f"First Name,Last Name,Email\nAda,Lee,{end}\n")

    assert mapping.is_sure == ("@" in end)


@pytest.mark.parametrize(
    "text",
    [
        "column1,column2\na,b\n",
        "Name,Industry,Employees\nCompany A,Mining,25\n",
        "1,,3\n4,5,6\n",
        "Ada,Lovelace,ada@x.example\n",
        "First Name,Last Name,First Name,Email\nAda,Lee,Eva,a@x.example\n",
        "First Name,Last Name,Email\nx,Ada,Lee,a@x.example\n",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,CONTENT\n1,x,Ada Lee,Bob Day,hello\n",
    ],
)
def test_an_unsure_guess_takes_nobody_and_says_why(text):
    table = read_table(text.encode())

    found = people_of(text)

    assert needs_mapping(table)
    assert (found.people, found.records) == ((), len(table.rows))
    assert found.notes[0] == guess_mapping(table).doubt
    assert found.skipped[0].reason == UNMAPPED


def test_a_chosen_mapping_is_applied_like_a_guessed_one():
    table = read_table(b"Wer,Womit,Wo\nAda Lovelace,ada@x.example,London\n")
    mapping = Mapping(columns=("full_name", "email", "city"))

    (ada,) = apply_mapping(table, mapping).people

    assert (ada.display_name, ada.city, values(ada, "email")) == (
        "Ada Lovelace",
        "London",
        ["ada@x.example"],
    )


def test_a_doubtful_mapping_counts_once_somebody_has_looked_at_it():
    content = b"Ada,Lovelace,ada@x.example\nBob,Lee,bob@x.example\n"
    guess = guess_mapping(read_table(content))
    assert guess.columns == (None, None, "email")

    chosen = replace(guess, columns=("given", "family", "email"), is_sure=True, doubt="")

    people = read_csv_people(content, mapping=chosen).people
    assert [person.display_name for person in people] == ["Ada Lovelace", "Bob Lee"]


def test_a_mapping_may_turn_headings_into_a_row():
    table = read_table(b"Ada,Lovelace\nBob,Lee\n")

    found = apply_mapping(table, Mapping(columns=("given", "family"), has_header=False))

    assert [(person.line, person.given) for person in found.people] == [(1, "Ada"), (2, "Bob")]


def test_a_mapping_to_no_field_is_refused():
    table = read_table(b"A,B\nx,y\n")

    with pytest.raises(InvalidEntryError, match="“shoe” is no field"):
        apply_mapping(table, Mapping(columns=("shoe",)))


def test_every_field_has_a_key_and_a_title_of_its_own():
    assert len({field.key for field in FIELDS}) == len(FIELDS)
    assert len({field.title for field in FIELDS}) == len(FIELDS)


def test_every_row_is_taken_or_skipped_with_its_line():
    found = people_of(
        "First Name,Last Name,Email,Notes\n"
        "Ada,Lovelace,ada@x.example,\n"
        "\n"
        ",,,only a note\n"
        "First Name,Last Name,Email,Notes\n"
        "Bob,Lee\n"
        '"Cy,Day,cy@x.example,\n'
        "Di,Fox,,,,surplus\n"
        "Eve,Gray,eve@x.example,,,\n"
    )

    assert [(person.record, person.line, person.given) for person in found.people] == [
        (1, 2, "Ada"),
        (4, 6, "Bob"),
        (7, 9, "Eve"),
    ]
    assert [(row.record, row.line) for row in found.skipped] == [(2, 4), (3, 5), (5, 7), (6, 8)]
    assert [row.reason for row in found.skipped[:2]] == [NOBODY, REPEATED]


def test_a_record_broken_in_two_is_not_trusted():
    found = people_of(
        "First Name,Last Name,Notes,Email\n"
        "Ada,Lovelace,first line\n"
        "second line,ada@x.example\n"
        "Bob,Lee,,bob@x.example\n"
    )

    assert [person.given for person in found.people] == ["Bob"]
    assert [(row.line, row.reason) for row in found.skipped] == [
        (2, "The record seems to be broken in two at line 3."),
        (3, "The record seems to be broken in two at line 3."),
    ]


@pytest.mark.parametrize(
    "row", ["Ada, PhD,https://x.example,Lovelace,", "Ada,Lovelace,https://x.example,"]
)
def test_a_row_whose_cells_have_moved_is_not_trusted(row):
    found = people_of(
        f"First Name,Last Name,Email,Notes\n{row}\nBob,Lee,b@x.example,\nCy,Day,c@x.example,\n"
    )

    assert [person.given for person in found.people] == ["Bob", "Cy"]
    assert found.skipped[0].line == 2


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("'=1+1", "=1+1"),
        ("'+44 20", "+44 20"),
        ("'@ada", "@ada"),
        ("'-1", "-1"),
        ("'s avonds", "'s avonds"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_only_the_apostrophe_that_guards_a_formula_is_dropped(written, kept):
    (ada,) = people_of(f"First Name,Last Name,Notes\nAda,Lee,{written}\n").people

    assert ada.remark == kept


def test_columns_that_were_not_taken_are_named():
    found = people_of("First Name,Last Name,Email,Shoe size,Empty\nAda,Lee,a@x.example,38,\n")

    assert found.notes == ("Left out: Shoe size.",)


def test_interests_expertise_and_needs_arrive_as_topics():
    (ada,) = people_of(
        "Name,E-mail,Interests,Skills,Looking for\n"
        "Ada,a@x.example,Chess (high); Sailing,Python (expert),A first job\n"
    ).people

    assert ada.topics == (
        ForeignTopic("interest", "Chess", "high"),
        ForeignTopic("interest", "Sailing"),
        ForeignTopic("expertise", "Python", "expert"),
        ForeignTopic("need", "A first job"),
    )


def test_a_person_without_a_name_is_called_by_the_address():
    (someone,) = people_of("Name,E-mail\n,ada@x.example\n").people

    assert someone.display_name == "ada@x.example"


def test_an_unreadable_day_of_connection_is_kept_in_the_remark():
    (ada,) = people_of("First Name,Last Name,Connected On\nAda,Lee,some day\n").people

    assert (ada.connected_on, ada.remark) == (None, "Connected On: some day")


def test_what_is_no_e_mail_address_is_kept_as_another_way():
    found = people_of(
        "Name,E-mail\nAda,/o=Org/cn=ada\nBob,b@x.example; bob@y.example\nCy,c@x.example\n"
    )

    assert found.people[0].ways == (WayToReach("other", "/o=Org/cn=ada"),)
    assert values(found.people[1], "email") == ["b@x.example", "bob@y.example"]


def test_many_thousand_connections_keep_their_lines():
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    row = 'Ada,Lovelace,https://www.linkedin.com/in/a,,"Engines, Inc",Engineer,01 Jan 2024\n'

    found = people_of(head + row * 20_000)

    assert len(found.people) == 20_000
    assert found.people[-1].line == 20_001


def test_a_second_value_of_a_field_is_kept_in_the_remark():
    (ada,) = people_of("Name,E-mail,Company,Employer\nAda,a@x.example,Mill,Press\n").people

    assert (ada.organisation, ada.remark) == ("Mill", "Employer: Press")


def test_a_row_that_ends_far_too_early_is_not_trusted():
    found = people_of("First Name,Last Name,Email\nAda\nBob,Lee,b@x.example\n")

    assert [person.given for person in found.people] == ["Bob"]
    assert "seem to be shifted" in found.skipped[0].reason


def test_a_skipped_row_over_several_lines_names_them():
    found = people_of('First Name,Last Name,Notes\nAda,Lee,"one\ntwo",surplus\nBob,Day,\n')

    assert found.skipped[0].line == 2
    assert "from line 2 to 3" in found.skipped[0].reason
