"""The entities are named in one place, and the face of the package gives each of them."""

import inspect

import pytest

from mentor_desk import models
from mentor_desk.models import Base, entities


def test_every_entity_that_is_mapped_is_had_from_the_face_of_the_package():
    mapped = {mapper.class_ for mapper in Base.registry.mappers}

    assert {getattr(models, each.__name__) for each in mapped} == mapped


def test_the_face_names_no_entity_itself():
    written = inspect.getsource(models)

    assert "entities" in written
    assert [each for each in vars(entities) if each[0].isupper() and each in written] == []


def test_what_is_no_entity_is_not_to_be_had():
    with pytest.raises(AttributeError, match="Client"):
        models.Client  # noqa: B018 - that it is asked for is the point
