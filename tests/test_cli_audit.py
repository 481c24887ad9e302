"""`tosgen audit`, `readings`, `forecast`, `fill`, `record` and `due`, as a user runs them in a small workspace."""

from __future__ import annotations

import json
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import edit, tosgen
from icalendar import Calendar

HOUSE = "clauses/QZ/core/house.md"
LETTER = """---
title: A letter
documents: [house-rules]
slot: house
---
Dear {{ case.person }}, we have had your letter of {{ case.received }}.
"""
PO = "locales/zh_Hans/LC_MESSAGES/clauses.po"
TRANSLATED = """
msgctxt "QZ/core/letter"
msgid "A letter"
msgstr "信函"

msgctxt "QZ/core/letter"
msgid "Dear {{ case.person }}, we have had your letter of {{ case.received }}."
msgstr "尊敬的{{ case.person }}：我们已收到您{{ case.received }}的来信。"

msgctxt "facts/case.guest"
msgid "name of the guest"
msgstr "来宾姓名"

msgctxt "facts/case.arrived"
msgid "day of arrival"
msgstr "到达日期"
"""


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


@pytest.fixture
def letters(bench: Path) -> Path:
    """The workspace with a letter that has blanks."""
    add(bench / "clauses/facts.yaml", "case.guest: {type: text, fill: name of the guest, question: Who?}\n")
    add(bench / "clauses/facts.yaml", "case.arrived: {type: date, fill: day of arrival, question: When?}\n")
    renamed = {"case.person": "case.guest", "case.received": "case.arrived"}
    letter, translated = LETTER, TRANSLATED
    for old, new in renamed.items():
        letter, translated = letter.replace(old, new), translated.replace(old, new)
    (bench / "clauses/QZ/core/letter.md").write_text(letter, "utf-8")
    add(bench / PO, translated)
    return bench


def test_an_audit_tells_what_applies_and_what_is_open(bench: Path) -> None:
    ran = tosgen(bench, "audit", "--on", "2026-11-22", "--format", "json")
    assert ran.code == 0
    (found,) = ran.json["requirements"]
    assert (found["id"], found["status"], found["clause"]) == ("qz-1", "claimed", "core/house")
    assert ran.json["coverage"] == [{"jurisdiction": "QZ", "document": "house-rules", "applicable": 1, "covered": 0}]
    line = tosgen(bench, "generate").code or (bench / "outputs/bench/house-rules/home/en.md").read_text("utf-8")
    assert str(line).split("\n")[found["line"] - 1].endswith("{#core--house}")
    assert found["section"] in str(line).split("\n")[found["line"] - 1]


def test_a_gap_ends_with_exit_code_1_until_somebody_decides(bench: Path) -> None:
    edit(bench / HOUSE, "satisfies:\n  qz-1: runs the workshop\n", "")
    assert tosgen(bench, "audit").code == 1
    (bench / "dispositions.yaml").write_text(
        "qz-1: {state: accepted, reason: said at the door, by: Ana, on: 2026-01-01, until: 2027-01-01}\n", "utf-8"
    )
    assert tosgen(bench, "audit", "--on", "2026-12-31").code == 0
    assert tosgen(bench, "audit", "--on", "2027-01-01").code == 1
    edit(bench / "dispositions.yaml", "qz-1", "qz-9")
    ran = tosgen(bench, "audit")
    assert ran.code == 2
    assert "dispositions.yaml:1:1: error[unknown-requirement] unknown requirement 'qz-9'" in ran.err


