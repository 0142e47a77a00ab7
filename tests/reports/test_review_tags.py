"""The review as a screen reader meets it: headings, lists, tables and described charts."""

import io
import runpy
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from mentor_desk.reports.progress_review import make_review

FULL = runpy.run_path(str(Path(__file__).with_name("full_mentee.py")))["FULL"]


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(make_review(FULL))) as opened:
        yield opened


def elements(node: Any) -> Iterator[Any]:
    yield node
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from elements(kid)


def test_the_document_is_tagged_and_says_its_language(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_headings_lists_tables_and_figures_are_in_the_tree(pdf):
    tags = Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot.K))

    assert tags["/H1"] == 1
    assert tags["/H2"] == 7
    assert tags["/H3"] == 3
    assert tags["/Figure"] == 4
    assert tags["/Table"] == 4
    assert tags["/TH"] == 9
    assert tags["/LI"] == 4 + 3 + 3 + 2


def test_every_figure_and_every_mark_is_described(pdf):
    found = list(elements(pdf.Root.StructTreeRoot.K))
    figures = [str(element.Alt) for element in found if element.S == "/Figure"]

    assert "Chart of Present the retention study to the board: from 20% to 80%." in figures
    assert any("Ruth Stein" in alt and "Ravi Kapoor" in alt for alt in figures)
    marks = {str(element.Alt) for element in found if element.S == "/Lbl" and "/Alt" in element}
    assert marks == {"done", "to do"}


def test_every_marked_part_of_a_page_leads_back_to_its_element(pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums

    for index, page in enumerate(pdf.pages):
        assert page.StructParents == numbers[2 * index]
        marked = [
            part.operands[1].get("/MCID")
            for part in pikepdf.parse_content_stream(page)
            if str(part.operator) == "BDC"
        ]
        assert marked == list(range(len(numbers[2 * index + 1])))


def test_nothing_is_drawn_outside_a_tag_or_furniture(pdf):
    for page in pdf.pages:
        depth = 0
        for part in pikepdf.parse_content_stream(page):
            name = str(part.operator)
            if name in {"BDC", "BMC"}:
                assert depth == 0
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in {"Tj", "TJ", "S", "f", "f*", "B"}:
                assert depth == 1
        assert depth == 0


def test_right_to_left_text_is_told_in_the_order_in_which_it_is_read():
    content = make_review(replace(FULL, mentee_name="أحمد بن عبد الله"))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        name = next(e for e in elements(pdf.Root.StructTreeRoot.K) if e.S == "/H1")
        assert str(name.ActualText) == "أحمد بن عبد الله"
