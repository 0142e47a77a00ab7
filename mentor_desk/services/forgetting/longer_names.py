"""Longer names: those of other people that hold the name of somebody within them."""

import re
from collections import Counter
from collections.abc import Collection

from mentor_desk.services.forgetting.spellings import forms_of, parts_of, pattern_of_name

# A name is written longer than it is kept, with spaces between its parts.
_SLACK = 20
# The words of a name, each in the forms in which it is compared.
_Parts = list[tuple[str, ...]]


class LongerNames:
    """Names of others, found in a text however they are written."""

    def __init__(self, names: Collection[str]) -> None:
        parts = {name: [forms_of(part) for part in parts_of(name)] for name in names}
        shared = Counter(part for each in parts.values() for part in each)
        # What few of them have first, so that most are told apart from a text at once.
        self._parts: dict[str, _Parts] = {
            name: sorted(each, key=lambda part: shared[part]) for name, each in parts.items()
        }
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._reach = _SLACK + 2 * max(map(len, names))

    def before(self, text: str, start: int, end: int) -> str | None:
        """Return what a longer name has before the part that stands there; None if in no such."""
        at, last = max(start - self._reach, 0), end + self._reach
        near = " ".join(forms_of(text[at:last]))
        found = [
            first
            for name, parts in self._parts.items()
            if _may_be_in(near, parts)
            for first in _around(self._pattern(name), text, (start, end), (at, last))
        ]
        return text[min(found) : start] if found else None

    def _pattern(self, name: str) -> re.Pattern[str]:
        if name not in self._patterns:
            pattern = pattern_of_name(name, owns=True)
            self._patterns[name] = re.compile(pattern, re.DOTALL)
        return self._patterns[name]


def _may_be_in(near: str, parts: _Parts) -> bool:
    for forms in parts:
        for form in forms:
            if form in near:
                break
        else:
            return False
    return True


def _around(
    pattern: re.Pattern[str], text: str, part: tuple[int, int], within: tuple[int, int]
) -> list[int]:
    start, end = part
    at, last = within
    while (match := pattern.search(text, at, last)) and match.start() <= start:
        first, after = match.span(1)
        if first <= start and end <= after and after - first > end - start:
            return [first]
        at = match.start() + 1
    return []
