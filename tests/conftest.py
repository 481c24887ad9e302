"""Options and fixtures that all tests share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser
from hypothesis import settings
from recorded_texts import shelf
from writer import Writer, running

from tosgen.cli.speech import SPEECH

__all__ = ["browser", "shelf"]
collect_ignore = ["writer_uno.py", "node_modules"]  # the first runs under Debian's Python, inside LibreOffice

for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"  # what is told in a test is English, wherever it runs

settings.register_profile("ci", derandomize=True)  # the same examples each time: a red run means a change
settings.register_profile("search", max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))


def pytest_configure(config: pytest.Config) -> None:
    """One cache for all tests, that nobody else has: no test may depend on what is in it."""
    folder = tempfile.TemporaryDirectory(prefix="tosgen-cache-")
    config.add_cleanup(folder.cleanup)
    os.environ["TOSGEN_CACHE"] = folder.name


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write what is made over what was expected")


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """A test that speaks another language leaves the next one its English."""
    yield
    SPEECH.at(Path())


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--bless"))


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A small sound workspace, to spoil."""
    shutil.copytree(Path(__file__).parent / "cases" / "sound-run", tmp_path / "bench")
    return tmp_path / "bench"


@pytest.fixture(scope="session")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """One LibreOffice Writer for all tests that open Word files."""
    with running(tmp_path_factory.mktemp("writer")) as program:
        yield program
