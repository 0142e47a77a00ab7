"""Guess the encoding of bytes that say nothing about it and are not UTF-8."""

import re

from charset_normalizer import from_bytes

SAMPLE = 16 * 1024
CONVINCING = 0.85

_LATIN = {
    "cp1252": "äöüßÄÖÜéèêëÉÈàâáãåæÀÁÅÆçÇñÑíìîïÍóòôõøÓØúùûÚ’‘“”–—€«»°·…",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰľĺŕôăâîşţŞŢ’“”–—€«»°",
    "cp1254": "çğıöşüÇĞİÖŞÜâîû’“”–—€«»°",
}
# A name in its own script: a capital, if the script has any, and then small letters only.
_SCRIPTS = {
    "cp1251": "[А-ЯЁЄІЇҐ]?[а-яёєіїґ]+",
    "koi8_r": "[А-ЯЁ]?[а-яё]+",
    "cp1253": "[Α-ΫΆΈ-Ώ]?[α-ώΐ]+",
    "cp1255": "[א-ת]{2,}",
    "cp1256": "[\u0621-\u064a\u067e\u0686\u0698\u06af]{2,}",
    "cp932": "[\u3040-\u30ff\u3005\u4e00-\u9fff\uff01-\uff60]*[\u3040-\u30ff]"
    "[\u3040-\u30ff\u3005\u4e00-\u9fff\uff01-\uff60]*",
    "euc_jp": "[\u3005\u4e00-\u9fff]*[\u3040-\u30ff][\u3040-\u30ff\u3005\u4e00-\u9fff]*",
}
# The commonest letters settle which of two scripts it is, where the bytes would do for both.
_COMMON = {
    "cp1251": "оеаинтсрвлк",
    "koi8_r": "оеаинтсрвлк",
    "cp1253": "αοιετσνηυρς",
    "cp1255": "יוהלרמאבןד",
}
_ODD_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")
_ODD_BYTES = re.compile(rb"[A-Za-z]*[\x80-\xff]+[A-Za-z]*")


def guess_encoding(content: bytes) -> str:
    """Return the likeliest encoding, judged on a bounded sample around the first odd byte.

    The answer may still not fit bytes beyond the sample.
    """
    sample = _telling_part(content)
    if _looks_latin(sample):
        return max(_LATIN, key=lambda encoding: _latin_score(sample, encoding))
    in_pairs = _paired_encoding(sample)
    if in_pairs:
        return in_pairs
    scores = {encoding: _script_score(sample, encoding) for encoding in _SCRIPTS}
    likeliest = max(scores, key=lambda encoding: scores[encoding])
    if scores[likeliest] >= CONVINCING:
        return likeliest
    return _statistical_guess(sample)


def _telling_part(content: bytes) -> bytes:
    odd = re.search(rb"[\x80-\xff]", content)
    if odd is None:
        return content[:SAMPLE]
    part = content[max(0, odd.start() - 200) : odd.start() + SAMPLE]
    whole_lines = part.rfind(b"\n", odd.start() - max(0, odd.start() - 200))
    return part[: whole_lines + 1] if len(part) > SAMPLE and whole_lines > 0 else part


def _looks_latin(sample: bytes) -> bool:
    # In a Latin alphabet most odd bytes stand alone among plain letters; elsewhere they run on.
    words = _ODD_BYTES.findall(sample)
    alone = sum(1 for word in words if 2 * sum(byte > 127 for byte in word) <= len(word) + 1)
    return len(words) > 0 and alone / len(words) >= 0.6 and _latin_score(sample, "best") >= 0.8


def _latin_score(sample: bytes, encoding: str) -> float:
    if encoding == "best":
        return max(_latin_score(sample, name) for name in _LATIN)
    odd = [letter for letter in sample.decode(encoding, "replace") if letter > "\x7f"]
    known = _LATIN[encoding]
    return sum(letter in known for letter in odd) / max(1, len(odd))


def _script_score(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    if "\ufffd" in text:
        return 0.0
    natural = re.compile(_SCRIPTS[encoding])
    words = _ODD_WORD.findall(text)
    letters = max(1, sum(len(word) for word in words))
    right = sum(len(word) for word in words if natural.fullmatch(word))
    common = sum(letter in _COMMON.get(encoding, "") for word in words for letter in word)
    return right / letters + common / letters / 10


def _paired_encoding(sample: bytes) -> str:
    # Korean syllables lead with B0 to C8, the common characters of GB 2312 with B0 to D7; both
    # follow with A1 or more, as no other encoding does all the way.
    runs = re.findall(rb"[\x80-\xff]+", sample)
    leads = [lead for run in runs for lead in run[::2]]
    trails = [trail for run in runs for trail in run[1::2]]
    if not trails or len(leads) != len(trails) or min(trails) <= 0xA0:
        return ""
    if min(leads) < 0xB0 or max(leads) > 0xD7:
        return ""
    return "gb18030" if max(leads) > 0xC8 else "cp949"


def _statistical_guess(sample: bytes) -> str:
    best = from_bytes(sample).best()
    is_plain = best is not None and b"Az09:".decode(best.encoding, "replace") == "Az09:"
    return best.encoding if best and is_plain else "cp1252"
