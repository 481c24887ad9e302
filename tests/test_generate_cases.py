"""Golden folders: a profile and a library on two days or more, and what each run records, why, and how it reads.

`before/` is laid over `_library/` ahead of the first run, `after/` ahead of the second (YAML is merged by key, catalogs
by entry); `remove.txt` names what is deleted then; `days.txt` has the day of each run.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from generate_workspace import LIBRARY, inputs, lay, report, run

CASES = sorted(p for p in LIBRARY.parent.iterdir() if p != LIBRARY)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_runs_record_what_is_expected(case: Path, tmp_path: Path, bless: bool) -> None:
    made = "\n".join(_runs(case, tmp_path))
    expected = case / "expected.txt"
    if bless:
        expected.write_text(made, "utf-8")
    assert made == expected.read_text("utf-8")


def _runs(case: Path, root: Path) -> list[str]:
    lay(root, LIBRARY)
    lay(root, case / "before")
    found = []
    for at, line in enumerate((case / "days.txt").read_text("utf-8").split()):
        if at == 1:
            lay(root, case / "after")
            _remove(root, case / "remove.txt")
        day = date.fromisoformat(line)
        given = inputs(root, day)
        planned, done = run(root, given, dry_run=True), run(root, given)
        assert [o.version for o in planned] == [o.version for o in done]
        found.append(report(root, day, done))
    assert not any(outcome.changed for outcome in run(root, given))
    return found


def _remove(root: Path, listing: Path) -> None:
    for line in listing.read_text("utf-8").splitlines() if listing.exists() else []:
        (root / line).unlink()
