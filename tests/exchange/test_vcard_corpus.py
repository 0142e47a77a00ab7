"""Every vCard another program wrote, where the folder of real files stands beside the project."""

import logging
import re
from pathlib import Path

import pytest
import vobject

from mentor_desk.exchange.records import ForeignPeople
from mentor_desk.exchange.text import decode
from mentor_desk.exchange.vcard import read_vcards

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
FILES = sorted((SHARED / "vcard").glob("*")) + sorted((SHARED / "hostile").glob("*"))
BEGIN = re.compile(r"(?:\A|[\r\n])BEGIN:VCARD[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE)

pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real vCards is not here")


def found_in(ending: str) -> ForeignPeople:
    (file,) = (file for file in FILES if file.name.endswith(ending))
    return read_vcards(file.read_bytes())


def names_in(ending: str) -> list[str]:
    return [person.display_name for person in found_in(ending).people]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[-60:])
def test_every_card_of_every_file_is_taken_or_skipped_with_a_reason(file):
    content = file.read_bytes()

    found = read_vcards(content)

    assert found.records == len(BEGIN.findall(decode(content).text))
    assert found.records == len(found.people) + len(found.skipped)
    assert found.records or found.notes
    assert all(skipped.reason and skipped.line for skipped in found.skipped)
    assert all("\ufffd" not in repr(person) for person in found.people)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[-60:])
def test_names_agree_with_another_reader(file, monkeypatch):
    monkeypatch.setattr(logging.getLogger("vobject.base"), "disabled", True)
    content = file.read_bytes()
    ours = {person.display_name for person in read_vcards(content).people}

    try:
        theirs = list(
            vobject.readComponents(decode(content).text, allowQP=True, ignoreUnreadable=True)
        )
    except (vobject.base.VObjectError, ValueError) as failure:
        pytest.skip(f"the other reader cannot read it: {type(failure).__name__}")

    for card in theirs:
        name = " ".join(card.fn.value.split()) if hasattr(card, "fn") else ""
        # The other reader cuts a name at a comma that is not escaped.
        assert not name or any(own == name or own.startswith(f"{name},") for own in ours)


@pytest.mark.parametrize(
    ("ending", "names"),
    [
        ("v21_japanese_1.vcf", ["安藤ロイド"]),
        ("v21_japanese_2.vcf", ["安藤 ロイド 1"]),
        ("v21_japanese_3.vcf", ["伊能 圭一 伊予"]),
        ("v30_japanese.vcf", ["伊能 圭一 伊予"]),
        ("v40_sort_as.vcf", ["安藤 ロイド"]),
        ("v21_multiple_entry.vcf", ["安藤ロイド3", "安藤ロイド4", "安藤ロイド5"]),
        ("v21_winmo_65.vcf", ["Example"]),
        ("vcard-antoni-outlook2003.vcf", ["Antoni Jozef Mylka jun."]),
        ("text__outlook-2003.vcf", ["John Doe III"]),
        ("John_Doe_BLACK_BERRY.vcf", ["John Doe"]),
        ("John_Doe_LOTUS_NOTES.vcf", ["Mr. Doe John I Johny"]),
        ("John_Doe_MS_OUTLOOK.vcf", ["Mr. John Richter James Doe Sr."]),
        ("TestFiles__v3.vcf", ["Folker Kinzel", "KMS Außenstelle"]),
        ("TestFiles__v4.vcf", ["Möhrke Gerda", "Dr. Max Horst Mustermann jr. Maxl SED"]),
        ("v21_nest.vcf", ["parent", "nest1", "nest2"]),
        ("v21_backslash.vcf", [r"A;B\C;D:E" + "\\"]),
    ],
)
def test_known_names_come_out_letter_by_letter(ending, names):
    assert names_in(ending) == names


def test_a_japanese_address_is_put_together_from_its_soft_broken_lines():
    (person,) = found_in("v21_japanese_2.vcf").people

    assert person.street == "東京都渋谷区桜丘町26-1セルリアンタワー6階"
    assert (person.family, person.given, person.remark) == ("安藤", "ロイド1", "メモ")


def test_german_umlauts_are_read_in_every_field():
    (person,) = found_in("TestFiles__v2_1.vcf").people

    assert person.department == "Führungsetage"
    assert person.street == "1, Firmenstraße"
    assert person.remark.startswith("Kommentar ÄÄÄÄÄÄ ääääää ÖÖÖÖÖÖ")


def test_pictures_of_a_phone_and_an_address_book_are_found():
    for ending in ("John_Doe_BLACK_BERRY.vcf", "John_Doe_LOTUS_NOTES.vcf", "John_Doe_IPHONE.vcf"):
        (person,) = found_in(ending).people

        assert person.photo is not None
        assert person.photo.startswith(b"\xff\xd8\xff")
        assert len(person.photo) > 1_000


def test_the_telephone_of_the_standard_keeps_its_extension():
    (person,) = found_in("rfc6350-example.vcf").people

    assert person.ways[0].value == "+1-418-656-9254 ext. 102"
    assert person.suffix == "ing. jr, M.Sc."
