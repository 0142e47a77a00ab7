"""The bundle of a backup: whole or not at all, and nothing private outside the database."""

import json
import shutil
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mentor_desk.errors import DeskDamagedError, DeskMissingError, DeskNewerError, FileError
from mentor_desk.storage.backups.bundle import (
    bundle_name,
    copy_bundle,
    counter_in,
    read_keys,
    read_manifest,
    take_out_database,
    write_bundle,
)
from mentor_desk.storage.backups.manifest import Figures, Manifest

DESK = "3f2a9c1b-0000-4000-8000-000000000001"
MADE = datetime(2026, 11, 23, 10, 0, 5, tzinfo=UTC)
FIGURES = Figures(people=3, mentees=2, sessions=9, notes=7, newest_note=MADE)
CONTENT = bytes(range(256)) * 40_000


def manifest(**changes):
    told = Manifest(12, MADE, DESK, 1, "0.1", "asked", False, len(CONTENT), FIGURES)
    return replace(told, **changes)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "copy.db"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def bundle(tmp_path, database):
    path = tmp_path / "b.mentordesk"
    write_bundle(path, manifest(), keys=b"slots", database=database)
    return path


def rewritten(bundle, **parts):
    """Return the bundle with some parts replaced, as somebody else might have made it."""
    with zipfile.ZipFile(bundle) as source:
        held = {name: source.read(name) for name in source.namelist()}
    held.update(parts.pop("named", {}))
    with zipfile.ZipFile(bundle, "w", parts.pop("compression", zipfile.ZIP_STORED)) as target:
        for name, content in held.items():
            if content is not None:
                target.writestr(name, content)
    return bundle


def test_b2_what_was_put_in_is_what_comes_out(bundle, tmp_path):
    take_out_database(bundle, tmp_path / "out.db")

    assert read_manifest(bundle) == manifest()
    assert read_keys(bundle) == b"slots"
    assert (tmp_path / "out.db").read_bytes() == CONTENT


def test_b7_a_bundle_is_the_owners_alone_and_does_not_compress(bundle, tmp_path):
    take_out_database(bundle, tmp_path / "out.db")

    assert bundle.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "out.db").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(bundle) as held:
        assert {each.compress_type for each in held.infolist()} == {zipfile.ZIP_STORED}


def test_b7_the_manifest_holds_figures_and_no_words(bundle):
    with zipfile.ZipFile(bundle) as held:
        told = json.loads(held.read("manifest.json"))

    assert set(told) == {
        *("format", "counter", "made_at", "desk_id", "schema", "version"),
        *("why", "is_sample", "size", "figures", "extent"),
    }
    assert set(told["figures"]) == {"people", "mentees", "sessions", "notes", "newest_note"}


def test_the_name_tells_day_counter_and_desk(bundle):
    name = bundle_name(manifest())

    assert name == "mentor-desk-2026-11-23-00012-3f2a9c1b.mentordesk"
    assert counter_in(name, DESK) == 12
    assert counter_in(name, DESK.replace("3f2a", "0000")) == 0
    assert counter_in("notes.txt", DESK) == 0


@pytest.mark.parametrize("year", [1970, 2038, 2199])
def test_b3_a_clock_of_any_year_makes_a_bundle(tmp_path, database, year):
    odd = manifest(made_at=MADE.replace(year=year))

    write_bundle(tmp_path / bundle_name(odd), odd, keys=b"", database=database)

    assert read_manifest(tmp_path / bundle_name(odd)) == odd


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 0.99, 0.9999])
def test_b2_a_bundle_cut_short_is_refused(bundle, share):
    content = bundle.read_bytes()
    bundle.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(DeskDamagedError, match="damaged"):
        read_manifest(bundle)


def test_b2_a_flipped_bit_is_found_before_the_database_is_used(bundle, tmp_path):
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)

    with pytest.raises(DeskDamagedError):
        take_out_database(bundle, tmp_path / "out.db")

    assert not (tmp_path / "out.db").exists()


