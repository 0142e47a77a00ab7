"""Bytes become text: by what they say of themselves, else by a careful guess."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_desk.errors import FileError
from mentor_desk.exchange.text import clean, clean_line, codec_name, decode, read_bounded

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nEMAIL:a@b.example\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_every_unicode_encoding_is_recognised_with_and_without_its_mark(encoding):
    text = CARD.format("Jürgen Öztürk 山田")

    decoded = decode(text.encode(encoding))

    assert decoded.text == text
    assert decoded.is_certain


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", "Jürgen Müller"),
        ("cp1252", "João Conceição"),
        ("cp1252", "Søren Ærø\nÅsa Öberg"),
        ("cp1250", "Łukasz Żółć\nWałęsa"),
        ("cp1250", "Dvořák Žižka Čapek"),
        ("cp1251", "Иван Петров"),
        ("koi8_r", "Иван Петров"),
        ("cp1253", "Γιώργος Παπαδόπουλος"),
        ("cp1254", "Ömer Şahin Iğdır Çağla"),
        ("cp1255", "דוד בן גוריון"),
        ("cp1256", "محمد عبد الله"),
        ("cp932", "安藤ロイド\n東京都渋谷区"),
        ("cp932", "山田太郎"),
        ("gb18030", "李伟 北京市"),
        ("cp949", "김철수 서울"),
        ("iso2022_jp", "山田太郎"),
    ],
)
def test_names_in_an_unnamed_encoding_are_read_right(encoding, names):
    decoded = decode(CARD.format(names).encode(encoding))

    assert names in decoded.text


def test_a_guess_is_not_called_certain():
    decoded = decode("Jürgen".encode("cp1252"))

    assert decoded.encoding == "cp1252"
    assert not decoded.is_certain


def test_an_encoding_that_is_given_is_used():
    content = "能登さくら".encode("cp932")

    assert decode(content, encoding="Shift_JIS").text == "能登さくら"


@pytest.mark.parametrize("name", ["zip", "idna", "unicode_escape", "rot13", "no such thing", ""])
def test_an_encoding_that_is_none_of_text_is_passed_over(name):
    assert codec_name(name) is None
    assert decode("Zoë".encode(), encoding=name).text == "Zoë"


def test_nuls_never_come_out():
    assert decode(b"A\0da Lovelace, Countess of somewhere").text.startswith("Ada")


def test_half_a_letter_at_the_end_of_a_wide_file_costs_only_itself():
    decoded = decode("Ada Lovelace".encode("utf-16")[:-1])

    assert decoded.text == "Ada Lovelac"
    assert not decoded.is_certain


@given(st.binary(max_size=300))
def test_no_bytes_give_a_nul_or_a_lone_surrogate(content):
    text = decode(content).text

    assert "\0" not in text
    text.encode("utf-8")


def test_replacement_characters_are_only_those_of_the_file():
    assert "\ufffd" not in decode(b"\xff\xfb\x81\x8d\x8f\x90\x9d" * 50).text


def test_cleaning_keeps_lines_and_tabs_and_drops_other_controls():
    assert clean(" a\x00b\x07\tc\r\nd\re\x0bf\u2028g\ud800 ") == "ab\tc\nd\ne\nf\ng"


def test_a_value_on_one_line_has_single_spaces():
    assert clean_line("  Ada\r\n  King \t Lovelace\x00 ") == "Ada King Lovelace"


def test_cleaning_cuts_what_is_too_long():
    assert clean("x" * 50, limit=10) == "x" * 10
    assert clean_line("x" * 50, limit=10) == "x" * 10


def test_an_ordinary_file_is_read_whole(tmp_path):
    file = tmp_path / "people.vcf"
    file.write_bytes(b"BEGIN")

    assert read_bounded(file) == b"BEGIN"
    assert read_bounded(file, limit=5) == b"BEGIN"


def test_an_empty_file_is_no_failure(tmp_path):
    file = tmp_path / "empty.vcf"
    file.touch()

    assert read_bounded(file) == b""


def test_a_file_over_the_limit_is_refused(tmp_path):
    file = tmp_path / "large.vcf"
    file.write_bytes(b"x" * 11)

    with pytest.raises(FileError, match="too large: at most 10 bytes"):
        read_bounded(file, limit=10)


def test_a_hundred_gigabytes_of_nothing_are_refused_unread(tmp_path):
    file = tmp_path / "sparse.vcf"
    with file.open("wb") as stream:
        stream.truncate(100 * 1024**3)

    with pytest.raises(FileError, match="at most 256 MB"):
        read_bounded(file)


@pytest.mark.parametrize("name", ["missing.vcf", "nul\0.vcf", "x" * 5_000])
def test_a_file_that_is_not_there_gives_a_sentence(tmp_path, name):
    with pytest.raises(FileError, match=r"There is no file|could not be read"):
        read_bounded(tmp_path / name)


def test_a_folder_is_named_as_one(tmp_path):
    with pytest.raises(FileError, match="is a folder"):
        read_bounded(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.vcf")

    with pytest.raises(FileError, match="not an ordinary file"):
        read_bounded(tmp_path / "pipe.vcf")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_an_endless_device_is_refused():
    with pytest.raises(FileError, match="not an ordinary file"):
        read_bounded(Path("/dev/zero"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user without all rights")
def test_a_file_without_rights_gives_a_sentence(tmp_path):
    file = tmp_path / "secret.vcf"
    file.touch(mode=0)

    with pytest.raises(FileError, match="permission was denied"):
        read_bounded(file)
