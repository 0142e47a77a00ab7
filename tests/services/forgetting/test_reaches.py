"""Whoever is forgotten is found by their addresses, numbers and links too, not by name alone."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.forgetting.for_good import forget_person, preview_forgetting
from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.network.people import PersonEntry, WayRow, add_person, edit_person
from tests.conftest import NOW

MAIL = WayRow(WayKind.EMAIL, "Kofi.77@Example.org")
PHONE = WayRow(WayKind.PHONE, "+49 170 9998887")
LINK = WayRow(WayKind.LINK, "https://www.example.org/in/k77/")


@pytest.fixture
def added(desk):
    return lambda name, **more: desk.do(add_person, entry=PersonEntry(name, **more), now=NOW).made


@pytest.fixture
def told(desk, added):
    """Note a text about somebody else, and something else in its place later."""

    def tell(words):
        bea = added("Bea Moss", remark=words)
        desk.do(edit_person, person_id=bea, entry=PersonEntry("Bea Moss", remark="clean"))

    return tell


def previewed(desk, person_id):
    return desk.run(preview_forgetting, person_id=person_id, now=NOW)


def forget(desk, person_id, also=()):
    desk.do(forget_person, person_id=person_id, now=NOW, also=also)


def earlier_texts(desk):
    with desk.work() as db:
        return list(
            db.scalars(
                text(
                    "SELECT before ->> 'remark' FROM images WHERE table_name = 'people'"
                    " AND before ->> 'remark' <> ''"
                )
            )
        )


@pytest.mark.parametrize(
    ("way", "written", "left"),
    [
        (MAIL, "write to kofi.77@example.org, please", f"write to {MARK}, please"),
        (MAIL, "<KOFI.77@EXAMPLE.ORG>.", f"<{MARK}>."),
        (PHONE, "call +49 170 9998887 at ten", f"call {MARK} at ten"),
        (PHONE, "call 0170/999 88 87", f"call {MARK}"),
        (PHONE, "room 12 0049 (0)170-999-8887", f"room 12 {MARK}"),
        (PHONE, "call 01709998887, flat 3", f"call {MARK}, flat 3"),
        (WayRow(WayKind.PHONE, "0170 9998887"), "call +49 170 999 8887", f"call {MARK}"),
        (PHONE, "call (0170 9998887)", f"call ({MARK})"),
        (PHONE, "call (0170) 9998887", f"call {MARK}"),
        (PHONE, "call ٠١٧٠٩٩٩٨٨٨٧", f"call {MARK}"),
        (WayRow(WayKind.PHONE, "٠١٧٠ ٩٩٩٨٨٨٧"), "call 0170 9998887", f"call {MARK}"),
        (WayRow(WayKind.PHONE, "+49 170 9998887 ext. 12"), "call 0170 9998887", f"call {MARK}"),
        (WayRow(WayKind.PHONE, "030 5551234 / 0170 9998887"), "at 0170 9998887", f"at {MARK}"),
        (WayRow(WayKind.PHONE, "0170 9998887 (mobile 2)"), "call 0170 9998887", f"call {MARK}"),
    ],
)
def test_an_address_or_number_is_cut_out_of_what_was_written_of_others(
    desk, added, told, way, written, left
):
    told(written)
    kofi = added("Kofi Mensah", ways=(way,))

    [earlier] = previewed(desk, kofi).earlier
    forget(desk, kofi)

    assert earlier.is_sure
    assert earlier_texts(desk) == [left]


@pytest.mark.parametrize(
    ("way", "written"),
    [
        (MAIL, "write to not.kofi.77@example.org"),
        (MAIL, "write to kofi.77@example.org.uk"),
        (MAIL, "write to akofi.77@example.org"),
        (PHONE, "call 0170 99988871"),
        (PHONE, "order 55170 9998886"),
        (WayRow(WayKind.PHONE, "112"), "call 112"),
        (WayRow(WayKind.EMAIL, "n/a"), "n/a"),
        (WayRow(WayKind.CHAT, "WhatsApp"), "WhatsApp works"),
        (LINK, "see example.org"),
        (LINK, "see example.org/in/k77-smith"),
    ],
)
def test_another_address_that_looks_alike_is_left(desk, added, told, way, written):
    told(written)
    nana = added("Nana Mensah", ways=(way,))

    assert previewed(desk, nana).earlier == ()
    forget(desk, nana)

    assert earlier_texts(desk) == [written]


@pytest.mark.parametrize(
    ("way", "written"),
    [
        (LINK, "see http://example.org/in/K77"),
        (WayRow(WayKind.CHAT, "@kofi77"), "ask @kofi77"),
        (WayRow(WayKind.PHONE, "555 0123"), "ring 555-0123"),
        (PHONE, "ring 0170\n9998887"),
        (PHONE, "ring 0170\u2009999\u20098887"),
        (PHONE, "ring 0170—9998887"),
        (PHONE, "ring 0170_9998887"),
    ],
)
def test_what_may_be_of_others_is_asked(desk, added, told, way, written):
    told(written)
    kofi = added("Kofi Mensah", ways=(way,))

    [earlier] = previewed(desk, kofi).earlier
    forget(desk, kofi, also={earlier.place})

    assert not earlier.is_sure
    assert earlier_texts(desk) == [f"{written.split()[0]} {MARK}"]


def test_an_address_that_somebody_else_has_too_is_asked(desk, added, told):
    told("write to kofi.77@example.org")
    added("Esi Mensah", ways=(MAIL,))
    kofi = added("Kofi Boateng", ways=(MAIL,))

    [earlier] = previewed(desk, kofi).earlier

    assert not earlier.is_sure


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (PHONE, WayRow(WayKind.PHONE, "+49 170 9998887-12")),
        (PHONE, WayRow(WayKind.LINK, "https://wa.me/491709998887")),
        (MAIL, WayRow(WayKind.LINK, "mailto:kofi.77@example.org")),
        (MAIL, WayRow(WayKind.EMAIL, "Office <kofi.77@example.org>")),
    ],
)
def test_how_somebody_else_was_reached_stays_whole_unless_it_is_ticked(desk, added, mine, theirs):
    bea = added("Bea Moss", ways=(theirs,))
    desk.do(edit_person, person_id=bea, entry=PersonEntry("Bea Moss"))
    kofi = added("Kofi Mensah", ways=(mine,))

    found = previewed(desk, kofi).earlier
    forget(desk, kofi)

    assert not any(each.is_sure for each in found)
    with desk.work() as db:
        held = db.scalars(
            text("SELECT before ->> 'value' FROM images WHERE table_name = 'ways' AND before <> ''")
        )
        assert list(held) == [theirs.value]


def test_a_number_that_goes_on_with_an_extension_is_asked(desk, added, told):
    told("call 0170 9998887-12")
    kofi = added("Kofi Mensah", ways=(PHONE,))

    [earlier] = previewed(desk, kofi).earlier

    assert not earlier.is_sure


def test_an_address_that_they_no_longer_have_counts_too(desk, added, told):
    told("write to kofi.77@example.org")
    kofi = added("Kofi Mensah", ways=(MAIL,))
    desk.do(edit_person, person_id=kofi, entry=PersonEntry("Kofi Mensah"))

    forget(desk, kofi)

    assert earlier_texts(desk) == [f"write to {MARK}"]


def test_a_note_of_today_that_tells_the_address_is_shown(desk, added):
    bea = added("Bea Moss", remark="Sits beside kofi.77@example.org")
    kofi = added("Kofi Mensah", ways=(MAIL,))

    [mention] = previewed(desk, kofi).mentions

    assert (mention.record_id, mention.field, mention.is_full) == (bea, "remark", True)


def test_who_was_told_of_by_their_address_alone_may_be_in_a_backup_of_before(desk, added):
    added("Bea Moss", remark="Sits beside kofi.77@example.org")
    with desk.work(writes=True) as db:
        db.execute(text("UPDATE steps SET at = :at"), {"at": "2020-01-01 00:00:00+00:00"})
    kofi = added("Kofi Mensah", ways=(MAIL,))

    later = desk.run(preview_forgetting, person_id=kofi, now=NOW + timedelta(days=1))

    assert later.absent is None
