"""A fleet in a world that is against it: names that are none, files that are no profiles, executors that do nothing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import SOUND, edit, tosgen
from fleet_services import base, members, over, recorded, row, sheet, tips
from small_disk import disk, privileged

from tosgen.errors import Unavailable
from tosgen.fleet.run import STATUS
from tosgen.fleet.task import Failed
from tosgen.ledger import Ledger
from tosgen.review.verify import verify

__all__ = ["disk"]
TERMS = "terms-of-service/DE"


def test_a_row_that_names_no_service_fails_alone(tmp_path: Path) -> None:
    """Its ledger would be the folder of all ledgers; and another such row's, the same."""
    sheet(tmp_path, [row(0), row(1)[len("s0001") :], "  " + row(2)[len("s0002") :]])
    some = members(tmp_path)
    for member in some[1:]:
        (found,) = over([member]).found.values()
        assert isinstance(found, Failed)
        (finding,) = found.findings
        assert (finding.code, finding.place.line, finding.place.column) == ("bad-name", member.place.line, 1)
    assert over(some[:1]).new() == 1
    assert tips(tmp_path / "outputs").keys() == {"s0000"}
    assert not (tmp_path / "outputs/.git").exists()


@pytest.mark.parametrize("pattern", ["shops/*/*", "shops/**", "shops/**/*.yaml"])
def test_a_pattern_passes_over_the_other_files_of_a_workspace(tmp_path: Path, pattern: str) -> None:
    profile = base(tmp_path / "shops/a")
    (tmp_path / "shops/a/clauses").mkdir()
    for name in ("dispositions.yaml", "clauses/outline.yaml"):
        (profile.parent / name).write_text("some-row: {status: accepted}\n", "utf-8")
    named = tmp_path / "shops/a/second.yaml"
    named.write_text(profile.read_text("utf-8").replace("service: harbour", "service: second"), "utf-8")
    (tmp_path / "shops/b").mkdir()
    (tmp_path / "shops/b/broken.yaml").write_text("timezone: UTC\n", "utf-8")  # in no workspace: to be told of
    found = sorted(m.profile.relative_to(tmp_path / "shops").as_posix() for m in members(tmp_path, pattern))
    assert found == ["a/second.yaml", "a/tosgen.yaml", "b/broken.yaml"]
    assert [member.name for member in members(tmp_path, "shops/a/dispositions.yaml")] == [""]  # it was asked for


def shop(folder: Path, name: str) -> Path:
    """A profile of its own."""
    profile = base(folder)
    edit(profile, "service: harbour\n", f"service: {name}\n")
    return profile


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_service_whose_ledger_cannot_be_written_fails_alone(tmp_path: Path, disk: Path, jobs: int) -> None:
    profiles = [shop(tmp_path / "a", "a"), shop(disk / "b", "b"), shop(tmp_path / "c", "c")]
    some = members(tmp_path, "a", str(disk / "b"), "c")
    over(some, jobs=jobs)
    for profile in profiles:
        edit(profile, "help@harbour.example", "new@example.test")
    assert not privileged("mount", "-o", "remount,ro", str(disk))
    ran = over(some, jobs=jobs)
    assert (ran.new(), ran.times) == (2, {"a": 1, "b": 1, "c": 1})
    (finding,) = ran.found["b"].findings
    assert (finding.code, finding.place.path.startswith(str(disk / "b/outputs/b"))) == ("read-only", True)
    assert not privileged("mount", "-o", "remount,rw", str(disk))
    assert [found.known for found in over(some, jobs=jobs).found.values()].count(True) == 2
    assert recorded(disk / "b/outputs") == {"b": [1, 2]}


@pytest.mark.parametrize("jobs", [1, 2])
def test_services_in_the_ledgers_of_others_do_each_other_no_harm(tmp_path: Path, jobs: int) -> None:
    """Beside a ledger, in one, and where its texts lie: none takes another's files for its own."""
    ledger = "outer/outputs/outer"
    places = {"outer": "outer", "beside": "outer/outputs/x", "within": f"{ledger}/x", "deep": f"{ledger}/{TERMS}"}
    profile, *_ = [shop(tmp_path / place, name) for name, place in places.items()]
    assert over(members(tmp_path, *places.values()), jobs=jobs).new() == 4
    edit(profile, "help@harbour.example", "new@example.test")
    assert over(members(tmp_path, *places.values()), jobs=jobs).new() == 1
    ledgers = [Ledger(tmp_path / place / "outputs" / name) for name, place in places.items()]
    assert [len(ledger.entries()) for ledger in ledgers] == [2, 1, 1, 1]
    assert [verify(ledger).findings for ledger in ledgers] == [()] * 4


