"""Which of our fonts prints a character; a font is opened when the first character asks for it."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from typing_extensions import override

from mentor_desk import paths

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

FACES = {
    (False, False): "NotoSans-Regular",
    (True, False): "NotoSans-Bold",
    (False, True): "NotoSans-Italic",
    (True, True): "NotoSans-BoldItalic",
}
BASE = FACES[False, False]
JAPANESE, CHINESE = "NotoSansJP-Regular", "NotoSansSC-Regular"
_WITH_BOLD = "Arabic Armenian Bengali Devanagari Georgian Hebrew Tamil Thai"
BOLD_SCRIPTS = frozenset(f"NotoSans{script}-Regular" for script in _WITH_BOLD.split())
_MAPPINGS_IN_A_BLOCK = 100

# ReportLab's fonts keep the state of the document they are in: one document at a time.
one_document = Lock()


class PaperFont(TTFont):  # type: ignore[misc]
    """A font whose text can be copied out of the document as it was written.

    ReportLab writes characters beyond the first plane with five digits, which readers cannot make
    sense of, and leaves Arabic in the shapes of its letters instead of the letters.
    """

    @override
    def addObjects(self, doc: "PDFDocument") -> None:
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, codes in zip(names, subsets, strict=True):
            mapping = doc.idToObject[fonts[name].ToUnicode.name]
            mapping.content = to_unicode(fonts[name].BaseFont, codes)


@cache
def opened(name: str) -> PaperFont:
    """Return the font of this name, read once and known to ReportLab from then on."""
    font = PaperFont(name, str(paths.resource("fonts", f"{name}.ttf")), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


def font_for(code: int, *, bold: bool = False, italic: bool = False, chinese: bool = False) -> str:
    """Return the name of the font that prints a character, or "" when none of ours does.

    Chinese and Japanese share characters and draw some of them differently: `chinese` says which
    form is wanted.
    """
    face = FACES[bold, italic]
    if code in opened(face).face.charToGlyph:
        return face
    name = _listed(code)
    if name == JAPANESE and chinese and code in opened(CHINESE).face.charToGlyph:
        return CHINESE
    if bold and name in BOLD_SCRIPTS:
        return name.replace("-Regular", "-Bold")
    return name


def is_chinese(texts: Iterable[str]) -> bool:
    """Tell whether texts read as Chinese: no kana, and a character that Japanese has not."""
    found = False
    for text in texts:
        for char in text if not text.isascii() else "":
            if "\u3041" <= char <= "\u30ff":
                return False
            found = found or (char >= "\u3400" and _listed(ord(char)) == CHINESE)
    return found


def to_unicode(name: str, codes: list[int]) -> str:
    """Return the table that tells a reader which character each glyph of a subset stands for.

    PDF 32000-1, section 9.10.3; at most a hundred mappings stand in one block.
    """
    pairs = [f"<{index:02X}> <{_utf16(code)}>" for index, code in enumerate(codes)]
    blocks = [
        pairs[at : at + _MAPPINGS_IN_A_BLOCK] for at in range(0, len(pairs), _MAPPINGS_IN_A_BLOCK)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(codes) - 1:02X}>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(code: int) -> str:
    char = chr(code)
    if "\ufb1d" <= char <= "\ufefc":
        char = unicodedata.normalize("NFKC", char)
    return char.encode("utf-16-be", "replace").hex().upper()


def _listed(code: int) -> str:
    starts, ends, names = _coverage()
    at = bisect_right(starts, code) - 1
    return names[at] if at >= 0 and code <= ends[at] else ""


@cache
def _coverage() -> tuple[list[int], list[int], list[str]]:
    spans: list[tuple[int, int, str]] = []
    for line in paths.resource("fonts", "coverage.txt").read_text("ascii").splitlines():
        name, *ranges = line.split(" ")
        for span in ranges:
            first, _, last = span.partition("-")
            spans.append((int(first, 16), int(last or first, 16), name))
    spans.sort()
    columns: Any = tuple(list(column) for column in zip(*spans, strict=True))
    return columns  # type: ignore[no-any-return]
