"""C1: a data file that was cut off, wherever, is never taken for a desk nor for a first start."""

import pytest

from mentor_desk.errors import DeskDamagedError, DeskEmptyError, DeskFileError
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import has_traces
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks

CUTS = 40
# The lengths at which a file of ours begins to be something else.
EDGES = (0, 1, 15, 16, 100, 4095, 4096)


def test_c1_a_desk_that_was_cut_off_anywhere_is_told_to_be_so_and_stays(
    base, tmp_path, chance, times, tally
):
    folder = desks.copy(base, tmp_path / "desk")
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    path = folder / "desk.db"
    whole = path.read_bytes()
    cuts = [*EDGES, len(whole) // 2, len(whole) - 1]

    for length in [*cuts, *(chance.randrange(len(whole)) for _ in range(CUTS * times))]:
        path.write_bytes(whole[:length])
        with pytest.raises((DeskEmptyError, DeskDamagedError, DeskFileError)):
            check_and_open(folder, key)

        assert path.read_bytes() == whole[:length], length
        assert has_traces(folder), length
        tally.rounds += 1

    path.write_bytes(whole)
    check_and_open(folder, key)


def check_and_open(folder, key):
    """Check the desk as `check` does and open it; raises when either finds it damaged."""
    if check_folder(folder, key, is_full=False).is_broken:
        raise DeskDamagedError("The pages do not make sense.")
    desks.opened(folder).close()
