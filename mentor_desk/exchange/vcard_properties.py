"""What each property of a vCard says about a person.

vCard 2.1, RFC 2426, RFC 6350, RFC 6715 (interests), RFC 9554 (pronouns, social profiles), and
the habits of Apple, Google, Android, Outlook and others.
"""

import re
from collections.abc import Callable

from mentor_desk.exchange.records import ForeignTopic, WayToReach
from mentor_desk.exchange.text import LONGEST_TEXT, clean_line
from mentor_desk.exchange.vcard_card import Card
from mentor_desk.exchange.vcard_lines import Property, split_escaped, unescaped
from mentor_desk.exchange.vcard_values import (
    Letters,
    email_address,
    is_linked,
    partial_date,
    photo,
    telephone,
)

Reader = Callable[[Card, Property, str], None]

MOST_PARTS = 500

_SILENT_TYPES = frozenset(("pref", "internet", "voice", "msg", "x400", "uri", "text", "other"))
_TYPE_NAMES = {"cell": "mobile", "iphone": "mobile"}
_APPLES_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?(.+)")
_LEVELS = frozenset(("low", "medium", "high", "beginner", "average", "expert"))
_NICKNAME_OF_ANDROID = "vnd.android.cursor.item/nickname;"
_CHATS = {
    "IMPP": "",
    "X-AIM": "aim",
    "X-GADUGADU": "gadu-gadu",
    "X-GOOGLE-TALK": "google talk",
    "X-GROUPWISE": "groupwise",
    "X-GTALK": "google talk",
    "X-ICQ": "icq",
    "X-JABBER": "jabber",
    "X-MATRIX": "matrix",
    "X-MS-IMADDRESS": "",
    "X-MSN": "msn",
    "X-QQ": "qq",
    "X-SIGNAL": "signal",
    "X-SIP": "sip",
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-TELEGRAM": "telegram",
    "X-TWITTER": "twitter",
    "X-WECHAT": "wechat",
    "X-WHATSAPP": "whatsapp",
    "X-YAHOO": "yahoo",
}


def take(card: Card, item: Property, letters: Letters) -> None:
    """Read one property into the card; those that say nothing about a person are passed over."""
    card.last_property = item.name
    if item.name == "PHOTO":
        _take_photo(card, item)
        return
    reader = _READERS.get(item.name)
    if reader is None:
        return
    text = letters.text_of(item)
    if len(text) > LONGEST_TEXT:
        card.is_cut = True
        text = text[:LONGEST_TEXT]
    reader(card, item, text)


def _plain(card: Card, text: str) -> str:
    return clean_line(unescaped(text, is_old=card.is_old)) if text else ""


def _parts(card: Card, text: str, separator: str = ";") -> list[str]:
    return [_plain(card, part) for part in split_escaped(text, separator)[:MOST_PARTS]]


def _listed(card: Card, text: str, glue: str) -> str:
    # A component of 3.0 and 4.0 may be a list, `Jr.,M.D.`; in 2.1 a comma is a comma.
    if card.is_old or "," not in text:
        return _plain(card, text)
    return glue.join(part for part in _parts(card, text, ",") if part)


def _label(item: Property) -> str:
    names = dict.fromkeys(
        _TYPE_NAMES.get(kind, kind.removeprefix("x-"))
        for kind in item.types[:20]
        if kind and kind not in _SILENT_TYPES
    )
    return clean_line(", ".join(names), limit=100)


def _add_way(card: Card, item: Property, kind: str, value: str, label: str = "") -> None:
    is_preferred = item.first("PREF") == "1" or "pref" in item.types
    way = WayToReach(kind, value, label or _label(item), is_preferred)
    card.add_way(way, item.group)


def _take_version(card: Card, _: Property, text: str) -> None:
    card.version = text.strip()[:10]


def _take_kind(card: Card, _: Property, text: str) -> None:
    card.kind = text.strip().lower()[:40]


def _take_single(card: Card, item: Property, text: str) -> None:
    card.keep(item.name.removeprefix("X-"), _plain(card, text))


def _take_uid(card: Card, _: Property, text: str) -> None:
    uid = _plain(card, text)
    card.keep("UID", uid[9:] if uid[:9].lower() == "urn:uuid:" else uid)


def _take_name(card: Card, _: Property, text: str) -> None:
    if card.name:
        return
    parts = (*split_escaped(text, ";")[:5], "", "", "", "")
    family, given, middle, prefix = (_listed(card, part, " ") for part in parts[:4])
    suffix = _listed(card, parts[4], ", ")
    if family or given or middle or prefix or suffix:
        card.name = (prefix, given, middle, family, suffix)


def _take_nickname(card: Card, _: Property, text: str) -> None:
    card.keep("NICKNAME", _listed(card, text, ", "))


def _take_android(card: Card, _: Property, text: str) -> None:
    if text.startswith(_NICKNAME_OF_ANDROID):
        card.keep("NICKNAME", _parts(card, text[len(_NICKNAME_OF_ANDROID) :])[0])


