"""`tosgen fleet` as a user runs it."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import SOUND, edit, tosgen

from tosgen.cli import fleet_progress
from tosgen.cli.fleet_progress import Progress
from tosgen.ledger import Ledger

ROWS = "service,facts.bench.floors,facts.bench.manners.en\nattic,1,be quiet\ncellar,3,\nloft,many,\n"
SLIP = ("publish", "bench", "--effective", "2099-01-01")
CSV = ("customers.csv", "--base", "bench", "--jobs", "1")


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    """A base profile, and a CSV of three services, one of them at fault."""
    shutil.copytree(SOUND, tmp_path / "bench")
    (tmp_path / "customers.csv").write_text(ROWS, "utf-8")
    return tmp_path


def test_generate_status_publish_audit(yard: Path) -> None:
    ran = tosgen(yard, "fleet", "generate", *CSV)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "3 services, 2 with new versions, 1 failed",
        "",
        "document     kind     new versions",
        "house-rules  initial  2",
        "",
        "failed: loft (customers.csv:4)",
        "  customers.csv:4:2: error[bad-value] expected a whole number, found 'many'",
    ]
    assert "be quiet" in (yard / "bench/outputs/attic/house-rules/home/en.md").read_text("utf-8")
    edit(yard / "customers.csv", "loft,many", "loft,9")
    ran = tosgen(yard, "fleet", "generate", *CSV, "--format", "json")
    assert (ran.code, ran.json["schema"], ran.json["totals"]) == (
        0,
        "tosgen.fleet-generate/1",
        {"services": 3, "changed": 1, "unchanged": 2, "versions": 1, "notices": 0, "failed": 0, "left": 0},
    )
    assert [(s["service"], s["line"], s["state"]) for s in ran.json["services"]] == [
        ("attic", 2, "unchanged"), ("cellar", 3, "unchanged"), ("loft", 4, "changed"),
    ]  # fmt: skip
    (document,) = ran.json["services"][2]["documents"]
    assert document == {
        "document": "house-rules", "market": "home", "version": 1, "kind": "initial", "causes": [], "changed": True,
    }  # fmt: skip
    edit(yard / "customers.csv", "cellar,3", "cellar,2")
    ran = tosgen(yard, "fleet", "status", *CSV, "--format", "json")
    assert [(s["service"], s["state"]) for s in ran.json["services"]] == [
        ("attic", "current"), ("cellar", "stale"), ("loft", "current"),
    ]  # fmt: skip
    assert ran.json["totals"]["awaiting"] == 3
    text = tosgen(yard, "fleet", "status", *CSV)
    assert re.search(r"^cellar +1 +1 +0 +make 1 version$", text.out, re.MULTILINE)
    edit(yard / "customers.csv", "loft,9", "loft,none")
    text = tosgen(yard, "fleet", "status", *CSV)
    assert (text.code, text.out.splitlines()[0]) == (1, "3 services, a run would change 1, 1 failed")
    edit(yard / "customers.csv", "loft,none", "loft,9")
    ran = tosgen(yard, "fleet", "publish", *CSV, "--effective", "2099-01-01", "--all")
    assert (ran.code, "failed: cellar" in ran.out, "error[not-recorded]" in ran.out) == (1, True, True)
    assert re.search(r"^attic +house-rules/home@1 +2099-01-01$", ran.out, re.MULTILINE)
    ran = tosgen(yard, "fleet", "publish", *CSV, "--effective", "2099-01-01", "--format", "json")
    assert (ran.json["totals"]["decisions"], ran.json["totals"]["failed"]) == (0, 1)
    ran = tosgen(yard, "fleet", "audit", *CSV, "--format", "json")
    assert ran.code == int(any(s["open"] for s in ran.json["services"]))
    assert [each["services"] for each in ran.json["coverage"]] == [3]
    assert tosgen(yard, "fleet", "audit", *CSV).out.startswith("3 services, ")


def test_ledgers_elsewhere_in_a_folder_named_with_c(yard: Path) -> None:
    ran = tosgen(yard.parent, "-C", yard.name, "fleet", "generate", *CSV, "-o", "ledgers", "--dry-run")
    assert (ran.code, "dry run: nothing was written" in ran.out) == (1, True)
    assert not (yard / "ledgers").exists()
    tosgen(yard.parent, "-C", yard.name, "fleet", "generate", *CSV, "-o", "ledgers", "--on", "2099-01-01", "--as",
           "Ana <ana@bench.example>")  # fmt: skip
    (entry,) = Ledger(yard / "ledgers/attic").entries()
    assert (entry.generated_for, entry.author) == ("2099-01-01", "Ana <ana@bench.example>")
    assert not (yard / "bench/outputs").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("generate", "nowhere"), 2, "nowhere: error[missing-file] "),
        (("generate", "*.none"), 2, "*.none: error[no-profile] no service matches the pattern"),
        (("generate", "customers.csv"), 2, "customers.csv: error[no-base] "),
        (("generate", "bench", "--base", "bench"), 2, "--base: error[bad-value] "),
        (("generate", "twice.csv", "--base", "bench"), 2, "twice.csv:3:1: error[duplicate-service] "),
        (("generate", "column.csv", "--base", "bench"), 2, "column.csv:1:2: error[unknown-fact] "),
        (("generate", "cells.csv", "--base", "bench"), 2, "cells.csv:2:2: error[bad-value] "),
        (("generate", "bytes.csv", "--base", "bench"), 2, "bytes.csv:2:2: error[encoding] "),
        (("generate", "bench", "--executor", "none"), 2, "--executor: error[unknown-executor] "),
        (("generate", "bench", "--as", "nobody"), 2, "--as: error[bad-value] "),
        (("publish", "bench"), 2, "--effective: error[bad-date] "),
        (("publish", "bench", "--existing", "never"), 2, "--effective: error[bad-date] "),
        (("publish", "bench", "--effective", "soon"), 2, "--effective: error[bad-date] "),
        ((*SLIP, "--clause", "core/ending", "--clause", "core/endings"), 2, "--clause: error[unknown-clause] "),
        (
            (*SLIP, "--document", "house-rule"),
            2,
            "--document: error[unknown-document] unknown document 'house-rule'; did you mean 'house-rules'?",
        ),
        ((*SLIP, "--market", "hom"), 2, "--market: error[unknown-market] unknown market 'hom'; did you mean 'home'?"),
    ],
)
def test_bad_input_is_one_clear_error(yard: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    (yard / "twice.csv").write_text("service\nattic\nattic\n", "utf-8")
    (yard / "column.csv").write_text("service,facts.bench.flors\nattic,1\n", "utf-8")
    (yard / "cells.csv").write_text("service,timezone\nattic\n", "utf-8")
    (yard / "bytes.csv").write_bytes(b"service\nk\xf6ln\n")
    ran = tosgen(yard, "fleet", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(told), ran.err
    assert len(ran.err.splitlines()) == 1
    assert not list(yard.glob("**/outputs"))


def test_publishing_what_no_service_has_is_refused_before_anything_is_decided(yard: Path) -> None:
    """A service that cannot be read could have it: its faults are told beside."""
    tosgen(yard, "fleet", "generate", *CSV)
    publish = ("fleet", "publish", *CSV, "--effective", "2099-01-01")
    ran = tosgen(yard, *publish, "--market", "home", "--market", "hut")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "--market: error[unknown-market] unknown market 'hut'; known: home",
        "customers.csv:4:2: error[bad-value] expected a whole number, found 'many'",
    ]
    ran = tosgen(yard, *publish, "--document", "terms-of-service")
    assert ran.out.startswith("3 services, 0 decisions made, 1 failed\n")
    assert tosgen(yard, *publish, "--market", "home").out.startswith("3 services, 2 decisions made, 1 failed\n")


@pytest.mark.parametrize("jobs", ["0", "none"])
def test_a_number_of_processes_that_is_none(yard: Path, jobs: str) -> None:
    ran = tosgen(yard, "fleet", "generate", "bench", "--jobs", jobs)
    assert (ran.code, "--jobs" in ran.err) == (2, True)


def test_a_run_that_is_stopped_says_so_and_goes_on(yard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = Progress.count

    def interrupted(self: Progress, **more: Any) -> None:
        count(self, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "count", interrupted)
    ran = tosgen(yard, "fleet", "generate", *CSV)
    assert (ran.code, "stopped after 1 of 3 services; run it again to go on" in ran.err) == (130, True)
    assert ran.out.startswith("3 services, 1 with new versions, 0 failed, 2 not reached")
    monkeypatch.undo()
    assert tosgen(yard, "fleet", "generate", *CSV).out.startswith("3 services, 1 with new versions, 1 failed")


def test_progress_is_told_on_stderr(yard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_progress, "LOGGED", 0.0)
    ran = tosgen(yard, "fleet", "generate", *CSV)
    lines = ran.err.splitlines()
    assert lines[0] == "0 of 3 services"
    assert re.fullmatch(r"3 of 3 services, \d+\.\d a second, 0:00 left; 1 failed", lines[-1])
    assert "of 3 services, " not in ran.out


def test_progress_on_a_terminal_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(fleet_progress, "_PATIENCE", -1.0)
    monkeypatch.setattr(fleet_progress, "WATCHED", 0.0)
    progress = Progress(200)
    progress.began -= 10
    for _ in range(50):
        progress.count()
    progress.end()
    shown = terminal.getvalue()
    assert "\n" not in shown
    assert "\x1b[K50 of 200 services, 5.0 a second, 0:30 left" in shown
    assert shown.endswith("\r\x1b[K")
