"""K11: no refusal, failure, log line or shown object carries the key of a desk."""

import logging
import re
import sys

import pytest

from mentor_desk.errors import DeskError
from mentor_desk.log import where_it_happened
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks

LONG_RUN = re.compile("[0-9a-fA-F]{64}")


@pytest.fixture
def folder(tmp_path):
    return desks.make(tmp_path / "desk")


@pytest.fixture
def key(folder):
    return read_vault(folder / KEYS_NAME).open_with_passphrase(desks.SECRET)


def carries(said: str, key: bytes) -> bool:
    return bool(LONG_RUN.search(said)) or repr(key)[2:-1] in said or key.hex() in said.lower()


def everything_said(failure: BaseException | None) -> str:
    """Return all that a failure says, and whatever caused it."""
    said = []
    while failure is not None:
        said += [str(failure), repr(failure), repr(failure.args)]
        failure = failure.__cause__ or failure.__context__
    return "\n".join(said)


def damage(folder):
    content = bytearray((folder / DATABASE_NAME).read_bytes())
    content[20] ^= 1
    (folder / DATABASE_NAME).write_bytes(content)


def empty(folder):
    (folder / DATABASE_NAME).write_bytes(b"")


def lose(folder):
    (folder / DATABASE_NAME).unlink()


def spoil_keys(folder):
    (folder / KEYS_NAME).write_bytes((folder / KEYS_NAME).read_bytes()[:-20])


@pytest.mark.parametrize("harm", [damage, empty, lose, spoil_keys])
@pytest.mark.parametrize("secret", [desks.SECRET, "wrong horse battery"])
def test_k11_no_refusal_to_open_carries_the_key_nor_the_passphrase(folder, key, harm, secret):
    harm(folder)

    with pytest.raises(DeskError) as refusal:
        open_desk(folder, passphrase=secret)

    said = everything_said(refusal.value)
    assert not carries(said, key)
    assert secret not in said


def test_k11_what_the_database_library_says_of_a_wrong_key_does_not_carry_it(folder, key):
    wrong = bytes(reversed(key))

    with pytest.raises(Exception, match="not a database") as refusal:
        connect(folder / DATABASE_NAME, wrong)

    assert not carries(everything_said(refusal.value), wrong)


def test_k11_an_open_desk_shows_its_key_in_no_repr_and_in_no_address(folder, key):
    desk = desks.opened(folder)
    desk.do(add_person, entry=PersonEntry(display_name="Grace Lin"), now=desk.now())
    file = desk.file

    shown = [desk, file, file.connection, file.engine, file.engine.url, file.engine.pool]
    said = "\n".join(f"{each!r} {each!s}" for each in shown)

    assert not carries(said, key)
    desk.close()
    assert file.key == b""


def test_k11_the_most_talkative_log_holds_no_key_and_no_passphrase(folder, key, caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy").setLevel(logging.DEBUG)
        desk = desks.opened(folder)
        desk.do(add_person, entry=PersonEntry(display_name="Grace Lin"), now=desk.now())
        desk.close()
        logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)

    assert caplog.records
    assert not carries(caplog.text, key)
    assert desks.SECRET not in caplog.text
    assert "Grace Lin" not in caplog.text


def test_k11_the_text_of_a_failure_leaves_out_what_was_at_hand(key):
    at_hand = key.hex()

    try:
        raise ValueError(at_hand)
    except ValueError:
        kind, failure, place = sys.exc_info()

    told = where_it_happened(kind, place, also=failure)
    assert "ValueError" in told
    assert not carries(told, key)


@pytest.mark.parametrize("spell", [repr, bytes.hex, lambda key: key.hex().upper()])
def test_k11_the_search_itself_finds_a_key(key, spell):
    assert carries(f"opened with {spell(key)}", key)
