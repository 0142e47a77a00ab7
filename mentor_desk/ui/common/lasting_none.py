"""A guard for Python 3.11, where Qt for Python 6.12 uses up the references to `None`."""

import sys

_ENOUGH = 1 << 40


def keep_none_alive() -> None:
    """Give `None` more references than a program could ever lose; may be called again.

    Each call of a Qt function without a result drops one reference to `None` too many. Python
    3.12 does not count them any more (PEP 683); Python 3.11 ends the program after some
    thousand such calls with "deallocating None".
    """
    if sys.version_info >= (3, 12):
        return
    # Imported here, so that newer Pythons start without it.
    import ctypes  # noqa: PLC0415

    references = ctypes.c_ssize_t.from_address(id(None))
    if references.value < _ENOUGH:
        references.value += 2 * _ENOUGH