def _take_organisation(card: Card, _: Property, text: str) -> None:
    first, *rest = _parts(card, text)
    department = ", ".join(part for part in rest if part)
    if not first and not department:
        return
    if "ORG" not in card.single and "DEPARTMENT" not in card.single:
        card.keep("ORG", first)
        card.keep("DEPARTMENT", department)
    elif (first, department) != (card.single.get("ORG"), card.single.get("DEPARTMENT", "")):
        card.remember(", ".join(filter(None, (first, department))))


def _take_role(card: Card, item: Property, text: str) -> None:
    role = _plain(card, text)
    if role and not card.keep(item.name, role) and role != card.single[item.name]:
        card.remember(role)


def _take_address(card: Card, item: Property, text: str) -> None:
    parts = [_listed(card, part, ", ") for part in split_escaped(text, ";")[:7]]
    box, extra, street, city, region, postcode, country = (*parts, *[""] * (7 - len(parts)))
    street = ", ".join(filter(None, (box, extra, street)))
    address = (street, city, region, postcode, country)
    if not any(address):
        return
    if not card.address:
        card.address = address
    elif address != card.address:
        whole = ", ".join(filter(None, address))
        _add_way(card, item, "other", whole, _label(item) or "address")


def _take_telephone(card: Card, item: Property, text: str) -> None:
    text = _plain(card, text)
    if text[:4].lower() == "sip:":
        _add_way(card, item, "chat", text[4:], "sip")
    else:
        _add_way(card, item, "phone", telephone(text))


def _take_email(card: Card, item: Property, text: str) -> None:
    _add_way(card, item, "email", email_address(_plain(card, text)))


def _take_chat(card: Card, item: Property, text: str) -> None:
    text = _plain(card, text)
    label = _CHATS[item.name]
    match = _SCHEME.fullmatch(text)
    if match:
        label, text = label or match[1].lower(), match[2]
    _add_way(card, item, "chat", text, _service(item) or label)


def _take_social(card: Card, item: Property, text: str) -> None:
    text = _plain(card, text)
    if "://" in text:
        card.add_link(text)
    else:
        _add_way(card, item, "chat", text.removeprefix("x-apple:"), _service(item))


def _service(item: Property) -> str:
    named = item.first("X-SERVICE-TYPE") or item.first("SERVICE-TYPE")
    return clean_line(named, limit=100).lower()


def _take_link(card: Card, _: Property, text: str) -> None:
    card.add_link(_plain(card, text))


def _take_label(card: Card, item: Property, text: str) -> None:
    if item.group and len(card.labels) < MOST_PARTS:
        label = _plain(card, text)
        match = _APPLES_LABEL.fullmatch(label)
        card.labels[item.group] = match[1].lower() if match else label


def _take_note(card: Card, _: Property, text: str) -> None:
    # Programs that write 2.1 often escape line breaks as in 3.0 all the same.
    text = text.replace("\\n", "\n") if card.is_old else text
    card.remember(unescaped(text, is_old=card.is_old))


def _take_birthday(card: Card, item: Property, text: str) -> None:
    if card.birthday is None:
        is_text = item.first("VALUE").lower() == "text"
        card.birthday = partial_date(unescaped(text, is_old=card.is_old), is_text=is_text)


def _take_tags(card: Card, _: Property, text: str) -> None:
    for tag in _parts(card, text, ","):
        card.add_tag(tag)


def _take_topic(card: Card, item: Property, text: str) -> None:
    kind = "expertise" if item.name == "EXPERTISE" else "interest"
    level = item.first("LEVEL").strip().lower()
    card.add_topic(ForeignTopic(kind, _plain(card, text), level if level in _LEVELS else ""))


def _take_photo(card: Card, item: Property) -> None:
    if card.photo is not None or not item.value.strip():
        return
    card.photo = photo(item)
    if card.photo is None:
        card.linked_photos += is_linked(item)
        card.bad_photos += not is_linked(item)


_READERS: dict[str, Reader] = {
    "VERSION": _take_version,
    "KIND": _take_kind,
    "X-ADDRESSBOOKSERVER-KIND": _take_kind,
    "FN": _take_single,
    "PRONOUNS": _take_single,
    "X-PRONOUNS": _take_single,
    "UID": _take_uid,
    "N": _take_name,
    "NICKNAME": _take_nickname,
    "X-NICKNAME": _take_nickname,
    "X-ANDROID-CUSTOM": _take_android,
    "ORG": _take_organisation,
    "TITLE": _take_role,
    "ROLE": _take_role,
    "ADR": _take_address,
    "TEL": _take_telephone,
    "X-MS-TEL": _take_telephone,
    "EMAIL": _take_email,
    "URL": _take_link,
    "SOCIALPROFILE": _take_social,
    "X-SOCIALPROFILE": _take_social,
    "X-ABLABEL": _take_label,
    "NOTE": _take_note,
    "BDAY": _take_birthday,
    "CATEGORIES": _take_tags,
    "INTEREST": _take_topic,
    "HOBBY": _take_topic,
    "EXPERTISE": _take_topic,
    **dict.fromkeys(_CHATS, _take_chat),
}
