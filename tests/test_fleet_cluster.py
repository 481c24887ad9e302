"""A fleet on a real Dask scheduler with worker processes that have no library, no profiles and no git."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from fleet_services import Dask, cluster, members, over, recorded, row, sheet, tips, until
from ledger_drafts import whole

from tosgen.errors import Unavailable
from tosgen.fleet.run import STATUS
from tosgen.fleet.task import Failed

if not os.environ.get("CI"):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with cluster(tmp_path_factory.mktemp("dask") / "cluster") as found:
        yield found


def test_the_same_bytes_as_at_home(dask: Dask, tmp_path: Path) -> None:
    rows = [*map(row, range(8)), row(8, "not an address")]
    for name in ("home", "away"):
        sheet(tmp_path / name, rows)
    home = over(members(tmp_path / "home"))
    away = over(members(tmp_path / "away"), executor=dask.name, jobs=2)
    assert home.new() == away.new() == 8
    assert tips(tmp_path / "home/outputs") == tips(tmp_path / "away/outputs")
    assert {name for name, found in away.found.items() if isinstance(found, Failed)} == {"s0008"}
    (finding,) = away.found["s0008"].findings
    assert (finding.place.line, finding.place.column, finding.code) == (10, 2, "bad-value")


def test_a_change_is_recorded_with_the_same_causes(dask: Dask, tmp_path: Path) -> None:
    for name, executor in (("home", None), ("away", dask.name)):
        sheet(tmp_path / name, [*map(row, range(3))])
        over(members(tmp_path / name))
        sheet(tmp_path / name, [row(0), row(1, "new@example.test"), row(2)])
        status = over(members(tmp_path / name), executor=executor, work=STATUS)
        assert [name for name, found in sorted(status.found.items()) if found.stale] == ["s0001"]
        ran = over(members(tmp_path / name), executor=executor)
        (line,) = ran.found["s0001"].new
        assert [(cause.kind, cause.name) for cause in line.causes] == [("fact", "contact.email")]
        assert ran.found["s0000"].known
    assert tips(tmp_path / "home/outputs") == tips(tmp_path / "away/outputs")
    assert recorded(tmp_path / "away/outputs")["s0001"] == [1, 2]


def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(dask: Dask, tmp_path: Path) -> None:
    """It dies with work in its hands: it is stopped until it holds some, so that it cannot have done it before."""
    for name in ("home", "away"):
        sheet(tmp_path / name, [*map(row, range(20))])
    held: list[str] = []

    def kill() -> None:
        os.kill(dask.workers[0].pid, signal.SIGSTOP)
        held.extend(until(lambda: dask.held(0)))
        os.kill(dask.workers[0].pid, signal.SIGKILL)

    murder = Thread(target=kill)

    def heard(_: object) -> None:
        if murder.ident is None and len(tips(tmp_path / "away/outputs")) >= 2:
            murder.start()

    away = over(members(tmp_path / "away"), executor=dask.name, heard=heard)
    murder.join()
    assert held
    assert dask.workers[0].wait() == -signal.SIGKILL
    assert away.whole
    assert set(away.times.values()) == {1}
    assert recorded(tmp_path / "away/outputs") == {f"s{n:04}": [1] for n in range(20)}
    over(members(tmp_path / "home"), jobs=2)
    assert tips(tmp_path / "home/outputs") == tips(tmp_path / "away/outputs")
    whole(tmp_path / "away/outputs/s0007")


def test_a_workspace_with_clauses_of_its_own_is_composed_elsewhere_too(dask: Dask, tmp_path: Path) -> None:
    for name in ("home", "away"):
        sheet(tmp_path / name, [*map(row, range(2))])
        own = tmp_path / name / "clauses/DE/core/law.md"
        own.parent.mkdir(parents=True)
        shutil.copy(Path(__file__).parent / "cases/generate/_library/clauses/DE/core/law.md", own)
        own.write_text(own.read_text("utf-8").replace("German law", "the law of Germany"), "utf-8")
    over(members(tmp_path / "home"))
    ran = over(members(tmp_path / "away"), executor=dask.name)
    assert ran.new() == 2
    assert tips(tmp_path / "home/outputs") == tips(tmp_path / "away/outputs")
    assert (tmp_path / "away/outputs/s0001/inputs/clauses/DE/core/law.md").is_file()


def test_a_scheduler_without_workers_or_none_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tosgen.fleet import cluster as module

    sheet(tmp_path / "away", [row(1)])
    with monkeypatch.context() as hurried:
        hurried.setattr(module, "_PATIENCE", 1)
        with pytest.raises(Unavailable, match="no-scheduler") as nobody:
            over(members(tmp_path / "away"), executor="dask://127.0.0.1:1")
    assert len(nobody.value.findings) == 1
    monkeypatch.setattr(module, "_HIRING", 1)
    with cluster(tmp_path / "cluster", workers=0) as idle, pytest.raises(Unavailable, match="no-workers"):
        over(members(tmp_path / "away"), executor=idle.name)
    assert not (tmp_path / "away/outputs").exists()


def test_a_worker_whose_tosgen_was_edited_stops_the_run(tmp_path: Path) -> None:
    """It bears the same version: its texts could be others all the same."""
    sheet(tmp_path / "away", [row(1)])
    with cluster(tmp_path / "cluster", workers=0) as dask:
        edited = dask.package / "tosgen/compose/document.py"
        edited.write_text(edited.read_text("utf-8") + "\n# mine\n", "utf-8")
        dask.hire(1)
        with pytest.raises(Unavailable, match="worker-version"):
            over(members(tmp_path / "away"), executor=dask.name)
    assert not (tmp_path / "away/outputs").exists()
