"""A passphrase or recovery key in a file is its letters, whatever the editor put around them."""

import io
import sys

import pytest

from mentor_desk.errors import FileError, LockedError
from mentor_desk.services.opening.secret_files import LONGEST, read_passphrase, read_recovery_key

SECRET = "Grüße an die 7 Zwerge"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secret.txt"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_passphrase_is_read_from_what_notepad_and_others_write(path, form, end):
    mark = "\ufeff" if form in {"utf-16-le", "utf-16-be"} else ""
    path.write_bytes((mark + SECRET + end).encode(form))

    assert read_passphrase(str(path)) == SECRET
    assert read_recovery_key(str(path)) == SECRET


def test_only_one_line_end_is_no_part_of_a_passphrase(path):
    path.write_bytes(b"two\r\nlines \r\n\r\n")

    assert read_passphrase(str(path)) == "two\nlines \n"


def test_a_passphrase_that_is_piped_has_no_mark_either(monkeypatch):
    given = io.TextIOWrapper(io.BytesIO(f"\ufeff{SECRET}\n".encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", given)

    assert read_passphrase("-") == SECRET


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"caf\xe9 au lait", b"\xef\xbb\xbf\xff"])
def test_what_is_no_text_is_refused_without_being_quoted(path, content):
    path.write_bytes(content)

    with pytest.raises(FileError, match="could not be read from"):
        read_passphrase(str(path))


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe\n\x00"], ids=repr)
def test_a_file_with_a_mark_and_nothing_else_is_empty(path, content):
    path.write_bytes(content)

    with pytest.raises(LockedError, match="empty"):
        read_passphrase(str(path))


def test_without_an_input_there_is_nothing_to_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(FileError, match="could not be read"):
        read_passphrase("-")


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", ["a", "ü", "🌱"])
def test_the_longest_passphrase_is_read_whole_and_a_longer_one_refused_not_cut(path, form, mark):
    path.write_bytes((mark * LONGEST + "\r\n").encode(form))
    assert read_passphrase(str(path)) == mark * LONGEST

    for more in (1, 2, 5, LONGEST, 10 * LONGEST):
        path.write_bytes((mark * (LONGEST + more)).encode(form))
        for read in (read_passphrase, read_recovery_key):
            with pytest.raises(FileError, match="longer than 10,000 characters") as refusal:
                read(str(path))
            assert mark * 9 not in refusal.value.sentence


def test_what_is_piped_is_refused_too_when_it_is_too_long(monkeypatch):
    for stream in (io.TextIOWrapper(io.BytesIO(b"a" * 10_001)), io.StringIO("a" * 10_001)):
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(FileError, match="longer than"):
            read_passphrase("-")
