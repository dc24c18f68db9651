"""One Wine for all tests of a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .windows import WindowsMissingError, start_wine, stop_wine


@pytest.fixture(scope="session")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Its environment."""
    try:
        environment = start_wine(tmp_path_factory.mktemp("wine"))
    except WindowsMissingError as error:
        pytest.skip(str(error))
    yield environment
    stop_wine(environment)
