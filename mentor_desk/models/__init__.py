"""What is kept: entities and their own rules, nothing else.

The entities load with the first that is asked for: they bring the object mapper with them, which
the kinds and rules that the first page needs do without.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Whoever reads without running cannot follow the function below to their one list.
    from mentor_desk.models.entities import *  # noqa: F403


def __getattr__(name: str) -> object:
    # Modules are asked for here too, and must not bring the entities with them.
    if name[:1].isupper():
        import mentor_desk.models.entities as entities  # noqa: PLC0415, PLR0402

        if name in entities.__all__:
            return getattr(entities, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
