"""Read what the sample desk is told in: one file of contacts, one of introductions, the mentees."""

import tomllib
from typing import Any, TypeAlias

from mentor_desk.paths import resource

# One table of a file: its keys are those of the entity, or are named in the reader of the part.
Entry: TypeAlias = dict[str, Any]

# The mentees in the order in which they are taken when the desk is to hold fewer people.
MENTEES = ("ada", "joy", "samir", "mei", "paulo", "tomas", "elif", "kwame", "ingrid", "yui")


def mentee_stories() -> list[Entry]:
    """Return the story of each mentee: the person, the mentorship and all that belongs to it."""
    return [_read("mentees", f"{name}.toml") for name in MENTEES]


def contacts() -> list[Entry]:
    """Return the people who are no mentees."""
    return list(_read("contacts.toml")["person"])


def introductions() -> list[Entry]:
    """Return the introductions between any of them, those that others grew from first."""
    return list(_read("introductions.toml")["introduction"])


def crowd_words() -> Entry:
    """Return the words that a crowd of invented people is put together from."""
    return _read("crowd.toml")


def _read(*parts: str) -> Entry:
    with resource("sample", *parts).open("rb") as stream:
        return tomllib.load(stream)