def test_the_forms_of_an_audit(bench: Path) -> None:
    edit(bench / HOUSE, "satisfies:\n  qz-1: runs the workshop\n", "")
    log = tosgen(bench, "audit", "--format", "sarif").json
    assert (log["version"], log["runs"][0]["results"][0]["ruleId"]) == ("2.1.0", "qz-1")
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["id"] == "qz-1"
    assert "| gap | qz-1 | house-rules/home |" in tosgen(bench, "audit", "--format", "md").out
    assert tosgen(bench, "audit", "--format", "html", "-o", "audit.html").out == ""
    page = (bench / "audit.html").read_text("utf-8")
    parser = HTMLParser()
    parser.feed(page)
    assert '<td class="open">0 of 1</td>' in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_reading_vouches_until_the_clause_changes(bench: Path) -> None:
    assert tosgen(bench, "readings", "todo", "QZ", "--format", "json", "-o", "todo.json").code == 0
    todo = json.loads((bench / "todo.json").read_text("utf-8"))
    (citation,) = todo["citations"]
    assert citation["says"]["body"].startswith("{{ company.name }} runs the workshop")
    assert tosgen(bench, "readings", "add", "todo.json", "--as", "Ana").err == "1 readings recorded\n"
    assert tosgen(bench, "audit", "--format", "json").json["requirements"][0]["status"] == "covered"
    assert tosgen(bench, "readings", "todo", "QZ").out.startswith("0 of ")
    edit(bench / HOUSE, "runs the workshop on", "runs the workshop, alone, on")
    assert tosgen(bench, "readings", "todo", "QZ").out.startswith("QZ/core/house  qz-1\n1 of ")
    ran = tosgen(bench, "readings", "add", "todo.json", "--as", "Ana")
    assert (ran.code, "error[stale-reading]" in ran.err) == (2, True)
    (bench / "todo.json").write_text("{}", "utf-8")
    assert tosgen(bench, "readings", "add", "todo.json", "--as", "Ana").code == 2


