"""The recovery sheet: one page that tells the key and three sentences, and nothing else."""

import io
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from mentor_desk.reports.records import Paper
from mentor_desk.reports.recovery_sheet import (
    WHAT_FOR,
    WHEN,
    WHO,
    QrImage,
    SheetRecord,
    make_recovery_sheet,
)
from mentor_desk.reports.tagging import Node
from mentor_desk.storage.keys.recovery_key import read_recovery_key, spelt

KEY = "MD1-000G0-40R47-0M30J-E209D-185GT-R38E6-1XTHR"
RECORD = SheetRecord(
    recovery_key=KEY,
    name="Michelle Łódź Roy",
    day=date(2026, 11, 23),
    desk_id="0a0b0c0d-0000-4000-8000-000000000001",
)


def text_of(record, paper=Paper.A4):
    (page,) = PdfReader(io.BytesIO(make_recovery_sheet(record, paper=paper))).pages
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_one_page_says_the_key_the_desk_the_day_and_three_sentences(paper, size):
    text = text_of(RECORD, paper)

    for words in (
        *KEY.split("-"),
        RECORD.name,
        "23 November 2026",
        "0a0b0c0d",
        WHO,
        WHEN,
        WHAT_FOR,
    ):
        assert words in text
    (page,) = PdfReader(io.BytesIO(make_recovery_sheet(RECORD, paper=paper))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize(
    "name",
    ["", "<b>Ada</b> & Co", "小龍 إدوارد", "n" * 400, "a\nb", "\u202eevil"],
    ids=["none", "markup", "scripts", "long", "lines", "override"],
)
def test_any_name_gives_one_page(name):
    text = text_of(replace(RECORD, name=name))

    assert "1XTHR" in text
    assert WHAT_FOR in text
    if name.startswith("<b>"):
        assert name in text


def test_the_key_is_copied_as_the_key_alone():
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")

    told = subprocess.run(
        [reader, "-", "-"], input=make_recovery_sheet(RECORD), capture_output=True, check=True
    )

    lines = told.stdout.decode().splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("MD1"))
    assert "-".join(lines[first : first + 2]) == KEY
    assert not [line for line in lines if line.strip() in {*"1234567"}]


def test_all_that_can_be_copied_is_read_as_the_key():
    assert spelt(read_recovery_key(text_of(RECORD))) == KEY


def test_the_widest_key_stands_within_its_frame():
    (page,) = PdfReader(
        io.BytesIO(make_recovery_sheet(replace(RECORD, recovery_key="-".join(["WWWWW"] * 8))))
    ).pages
    found = []
    page.extract_text(
        visitor_text=lambda text, _cm, tm, *_: found.append(tm[4]) if "WWWWW" in text else None
    )

    assert len(found) == 2
    assert min(found) >= 51 + 20


def test_the_same_sheet_is_the_same_bytes_here_and_in_another_process():
    program = (
        "import sys; from tests.reports.test_recovery_sheet import RECORD, make_recovery_sheet;"
        "sys.stdout.buffer.write(make_recovery_sheet(RECORD))"
    )

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert other.stdout == make_recovery_sheet(RECORD) == make_recovery_sheet(RECORD)


def test_its_fonts_are_embedded_and_it_tells_nothing_more_about_itself():
    content = make_recovery_sheet(RECORD)
    reader = PdfReader(io.BytesIO(content))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = [thing for thing in pdf.objects if _is_font(thing)]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
    assert reader.metadata is not None
    assert reader.metadata.title == "Mentor Desk\u00a0· Recovery sheet"
    assert not any(group in str(reader.metadata) for group in KEY.split("-"))
    assert not reader.metadata.author


def _is_font(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"


def test_the_code_for_a_camera_draws_every_dark_module_once_and_no_other():
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(KEY)
    code.make()
    boxes = []

    class Canvas:
        """A canvas that only notes its boxes."""

        def marked(self, _node):
            return pytest.MonkeyPatch().context()

        def setFillColor(self, _colour):
            boxes.clear()

        def rect(self, *box, **_):
            boxes.append(box[:4])

    image = QrImage(Node("Figure"), KEY)
    image.draw(Canvas(), 0, image.high, image.high)

    side = len(code.modules)
    unit = min(high for *_, high in boxes)
    left, top = min(box[0] for box in boxes), max(box[1] for box in boxes)
    dark = [
        (round((top - y) / unit), round((x - left) / unit) + step)
        for x, y, wide, _ in boxes
        for step in range(round(wide / unit))
    ]
    wanted = [
        (row, column) for row in range(side) for column in range(side) if code.modules[row][column]
    ]
    assert sorted(dark) == wanted
    # The quiet zone that ISO 18004 asks for: four modules on every side.
    assert image.high == pytest.approx((side + 8) * unit)