class Odd(Executor):
    """An executor whose futures are as a function leaves them: before anybody waits for one."""

    _max_workers = 2

    def __init__(self, leave: Callable[[Future[Any], Any], object]) -> None:
        self._leave = leave

    def submit(self, work: Any, /, *tasks: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._leave(future, lambda: work(*tasks))
        return future


def cancelled() -> Executor:
    """Cancelled, and whoever waits is not told: as after `shutdown(cancel_futures=True)`."""
    return Odd(lambda future, _: future.cancel())


def exited() -> Executor:
    return Odd(lambda future, _: future.set_exception(SystemExit(0)))


def chatty() -> Executor:
    return Odd(lambda future, _: future.set_result("hello"))


def brief() -> Executor:
    """Does what it is given, and keeps a part of it."""
    return Odd(lambda future, work: future.set_result(replace(work(), results=())))


def mute() -> Executor:
    class Mute(Odd):
        def submit(self, *_: Any, **__: Any) -> Any:
            return None

    return Mute(lambda *_: None)


def leaving() -> Executor:
    sys.exit(0)


def patience() -> Callable[[], None]:
    """Called again and again while nothing comes: a run that nothing ends fails in the end, and hangs no suite."""
    left = iter(range(40))

    def beat() -> None:
        assert next(left, None) is not None, "it would hang"

    return beat


@pytest.mark.parametrize(
    ("factory", "said"),
    [
        ("cancelled", "CancelledError: cancelled"),
        ("exited", "SystemExit: 0"),
        ("chatty", "TypeError: str for an answer"),
        ("brief", "ValueError: 0 results given, 1 due"),
        ("mute", "submit() gives a NoneType, no concurrent.futures.Future"),
        ("leaving", "SystemExit: 0"),
    ],
)
def test_an_executor_that_does_not_do_its_work_ends_the_run(tmp_path: Path, factory: str, said: str) -> None:
    """It neither hangs nor looks as if it were done."""
    sheet(tmp_path, [row(0), row(1)])
    with pytest.raises(Unavailable, match=r"error\[executor\]") as ended:
        over(members(tmp_path), executor=f"test_fleet_hostile:{factory}", beat=patience())
    assert said in str(ended.value)
    assert not (tmp_path / "outputs").exists()


def odd_but_able() -> Executor:
    class Able(ThreadPoolExecutor):
        def __init__(self) -> None:
            super().__init__(2)
            self._max_workers: Any = "many"

        def _adjust_thread_count(self) -> None:
            self._max_workers = 2
            super()._adjust_thread_count()

        def shutdown(self, *_: Any, **__: Any) -> None:
            raise RuntimeError("not now")

    return Able()


def test_an_executor_that_tells_no_number_and_cannot_be_shut_down(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0), row(1)])
    assert over(members(tmp_path), executor="test_fleet_hostile:odd_but_able").new() == 2


def dying() -> Executor:
    """Composes what it is given at first, then no more."""
    left = [8]

    def leave(future: Future[Any], work: Callable[[], Any]) -> None:
        left[0] -= 1
        if left[0] > 0:
            future.set_result(work())
        elif left[0] == 0:
            future.set_exception(OSError("the line is dead"))

    return Odd(leave)


def test_a_run_that_its_workers_fail_tells_what_was_done(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "bench")
    rows = "".join(f"room{number:03},{number}\n" for number in range(300))
    (tmp_path / "customers.csv").write_text(f"service,facts.bench.floors\n{rows}", "utf-8")
    given = ("fleet", "generate", "customers.csv", "--base", "bench", "--jobs", "1", "--dry-run", "--format", "json")
    ran = tosgen(tmp_path, *given, "--executor", "test_fleet_hostile:dying")
    assert (ran.code, ran.err.startswith("--executor: error[executor] ")) == (3, True)
    totals = ran.json["totals"]
    assert totals["versions"] == totals["changed"] == len(ran.json["services"]) > 0
    assert totals["left"] == 300 - totals["changed"] > 0


def test_what_is_being_recorded_when_the_workers_fail_is_finished_and_told(tmp_path: Path) -> None:
    sheet(tmp_path, [row(number) for number in range(16)])
    told: list[str] = []
    with pytest.raises(Unavailable, match="the line is dead"):
        over(members(tmp_path), jobs=2, executor="test_fleet_hostile:dying", heard=lambda one: told.append(one.name))
    assert told
    assert sorted(told) == [*recorded(tmp_path / "outputs")]


def test_a_status_of_a_name_that_is_none_reads_no_ledger(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0)])
    over(members(tmp_path))
    sheet(tmp_path, [row(0).replace("s0000", "../outputs/s0000")])
    (found,) = over(members(tmp_path), work=STATUS).found.values()
    assert isinstance(found, Failed)
    assert {finding.code for finding in found.findings} == {"bad-name"}
    assert Ledger(tmp_path / "outputs/s0000").entries()