def test_a_letter_has_labels_until_it_is_filled(letters: Path) -> None:
    assert tosgen(letters, "generate").code == 0
    assert "Dear \\[name of the guest\\]" in (letters / "outputs/bench/house-rules/home/en.md").read_text("utf-8")
    assert "尊敬的\\[来宾姓名\\]" in (letters / "outputs/bench/house-rules/home/zh_Hans.md").read_text("utf-8")
    facts = letters / "case.yaml"
    facts.write_text("case.guest: Tom *Bold*\n", "utf-8")
    fill = ("fill", "house-rules/home", "--facts", "case.yaml", "--section", "house")
    ran = tosgen(letters, *fill)
    assert (ran.code, "'case.arrived' is not answered: When?" in ran.err, ran.out) == (2, True, "")
    add(facts, "case.arrived: 2026-11-20\n")
    assert "Dear Tom \\*Bold\\*, we have had your letter of 20 November 2026." in tosgen(letters, *fill).out
    assert (
        "尊敬的Tom *Bold*：我们已收到您2026年11月20日的来信。"
        in tosgen(
            letters, "fill", "house-rules/home/zh_Hans", "--facts", "case.yaml", "--section", "house", "--format", "txt"
        ).out
    )
    assert "<p>Dear Tom *Bold*" in tosgen(letters, *fill, "--format", "html").out
    assert tosgen(letters, "generate").out.endswith("0 new, 1 unchanged\n")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("case.gest: Tom\n", "'case.gest' is no fact, not of a single case; did you mean 'case.guest'?"),
        ("bench.reply: 3 days\n", "'bench.reply' is a fact of the profile, not of a single case"),
        ("case.arrived: soon\n", "error[bad-date]"),
        ("- case\n", "expected facts with their answers"),
    ],
)
def test_facts_of_a_case_that_cannot_be(letters: Path, facts: str, message: str) -> None:
    (letters / "case.yaml").write_text(facts, "utf-8")
    ran = tosgen(letters, "fill", "house-rules/home", "--facts", "case.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_case_has_no_place_in_the_profile_and_an_old_form_is_not_filled(letters: Path) -> None:
    assert tosgen(letters, "generate").code == 0
    edit(letters / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    (letters / "case.yaml").write_text("case.guest: Tom\ncase.arrived: 2026-11-20\n", "utf-8")
    ran = tosgen(letters, "fill", "house-rules/home", "--facts", "case.yaml")
    assert (ran.code, "error[not-recorded]" in ran.err) == (2, True)
    add(letters / "tosgen.yaml", "  case.guest: Tom\n")
    assert "a fact of a single case, not of the service" in tosgen(letters, "generate").err


def test_a_forecast_tells_the_day_and_the_redline(bench: Path) -> None:
    dated = bench / "clauses/QZ/core/house@2027-03-01.md"
    dated.write_text(
        (bench / HOUSE).read_text("utf-8").replace("runs the workshop on", "runs it, with the workshop, on")
    )
    edit(dated, "qz-1: runs the workshop", "qz-1: runs it")
    rows = bench / "clauses/register/QZ.yaml"
    add(rows, rows.read_text("utf-8").partition("requirements:\n")[2].replace("qz-1", "qz-2").replace("2000", "2028"))
    forecast = ("forecast", "--on", "2026-11-22")
    day = tosgen(bench, *forecast, "--format", "json").json["changes"][0]
    assert (day["on"], day["documents"], day["markets"]) == ("2027-03-01", ["house-rules"], ["home"])
    assert {finding["code"] for finding in day["redlines"][0]["findings"]} == {"untranslated"}
    edit(bench / "tosgen.yaml", "languages: [en, zh_Hans], authoritative: en", "languages: [en]")
    first, second = tosgen(bench, *forecast, "--format", "json").json["changes"]
    (change,) = first["redlines"][0]["changes"]
    assert (change["clause"], change["change"]) == ("core/house", ["reworded"])
    assert (second["on"], second["requirements"], second["redlines"]) == ("2028-01-01", ["qz-2"], [])
    assert "house-rules/home: 1 clause reworded" in tosgen(bench, *forecast).out
    assert "## 2027-03-01\n\n**house-rules/home before" in tosgen(bench, *forecast, "--format", "md").out
    assert tosgen(bench, *forecast, "--until", "2027-02-01", "--format", "json").json["changes"] == []


def test_the_audit_trail_names_roles_and_is_never_rewritten(bench: Path) -> None:
    (bench / "report.pdf").write_bytes(b"%PDF")
    record = ("record", "training", "--on", "2026-11-22", "--scope", "new staff", "--count", "4")
    ran = tosgen(
        bench, *record, "--finding", "two did not pass; head-of-support; 2026-12-24", "--evidence", "report.pdf"
    )
    assert ran.code == 0, ran.err
    held = json.loads((bench / "outputs/bench/records/training/2026-11-22-1.json").read_text("utf-8"))
    assert held["evidence"] == [sha256(b"%PDF").hexdigest()]
    assert held["findings"][0]["name"] == "training/2026-11-22-1#1"
    due = tosgen(bench, "due", "--on", "2026-12-24", "--format", "json").json["due"]
    assert {"what": "finding", "name": "training/2026-11-22-1#1", "on": "2026-12-24",
            "reason": "two did not pass (head-of-support)"} in due  # fmt: skip
    assert tosgen(bench, *record, "--closes", "training/2026-11-22-1#1", "--next", "2027-02-01").code == 0
    due = tosgen(bench, "due", "--on", "2027-02-01", "--format", "json").json["due"]
    assert [item["on"] for item in due if item["what"] in {"training", "finding"}] == ["2027-02-01"]
    for wrong, code in (
        (("--finding", "Tom failed; Tom Smith; 2026-12-24"), "personal-data"),
        (("--finding", "tom@bench.example failed; trainer; 2026-12-24"), "personal-data"),
        (("--finding", "nobody came"), "bad-value"),
        (("--closes", "training/2026-11-22-1#1"), "unknown-finding"),
        (("--next", "2026-11-22"), "bad-date"),
        (("--evidence", "gone.pdf"), "missing-file"),
    ):
        ran = tosgen(bench, *record, *wrong)
        assert (ran.code, f"error[{code}]" in ran.err) == (2, True), ran.err


def test_what_is_due_is_a_calendar_that_calendars_take(bench: Path) -> None:
    edit(bench / "tosgen.yaml", "  bench.floors: 2", "  bench.floors: {value: 2, owner: Ana, expires: 2027-05-01}")
    edit(bench / HOUSE, "slot: house\n", "slot: house\nreviewed: {on: 2026-01-31, every: 13 months}\n")
    told = tosgen(bench, "due", "--on", "2027-05-01").out
    assert "2027-02-28  clause    QZ/core/house" in told
    assert "2027-05-01  fact      bench.floors   never confirmed; ask Ana" in told
    first, second = (tosgen(bench, "due", "--on", "2026-11-22", "--format", "ics").out for _ in range(2))
    assert first == second
    events = {str(event["summary"]): event.decoded("dtstart") for event in Calendar.from_ical(first).walk("VEVENT")}
    assert str(events["bench: clause QZ/core/house"]) == "2027-02-28"
