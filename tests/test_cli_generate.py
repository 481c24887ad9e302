"""`tosgen generate` and `tosgen log`."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import REPOSITORY, edit, files, tosgen

from tosgen.cli.progress import progress_bar


def tip(folder: Path) -> str:
    return (folder / "outputs/bench/.git/refs/heads/main").read_text()


def test_a_row_says_what_was_recorded_and_why(bench: Path) -> None:
    first = tosgen(bench, "generate")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == [
        "document          version  kind     causes",
        "house-rules/home  v1       initial",
        "1 new, 0 unchanged",
    ]
    again = tosgen(bench, "generate")
    assert again.out.splitlines()[1:] == ["house-rules/home  v1 =     unchanged", "0 new, 1 unchanged"]
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    second = tosgen(bench, "generate")
    assert second.out.splitlines()[1:] == [
        "house-rules/home  v2       material  fact bench.reply",
        "house-rules/home v2: 1 clause reworded (fact bench.reply); material, because clauses that count as material: "
        "repairs/promise",
        "1 new, 0 unchanged",
        "1 of 1 document changed: 1 material; because of fact bench.reply (1)",
    ]


def test_json_has_the_promised_shape(bench: Path) -> None:
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    tosgen(bench, "generate")
    edit(bench / "tosgen.yaml", "bench.reply: 4 days", "bench.reply: 5 days")
    ran = tosgen(bench, "generate", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["schema"] == "tosgen.generate/1"
    (document,) = ran.json["documents"]
    (cause,), (reason,) = document.pop("causes"), document.pop("kind_reasons")
    assert document == {
        "document": "house-rules",
        "market": "home",
        "version": 2,
        "kind": "material",
        "changed": True,
        "summary": "1 clause reworded (fact bench.reply)",
    }
    assert {**cause, "evidence": {}} == {
        "kind": "fact", "name": "bench.reply", "before": "4 days", "after": "5 days", "evidence": {},
    }  # fmt: skip
    assert cause["evidence"]["asked"].endswith("?")
    assert (reason["rule"], reason["kind"], reason["about"]) == ("clauses", "material", "repairs/promise")
    assert ran.json["summary"] == "1 of 1 document changed: 1 material; because of fact bench.reply (1)"


def test_a_dry_run_writes_nothing(bench: Path) -> None:
    before = files(bench)
    ran = tosgen(bench, "generate", "--dry-run")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 new, 0 unchanged (dry run: nothing was written)")
    assert files(bench) == before
    assert not (bench / "outputs").exists()
    tosgen(bench, "generate")
    before = files(bench)
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    planned = tosgen(bench, "generate", "--dry-run", "--format", "json").json
    assert {**files(bench), "tosgen.yaml": b""} == {**before, "tosgen.yaml": b""}
    assert planned == tosgen(bench, "generate", "--format", "json").json


def test_refs_limit_the_run(bench: Path) -> None:
    market = "  yard: {jurisdictions: [QZ], audience: business, entity: bench, languages: [en]}\nfacts:"
    edit(bench / "tosgen.yaml", "facts:\n", f"{market}\n")
    ran = tosgen(bench, "generate", "house-rules/yard", "--format", "json")
    assert [(d["document"], d["market"]) for d in ran.json["documents"]] == [("house-rules", "yard")]
    assert not (bench / "outputs/bench/house-rules/home").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["house-rules"], "error[bad-ref] 'house-rules' is not a ref"),
        (["house-rules/hom"], "error[unknown-market] there is no market 'hom'; the profile has home"),
        (["house-rule/home"], "error[unknown-document] home has no document 'house-rule'; the market has house-rules"),
        (["--on", "2026-02-29"], "--on: error[bad-date] '2026-02-29' is not a day; write YYYY-MM-DD"),
        (["--on", "next week"], "error[bad-date]"),
        (["--on", "2026-W01-1"], "error[bad-date]"),
        (["--as", "Ana"], "--as: error[bad-value] 'Ana' names nobody"),
        (["--as", "Ana\nRuiz <ana@bench.example>"], "error["),
        (["--as", "Ana <a@b>\0"], "error["),
        (["--as", "<ana@bench.example>"], "error[bad-value]"),
        (["--nonsense"], "No such option"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--example", "nothing"], "'nothing' is not one of"),
    ],
)
def test_bad_arguments_are_refused(bench: Path, arguments: list[str], told: str) -> None:
    before = files(bench)
    ran = tosgen(bench, "generate", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert {path for path in files(bench) if not path.startswith("outputs/bench/.git/")} == set(before)


def test_who_records_is_named(bench: Path) -> None:
    ran = tosgen(bench, "generate", "--as", "Ana Ruiz <ana@bench.example>")
    assert ran.code == 0
    assert "Ana Ruiz" in tosgen(bench, "log").out


def test_a_day_that_is_named_is_the_day_that_counts(bench: Path) -> None:
    assert tosgen(bench, "generate", "--on", "2027-03-01").code == 0
    shown = tosgen(bench, "show", "house-rules/home", "--format", "json")
    assert shown.code == 0
    recorded = (bench / "outputs/bench/house-rules/home/version.json").read_text("utf-8")
    assert '"generated_for": "2027-03-01"' in recorded


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time(bench: Path, day: str) -> None:
    ran = tosgen(bench, "generate", "--on", day)
    assert ran.code in {0, 2}
    assert (ran.code == 0) == (ran.err == "")


def test_no_profile(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "generate")
    assert (ran.code, ran.out, files(tmp_path)) == (2, "", {})
    assert "tosgen.yaml: error[no-profile]" in ran.err


def test_an_example_in_an_empty_folder_and_in_a_workspace(tmp_path: Path, bench: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (empty, bench):
        ran = tosgen(folder, "generate", "--example", "helpdesk", "dispute-resolution/US-CA", "--format", "json")
        assert [d["version"] for d in ran.json["documents"]] == [1]
        assert (folder / "outputs/helpdesk/dispute-resolution/US-CA/en.md").is_file()
    assert sorted(path.name for path in empty.iterdir()) == ["outputs"]
    assert sorted(path.name for path in (bench / "outputs").iterdir()) == ["helpdesk"]
    assert not (REPOSITORY / "tosgen/examples/helpdesk/outputs").exists()


def test_the_folder_is_named_with_c(tmp_path: Path, bench: Path) -> None:
    assert tosgen(tmp_path, "-C", "bench", "generate").code == 0
    assert tosgen(tmp_path, "-C", str(bench), "log").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bench"]
    assert tosgen(tmp_path, "-C", "bench/tosgen.yaml", "generate").code == 2


def test_the_log_lists_versions(bench: Path) -> None:
    assert tosgen(bench, "log").code == 2
    tosgen(bench, "generate", "--as", "Ana Ruiz <ana@bench.example>")
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    tosgen(bench, "generate")
    ran = tosgen(bench, "log", "house-rules/home", "--format", "json")
    assert ran.json["schema"] == "tosgen.log/1"
    assert [v["ref"] for v in ran.json["versions"]] == ["house-rules/home@1", "house-rules/home@2"]
    wanted = {"ref", "document", "market", "version", "kind", "recorded", "effective", "state", "commit", "locales"}
    assert all(wanted <= set(version) for version in ran.json["versions"])
    assert ran.json["versions"][1]["commit"] == tip(bench).strip()
    text = tosgen(bench, "log").out.splitlines()
    heads = "ref kind state effective existing users holds for recorded commit languages by"
    assert " ".join(text[0].split()) == heads
    assert len(text) == 3


def test_a_ledger_that_is_not_there_is_near_one_that_is(bench: Path) -> None:
    tosgen(bench, "generate")
    assert "did you mean 'house-rules/home'?" in tosgen(bench, "log", "house-rule/home").err
    ran = tosgen(bench, "log", "--service", "../outputs/bench")
    assert (ran.code, "name one with --service: bench" in ran.err) == (2, True)
    assert tosgen(bench, "log", "--service", "bench").code == 0


def test_a_bar_shows_once_a_run_takes_long_and_someone_watches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tosgen.cli.progress._PATIENCE", -1.0)
    for watched in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda watched=watched: watched, raising=False)
        with progress_bar() as tell:
            tell(1, 2)
            tell(2, 2)
        shown = capsys.readouterr()
        assert shown.out == ""
        assert ("] 2/2 documents" in shown.err) is watched
