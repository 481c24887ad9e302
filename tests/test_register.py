"""Every row of the register that an example exercises is answered by a clause that somebody has read."""

from __future__ import annotations

import register
import yaml


def test_every_exercised_row_is_covered_by_a_standing_reading_and_every_other_has_a_reason() -> None:
    text, whole = register.report()
    assert whole, text


def test_every_row_of_every_jurisdiction_is_classified() -> None:
    files = sorted((register.ROOT / "clauses" / "register").glob("*.yaml"))
    rows = [row for file in files for row in yaml.safe_load(file.read_text("utf-8"))["requirements"]]
    assert [row["id"] for row in rows if row.get("kind") not in {"state", "forbid", "practice"}] == []
    assert len({row["id"] for row in rows}) == len(rows)


def test_rows_that_bind_through_national_law_name_rows_below_their_own_place() -> None:
    rows, places = register.library().requirements, register.library().jurisdictions
    for row in rows.values():
        for other in row.answered_by:
            assert row.jurisdiction in places.chain(rows[other].jurisdiction)[1:], (row.id, other)
