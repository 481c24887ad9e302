"""A fleet on this machine: found, composed, recorded; one bad service alone; nothing done twice."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fleet_services import ANA, NOON, ORDER, SMALL, base, members, over, recorded, row, sheet, tips
from ledger_drafts import git, whole

from tosgen.errors import Refused, Unavailable
from tosgen.fleet import flow, generate
from tosgen.fleet.done import Done
from tosgen.fleet.flow import DEATHS
from tosgen.fleet.member import Member, Search
from tosgen.fleet.order import Order
from tosgen.fleet.run import STATUS, Work
from tosgen.fleet.stock import Kit
from tosgen.fleet.task import Failed, makers
from tosgen.fleet.told import Composed
from tosgen.ledger import Ledger
from tosgen.model.library import Library


def test_one_bad_row_among_a_thousand_fails_alone_and_is_named_with_its_line(tmp_path: Path) -> None:
    rows = [*map(row, range(1000))]
    rows[617] = row(617, "help at example.test")
    sheet(tmp_path, rows)
    ran = over(members(tmp_path), jobs=2, order=replace(ORDER, dry_run=True))
    assert (ran.whole, len(ran.found), set(ran.times.values())) == (True, 1000, {1})
    failed = {name: found for name, found in ran.found.items() if isinstance(found, Failed)}
    (finding,) = failed["s0617"].findings
    assert failed.keys() == {"s0617"}
    assert str(finding).startswith(f"{tmp_path}/customers.csv:619:2: error[bad-value]")
    assert ran.new() == 999
    assert not (tmp_path / "outputs").exists()


def test_serial_and_parallel_record_the_same_bytes(tmp_path: Path) -> None:
    rows = [*map(row, range(6)), row(6, "nonsense")]
    for name, jobs in (("one", 1), ("two", 2)):
        sheet(tmp_path / name, rows)
        ran = over(members(tmp_path / name), jobs=jobs)
        assert (ran.new(), sum(isinstance(found, Failed) for found in ran.found.values())) == (6, 1)
    assert tips(tmp_path / "one/outputs") == tips(tmp_path / "two/outputs")
    assert recorded(tmp_path / "two/outputs") == {f"s{n:04}": [1] for n in range(6)}
    assert "Harbour 3 GmbH" in (tmp_path / "two/outputs/s0003/terms-of-service/DE/en.md").read_text("utf-8")
    whole(tmp_path / "two/outputs/s0003")


def test_what_is_done_is_known_by_what_it_was_made_from(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0), row(1)])
    assert over(members(tmp_path)).new() == 2
    before = tips(tmp_path / "outputs")
    for name, order in (("again", ORDER), ("later", replace(ORDER, now=datetime(2026, 11, 28, tzinfo=UTC)))):
        ran = over(members(tmp_path), order=order)
        assert [found.known for found in ran.found.values()] == [True, True], name
        assert [line.ref for found in ran.found.values() for line in found.lines] == ["terms-of-service/DE@1"] * 2
    assert tips(tmp_path / "outputs") == before
    sheet(tmp_path, [row(0), row(1, "new@example.test"), row(2)])
    ran = over(members(tmp_path))
    assert [ran.found[f"s000{n}"].known for n in range(3)] == [True, False, False]
    assert recorded(tmp_path / "outputs") == {"s0000": [1], "s0001": [1, 2], "s0002": [1]}


@pytest.mark.parametrize("what", ["library", "catalog", "day", "tip", "earlier-day", "note", "facts"])
def test_a_note_never_hides_a_change(tmp_path: Path, what: str) -> None:
    """Each thing that a text may depend on, changed alone, is looked at again."""
    root, order = tmp_path / "library", ORDER
    shutil.copytree(SMALL, root)
    folder = tmp_path / "shop"
    profile = base(folder)
    text = profile.read_text("utf-8").replace("languages: [en]", "languages: [en, de]")
    inline = text[text.index("  recipients:") :]
    profile.write_text(text.replace(inline, "  recipients: {file: recipients.csv}\n"), "utf-8")
    table = folder / "recipients.csv"
    table.write_text("key,name,purpose.en,purpose.de,country\ncrane,Crane AG,runs it,betreibt es,CH\n", "utf-8")
    some = members(folder, ".")
    assert over(some, root=root).new() == 1
    assert over(some, root=root).found["harbour"].known
    if what == "library":
        law = root / "clauses/DE/core/law.md"
        law.write_text(law.read_text("utf-8") + "\n", "utf-8")
    elif what == "catalog":
        catalog = root / "locales/de/LC_MESSAGES/clauses.po"
        catalog.write_text(catalog.read_text("utf-8") + "\n# a note\n", "utf-8")
    elif what == "day":  # the controller changes on this day
        order = replace(ORDER, on=date(2026, 12, 1))
    elif what == "earlier-day":  # the first version is of a later one
        order = replace(ORDER, on=date(2026, 11, 1))
    elif what == "tip":
        git(folder / "outputs/harbour", "commit", "--quiet", "--allow-empty", "-m", "mine")
    elif what == "note":
        note = folder / "outputs/harbour/.git/tosgen.done"
        note.write_bytes(note.read_bytes()[:-9])
    else:
        table.write_text(table.read_text("utf-8").replace("Crane AG", "Crane Hosting AG"), "utf-8")
    ran = over(members(folder, "."), root=root, order=order)
    assert not ran.found["harbour"].known
    assert recorded(folder / "outputs")["harbour"] == [1]  # the terms name neither recipients nor controller
    assert over(members(folder, "."), root=root, order=order).found["harbour"].known


def test_another_run_in_between_is_not_mistaken_for_this_one(tmp_path: Path) -> None:
    """A note names the tip that its own run left: what others recorded since is looked at."""
    sheet(tmp_path, [row(0)])
    over(members(tmp_path))
    first = Done.read(Ledger(tmp_path / "outputs/s0000"))
    sheet(tmp_path, [row(0, "other@example.test")])
    over(members(tmp_path))
    second = Done.read(Ledger(tmp_path / "outputs/s0000"))
    assert first
    assert second
    assert second.tip == Ledger(tmp_path / "outputs/s0000").tip != first.tip
    sheet(tmp_path, [row(0)])
    assert over(members(tmp_path)).new() == 1
    assert recorded(tmp_path / "outputs") == {"s0000": [1, 2, 3]}


def test_folders_files_and_patterns(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        profile = base(tmp_path / name)
        profile.write_text(profile.read_text("utf-8").replace("service: harbour", f"service: {name}"), "utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    some = members(tmp_path, "a", "a/tosgen.yaml", "*", str(tmp_path / "**" / "tosgen.yaml"))
    assert [member.name for member in some] == ["a", "b", "c"]
    over(some, jobs=2)
    assert all(tips(tmp_path / name / "outputs").keys() == {name} for name in "abc")
    (found,) = Search(tmp_path, None, tmp_path / "all", no_library).members(["b"])
    over([found])
    assert tips(tmp_path / "all").keys() == {"b"}


def no_library(workspace: Path) -> Library:
    raise AssertionError("folders need no library to be found")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["nowhere"], "missing-file"),
        (["*.none"], "no-profile"),
        (["empty"], "no-profile"),
        (["notes.txt"], "no-profile"),
        (["customers.csv"], "no-base"),
    ],
)
def test_what_is_no_service(tmp_path: Path, given: list[str], code: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "customers.csv").write_text("service\na\n", "utf-8")
    with pytest.raises(Refused) as refused:
        Search(tmp_path, None, None, no_library).members(given)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_two_of_a_name_are_refused_before_anything_runs(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0), row(1), "S0000,x@example.test,X"])
    base(tmp_path / "other")
    base(tmp_path / "third")
    with pytest.raises(Refused) as rows:
        members(tmp_path)
    (finding,) = rows.value.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("duplicate-service", 4, 1)
    assert "customers.csv:2" in finding.message
    with pytest.raises(Refused, match="duplicate-service"):
        members(tmp_path, "other", "third")
    assert not list(tmp_path.glob("**/outputs"))


def test_a_profile_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    for name, text in (("good", None), ("bad", "service: [bad\n"), ("worse", "timezone: UTC\n"), ("link", None)):
        profile = base(tmp_path / name)
        profile.write_text(text or profile.read_text("utf-8").replace("harbour\n", f"{name}\n", 1), "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link/outputs").symlink_to(tmp_path / "elsewhere")
    some = members(tmp_path, "good", "bad", "worse", "link")
    by_place: dict[str, object] = {}
    for member in some:
        by_place[member.workspace.name] = next(iter(over([member]).found.values()))
    assert isinstance(by_place["good"], Composed)
    codes = {name: found.findings[0].code for name, found in by_place.items() if isinstance(found, Failed)}
    assert codes == {"bad": "syntax", "worse": "missing-key", "link": "outside-workspace"}
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_fault_of_ours_in_one_service_holds_up_nobody(tmp_path: Path) -> None:
    sheet(tmp_path, [*map(row, range(3))])
    ran = over(members(tmp_path), work=Work(_stumbling))
    assert sorted(name for name, found in ran.found.items() if isinstance(found, Failed)) == ["s0001"]
    (finding,) = ran.found["s0001"].findings
    assert (finding.code, "ZeroDivisionError" in finding.message) == ("internal", True)


def _stumbling(kit: Kit, order: Order, member: Member) -> Composed:
    return generate.whole(kit, order, member) if member.name != "s0001" else 1 // 0  # type: ignore[return-value]


def test_a_service_that_kills_whoever_works_on_it_is_given_up_and_the_others_are_done(tmp_path: Path) -> None:
    """A process that is killed takes nothing with it: what it and the others had in hand is done again, once."""
    sheet(tmp_path, [*map(row, range(6))])
    ran = over(members(tmp_path), jobs=2, work=Work(_deadly))
    assert {name for name, found in ran.found.items() if isinstance(found, Failed)} == {"s0002"}
    assert ran.found["s0002"].findings[0].code == "worker-died"
    assert len((tmp_path / "deaths").read_text("utf-8")) == DEATHS + 1
    assert set(ran.times.values()) == {1}
    assert recorded(tmp_path / "outputs") == {f"s{n:04}": [1] for n in range(6) if n != 2}


def _deadly(kit: Kit, order: Order, member: Member) -> Composed:
    if member.name == "s0002":
        with (member.workspace / "deaths").open("a") as deaths:
            deaths.write(".")
        os.kill(os.getpid(), signal.SIGKILL)
    return generate.whole(kit, order, member)


def test_a_status_tells_what_a_run_would_do(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0), row(1)])
    before = over(members(tmp_path), work=STATUS).found
    assert [(found.versions, found.stale) for found in before.values()] == [(0, True), (0, True)]
    over(members(tmp_path))
    sheet(tmp_path, [row(0), row(1, "new@example.test"), row(2, "nonsense")])
    found = over(members(tmp_path), work=STATUS).found
    assert {name: (each.stale, bool(each.hindered)) for name, each in found.items()} == {
        "s0000": (False, False), "s0001": (True, False), "s0002": (False, True),
    }  # fmt: skip
    assert [document.awaiting for document in found["s0001"].documents] == [True]
    assert recorded(tmp_path / "outputs") == {"s0000": [1], "s0001": [1]}


def test_executors_by_name(tmp_path: Path) -> None:
    sheet(tmp_path / "home", [row(0), row(1)])
    sheet(tmp_path / "away", [row(0), row(1)])
    over(members(tmp_path / "home"))
    assert over(members(tmp_path / "away"), executor="fleet_services:threads").new() == 2
    assert tips(tmp_path / "home/outputs") == tips(tmp_path / "away/outputs")


@pytest.mark.parametrize(
    ("named", "error", "said"),
    [
        ("cluster", Refused, "'cluster' names no executor; write dask://HOST:PORT, or module:factory"),
        ("dask://", Refused, "names no executor"),
        ("http://127.0.0.1:80", Refused, "names no executor"),
        ("no_such_module:make", Refused, "there is no module 'no_such_module'"),
        ("fleet_services:thread", Refused, "has no 'thread'; did you mean 'threads'?"),
        ("fleet_services:no_executor", Refused, "gives a str, no concurrent.futures.Executor"),
        ("fleet_services:NOT_A_FUNCTION", Refused, "is no function that makes an executor"),
        ("fleet_services:broken", Unavailable, "failed: RuntimeError: out of order"),
    ],
)
def test_an_executor_that_cannot_be_had(tmp_path: Path, named: str, error: type[Exception], said: str) -> None:
    sheet(tmp_path, [row(0)])
    with pytest.raises(error) as refused:
        over(members(tmp_path), executor=named)
    assert said in str(refused.value)
    assert not (tmp_path / "outputs").exists()


def test_a_worker_with_other_versions_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet(tmp_path, [row(0)])
    monkeypatch.setattr(flow, "makers", lambda: (*makers(), "babel 1.0"))
    with pytest.raises(Unavailable, match="worker-version"):
        over(members(tmp_path), executor="fleet_services:threads")
    assert not (tmp_path / "outputs").exists()


def test_commits_bear_the_moment_and_the_author_of_the_run(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0)])
    over(members(tmp_path))
    (entry,) = Ledger(tmp_path / "outputs/s0000").entries()
    assert (entry.recorded, entry.author) == (NOON, str(ANA))
