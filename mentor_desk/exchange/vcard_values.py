"""Read the values of a vCard: text in its own charset, days, telephone numbers, pictures."""

import base64
import binascii
import calendar
import re
from urllib.parse import unquote

from mentor_desk.exchange.records import PartialDate
from mentor_desk.exchange.text import clean_line, codec_name, decode_strictly
from mentor_desk.exchange.text_guess import guess_encoding
from mentor_desk.exchange.vcard_lines import Property

TRUSTED = 0.9
LARGEST_PHOTO = 10 * 1024 * 1024
# What Apple writes for the year of a birthday whose year is not known.
APPLES_NO_YEAR = 1604

_DAY = re.compile(r"(?P<year>\d{4})(?:-?(?P<month>\d\d)-?(?P<day>\d\d)|-(?P<only>\d\d))?")
_YEARLESS = re.compile(r"--(?:(?P<month>\d\d)(?:-?(?P<day>\d\d))?|-(?P<only>\d\d))")
_CLOCK = re.compile(r"[T ]\d\d.*")
_IN_ANGLES = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_INLINE_STARTS = ("/9j/", "iVBOR", "R0lGOD", "UklGR", "Qk")
_LINKED = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_SCRIPT_CODECS = frozenset(("iso2022_jp", "iso2022_kr", "hz"))
_SINGLE_BYTE = ("cp125", "iso8859", "latin", "mac_", "koi8", "cp4", "cp8")


class Letters:
    """Turn raw values into text, each in the charset its own line names.

    In a file that is no UTF-8 as a whole the values come in as bytes seen through Latin-1.
    """

    def __init__(self, content: bytes, *, is_text: bool, told: str | None = None) -> None:
        self.guess = ""
        self.has_left_out = False
        self._content = content
        self._is_text = is_text
        self._told = told

    def text_of(self, item: Property) -> str:
        """Return the value as text, decoded but still escaped."""
        charset = codec_name(item.first("CHARSET")) if "CHARSET" in item.parameters else None
        if "ENCODING" in item.parameters:
            if item.is_quoted_printable:
                return self._decoded(binascii.a2b_qp(self._raw(item.value)), charset)
            if item.is_base64:
                return self._decoded(base64_bytes(item.value), charset)
        if charset in _SCRIPT_CODECS and item.value.isascii():
            return self._decoded(item.value.encode("ascii"), charset)
        return self.plain(item.value, charset)

    def plain(self, value: str, charset: str | None = None) -> str:
        """Return a value without transfer encoding as text."""
        if self._is_text or value.isascii():
            return value
        return self._decoded(value.encode("latin-1"), charset)

    def _raw(self, value: str) -> bytes:
        return value.encode("utf-8" if self._is_text else "latin-1", "ignore")

    def _decoded(self, content: bytes, charset: str | None) -> str:
        if content.isascii() and charset not in _SCRIPT_CODECS:
            return content.decode("ascii")
        chosen = charset or self._told
        if chosen is None or chosen.startswith(_SINGLE_BYTE):
            # Real text in a one-byte charset is never UTF-8 by chance; mislabelled text often is.
            text = decode_strictly(content, "utf-8")
            if text is not None:
                return text
        if chosen and (text := self._nearly(content, chosen)) is not None:
            return text
        return self._guessed(content)

    def _nearly(self, content: bytes, chosen: str) -> str | None:
        """Read in the charset that was named; a letter cut in half does not put it in doubt."""
        text = decode_strictly(content, chosen)
        if text is not None:
            return text
        text = content.decode(chosen, "ignore")
        if len(text.encode(chosen, "ignore")) < len(content) * TRUSTED:
            return None
        self.has_left_out = True
        return text

    def _guessed(self, content: bytes) -> str:
        if not self.guess:
            self.guess = guess_encoding(content if self._is_text else self._content)
        for encoding in (self.guess, "cp1252"):
            text = decode_strictly(content, encoding)
            if text is not None:
                return text
        return content.decode("latin-1")


def partial_date(value: str, *, is_text: bool = False) -> PartialDate | None:
    """Read a day as far as it is known, never shifted by a time zone; None when it says nothing.

    Forms of RFC 6350 section 4.3 and of older writers; what fits none of them is kept as text.
    """
    value = clean_line(value, limit=200)
    if not value or not value.strip("0-/ "):
        return None
    text = PartialDate(text=value)
    bare = _CLOCK.sub("", value).strip()
    match = _DAY.fullmatch(bare) or _YEARLESS.fullmatch(bare)
    if is_text or match is None:
        return text
    parts = match.groupdict()
    year = int(parts.get("year") or 0)
    if "year" in parts:
        month, day = int(parts["month"] or parts["only"] or 0), int(parts["day"] or 0)
    else:
        month, day = int(parts["month"] or 0), int(parts["day"] or parts["only"] or 0)
    year = 0 if year == APPLES_NO_YEAR else year
    if not _is_in_calendar(year, month, day):
        return text
    return PartialDate(year or None, month or None, day or None)


def _is_in_calendar(year: int, month: int, day: int) -> bool:
    if month > 12 or not (year or month or day):
        return False
    if day and not month:
        return not year and day <= 31
    # Without a year the 29th of February is a day like any other.
    return day <= (calendar.monthrange(year or 2000, month)[1] if month else 0)


def telephone(value: str) -> str:
    """Return a telephone number as written, a `tel:` address without its scheme."""
    if value[:4].lower() != "tel:":
        return value
    number, _, rest = unquote(value[4:]).partition(";")
    for parameter in rest.split(";"):
        name, _, extension = parameter.partition("=")
        if name.lower() == "ext" and extension:
            return f"{number} ext. {extension}"
    return number


def email_address(value: str) -> str:
    """Return the bare address out of `mailto:` or `"Omega" <omega@example.com>`."""
    if value[:7].lower() == "mailto:":
        value = unquote(value[7:]).partition("?")[0]
    match = _IN_ANGLES.search(value[:1_000])
    return match[1] if match else value


def photo(item: Property) -> bytes | None:
    """Return the picture a card carries within itself, unopened; None for anything else.

    Only what begins like a JPEG, PNG, GIF, WebP or BMP and is no larger than 10 MB is returned.
    """
    value = item.value.strip()
    if value[:5].lower() == "data:":
        head, _, value = value.partition(",")
        if not head.lower().endswith(";base64"):
            return None
    elif not item.is_base64 and not value.startswith(_INLINE_STARTS):
        return None
    if len(value) > LARGEST_PHOTO * 3 // 2:
        return None
    content = base64_bytes(value)
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if len(content) > LARGEST_PHOTO or not (is_webp or content.startswith(_MAGICS)):
        return None
    return content


def is_linked(item: Property) -> bool:
    """Tell whether a picture is only an address of one."""
    value = item.value.lstrip()[:200]
    return not item.is_base64 and _LINKED.match(value) is not None and value[:5].lower() != "data:"


def base64_bytes(value: str) -> bytes:
    """Decode base64 however it is broken up; what cannot be decoded gives no bytes."""
    letters = _NOT_BASE64.sub("", value.partition("=")[0])
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return b""
