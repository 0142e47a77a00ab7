"""The same round trip without a window: every command as a process of its own."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from mentor_desk.services.network.listing import find_people
from mentor_desk.services.opening.opening import make_desk, open_desk

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "vcard"
SECRET = "correct horse battery"


@pytest.fixture
def run(tmp_path):
    def run(*words, typed=None):
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DISPLAY", "QT_QPA_PLATFORM"}
        }
        environment.update(
            HOME=str(tmp_path),
            PYTHONPATH=str(ROOT),
            XDG_DATA_HOME=str(tmp_path / "data"),
            DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent",
        )
        return subprocess.run(
            [sys.executable, "-m", "mentor_desk", *map(str, words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            input=typed,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def asked(run):
    """Run a command in JSON and return its answer."""

    def asked(*words):
        done = run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return asked


def test_from_a_sample_desk_and_a_foreign_file_to_the_text_of_a_review(asked, run, tmp_path):
    desk = ("--desk", tmp_path / "desk")
    made = asked("demo", tmp_path / "desk")
    assert (made["people"], made["sessions"]) == (70, asked("info", *desk)["counts"]["sessions"])

    preview = asked("import", FIXTURES / "standard_40.vcf", "--preview", *desk)
    imported = asked("import", FIXTURES / "standard_40.vcf", *desk)
    again = asked("import", FIXTURES / "standard_40.vcf", *desk)
    assert preview == imported
    for told in (imported, again):
        parts = [told["new"], told["changed"], told["already"], len(told["skipped"])]
        assert sum(parts) == told["records"]
    assert imported["new"] > 0
    assert (again["new"], again["changed"]) == (0, 0)

    [rhea] = asked("people", "rhea", *desk)
    shown = asked("show", "Rhea Lindqvist", *desk)
    assert shown["id"] == rhea["id"]
    assert shown["role"] == "Research lead"

    [written] = asked(
        "review", "Ada Okafor", "--since", "2000-01-01", "--out", tmp_path / "a.pdf", *desk
    )
    text = " ".join(page.extract_text() for page in PdfReader(written["file"]).pages)
    assert "Ada Okafor" in text
    assert "Present the retention study" in text
    assert "manager about the promotion" not in " ".join(text.split())
    assert written["kept_out"] > 0


def test_all_reviews_go_into_a_folder(asked, tmp_path):
    asked("demo", tmp_path / "desk")

    written = asked("review", "--all", "--out", tmp_path / "out", "--desk", tmp_path / "desk")

    assert len(written) == len(list((tmp_path / "out").glob("*.pdf"))) == 6


def test_several_files_are_one_import_and_bad_ones_are_refused(asked, run, tmp_path):
    desk = ("--desk", tmp_path / "desk")
    asked("demo", tmp_path / "desk", "--people", "0", "--sessions", "0")
    files = sorted(FIXTURES.glob("*.vcf"))

    told = asked("import", *files, *desk)
    refused = run("import", tmp_path / "gone.vcf", *desk)

    assert told["records"] > len(files)
    assert refused.returncode == 1
    assert "gone.vcf" in refused.stderr


def test_a_protected_desk_opens_with_its_passphrase_from_a_file_or_the_input(run, tmp_path):
    make_desk(tmp_path / "mine", name="Me", passphrase=SECRET, reveal=str).close()
    (tmp_path / "pass").write_text(SECRET + "\n")
    desk = ("--desk", tmp_path / "mine")

    from_file = run("info", *desk, "--passphrase-file", tmp_path / "pass")
    from_input = run("info", *desk, "--passphrase-file", "-", typed=SECRET + "\n")
    wrong = run("info", *desk, "--passphrase-file", "-", typed="wrong\n")
    without = run("info", *desk)

    assert from_file.returncode == from_input.returncode == 0
    assert (wrong.returncode, without.returncode) == (1, 1)
    assert "does not open" in wrong.stderr
    assert "--passphrase-file" in without.stderr
    assert SECRET not in from_file.stdout + from_file.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("people",), 1, "There is no desk in"),
        (("show",), 2, "NAME"),
        (("demo", "x", "--people", "-1"), 2, "whole number"),
        (("demo", "x", "--people", "100001"), 2, "whole number"),
        (("review", "Ada", "--since", "yesterday"), 2, "2026-09-01"),
        (("review",), 2, "--all"),
        (("nonsense",), 2, "invalid choice"),
    ],
)
def test_wrong_use_and_refusals_have_their_codes_and_a_sentence(run, words, code, said):
    done = run(*words)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_nobody_and_everybody_of_a_name_are_told_apart(asked, run, tmp_path):
    desk = ("--desk", tmp_path / "desk")
    asked("demo", tmp_path / "desk")

    nobody, many = run("show", "Nobody Atall", *desk), run("show", "a", *desk)

    assert (nobody.returncode, many.returncode) == (1, 1)
    assert "Nobody on this desk" in nobody.stderr
    assert "can mean" in many.stderr


def test_a_desk_is_not_made_over_another(asked, run, tmp_path):
    asked("demo", tmp_path / "desk", "--people", "3", "--sessions", "0")

    again = run("demo", tmp_path / "desk")

    assert again.returncode == 1
    assert "already" in again.stderr


def test_people_are_listed_in_lines_too(asked, run, tmp_path):
    asked("demo", tmp_path / "desk")

    listed = run("people", "ravi", "--desk", tmp_path / "desk")
    shown = run("show", "Ravi Kapoor", "--desk", tmp_path / "desk")
    none = run("people", "zzzz", "--desk", tmp_path / "desk")

    assert listed.stdout.startswith("Ravi Kapoor · ")
    assert "Expertise: people analytics (expert)" in shown.stdout
    assert none.stdout == "Nobody matches these words.\n"


def test_a_long_piece_of_work_draws_a_bar_on_a_terminal_only(tmp_path):
    ours, theirs = pty.openpty()
    words = ["demo", str(tmp_path / "desk"), "--people", "20000", "--sessions", "20000"]
    done = subprocess.run(
        [sys.executable, "-m", "mentor_desk", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
        timeout=120,
    )
    os.close(theirs)
    drawn = os.read(ours, 100_000)
    os.close(ours)

    assert done.returncode == 0
    assert b"Making the sample desk [" in drawn
    assert drawn.endswith(b"\x1b[K")


def test_what_a_terminal_would_obey_is_not_printed(asked, run, tmp_path):
    make = tmp_path / "odd.vcf"
    make.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Eve \x1b[31mRed\u202e\nEND:VCARD\n")
    asked("demo", tmp_path / "desk", "--people", "0", "--sessions", "0")
    asked("import", make, "--desk", tmp_path / "desk")

    listed = run("people", "--desk", tmp_path / "desk")

    assert "Eve" in listed.stdout
    assert "\x1b" not in listed.stdout
    desk = open_desk(tmp_path / "desk")
    assert len(desk.run(find_people)) == 1
    desk.close()
