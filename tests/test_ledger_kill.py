"""Killed at any moment, a run has happened or has not; the next one needs no help."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from ledger_drafts import ANA, NOON, child, draft, record, twelve, whole

from tosgen.ledger import Ledger

POINTS = 25  # of each of the four kinds
WRITE = """
drafts = twelve(int(sys.argv[2]))
with Ledger(Path(sys.argv[1])).session() as writer:
    print("ready", flush=True)
    writer.record(drafts, ANA, NOON)
print("done", flush=True)
"""


def run(path: Path, number: int) -> tuple[float, float]:
    """Seconds that an undisturbed run takes: to the lock, and from there."""
    process = child(WRITE, path, str(number))
    assert process.stdout
    begun = time.monotonic()
    process.stdout.readline()
    ready = time.monotonic()
    process.communicate()
    return ready - begun, time.monotonic() - ready


def killed(path: Path, number: int, after: float, group: bool) -> bool:
    """Kill a run `after` seconds in its session; whether it had said that it was done."""
    process = child(WRITE, path, str(number))
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    time.sleep(after)
    if group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    return b"done" in process.communicate()[0]


def delays(length: float) -> list[float]:
    """Most of them in the last part, where the ref moves and the files follow."""
    early = [length * 0.4 * n / (POINTS // 3) for n in range(POINTS // 3)]
    rest = POINTS - len(early)
    return early + [length * (0.4 + 0.6 * n / rest) for n in range(rest)]


def check(path: Path, before: int, said: bool) -> int:
    """All twelve documents are old or all are new; the next run finds the ledger whole. The version that holds."""
    record(path)  # waits for what a killed parent has left running
    found = {len(Ledger(path).entries(f"terms-{n:02}")) for n in range(12)}
    assert found in ({before}, {before + 1}), found
    (now,) = found
    assert now == before + 1 or not said
    whole(path)
    assert {file.read_text("utf-8").splitlines()[0] for file in path.glob("*/DE/en.md")} == {f"# Terms {now}"}
    return now


@pytest.mark.parametrize("group", [True, False], ids=["whole-group", "parent-only"])
def test_a_run_over_a_ledger(tmp_path: Path, group: bool) -> None:
    record(tmp_path, *twelve(1))
    _, length = run(tmp_path, 2)
    number = 2
    for delay in delays(length):
        said = killed(tmp_path, number + 1, delay, group)
        number = check(tmp_path, number, said)
    record(tmp_path, *twelve(number + 1))
    whole(tmp_path)


@pytest.mark.parametrize("group", [True, False], ids=["whole-group", "parent-only"])
def test_the_first_run(tmp_path: Path, group: bool) -> None:
    ready, length = run(tmp_path / "measured", 1)
    for number, delay in enumerate(delays(ready + length)):
        path = tmp_path / str(number)
        process = child(WRITE, path, "1")
        time.sleep(delay)
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        said = b"done" in process.communicate()[0]
        with Ledger(path).session() as writer:  # waits for what a killed parent has left running
            before = len(Ledger(path).entries())
            assert before in {0, 12}
            assert before == 12 or not said
            writer.record(() if before else twelve(1), ANA, NOON)
        assert len(Ledger(path).entries()) == 12
        whole(path)
        shutil.rmtree(path)


def test_a_journal_torn_by_a_power_cut_is_of_a_run_that_touched_nothing(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": "one\n"}))
    (tmp_path / ".git/tosgen/journal.json").write_bytes(b"{")
    record(tmp_path, draft(2, {"en": "two\n"}))
    whole(tmp_path)


def test_what_a_killed_git_left_in_our_folder_is_in_nobodys_way(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": "one\n"}))
    for name in ("marks", "marks.lock", "journal.json.new"):
        (tmp_path / ".git/tosgen" / name).write_text("half")
    (tmp_path / ".git/tosgen/files").mkdir()
    (tmp_path / ".git/tosgen/files/0").write_text("half")
    record(tmp_path, draft(2, {"en": "two\n"}))
    whole(tmp_path)
    assert list((tmp_path / ".git/tosgen").iterdir()) == []
