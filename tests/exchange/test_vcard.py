"""Cards line by line: folding, escapes, charsets, days, pictures, and what is no card."""

import base64

import pytest

from mentor_desk.exchange.records import PartialDate, PersonRecord, WayToReach
from mentor_desk.exchange.vcard import is_vcard, read_vcards

GIF = b"GIF89a" + bytes(30)


def person(*lines: str, version: str = "3.0", encoding: str = "utf-8") -> PersonRecord:
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    (only,) = read_vcards(text.encode(encoding)).people
    return only


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_lines_may_end_in_any_way(line_end):
    card = line_end.join(["BEGIN:VCARD", "FN:Ada", " \tLove", "\tlace", "END:VCARD"])

    assert read_vcards(card.encode()).people[0].display_name == "Ada Lovelace"


def test_names_of_properties_may_be_small_and_lines_may_trail_blanks():
    found = read_vcards(b"begin:vcard \nversion:2.1\nfn:Ada\nend:vcard \n")

    assert [card.display_name for card in found.people] == ["Ada"]


def test_a_quoted_colon_does_not_end_the_head():
    found = person('TEL;TYPE="work:main,voice",pref:1', "FN:Ada")

    assert found.ways == (WayToReach("phone", "1", "work:main", is_preferred=True),)


def test_a_quote_that_never_closes_costs_no_value():
    assert person('FN;X="broken:Ada').display_name == "Ada"


@pytest.mark.parametrize(
    ("version", "written", "read"),
    [
        ("3.0", r"a\, b\; c\: d\\ e\nf", "a, b; c: d\\ e\nf"),
        ("4.0", r"a\Nb", "a\nb"),
        ("2.1", r"a\; b\\c", r"a; b\c"),
        ("2.1", r"first\nsecond", "first\nsecond"),
    ],
)
def test_backslashes_follow_the_version(version, written, read):
    assert person("FN:Ada", f"NOTE:{written}", version=version).remark == read


def test_a_path_in_an_old_card_keeps_its_backslashes():
    assert person("FN:Ada", r"ORG:C:\new", version="2.1").organisation == r"C:\new"


def test_the_version_may_come_last():
    card = b"BEGIN:VCARD\nN:Doe;Jan;Philip,Paul\nVERSION:4.0\nEND:VCARD\n"

    assert read_vcards(card).people[0].middle == "Philip Paul"


def test_a_comma_of_an_old_card_is_a_comma():
    assert person("N:Doe;John;Richter,James", version="2.1").middle == "Richter,James"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Lovelace;Ada;King;Lady;FRS"], "Lady Ada King Lovelace FRS"),
        (["N:山田;太郎;;;"], "山田 太郎"),
        (["ORG:Analytical Engines;Cards"], "Analytical Engines"),
        (["NICKNAME:Ace"], "Ace"),
        (["EMAIL:mailto:ada@lovelace.example"], "ada@lovelace.example"),
        (["TEL:1234"], "1234"),
        (["FN: ", "N:;;;;", "NICKNAME:Ace", "ORG:Engines"], "Engines"),
    ],
)
def test_a_missing_name_is_made_from_what_there_is(lines, name):
    assert person(*lines).display_name == name


def test_each_line_may_have_a_charset_of_its_own():
    card = b"\r\n".join(
        (
            b"BEGIN:VCARD",
            b"VERSION:2.1",
            "N;CHARSET=SHIFT_JIS:能;表".encode("cp932"),
            "ORG;CHARSET=windows-1251:Завод".encode("cp1251"),
            "TITLE;CHARSET=ISO-8859-1:Gärtner".encode("latin-1"),
            "NOTE;CHARSET=UTF-8:Zoë".encode(),
            b"END:VCARD",
        )
    )

    (found,) = read_vcards(card).people

    assert (found.family, found.given, found.organisation) == ("能", "表", "Завод")
    assert (found.role, found.remark) == ("Gärtner", "Zoë")


@pytest.mark.parametrize("charset", ["", ";CHARSET=UTF-8", ";CHARSET=ISO-8859-1"])
def test_utf8_is_known_even_where_it_is_mislabelled(charset):
    line = f"FN;ENCODING=QUOTED-PRINTABLE{charset}:Zo=C3=AB"

    assert person(line, version="2.1").display_name == "Zoë"


def test_a_letter_cut_in_half_does_not_spoil_the_others():
    line = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + "=C3=91" * 20 + "=C3"
    found = read_vcards(f"BEGIN:VCARD\nVERSION:2.1\n{line}\nEND:VCARD\n".encode())

    assert found.people[0].display_name == "Ñ" * 20
    assert "left out" in found.notes[0]


