"""Launch: the frame, the sample desk and a large desk, over bare windows of the same stack.

Each program is a process of its own; time runs from its start to its first painting. The floor
of the frame is a bare PySide6 window with an empty table; the floor of a desk is that window and
`import sqlalchemy.orm`. Memory is what is resident after three idle seconds.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._measuring import medians, report
from mentor_desk.services.sample.desk import make_sample_desk

ROUNDS = 9


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        make_sample_desk(small)
        make_sample_desk(large, people=10_000, sessions=100_000)
        took = medians(
            {
                "bare": ("bare",),
                "orm": ("bare_with_orm",),
                "frame": ("frame",),
                "sample": ("desk", str(small)),
                "large": ("desk", str(large)),
            },
            rounds,
            "took",
        )
        held = medians(
            {"bare": ("idle", "bare"), "ours": ("idle", "ours", str(small))}, 3, "resident"
        )
    ms = {name: f"{value * 1000:.0f} ms" for name, value in took.items()}
    frame, sample, large_desk = (
        took["frame"] / took["bare"],
        took["sample"] / took["orm"],
        took["large"] / took["orm"],
    )
    met = [
        report("frame on screen", frame, 1.5, f"{ms['frame']} over {ms['bare']} bare"),
        report("sample desk usable", sample, 1.35, f"{ms['sample']} over {ms['orm']} bare + ORM"),
        report(
            "10,000 people, 100,000 sessions",
            large_desk,
            1.5,
            f"{ms['large']} over {ms['orm']} bare + ORM",
        ),
        report(
            "memory, idle",
            held["ours"] / held["bare"],
            2.2,
            f"{held['ours'] / 1024:.0f} MiB over {held['bare'] / 1024:.0f} MiB bare",
        ),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
