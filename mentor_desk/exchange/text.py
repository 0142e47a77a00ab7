"""Turn the bytes of a foreign file into clean text, whatever program wrote them."""

import os
import re
import stat
from dataclasses import dataclass
from encodings.aliases import aliases
from pathlib import Path

from mentor_desk.errors import FileError
from mentor_desk.exchange.text_guess import guess_encoding

LARGEST_FILE = 256 * 1024 * 1024
LONGEST_TEXT = 200_000

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NUL_SAMPLE = 4096

# Only encodings of text: a name from a file must never reach zip, idna or unicode_escape.
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        """
        ascii utf_8 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be
        shift_jis cp932 euc_jp iso2022_jp gb2312 gbk gb18030 hz big5 cp950 big5hkscs
        euc_kr cp949 johab iso2022_kr latin_1 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6
        iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15
        iso8859_16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850
        cp852 cp855 cp857 cp862 cp864 cp866 cp869 cp874 tis_620 koi8_r koi8_u
        mac_roman mac_cyrillic mac_greek mac_latin2 mac_turkish
        """,
    )
)
# Programs name the small encoding and write the larger one that grew out of it.
_WIDER = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
}

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DIRT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_UNTIDY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text read from bytes; `is_certain` is false where the encoding is only a good guess."""

    text: str
    encoding: str
    is_certain: bool


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Read bytes as text: as told, else by its mark, as UTF-8, by its NULs, or as guessed.

    The text never holds a NUL, a lone surrogate or a replacement character that was not in the
    file. An `encoding` that is unknown, or does not fit the bytes, is passed over.
    """
    told = codec_name(encoding) if encoding else None
    if told and (text := decode_strictly(content, told)) is not None:
        return Decoded(_safe(text.removeprefix("\ufeff")), told, is_certain=True)
    marked = _read_marked(content)
    if marked:
        return marked
    wide = _wide_encoding(content)
    if wide:
        return _read_wide(content, wide)
    if b"\x1b$" in content and (text := decode_strictly(content, "iso2022_jp")) is not None:
        return Decoded(_safe(text), "iso2022_jp", is_certain=True)
    text = decode_strictly(content, "utf-8")
    if text is not None:
        return Decoded(_safe(text), "utf-8", is_certain=True)
    return _read_guessed(content)


def decode_strictly(content: bytes, encoding: str) -> str | None:
    """Return the text, or None where the bytes do not fit the encoding."""
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def codec_name(name: str) -> str | None:
    """Find the codec for a charset as files name it, or None for what is no encoding of text.

    Where a larger encoding grew out of the one named (cp1252 out of ISO 8859-1, cp932 out of
    Shift-JIS), the larger one is returned, for that is what the programs wrote.
    """
    codec = _CODECS.get(_squeezed(name[:40]))
    return _WIDER.get(codec, codec) if codec else None


def clean(text: str, *, limit: int = LONGEST_TEXT) -> str:
    """Return a value fit to keep: no control characters, one kind of line end, trimmed, bounded.

    Newlines and tabs stay; vertical tabs and the other line separators become newlines.
    """
    if _UNTIDY.search(text):
        text = _DIRT.sub("", _BREAKS.sub("\n", text))
    return text.strip()[:limit].rstrip()


def clean_line(text: str, *, limit: int = 2_000) -> str:
    """Return a value that belongs on one line: clean, every run of blanks a single space."""
    if not text.isprintable():
        text = clean(text, limit=limit * 4)
    if "\n" in text or "\t" in text or "  " in text:
        text = " ".join(text.split())
    return text.strip()[:limit].rstrip()


def read_bounded(path: Path, *, limit: int = LARGEST_FILE) -> bytes:
    """Read an ordinary file of at most `limit` bytes.

    Raises FileError for what is missing, is no ordinary file, is too large or cannot be read; a
    pipe or a device is never waited for. An empty file gives no bytes and no error.
    """
    name = path.name or str(path)
    try:
        _refuse_odd(path.stat(), name, limit)
        # A pipe could take the file's place in between; this way opening it does not wait.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            _refuse_odd(os.fstat(stream.fileno()), name, limit)
            content = stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as problem:
        raise FileError(f"There is no file “{name}”.") from problem
    except PermissionError as problem:
        raise FileError(f"“{name}” may not be read: permission was denied.") from problem
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"“{name}” could not be read: {reason}.") from problem
    if len(content) > limit:
        raise FileError(_too_large(name, limit))
    return content


def _refuse_odd(status: os.stat_result, name: str, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(f"“{name}” is a folder, not a file.")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"“{name}” is not an ordinary file.")
    if status.st_size > limit:
        raise FileError(_too_large(name, limit))


def _too_large(name: str, limit: int) -> str:
    size = f"{limit // 1024**2} MB" if limit >= 1024**2 else f"{limit} bytes"
    return f"“{name}” is too large: at most {size} can be read at once."


def _read_marked(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if not content.startswith(mark):
            continue
        body = content[len(mark) :]
        if encoding != "utf-8":
            return _read_wide(body, encoding)
        text = decode_strictly(body, "utf-8")
        if text is None:
            return _read_guessed(body)
        return Decoded(_safe(text), encoding, is_certain=True)
    return None


def _read_wide(content: bytes, encoding: str) -> Decoded:
    text = decode_strictly(content, encoding)
    if text is not None:
        return Decoded(_safe(text), encoding, is_certain=True)
    return Decoded(_safe(content.decode(encoding, "ignore")), encoding, is_certain=False)


def _read_guessed(content: bytes) -> Decoded:
    for encoding in (guess_encoding(content), "cp1252"):
        text = decode_strictly(content, encoding)
        if text is not None:
            return Decoded(_safe(text), encoding, is_certain=False)
    return Decoded(_safe(content.decode("latin-1")), "latin-1", is_certain=False)


def _wide_encoding(content: bytes) -> str | None:
    sample = content[:_NUL_SAMPLE]
    if b"\0" not in sample or len(sample) < 4:
        return None
    lanes = [sample[lane::4] for lane in range(4)]
    nuls = [lane.count(0) / len(lane) for lane in lanes]
    if min(nuls[1:]) > 0.9 > nuls[0] or min(nuls[2:]) > 0.9 > max(nuls[:2]):
        return "utf-32-le"
    if min(nuls[:3]) > 0.9 > nuls[3]:
        return "utf-32-be"
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    if max(even, odd) < 0.4 or min(even, odd) > 0.1:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _safe(text: str) -> str:
    # Cheap for most texts: only the encodings that can carry a surrogate pay for the search.
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "ignore").decode("utf-8")
    return text


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


_CODECS = {
    **{_squeezed(alias): codec for alias, codec in aliases.items() if codec in _PLAIN},
    **{_squeezed(codec): codec for codec in _PLAIN},
    "xsjis": "shift_jis",
    "unicode": "utf_16",
}
