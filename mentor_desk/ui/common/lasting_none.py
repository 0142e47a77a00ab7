"""A guard for Python 3.11, where Qt for Python 6.12 uses up the references to lasting objects."""

import sys

_ENOUGH = 1 << 40


def keep_none_alive() -> None:
    """Give `None`, `True` and `False` more references than a program could ever lose.

    Each call of a Qt function without a result drops one reference to `None` too many, and each
    signal that is emitted one to `True`. Python 3.12 does not count them any more (PEP 683);
    Python 3.11 ends the program after some thousand such calls with "deallocating None" or
    "deallocating True or False". May be called again.
    """
    if sys.version_info >= (3, 12):
        return
    # Imported here, so that newer Pythons start without it.
    import ctypes  # noqa: PLC0415

    for lasting in (None, True, False):
        references = ctypes.c_ssize_t.from_address(id(lasting))
        if references.value < _ENOUGH:
            references.value += 2 * _ENOUGH
