"""Recognise the program that wrote a contact CSV, and what it means by ambiguous headings."""

from dataclasses import dataclass

from mentor_desk.exchange.csv_fields import KEPT

UNKNOWN = "unknown"

GOOGLE_NEW = "Google (2024 and later)"
GOOGLE_OLD = "Google (older)"
OUTLOOK_DESKTOP = "Outlook (desktop)"
OUTLOOK_WEB = "Outlook (web)"
LINKEDIN = "LinkedIn"
THUNDERBIRD = "Thunderbird"
LIVE_MAIL = "Windows Live Mail"
LINKEDIN_MESSAGES = "LinkedIn (messages)"

NO_PEOPLE = {
    LINKEDIN_MESSAGES: "This is LinkedIn's list of messages, not of people;"
    " the people are in its file “Connections.csv”.",
}

# What a heading means to one program, where it would mean something else elsewhere.
_OUTLOOKS = {
    "title": "prefix",
    "anrede": "prefix",
    "profession": KEPT,
    "beruf": KEPT,
    "location": KEPT,
    "ort": KEPT,
}


@dataclass(frozen=True, slots=True)
class _Program:
    name: str
    all_of: frozenset[str]
    any_of: frozenset[str] = frozenset()

    def wrote(self, words: frozenset[str]) -> bool:
        return self.all_of <= words and (not self.any_of or bool(self.any_of & words))


def _program(name: str, all_of: str, any_of: str = "") -> _Program:
    return _Program(name, _set(all_of), _set(any_of))


def _set(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split("|") if word.strip())


_PROGRAMS = (
    _program(
        LINKEDIN_MESSAGES,
        "conversation id|from|to|content",
        "sender profile url|conversation title",
    ),
    _program(LINKEDIN, "first name|last name|connected on"),
    _program(LINKEDIN, "vorname|nachname|verknupft am"),
    _program(
        GOOGLE_NEW,
        "first name|last name|labels",
        "file as|phonetic first name|organization name|e mail 1 value|e mail 1 label|phone 1 label",
    ),
    _program(
        GOOGLE_OLD,
        "given name|family name",
        "e mail 1 value|e mail 1 type|group membership|phone 1 type|given name yomi",
    ),
    _program(THUNDERBIRD, "display name|primary email"),
    _program(THUNDERBIRD, "anzeigename|primare e mail adresse"),
    _program(LIVE_MAIL, "vorname|nachname|name|e mail adresse|strasse privat|mobiltelefon"),
    _program(LIVE_MAIL, "first name|last name|name|nickname|e mail address|business web page"),
    _program(
        OUTLOOK_WEB,
        "first name|last name|e mail address",
        "given yomi|surname yomi|imaddress|company yomi|personal web page",
    ),
    _program(
        OUTLOOK_DESKTOP,
        "first name|last name|e mail address",
        "business street|business phone|e mail 2 address|e mail display name|home phone 2",
    ),
    _program(
        OUTLOOK_DESKTOP,
        "vorname|nachname",
        "strasse geschaftlich|telefon geschaftlich|e mail 2 adresse|weitere vornamen",
    ),
)
_MEANINGS = {
    OUTLOOK_WEB: _OUTLOOKS,
    OUTLOOK_DESKTOP: _OUTLOOKS,
    GOOGLE_OLD: {"location": KEPT, "occupation": KEPT},
}

_JUST_NAME = frozenset({"name", "nom", "naam", "namn", "nome", "nombre"})
_BIRTHDAYS = frozenset({"geburtstag", "birthday", "anniversaire", "cumpleanos", "fodelsedag"})


def program_of(words: frozenset[str]) -> str:
    """Return the program that writes just these headings (as folded words), or "unknown"."""
    return next((program.name for program in _PROGRAMS if program.wrote(words)), UNKNOWN)


def settled_by_program(
    program: str, words: tuple[str, ...], keys: tuple[str | None, ...]
) -> tuple[str | None, ...]:
    """Return the keys with every ambiguous heading settled by the program and its neighbours.

    `Name` beside a given name is a family name, `Geburtstag` beside a year and a month is a day.
    """
    meanings = {**_by_neighbours(words, keys), **_MEANINGS.get(program, {})}
    return tuple(meanings.get(word, key) for word, key in zip(words, keys, strict=True))


def _by_neighbours(words: tuple[str, ...], keys: tuple[str | None, ...]) -> dict[str, str]:
    meanings: dict[str, str] = {}
    held = {key for word, key in zip(words, keys, strict=True) if word not in _JUST_NAME}
    if "family" in held and not held & {"given", "full_name"}:
        meanings |= dict.fromkeys(_JUST_NAME, "given")
    if "given" in held and "family" not in held:
        meanings |= dict.fromkeys(_JUST_NAME, "family")
    if {"birth_year", "birth_month"} <= held:
        meanings |= dict.fromkeys(_BIRTHDAYS, "birth_day")
    return meanings
