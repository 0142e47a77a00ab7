"""Run tests of the suite as a part of the long run: more of what is by chance, and counted."""

import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path

import pytest

from tests.faults.tallies import Tally

ROOT = Path(__file__).resolve().parents[2]
# Under this word a test hands over what it has counted.
TALLY = "tally"
FLIPS = 1000
LONGEST = 3600


@dataclass
class Counted(Tally):
    """The same of tests: each counts by itself or is one round. `left_out` says why some were."""

    left_out: list[str] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one test that has run; the library of the tests calls this by its name."""
        if report.failed:
            at = f"{report.nodeid}: {getattr(report.longrepr, 'reprcrash', report.longrepr)}"
            (self.lost if "is_lost" in report.longreprtext else self.corrupt).append(at)
        elif report.skipped:
            told = report.longrepr
            self.left_out.append(told[-1] if isinstance(told, tuple) else str(told))
        if report.when == "call" and not report.skipped:
            self.rounds += 1
        elif report.when == "teardown":
            counted = dict(report.user_properties).get(TALLY, {})
            assert isinstance(counted, dict)
            own = Tally(**counted)
            # A test that counts by itself is as many rounds as it says.
            self.rounds += own.rounds - 1 if own.rounds else 0
            self.acknowledged += own.acknowledged

    def __str__(self) -> str:
        return "; ".join(
            [super().__str__(), *(f"left out: {why}" for why in sorted(set(self.left_out)))]
        )


def run_tests(*files: str, words: str = "", times: int, seed: int) -> Counted:
    """Run the tests of some files whose names hold the words, and return what they came to."""
    # In a process of its own: the library of the tests wants to be there before all others.
    environment = {
        **os.environ,
        "FAULTS_SEED": str(seed),
        "FAULTS_TIMES": str(times),
        "FAULTS_FLIPS": str(FLIPS * times),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.parts_of_suite", words, *files],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return Counted(corrupt=[f"{', '.join(files)}: no test was run"])
    return Counted(**json.loads(done.stdout))


def main(words: str, files: list[str]) -> int:
    """Run them here, and print in JSON what they came to; 1 when there was none."""
    counted = Counted()
    paths = [str(ROOT / "tests" / file) for file in files]
    quiet = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
    how = [f"--timeout={LONGEST}", "-k", words]
    # What the tests say of themselves is said in one line by whoever asked.
    with redirect_stdout(StringIO()):
        code = pytest.main([*quiet, *how, *paths], plugins=[counted])
    sys.stdout.write(json.dumps(asdict(counted)))
    return 0 if code in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
