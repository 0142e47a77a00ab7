"""What verdicts, changes, fields and encodings are called on the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.transfer.importing import ImportRow
from mentor_desk.services.transfer.plan import Difference, Verdict
from mentor_desk.ui.common.formatting import count
from mentor_desk.ui.common.text import one_line
from mentor_desk.ui.common.tokens import Tone

translate = QCoreApplication.translate

_LONGEST_VALUE = 80
_MOST_TOLD = 6


def verdict_word(verdict: Verdict) -> str:
    """Return what becomes of a record, as it stands in a pill."""
    return {
        Verdict.NEW: translate("transfer", "new"),
        Verdict.ALREADY: translate("transfer", "already here"),
        Verdict.CHANGED: translate("transfer", "changed"),
        Verdict.SKIPPED: translate("transfer", "skipped"),
    }[verdict]


def verdict_title(verdict: Verdict, number: int) -> str:
    """Return a verdict with how many records have it, as it stands on its button."""
    title = {
        Verdict.NEW: translate("transfer", "New · {count}"),
        Verdict.ALREADY: translate("transfer", "Already here · {count}"),
        Verdict.CHANGED: translate("transfer", "Changed · {count}"),
        Verdict.SKIPPED: translate("transfer", "Skipped · {count}"),
    }[verdict]
    return title.format(count=count(number))


def verdict_tone(verdict: Verdict) -> Tone:
    """Return the colour that goes with a verdict."""
    return {
        Verdict.NEW: Tone.ACCENT,
        Verdict.ALREADY: Tone.PLAIN,
        Verdict.CHANGED: Tone.BLUE,
        Verdict.SKIPPED: Tone.GOLD,
    }[verdict]


def what_happens(row: ImportRow) -> str:
    """Return what changes about somebody, or why a record is passed over."""
    if row.verdict is Verdict.SKIPPED:
        return row.reason
    told = [difference_words(each) for each in row.differences[:_MOST_TOLD]]
    if len(row.differences) > _MOST_TOLD:
        more = translate("transfer", "and {count} more")
        told.append(more.format(count=len(row.differences) - _MOST_TOLD))
    return "; ".join(told)


def difference_words(change: Difference) -> str:
    """Return one change: "organisation: Northgate → Weston", "phone: + 0113 496"."""
    about = about_word(change.about)
    if change.about == "remark":
        return translate("transfer", "{about}: added to").format(about=about)
    if not change.old:
        added = translate("transfer", "{about}: + {new}")
        return added.format(about=about, new=_short(change.new))
    became = translate("transfer", "{about}: {old} → {new}")
    return became.format(about=about, old=_short(change.old), new=_short(change.new))


def about_word(about: str) -> str:
    """Return the word for what a change is about."""
    words = {
        "prefix": translate("transfer", "before the name"),
        "given": translate("transfer", "given name"),
        "middle": translate("transfer", "middle name"),
        "family": translate("transfer", "family name"),
        "suffix": translate("transfer", "after the name"),
        "nickname": translate("transfer", "nickname"),
        "pronouns": translate("transfer", "pronouns"),
        "organisation": translate("transfer", "organisation"),
        "department": translate("transfer", "department"),
        "role": translate("transfer", "role"),
        "street": translate("transfer", "street"),
        "city": translate("transfer", "city"),
        "region": translate("transfer", "region"),
        "postcode": translate("transfer", "postcode"),
        "country": translate("transfer", "country"),
        "birthday": translate("transfer", "birthday"),
        "email": translate("transfer", "e-mail"),
        "phone": translate("transfer", "phone"),
        "link": translate("transfer", "link"),
        "chat": translate("transfer", "chat"),
        "other": translate("transfer", "other way"),
        "interest": translate("transfer", "interest"),
        "expertise": translate("transfer", "expertise"),
        "need": translate("transfer", "need"),
        "remark": translate("transfer", "private remark"),
        "met_on": translate("transfer", "known since"),
        "photo": translate("transfer", "photo"),
    }
    return words.get(about, about)


def records_in(number: int, names: Sequence[str]) -> str:
    """Return how many records there are in which file: "214 records in friends.vcf"."""
    where = names[0] if len(names) == 1 else ""
    if not where:
        where = translate("transfer", "{count} files").format(count=len(names))
    if number == 1:
        return translate("transfer", "1 record in {where}").format(where=where)
    told = translate("transfer", "{count} records in {where}")
    return told.format(count=count(number), where=where)


def import_words(new: int, changed: int) -> str:
    """Return what the button says: "Import 214 people", "Change 3 people", or both."""
    if not changed:
        return translate("transfer", "&Import {people}").format(people=people(new))
    if not new:
        return translate("transfer", "&Change {people}").format(people=people(changed))
    both = translate("transfer", "&Import {people}, change {changed}")
    return both.format(people=people(new), changed=count(changed))


def people(number: int) -> str:
    """Return a number of people in words."""
    if number == 1:
        return translate("transfer", "1 person")
    return translate("transfer", "{count} people").format(count=count(number))


def field_title(title: str) -> str:
    """Return the title of a field in the language of the screen."""
    return translate("transfer", title)


def encodings() -> Sequence[tuple[str, str]]:
    """Return the encodings to choose from, each with what it is called."""
    return (
        ("utf_8", translate("transfer", "Unicode (UTF-8)")),
        ("utf_16", translate("transfer", "Unicode (UTF-16)")),
        ("cp1252", translate("transfer", "Western European (Windows)")),
        ("cp1250", translate("transfer", "Central European (Windows)")),
        ("cp1257", translate("transfer", "Baltic (Windows)")),
        ("cp1254", translate("transfer", "Turkish (Windows)")),
        ("cp1253", translate("transfer", "Greek (Windows)")),
        ("cp1251", translate("transfer", "Cyrillic (Windows)")),
        ("koi8_r", translate("transfer", "Cyrillic (KOI8-R)")),
        ("cp1255", translate("transfer", "Hebrew (Windows)")),
        ("cp1256", translate("transfer", "Arabic (Windows)")),
        ("cp874", translate("transfer", "Thai (Windows)")),
        ("cp932", translate("transfer", "Japanese (Shift-JIS)")),
        ("euc_jp", translate("transfer", "Japanese (EUC)")),
        ("gb18030", translate("transfer", "Chinese, simplified (GB 18030)")),
        ("big5hkscs", translate("transfer", "Chinese, traditional (Big5)")),
        ("cp949", translate("transfer", "Korean (Windows)")),
        ("mac_roman", translate("transfer", "Western European (old Mac)")),
        ("cp850", translate("transfer", "Western European (DOS)")),
    )


def _short(text: str) -> str:
    line = one_line(text[: _LONGEST_VALUE * 4])
    return line if len(line) <= _LONGEST_VALUE else f"{line[:_LONGEST_VALUE]}…"
