"""Golden folders: each holds faulty files, laid over a sound workspace, and every message that they call forth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sound_input import CASES, workspace

from tosgen.errors import Finding, Refused
from tosgen.sources.library import load_library
from tosgen.sources.service import load_service

BAD = sorted((CASES / "bad-input").iterdir())
CODES = [
    "bad-date",
    "bad-name",
    "bad-value",
    "base-moved",
    "contradiction",
    "cycle",
    "decided-globally",
    "duplicate-key",
    "duplicate-value",
    "encoding",
    "forbidden-syntax",
    "missing-fact",
    "missing-file",
    "missing-key",
    "missing-role",
    "outside-workspace",
    "overlap",
    "quote-missing",
    "syntax",
    "unknown-clause",
    "unknown-document",
    "unknown-entity",
    "unknown-fact",
    "unknown-feature",
    "unknown-file",
    "unknown-jurisdiction",
    "unknown-key",
    "unknown-law",
    "unknown-market",
    "unknown-requirement",
    "unknown-slot",
    "unknown-timezone",
]


def findings() -> list[Finding]:
    """All that loading the current folder says, and what it warns of."""
    try:
        library, warnings = load_library(Path("clauses"), Path("overlay"), version="1", commit="")
        load_service(Path("tosgen.yaml"), library)
    except Refused as refused:
        return list(refused.findings)
    return list(warnings)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_every_fault_is_told_with_its_place(
    case: Path, tmp_path: Path, bless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(tmp_path, case)
    monkeypatch.chdir(tmp_path)
    told = "".join(f"{finding}\n" for finding in findings())
    if bless:
        (case / "expected.txt").write_text(told, "utf-8")
    assert told == (case / "expected.txt").read_text("utf-8")
    assert told


def test_the_sound_workspace_has_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert findings() == []


def test_every_code_has_a_case() -> None:
    expected = "".join((case / "expected.txt").read_text("utf-8") for case in BAD)
    assert sorted(set(re.findall(r": (?:error|warning)\[([a-z-]+)\]", expected))) == CODES
