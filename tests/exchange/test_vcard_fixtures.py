"""Whole cards as phones, offices, address books and the standard write them."""

from pathlib import Path

import pytest

from mentor_desk.exchange.records import ForeignTopic, PartialDate, WayToReach
from mentor_desk.exchange.vcard import is_vcard, read_vcards

FIXTURES = Path(__file__).parents[1] / "fixtures" / "vcard"


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.vcf")), ids=lambda file: file.name)
def test_every_card_is_taken_or_skipped(file):
    content = file.read_bytes()

    found = read_vcards(content)

    assert is_vcard(content)
    assert found.records == content.count(b"BEGIN:VCARD")
    assert found.records == len(found.people) + len(found.skipped)


def test_a_japanese_phone_names_its_encoding_on_each_line():
    first, second = read_vcards((FIXTURES / "phone_21_shift_jis.vcf").read_bytes()).people

    assert (first.display_name, first.family, first.given) == ("能登 さくら", "能登", "さくら")
    assert first.ways == (WayToReach("phone", "09000000001", "mobile", is_preferred=True),)
    assert (second.display_name, second.remark) == ("能登 健", "茶道の会")


def test_an_office_program_leaves_its_encoding_to_be_guessed():
    found = read_vcards((FIXTURES / "office_21_western.vcf").read_bytes())
    (person,) = found.people

    assert (person.prefix, person.given, person.middle) == ("Dr.", "Jörg", "Uwe")
    assert (person.family, person.suffix) == ("Größler", "jun.")
    assert (person.organisation, person.department) == ("Brückenbau, Weiß & Co.", "Planung")
    assert (person.street, person.city) == ("3. Stock, Lange Straße 5", "Görlitz")
    assert (person.region, person.postcode, person.country) == ("Sachsen", "02826", "Deutschland")
    assert person.remark == "Erste Zeile\n\nzweite, lange Zeile"
    assert person.photo is not None
    assert person.photo.startswith(b"GIF89a")
    assert person.ways[-1] == WayToReach("email", "joerg@bruecken.example", is_preferred=True)
    assert "cp1252" in found.notes[0]


def test_an_address_book_labels_by_groups():
    found = read_vcards((FIXTURES / "address_book_30.vcf").read_bytes())
    (person,) = found.people

    assert person.middle == "Grace, Ada"
    assert person.ways == (
        WayToReach("email", "ifeoma@uni.example", "school", is_preferred=True),
        WayToReach("phone", "+234 1 555 0100", "Lab, second floor"),
        WayToReach("chat", "ifeoma.o", "skype"),
    )
    assert person.birthday == PartialDate(month=4, day=12)
    assert person.tags == ("Speakers", "Lagos, 2025")
    assert person.links == ("http://okonjo.example",)
    assert person.remark == "Met at the spring school.\nWants to hear about grants; ask again."
    assert person.photo is None
    assert "only links" in found.notes[0]


def test_a_card_of_nobody_is_skipped_with_its_line():
    (skipped,) = read_vcards((FIXTURES / "address_book_30.vcf").read_bytes()).skipped

    assert (skipped.record, skipped.line) == (2, 17)
    assert "neither a name" in skipped.reason


def test_the_standard_of_today_is_read_with_topics_and_pronouns():
    (person,) = read_vcards((FIXTURES / "standard_40.vcf").read_bytes()).people

    assert person.uid == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert (person.pronouns, person.suffix, person.nickname) == ("they/them", "M.Sc., B.A.", "Ray")
    assert person.ways == (
        WayToReach("phone", "+46-8-555-0199 ext. 12", "work", is_preferred=True),
        WayToReach("phone", "+46 70 555 01 98", "mobile"),
    )
    assert person.topics == (
        ForeignTopic("interest", "open hardware", "high"),
        ForeignTopic("interest", "rowing", "medium"),
        ForeignTopic("expertise", "signal processing", "expert"),
    )
    assert person.birthday == PartialDate(month=4, day=12)


def test_a_group_is_skipped_as_one():
    (skipped,) = read_vcards((FIXTURES / "standard_40.vcf").read_bytes()).skipped

    assert "a group" in skipped.reason
