"""The fields of a person that a column of a CSV file can feed, with a title for each."""

from dataclasses import dataclass

IGNORE = "ignore"
LABEL = "label"
KEPT = "kept"

EMAILS = frozenset({"email", "second_email", "email_home", "email_work", "email_other"})
PLACES = ("", "_home", "_work", "_other", "_2", "_3")
ADDRESS_PARTS = ("street", "city", "region", "postcode", "country", "address", "formatted")


@dataclass(frozen=True, slots=True)
class CsvField:
    """One field as a mapping page offers it; the common ones come first."""

    key: str
    title: str
    is_common: bool = True


_COMMON = {
    IGNORE: "Leave out",
    "full_name": "Full name",
    "given": "Given name",
    "family": "Family name",
    "organisation": "Organisation",
    "role": "Role",
    "email": "E-mail",
    "second_email": "Second e-mail",
    "phone": "Phone",
    "mobile": "Mobile phone",
    "city": "City",
    "country": "Country",
    "link": "Link",
    "birthday": "Birthday",
    "remark": "Remark",
    "tags": "Tags",
    "connected_on": "Connected on",
    "interest": "Interests",
    "expertise": "Expertise",
    "need": "Needs",
    KEPT: "Remark, with the heading before it",
}
_RARER = {
    "prefix": "Prefix before the name",
    "middle": "Middle name",
    "suffix": "Suffix after the name",
    "nickname": "Nickname",
    "pronouns": "Pronouns",
    "department": "Department",
    "email_home": "E-mail (home)",
    "email_work": "E-mail (work)",
    "email_other": "E-mail (other)",
    "phone_home": "Phone (home)",
    "phone_work": "Phone (work)",
    "phone_other": "Phone (other)",
    "fax": "Fax",
    "fax_home": "Fax (home)",
    "fax_work": "Fax (work)",
    "fax_other": "Fax (other)",
    "pager": "Pager",
    "chat": "Chat name",
    "birth_year": "Year of birth",
    "birth_month": "Month of birth",
    "birth_day": "Day of birth",
    LABEL: "Kind of what the next column holds",
}
_PARTS = {
    "street": "Street",
    "city": "City",
    "region": "Region",
    "postcode": "Postcode",
    "country": "Country",
    "address": "Street or whole address",
    "formatted": "Whole address, when its parts are empty",
}
_PLACE_TITLES = {
    "": "",
    "_home": " (home)",
    "_work": " (work)",
    "_other": " (other)",
    "_2": " (second address)",
    "_3": " (third address)",
}

FIELDS: tuple[CsvField, ...] = (
    *(CsvField(key, title) for key, title in _COMMON.items()),
    *(CsvField(key, title, is_common=False) for key, title in _RARER.items()),
    *(
        CsvField(part + place, title + _PLACE_TITLES[place], is_common=False)
        for place in PLACES
        for part, title in _PARTS.items()
        if part + place not in _COMMON
    ),
)
FIELD_KEYS = frozenset(field.key for field in FIELDS)
