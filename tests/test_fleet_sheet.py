"""A CSV of overrides: what its columns may be, what its cells are read as, and where its faults are told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from fleet_services import SMALL, base

from tosgen.errors import Finding, Refused
from tosgen.model.library import Library
from tosgen.model.service import Service
from tosgen.model.values import Duration, Localized
from tosgen.sources.library import load_library
from tosgen.sources.service import load_service
from tosgen.sources.sheet import Row, Sheet, read_sheet


@cache
def library() -> Library:
    return load_library(SMALL / "clauses", None, version="1", commit="")[0]


def read(folder: Path, text: str) -> tuple[Sheet, tuple[Row, ...]]:
    base(folder)
    (folder / "c.csv").write_text(text, "utf-8")
    return read_sheet(folder / "c.csv", folder / "tosgen.yaml", library())


def service(folder: Path, text: str, at: int = 0) -> Service:
    sheet, rows = read(folder, text)
    return sheet.service(rows[at], library())[0]


def faults(folder: Path, text: str, *, of_row: bool = False) -> list[Finding]:
    with pytest.raises(Refused) as refused:
        service(folder, text) if of_row else read(folder, text)
    return list(refused.value.findings)


def test_each_row_is_the_base_with_its_cells_in_place(tmp_path: Path) -> None:
    text = (
        "service,entities.harbour.name,markets.DE.languages,not,facts.complaints.answer_within,timezone\n"
        'acme,"Acme, Ltd",de en,subscriptions;goods live-chat ai-chatbot,3 days,\n'
        "bolt,,,,,Europe/Rome\n"
    )
    # the market's authoritative language is the base's `en`
    acme, bolt = (service(tmp_path, text, at) for at in range(2))
    assert (acme.name, acme.entities["harbour"].fields["name"]) == ("acme", "Acme, Ltd")
    assert acme.markets["DE"].languages == ("de", "en")
    assert acme.excluded == ("subscriptions", "goods", "live-chat", "ai-chatbot")
    assert acme.facts["complaints.answer_within"].value == Duration(3, "day")
    plain = load_service(tmp_path / "tosgen.yaml", library())
    assert (bolt.timezone, bolt.entities) == ("Europe/Rome", plain.entities)
    assert bolt.facts == plain.facts


def test_facts_in_general_by_market_by_language_and_in_tables(tmp_path: Path) -> None:
    text = (
        "service,facts.complaints.answer_within.value,facts.complaints.answer_within.markets.DE,"
        "facts.complaints.answer_within.owner,facts.recipients.rows.crane.purpose.en,"
        "facts.recipients.rows.crane.country,facts.recipients.rows.winch.name,facts.recipients.rows.winch.purpose.en,"
        "facts.recipients.rows.winch.country\n"
        "acme,5 days,2 days,legal,lifts,AT,Winch AG,pulls,CH\n"
    )
    facts = service(tmp_path, text).facts
    fact = facts["complaints.answer_within"]
    assert (fact.value, dict(fact.by_market), fact.owner) == (
        Duration(5, "day"), {"DE": Duration(2, "day")}, "legal",
    )  # fmt: skip
    crane, winch = facts["recipients"].value
    assert crane.cells["purpose"].by_language["en"] == "lifts"
    assert isinstance(winch.cells["purpose"], Localized)
    assert (crane.cells["country"], winch.key) == ("AT", "winch")


def test_an_owner_beside_a_plain_answer_leaves_the_answer(tmp_path: Path) -> None:
    fact = service(tmp_path, "service,facts.ending.notice.owner\nacme,legal\n").facts["ending.notice"]
    assert (fact.value, fact.owner) == (Duration(1, "month"), "legal")


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        ("servce", "unknown-key", "did you mean 'service'?"),
        ("service,service", "duplicate-key", "column 'service' stands twice"),
        ("service,entities.harbor.name", "unknown-entity", "did you mean 'harbour'?"),
        ("service,markets.FR.brand", "unknown-market", "unknown market 'FR'"),
        ("service,entities.harbour.nme", "unknown-key", "did you mean 'name'?"),
        ("service,entities.harbour", "bad-value", "holds more than a cell can"),
        ("service,entities.harbour.roles", "bad-value", "holds more than a cell can"),
        ("service,timezone.x", "unknown-key", "a profile has no 'timezone.x'"),
        ("service,facts.contact.mail", "unknown-fact", "did you mean 'contact.email'?"),
        ("service,facts.contact.email.x", "unknown-key", "a profile has no 'facts.contact.email.x'"),
        ("service,facts.recipients", "bad-value", "'facts.recipients' is a table"),
        ("service,facts.recipients.rows.crane.colour", "unknown-key", "'recipients' has no column 'colour'"),
        ("service,facts.ending.notice,facts.ending.notice.owner", "overlap", "lies within the other"),
        ("facts.contact.email", "missing-key", "column 'service' is missing"),
    ],
)
def test_a_column_that_a_profile_has_not(tmp_path: Path, header: str, code: str, said: str) -> None:
    found = faults(tmp_path, f"{header}\n{','.join('x' for _ in header.split(','))}\n")
    assert code in {finding.code for finding in found}
    assert any(said in str(finding) for finding in found)
    assert all(finding.place.path.endswith("c.csv") and finding.place.line == 1 for finding in found)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("service,timezone\nacme\n", 2, 2, "1 cell, but the header has 2 columns"),
        ('service,timezone\n"acme\n corp",UTC,x\n', 2, 3, "3 cells, but the header has 2 columns"),
        ('service\n"acme\n', 3, 0, "this is not CSV"),
        ("", 1, 0, "there is no row"),
        ("service\n\n", 1, 0, "there is no row"),
    ],
)
def test_rows_of_another_form(tmp_path: Path, text: str, line: int, column: int, said: str) -> None:
    (finding,) = faults(tmp_path, text)
    assert said in finding.message
    assert (finding.place.line, finding.place.column) in {(line, column), (line - 1, column)}


def test_not_utf_8(tmp_path: Path) -> None:
    base(tmp_path)
    (tmp_path / "c.csv").write_bytes(b"service\nk\xf6ln\n")
    with pytest.raises(Refused) as refused:
        read_sheet(tmp_path / "c.csv", tmp_path / "tosgen.yaml", library())
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("encoding", 2, 2)


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("service", "Two Words", "bad-name"),
        ("facts.contact.email", "no address", "bad-value"),
        ("facts.complaints.answer_within", "soon", "bad-value"),
        ("facts.complaints.answer_within.markets.DE", "soon", "bad-value"),
        ("facts.recipients.rows.crane.country", "Switzerland", "bad-value"),
        ("markets.DE.languages", "en xx_YY", "bad-value"),
        ("markets.DE.audience", "everybody", "bad-value"),
        ("documents", "terms-of-servce", "unknown-document"),
        ("features", "accounts teleport", "unknown-feature"),
        ("timezone", "Mars/Olympus", "unknown-timezone"),
        ("entities.harbour.country", "Germany", "bad-value"),
    ],
)
def test_what_is_wrong_with_a_cell_is_told_of_the_cell(tmp_path: Path, header: str, cell: str, code: str) -> None:
    columns = "timezone,service" if header == "timezone" else f"{header},service"
    columns = "service,timezone" if header == "service" else columns
    cells = {"service": "acme", "timezone": "Europe/Berlin", header: cell}
    line = ",".join(cells[name] for name in columns.split(","))
    found = faults(tmp_path, f"{columns}\n\n{line}\n", of_row=True)
    told = {(finding.code, finding.place.path[-5:], finding.place.line, finding.place.column) for finding in found}
    assert (code, "c.csv", 3, 1) in told


def test_what_is_wrong_with_the_base_is_told_of_the_base(tmp_path: Path) -> None:
    sheet, rows = read(tmp_path, "service\nacme\n")
    spoilt = (tmp_path / "tosgen.yaml").read_text("utf-8").replace("audience: consumer", "audience: nobody")
    (tmp_path / "tosgen.yaml").write_text(spoilt, "utf-8")
    sheet, rows = read_sheet(tmp_path / "c.csv", tmp_path / "tosgen.yaml", library())
    with pytest.raises(Refused) as refused:
        sheet.service(rows[0], library())
    assert [f.place.path[-11:] for f in refused.value.findings] == ["tosgen.yaml"]


def test_a_row_is_its_own_digest(tmp_path: Path) -> None:
    sheet, rows = read(tmp_path, "service,timezone\na,UTC\nb,UTC\na,\n")
    other, again = read(tmp_path, "timezone,service\nUTC,b\nUTC,a\n,x\n")
    digests = [sheet.digest(row) for row in rows]
    assert len({*digests}) == 3
    assert [other.digest(row) for row in again][:2] == [digests[1], digests[0]]
    one, two = (service(tmp_path, f"service,timezone\n{name},UTC\n") for name in "ab")
    assert one.digest != two.digest