def test_the_reader_may_be_told_the_encoding():
    card = "BEGIN:VCARD\nFN:Ðorđe\nEND:VCARD\n".encode("cp1250", "ignore")

    (found,) = read_vcards(card, encoding="windows-1250").people

    assert found.display_name == "orđe"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_whole_files_in_other_unicode_encodings_are_read(encoding):
    assert person("FN:Jürgen 山田", encoding=encoding).display_name == "Jürgen 山田"


def test_soft_line_breaks_stop_before_the_end_of_the_card():
    card = b"BEGIN:VCARD\nFN:Ada\nNOTE;QUOTED-PRINTABLE:a=\n=20b=\nEND:VCARD\nBEGIN:VCARD\nFN:Bo\n"

    found = read_vcards(card)

    assert [(one.display_name, one.remark) for one in found.people] == [("Ada", "a b"), ("Bo", "")]


def test_raw_line_breaks_in_a_remark_are_kept():
    assert person("FN:Ada", "NOTE:one", "two words", "# comment").remark == "one\ntwo words"


def test_lines_that_make_no_sense_are_counted():
    found = read_vcards(b"BEGIN:VCARD\nFN:Ada\nno sense\n\xff\xfe\x80\nEND:VCARD\n")

    assert len(found.people) == 1
    assert "Lines that make no sense were left out: 2." in found.notes


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:--0412", PartialDate(month=4, day=12)),
        ("BDAY:--04-12", PartialDate(month=4, day=12)),
        ("BDAY:--04", PartialDate(month=4)),
        ("BDAY:---12", PartialDate(day=12)),
        ("BDAY:1985", PartialDate(1985)),
        ("BDAY:1985-04", PartialDate(1985, 4)),
        ("BDAY:1985-04-12", PartialDate(1985, 4, 12)),
        ("BDAY:19850412", PartialDate(1985, 4, 12)),
        ("BDAY:19730928T000000+0100", PartialDate(1973, 9, 28)),
        ("BDAY:1973-09-28T23:59:59Z", PartialDate(1973, 9, 28)),
        ("BDAY:1604-04-12", PartialDate(month=4, day=12)),
        ("BDAY:0000-04-12", PartialDate(month=4, day=12)),
        ("BDAY:1985-04-00", PartialDate(1985, 4)),
        ("BDAY:--0229", PartialDate(month=2, day=29)),
        ("BDAY:1984-02-29", PartialDate(1984, 2, 29)),
        ("BDAY:1985-02-29", PartialDate(text="1985-02-29")),
        ("BDAY:19723101", PartialDate(text="19723101")),
        ("BDAY:in spring", PartialDate(text="in spring")),
        ("BDAY;VALUE=text:circa 1800", PartialDate(text="circa 1800")),
        ("BDAY;VALUE=text:1800", PartialDate(text="1800")),
        ("BDAY:0000-00-00", None),
        ("BDAY:", None),
    ],
)
def test_a_birthday_is_kept_as_far_as_it_is_known(line, day):
    assert person("FN:Ada", line).birthday == day


@pytest.mark.parametrize(
    "line",
    [
        "PHOTO;ENCODING=b;TYPE=GIF:{}",
        "PHOTO;TYPE=GIF;BASE64:{}",
        "PHOTO:data:image/gif;base64,{}",
        "PHOTO:{}",
    ],
)
def test_a_picture_within_the_card_is_kept_as_it_is(line):
    picture = base64.b64encode(GIF).decode()

    assert person("FN:Ada", line.format(picture)).photo == GIF


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("PHOTO;VALUE=uri:http://pictures.example/a.jpg", "only links"),
        ("PHOTO:file:///etc/passwd", "only links"),
        (r"PHOTO:\\server\share\a.jpg", "unknown kind"),
        ("PHOTO;ENCODING=b:" + base64.b64encode(b"<svg onload='x'/>").decode(), "unknown kind"),
        ("PHOTO;ENCODING=b:!!!", "unknown kind"),
        ("PHOTO:data:text/html,<b>", "unknown kind"),
        ("PHOTO;ENCODING=b:R0lGODlh" + "QUJD" * 4_000_000, "too large"),
        ("PHOTO;ENCODING=b:R0lGODlh" + "QUJD" * 3_600_000, "too large"),
    ],
    ids=["web", "file", "share", "svg", "no base64", "html", "huge", "a little too large"],
)
def test_any_other_picture_is_left_out_with_a_note(line, note):
    found = read_vcards(f"BEGIN:VCARD\nFN:Ada\n{line}\nEND:VCARD\n".encode())

    assert found.people[0].photo is None
    assert note in found.notes[0]


