"""The migrations make just what the entities say, and only upwards."""

import os
import re

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from mentor_desk.errors import DeskDamagedError
from mentor_desk.models import Base
from mentor_desk.storage import database, upgrading
from mentor_desk.storage.desk_file import make_database


@pytest.fixture
def made(tmp_path):
    key = os.urandom(32)
    make_database(tmp_path / "desk.db", key)
    return tmp_path / "desk.db", key


def parts_of(sql):
    """Return a CREATE statement as its parts, without regard to order and white space."""
    flat = re.sub(r"\s+", " ", sql)
    head, _, body = flat.partition("(")
    pieces, depth, piece = [], 0, ""
    for mark in body.rstrip().removesuffix(")"):
        depth += (mark == "(") - (mark == ")")
        if mark == "," and depth == 0:
            pieces.append(piece.strip())
            piece = ""
        else:
            piece += mark
    return head.strip(), sorted([*pieces, piece.strip()])


def schema_of(connection):
    rows = connection.execute(
        "select name, sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
    )
    return {name: parts_of(sql) for name, sql in rows if name != "alembic_version"}


def test_migrations_make_what_the_entities_say(made):
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    raw = engine.raw_connection()
    wanted = schema_of(raw.cursor())
    connection = database.connect(*made)

    found = schema_of(connection)

    connection.close()
    raw.close()
    engine.dispose()
    assert found == wanted


def test_every_constraint_has_a_name(made):
    connection = database.connect(*made)
    statements = [
        sql
        for (sql,) in connection.execute(
            "select sql from sqlite_master where type = 'table' and name <> 'alembic_version'"
            " and name not like 'sqlite_%'"
        )
    ]
    connection.close()

    for sql in statements:
        without_names = re.sub(r"CONSTRAINT \w+ (CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)", "", sql)
        assert not re.search(r"\b(CHECK|UNIQUE|FOREIGN KEY)\b", without_names), sql


def test_there_is_one_head_and_a_straight_line_to_it():
    config = Config()
    folder = upgrading.Path(upgrading.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    assert len(scripts.get_heads()) == 1
    assert len(list(scripts.walk_revisions())) == database.SCHEMA


def test_a_finished_database_is_upgraded_without_a_change(made):
    before = made[0].read_bytes()

    upgrading.upgrade(*made)

    connection = database.connect(*made)
    assert connection.execute("pragma user_version").fetchone()[0] == database.SCHEMA
    connection.close()
    assert len(before) == made[0].stat().st_size


def test_an_upgrade_that_would_leave_loose_ends_is_taken_back(made):
    connection = database.connect(*made, foreign_keys=False)
    connection.execute("insert into photos (person_id, content) values (77, x'00')")
    connection.execute("pragma user_version=0")
    connection.close()

    with pytest.raises(DeskDamagedError, match="point nowhere"):
        upgrading.upgrade(*made)

    connection = database.connect(*made)
    assert connection.execute("pragma user_version").fetchone()[0] == 0
    connection.close()
