"""Help and version: answered at once, with nothing heavy loaded.

The floor is Python itself doing nothing; the bar is absolute, 0.3 seconds.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

BAR = 0.3
ROUNDS = 15
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    floor = _median("-c", "pass")
    met = True
    for word in ("--help", "--version"):
        took = _median("-m", "mentor_desk", word)
        met = met and took < BAR
        verdict = "met" if took < BAR else "MISSED"
        print(
            f"mentor-desk {word}: ratio {took / floor:.1f} to Python doing nothing;"
            f" {took * 1000:.0f} ms, at most {BAR * 1000:.0f} ms ({verdict})"
        )
    return 0 if met else 1


def _median(*words: str) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    return median(took)


if __name__ == "__main__":
    sys.exit(main())
