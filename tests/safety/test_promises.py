"""What docs/data-safety.md promises has a test of that name, promise by promise."""

import ast
import re
from pathlib import Path

import pytest

from tests.faults.exact_kills import LASTING
from tests.faults.verbs import VERBS
from tests.faults.window_kills import ACTS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "data-safety.md"
ROW = re.compile(
    r"^\| (?P<id>[A-Z]\d+b?) \| (?P<what>[^|]+) \| `(?P<file>[^:]+)::(?P<test>\w+)` \|$"
)

# Every id of these parts of the catalogue, and two of others.
WANTED = {
    *(f"D{number}" for number in range(1, 12)),
    "D2b",
    *(f"C{number}" for number in range(1, 7)),
    *(f"B{number}" for number in range(1, 9)),
    *(f"K{number}" for number in range(1, 12)),
    *(f"M{number}" for number in range(1, 8)),
    *(f"S{number}" for number in range(1, 7)),
    *(f"U{number}" for number in range(1, 5)),
    *("E5", "T3"),
}
LEFT_OUT = re.compile(r"^- \*\*(?P<id>[A-Z]\d+b?)\b[^*]+:?\*\* (?P<why>.+)$", re.MULTILINE)


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


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_the_test_that_is_named_asserts_something_and_is_never_left_out_by_itself(row):
    [found] = [
        node
        for node in ast.parse((ROOT / row["file"]).read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name == row["test"]
    ]
    marks = " ".join(map(ast.unparse, found.decorator_list))

    assert any(is_claim(node) for node in ast.walk(found)), row["test"]
    assert not re.search(r"mark\.(skip\b|xfail)", marks), row["test"]


@pytest.mark.parametrize(
    ("source", "claims"),
    [
        ("assert True == seen", True),
        ("with pytest.raises(ValueError): act()", True),
        ("refused(folder)", True),
        ("act(folder)", False),
        ("assert True", False),
    ],
)
def test_the_search_itself_finds_what_asserts_nothing(source, claims):
    assert any(map(is_claim, ast.walk(ast.parse(source)))) == claims


def is_claim(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant)
    # A refusal that is expected is a claim too.
    name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return name in {"pytest.raises", "refused"}


def test_every_test_of_the_catalogue_bears_an_id_that_has_its_line():
    ids = {row["id"].lower() for row in rows()}
    borne = {
        found
        for path in (ROOT / "tests").rglob("test_*.py")
        for found in re.findall(r"^def test_([dcbkms]\d+)[a-z]?_", path.read_text(), re.MULTILINE)
    }

    assert borne - ids == set()


def test_what_is_not_tried_has_a_line_of_its_own_and_a_reason():
    _, _, page = PAGE.read_text().partition("Not tried, and why:")
    told = list(LEFT_OUT.finditer(page))

    assert {each["id"] for each in told} <= WANTED
    assert len(told) == len(re.findall("^- ", page, re.MULTILINE)) > 5
    assert all(len(each["why"].split()) > 5 for each in told)


def test_the_figures_of_the_page_are_those_of_the_tests():
    page = PAGE.read_text()
    kills = sum(verb.rounds for verb in VERBS.values())

    assert f"{kills} random kills of programs and {len(ACTS)} of the window" in page
    assert all(f"`{call}`" in page for call in LASTING.split(","))
