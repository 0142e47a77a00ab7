"""CSV bytes as a table: encoding, delimiter, preamble, headings; nothing ever raises."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_desk.exchange import csv_table
from mentor_desk.exchange.csv_people import read_csv_people
from mentor_desk.exchange.csv_rows import NEVER_CLOSED
from mentor_desk.exchange.csv_table import EMPTY, NO_ROWS, read_table, with_headings

NAMES = ("First Name", "Last Name", "Email Address")
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10)


def table_of(text):
    return read_table(text.encode())


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_and_records_that_add_up(content):
    table = read_table(content)
    found = read_csv_people(content)

    assert found.records == len(table.rows)
    assert found.people or found.notes


@given(st.text(st.sampled_from('Name;,\t"\n@x E-mail0123:'), max_size=200))
def test_any_text_gives_records_that_add_up(text):
    assert read_csv_people(text.encode()).records == len(table_of(text).rows)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), st.sampled_from([",", ";", "\t", "|"]))
def test_a_table_under_known_headings_is_read_back_the_same(rows, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([NAMES, *rows])

    table = table_of(out.getvalue())

    assert (table.headings, table.delimiter) == (NAMES, delimiter)
    assert [row.cells for row in table.rows] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    rows = [["Thing", "Weight"], ["Pear", "1"], ["Plum", "2"]]

    table = table_of("\n".join(delimiter.join(row) for row in rows))

    assert (table.delimiter, table.headings) == (delimiter, ("Thing", "Weight"))


def test_commas_in_numbers_do_not_hide_the_semicolon():
    assert table_of("Ware;Preis\nApfel;1,50\nBirne;2,25\n").delimiter == ";"


def test_excels_first_line_tells_the_delimiter():
    table = table_of("sep=;\r\nFirst Name;Last Name;Notes\r\nAda;Lovelace;a,b,c,d\r\n")

    assert table.headings == ("First Name", "Last Name", "Notes")
    assert (table.rows[0].line, table.rows[0].cells) == (3, ("Ada", "Lovelace", "a,b,c,d"))


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-32", b""), ("cp1252", b"")],
)
def test_letters_of_any_encoding_arrive(encoding, mark):
    text = '"First Name","Last Name","E-mail"\r\n"Jörg","Müller","j@m.example"\r\n'

    table = read_table(mark + text.encode(encoding))

    assert table.headings == ("First Name", "Last Name", "E-mail")
    assert table.rows[0].cells == ("Jörg", "Müller", "j@m.example")


def test_an_encoding_that_was_guessed_is_told():
    table = read_table("Vorname;Nachname\nJörg;Müller\n".encode("cp1252"))

    assert "cp1252" in table.notes[0]


def test_the_encoding_can_be_chosen():
    content = "Vorname;Nachname\nŁukasz;Żak\n".encode("cp1250")

    assert read_table(content, encoding="cp1250").rows[0].cells == ("Łukasz", "Żak")


@pytest.mark.parametrize(
    "preamble",
    [
        "",
        "\n\n",
        'Notes:\n"When exporting your data, some are missing"\n\n',
        'Notes:\n\n"When exporting your data, some are missing"\n\n',
        "Notes:\nWhen exporting, some, of them, are missing.\nMore words.\n\n",
        "Notes:\n",
    ],
)
def test_a_preamble_above_the_headings_is_set_aside(preamble):
    table = table_of(f"{preamble}{','.join(NAMES)}\nAda,Lovelace,\n")

    assert table.headings == NAMES
    assert [row.cells for row in table.rows] == [("Ada", "Lovelace", "")]
    assert table.rows[0].line == preamble.count("\n") + 2


def test_a_preamble_below_the_headings_is_set_aside():
    text = f'{",".join(NAMES)}\nNotes:\n"When exporting, some"\n\nAda,Lovelace,\n'

    table = table_of(text)

    assert [row.cells for row in table.rows] == [("Ada", "Lovelace", "")]
    assert table.preamble == ("Notes:", "When exporting, some")


def test_a_preamble_without_headings_is_set_aside():
    table = table_of('Notes:\n"When exporting"\n\nAda,Lovelace,ada@x.example\n')

    assert (table.headings, len(table.rows)) == ((), 1)


def test_rows_above_what_looks_like_headings_are_not_thrown_away():
    table = table_of("Ada,Lovelace\nName,Notes\nBob,Lee\n")

    assert len(table.rows) + bool(table.headings) == 3


def test_a_file_without_headings_has_none():
    table = table_of("1,,3\n4,5,6\n")

    assert (table.headings, len(table.rows), table.width) == ((), 2, 3)


def test_headings_can_be_made_of_the_first_row_and_back():
    table = table_of("1,,3\n4,5,6\n")

    headed = with_headings(table, wanted=True)

    assert (headed.headings, len(headed.rows)) == (("1", "", "3"), 1)
    assert with_headings(headed, wanted=False) == table


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   "])
def test_an_empty_file_says_so(content):
    assert read_table(content).notes == (EMPTY,)
    assert read_csv_people(content).notes == (EMPTY,)


def test_headings_alone_say_so():
    found = read_csv_people(b"First Name,Last Name\n")

    assert (found.records, found.notes) == (0, (NO_ROWS,))


def test_an_unclosed_quotation_mark_is_told_of_the_file():
    table = table_of('First Name,Last Name\n"Ada,Lovelace\nBob,Lee\n')

    assert table.notes == (f"Line 2: {NEVER_CLOSED}",)


def test_ten_thousand_columns_are_read():
    text = ",".join(f"c{n}" for n in range(10_000)) + "\n" + "," * 9_999 + "\n"

    table = table_of(text)

    assert (table.width, len(table.rows[0].cells)) == (10_000, 10_000)


def test_more_rows_than_can_be_held_are_told(monkeypatch):
    monkeypatch.setattr(csv_table, "MOST_ROWS", 3)

    table = table_of("First Name,Last Name\nA,B\nC,D\nE,F\n")

    assert len(table.rows) == 2
    assert table.notes == ("Only the first 3 rows were read; part the file into smaller ones.",)


def test_a_blank_name_right_below_a_preamble_is_still_a_row():
    table = table_of(
        "First Name,Last Name,Connected On\nNotes:,,\nSome are missing,,\n,,1 Jan 2026\n"
    )

    assert [row.cells for row in table.rows] == [("", "", "1 Jan 2026")]
