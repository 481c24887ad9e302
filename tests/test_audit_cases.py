"""Golden folders: a library, who has read what in it, and what the audit of a service then finds.

`before/` is laid over the library of the generate cases; `readings.txt` names what was read then (clause, requirement);
`after/` changes files since; `dispositions.yaml` beside the profile holds decisions.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from generate_workspace import LIBRARY, inputs, lay

from tosgen.audit.readings import citations
from tosgen.formats import audit_text
from tosgen.model.audit import Reading
from tosgen.pipeline.audit import Evidence, audit
from tosgen.pipeline.inputs import Inputs, wanted
from tosgen.sources.dispositions import load_dispositions

FOLDER = Path(__file__).parent / "cases" / "audit"
DAY = date(2026, 11, 21)


@pytest.mark.parametrize("case", sorted(FOLDER.iterdir()), ids=lambda case: case.name)
def test_the_audit_finds_what_is_expected(case: Path, tmp_path: Path, bless: bool) -> None:
    lay(tmp_path, LIBRARY)
    lay(tmp_path, case / "before")
    readings = read(inputs(tmp_path, DAY), case / "readings.txt")
    lay(tmp_path, case / "after")
    given = inputs(tmp_path, DAY)
    decided = load_dispositions(tmp_path / "dispositions.yaml", given.library, given.service)
    found = audit(given, Evidence(readings, decided, {}), wanted(given.service))
    told, expected = audit_text.write(found, everything=True), case / "expected.txt"
    if bless:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")


def read(given: Inputs, listing: Path) -> dict[tuple[str, str], Reading]:
    """Readings of what stands there now."""
    lines = listing.read_text("utf-8").splitlines() if listing.exists() else []
    current = {(c.clause.path, c.requirement.id): c.digests for c in citations(given.library, given.translators)}
    found = [(clause, row) for clause, row in (line.split() for line in lines)]
    return {key: Reading(*key, "Ana", DAY, current[key]) for key in found}
