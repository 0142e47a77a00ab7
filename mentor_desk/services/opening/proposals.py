"""A recovery key that was shown and not kept yet, while the desk is locked over it."""

import contextlib

from mentor_desk.errors import DeskDamagedError
from mentor_desk.services.desk import Desk
from mentor_desk.storage.keys import sealed_words


def seal_proposal(desk: Desk, recovery_key: str) -> bytes:
    """Return a proposed recovery key so that only who opens this desk can read it again."""
    return sealed_words.seal(recovery_key.encode(), desk.file.key)


def proposal_in(desk: Desk, sealed: bytes) -> str:
    """Return the recovery key that was sealed, or nothing when this desk did not seal it."""
    with contextlib.suppress(DeskDamagedError):
        return sealed_words.unseal(sealed, desk.file.key).decode()
    return ""