def test_what_is_no_bundle_is_refused_in_a_sentence(tmp_path, bundle):
    (tmp_path / "a.mentordesk").write_bytes(b"no zip at all")
    (tmp_path / "folder.mentordesk").mkdir()
    with zipfile.ZipFile(tmp_path / "other.mentordesk", "w") as other:
        other.writestr("../../etc/passwd", "x")

    for name in ("a", "folder", "other"):
        with pytest.raises(DeskDamagedError):
            read_manifest(tmp_path / f"{name}.mentordesk")
    with pytest.raises(DeskMissingError, match="no backup at"):
        read_manifest(tmp_path / "gone.mentordesk")


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b"\xff\xfe",
        b'{"format": "1", "figures": {}}',
        b"[" * 100_000,
        bytes(2_000_000),
    ],
)
def test_c4_a_manifest_of_nonsense_is_refused(bundle, told):
    with pytest.raises(DeskDamagedError):
        read_manifest(rewritten(bundle, named={"manifest.json": told}))


@pytest.mark.parametrize(
    "change",
    [
        {"counter": "many"},
        {"counter": -1},
        {"counter": 10**30},
        {"counter": float("nan")},
        {"counter": 1.5},
        {"schema": -1},
        {"version": "\x1b[31m"},
        {"version": "9" * 1000},
        {"why": "\x1b]0;hi\x07"},
        {"figures": {**dict.fromkeys(("people", "mentees", "sessions"), 1), "notes": 10**25}},
        {"figures": {"people": -5, "mentees": 1, "sessions": 1, "notes": 1, "newest_note": None}},
        {"made_at": "9999-12-31T23:59:59-14:00"},
        {"desk_id": "../../x"},
        {"made_at": "yesterday"},
        {"size": 5},
        {"size": 10**400},
        {"figures": None},
    ],
)
def test_c4_a_manifest_that_cannot_be_true_is_refused(bundle, change):
    with zipfile.ZipFile(bundle) as held:
        told = {**json.loads(held.read("manifest.json")), **change}

    with pytest.raises(DeskDamagedError):
        read_manifest(rewritten(bundle, named={"manifest.json": json.dumps(told).encode()}))


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize("year", ["0001-01-01", "1969-07-20", "9999-12-31"])
def test_c4_a_moment_of_no_calendar_is_moved_to_where_it_can_be_shown(
    bundle, monkeypatch, zone, year
):
    with zipfile.ZipFile(bundle) as held:
        told = json.loads(held.read("manifest.json"))
    told["made_at"] = told["figures"]["newest_note"] = f"{year}T23:59:59+00:00"
    written = rewritten(bundle, named={"manifest.json": json.dumps(told).encode()})

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        found = read_manifest(written)
        shown = found.made_at.astimezone(), found.figures.newest_note.astimezone()
    finally:
        monkeypatch.undo()
        time.tzset()

    assert 1969 <= shown[0].year <= 2200
    assert shown[1].year < 9999


def test_c4_a_bundle_that_would_unpack_to_more_is_refused(bundle):
    with pytest.raises(DeskDamagedError):
        read_manifest(rewritten(bundle, compression=zipfile.ZIP_DEFLATED))


def test_a_bundle_of_a_newer_version_says_so(bundle):
    newer = {"manifest.json": json.dumps({"format": 2}).encode()}

    with pytest.raises(DeskNewerError, match="newer version"):
        read_manifest(rewritten(bundle, named=newer))


def test_b2_a_copy_is_read_back_and_a_sick_one_is_not_kept(bundle, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    copy_bundle(bundle, stick / "good.mentordesk")
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)

    with pytest.raises((FileError, DeskDamagedError)):
        copy_bundle(bundle, stick / "sick.mentordesk")

    assert read_manifest(stick / "good.mentordesk") == manifest()
    assert [path.name for path in stick.iterdir()] == ["good.mentordesk"]


class StoppedError(Exception):
    pass


def test_i12_a_stopped_backup_leaves_nothing(tmp_path, database):
    def stop(done, of):
        raise StoppedError

    target = tmp_path / "place" / "b.mentordesk"
    target.parent.mkdir()
    with pytest.raises(StoppedError):
        write_bundle(target, manifest(), keys=b"", database=database, progress=stop)

    assert list(target.parent.iterdir()) == []


def test_d3_a_missing_folder_is_a_plain_sentence(tmp_path, database):
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)

    with pytest.raises(FileError, match="could not be written"):
        write_bundle(tmp_path / "gone" / "b", manifest(), keys=b"", database=database)
