"""Fixtures that more than one part of the tests needs."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of the sample reports."""
    return ROOT / "corpus" / "samples"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the corpus folder."""
    return ROOT / "corpus"
