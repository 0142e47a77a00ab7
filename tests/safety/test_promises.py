"""What docs/data-safety.md promises has a test of that name, promise by promise."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "data-safety.md"
ROW = re.compile(
    r"^\| (?P<id>[A-Z]\d+b?) \| (?P<what>[^|]+) \| `(?P<file>[^:]+)::(?P<test>\w+)` \|$"
)

# Every id of these parts of the catalogue, and two of others.
WANTED = {
    *(f"D{number}" for number in range(1, 12)),
    "D2b",
    *(f"C{number}" for number in range(1, 6)),
    *(f"B{number}" for number in range(1, 9)),
    *(f"K{number}" for number in range(1, 12)),
    *(f"M{number}" for number in range(1, 8)),
    *(f"S{number}" for number in range(1, 7)),
    *(f"U{number}" for number in range(1, 5)),
    *("E5", "T3"),
}


def rows():
    return [found for line in PAGE.read_text().splitlines() if (found := ROW.match(line))]


def test_every_promise_of_the_catalogue_has_its_line():
    ids = [row["id"] for row in rows()]

    assert set(ids) == WANTED
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_the_test_that_is_named_is_there_and_bears_the_id(row):
    source = (ROOT / row["file"]).read_text()

    assert re.search(rf"^def {row['test']}\(", source, re.MULTILINE), row["test"]
    # The second of a pair has the letter of its part in its name: d3b is a part of D3.
    assert re.search(rf"_{row['id'].lower()}[a-z]?_", f"{row['test']}_")
