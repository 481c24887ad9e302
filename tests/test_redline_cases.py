"""Golden folders: two recorded texts, and what the redline makes of them in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tosgen.formats import redline_json, redline_markdown, redline_terminal
from tosgen.model.version import Cause
from tosgen.redline.align import compare
from tosgen.redline.model import Redline

CASES = sorted((Path(__file__).parent / "cases" / "redline").iterdir())


def _redline(folder: Path) -> Redline:
    causes = folder / "causes.json"
    given = json.loads(causes.read_text("utf-8")) if causes.exists() else {}
    return compare(
        (folder / "old.md").read_text("utf-8"),
        (folder / "new.md").read_text("utf-8"),
        from_="terms-of-service/DE@1",
        to="terms-of-service/DE@2",
        causes={anchor: tuple(Cause(**cause) for cause in causes) for anchor, causes in given.items()},
    )


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_redline_is_as_recorded(folder: Path, bless: bool) -> None:
    redline = _redline(folder)
    made = {
        "expected.json": redline_json.render(redline),
        "expected.txt": redline_terminal.render(redline, color=False, width=80),
        "expected.diff.md": redline_markdown.render(redline),
    }
    for name, text in made.items():
        if bless:
            (folder / name).write_text(text, "utf-8")
        assert text == (folder / name).read_text("utf-8"), name


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_spans_rebuild_both_texts(folder: Path) -> None:
    for change in _redline(folder).changes:
        assert "".join(s.text for s in change.spans if s.op != "insert") == change.before
        assert "".join(s.text for s in change.spans if s.op != "delete") == change.after
