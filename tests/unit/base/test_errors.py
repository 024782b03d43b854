"""Errors carry codes and details, also from one process to another."""

from __future__ import annotations

import pickle

import pytest

from ofdesk.base import errors
from ofdesk.base.errors import Cancelled, DamagedFileError, OfdeskError
from ofdesk.base.progress import NEVER_CANCELLED, CancelToken, no_progress
from ofdesk.base.resources import resource_path


def test_an_error_shows_its_code_and_details() -> None:
    error = DamagedFileError("file.bad_value", member="a.yaml", line=3)
    assert str(error) == "file.bad_value (member='a.yaml', line=3)"
    assert str(OfdeskError("file.not_found")) == "file.not_found"


@pytest.mark.parametrize(
    "kind",
    [found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, OfdeskError)],
)
def test_every_error_crosses_process_borders(kind: type[OfdeskError]) -> None:
    error = pickle.loads(pickle.dumps(kind("some.code", path="見本", number=3)))
    assert type(error) is kind
    assert (error.code, error.details) == ("some.code", {"path": "見本", "number": 3})


def test_calling_off_is_no_failure() -> None:
    assert not issubclass(Cancelled, OfdeskError)
    token = CancelToken()
    token.check()
    seen = [token.cancelled]
    token.cancel()
    assert [*seen, token.cancelled] == [False, True]
    with pytest.raises(Cancelled):
        token.check()
    NEVER_CANCELLED.check()
    no_progress(1, 2, "anything")


def test_resources_are_found_and_their_lack_is_told() -> None:
    assert resource_path("translations", "ja.yaml").is_file()
    with pytest.raises(OfdeskError, match=r"resource\.missing \(name='translations/none\.yaml'\)"):
        resource_path("translations", "none.yaml")