def test_a_picture_without_indent_ends_at_its_blank_line():
    found = person("PHOTO;ENCODING=BASE64:R0lG", "ODlh", "QUJD", "", "FN:Ada", version="2.1")

    assert found.photo == b"GIF89aABC"
    assert found.display_name == "Ada"


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("TEL;HOME;VOICE:1", WayToReach("phone", "1", "home")),
        ("TEL;CELL;PREF:1", WayToReach("phone", "1", "mobile", is_preferred=True)),
        ("TEL;TYPE=work,fax:1", WayToReach("phone", "1", "work, fax")),
        ("TEL;PREF=2:1", WayToReach("phone", "1")),
        ("TEL:sip:ada@engines.example", WayToReach("chat", "ada@engines.example", "sip")),
        ("TEL:tel:+44%20207;ext=9", WayToReach("phone", "+44 207 ext. 9")),
        ('EMAIL:"Ada" <ada@engines.example>', WayToReach("email", "ada@engines.example")),
        ("X-JABBER;TYPE=HOME:ada@chat.example", WayToReach("chat", "ada@chat.example", "jabber")),
        ("IMPP:xmpp:ada@chat.example", WayToReach("chat", "ada@chat.example", "xmpp")),
        ("X-SOCIALPROFILE;TYPE=mastodon:ada", WayToReach("chat", "ada", "mastodon")),
    ],
)
def test_ways_to_reach_keep_kind_label_and_preference(line, way):
    assert person("FN:Ada", line).ways == (way,)


def test_the_same_address_is_kept_once():
    found = person("FN:Ada", "EMAIL:ada@a.example", "EMAIL;TYPE=work:ADA@a.example")

    assert [way.value for way in found.ways] == ["ada@a.example"]


def test_further_places_and_posts_are_not_lost():
    found = person(
        "FN:Ada",
        "ADR;TYPE=work:;;1 Mill Lane;London;;;UK",
        "ADR;TYPE=home:;;2 Hill Road;Bath;;;UK",
        "ORG:Engines",
        "ORG:Looms;Cards",
        "TITLE:Founder",
        "ROLE:Mathematician",
    )

    assert (found.street, found.city) == ("1 Mill Lane", "London")
    assert found.ways == (WayToReach("other", "2 Hill Road, Bath, UK", "home"),)
    assert (found.organisation, found.role) == ("Engines", "Founder")
    assert found.remark == "Looms, Cards\n\nMathematician"


def test_an_agent_is_a_record_of_its_own():
    card = b"BEGIN:VCARD\nFN:Ada\nAGENT:\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\nTEL:1\nEND:VCARD\n"

    found = read_vcards(card)

    assert [(one.record, one.line, one.display_name) for one in found.people] == [
        (1, 1, "Ada"),
        (2, 4, "Bo"),
    ]
    assert found.people[0].ways == (WayToReach("phone", "1"),)


def test_a_card_that_never_ends_is_taken_with_what_it_says():
    found = read_vcards(b"BEGIN:VCARD\nFN:Ada\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n")

    assert [one.display_name for one in found.people] == ["Ada", "Bo"]


def test_words_around_the_cards_are_passed_over():
    found = read_vcards(b"Hello,\nhere it is:\nBEGIN:VCARD\nFN:Ada\nEND:VCARD\nSee you\nEND:VCARD")

    assert found.records == 1
    assert found.notes == ()


@pytest.mark.parametrize(
    ("kind", "reason"), [("group", "group of people"), ("location", "a location, not")]
)
def test_what_is_no_person_is_skipped_with_the_reason(kind, reason):
    found = read_vcards(f"BEGIN:VCARD\nKIND:{kind}\nFN:X\nEND:VCARD\n".encode())

    assert found.people == ()
    assert reason in found.skipped[0].reason


def test_an_organisation_is_taken():
    assert person("KIND:org", "ORG:Engines Ltd", version="4.0").display_name == "Engines Ltd"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\0\t", "The file is empty."),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"PK\x03\x04....a.vcf\nBEGIN:VCARD\nFN:A\nEND:VCARD\n", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a calendar"),
        (b"First Name,Last Name\nAda,Lovelace\n", "nowhere does a line say BEGIN:VCARD"),
    ],
)
def test_a_file_without_cards_says_what_it_seems_to_be(content, sentence):
    found = read_vcards(content)

    assert found.records == 0
    assert sentence in found.notes[0]
    assert not is_vcard(content)


def test_letters_lost_before_are_spoken_of():
    found = read_vcards("BEGIN:VCARD\nFN:J\ufffdrgen\nEND:VCARD\n".encode())

    assert "already been lost" in found.notes[0]
