"""A run over a fleet that is stopped anywhere, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from fleet_services import child, members, over, recorded, row, sheet, tips, until
from ledger_drafts import whole

NUMBER = 12
RUN = """
ran = over(members(folder), jobs=int(os.environ["JOBS"]))
print(ran.whole, len(ran.found), flush=True)
"""


def begun(folder: Path, jobs: int) -> subprocess.Popen[str]:
    """A run of its own that has recorded some services, and not all."""
    sheet(folder, [*map(row, range(NUMBER))])
    process = child(folder, RUN, JOBS=str(jobs))
    until(lambda: len(done(folder)) >= 3)
    return process


def done(folder: Path) -> list[str]:
    outputs = folder / "outputs"
    return [name for name, tip in tips(outputs).items() if tip] if outputs.exists() else []


def finished(folder: Path) -> None:
    """Started again, it does what is left, and nothing twice."""
    before = {name: tip for name, tip in tips(folder / "outputs").items() if tip}
    ran = over(members(folder))
    assert ran.whole
    assert set(ran.times.values()) == {1}
    assert recorded(folder / "outputs") == {f"s{n:04}": [1] for n in range(NUMBER)}
    after = tips(folder / "outputs")
    assert {name: after[name] for name in before} == before
    for name in ("s0000", sorted(before)[-1], f"s{NUMBER - 1:04}"):
        whole(folder / "outputs" / name)


def test_the_coordinator_is_killed(tmp_path: Path) -> None:
    """Its processes end with it: none writes on behind the back of the next run."""
    process = begun(tmp_path, 2)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert len(done(tmp_path)) < NUMBER
    until(lambda: not children_of(tmp_path))
    finished(tmp_path)


def children_of(folder: Path) -> list[str]:
    """Processes that work in a folder, where the system tells."""
    return [pid.name for pid in Path("/proc").glob("[0-9]*") if _works_in(pid, folder)]


def _works_in(pid: Path, folder: Path) -> bool:
    try:
        return (pid / "cwd").readlink() == folder
    except OSError:
        return False


def test_the_whole_group_is_killed_while_one_process_records(tmp_path: Path) -> None:
    process = begun(tmp_path, 1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert len(done(tmp_path)) < NUMBER
    finished(tmp_path)


def test_an_interrupt_finishes_what_is_begun_and_no_more(tmp_path: Path) -> None:
    """Ctrl-C at a terminal reaches the whole group."""
    process = begun(tmp_path, 2)
    os.killpg(process.pid, signal.SIGINT)
    told, _ = process.communicate(timeout=60)
    whole_run, found = told.split()[-2:]
    assert (whole_run, process.returncode) == ("False", 0), told
    assert 3 <= int(found) < NUMBER
    assert int(found) == len(done(tmp_path))
    assert not list(tmp_path.glob("outputs/*/.git/tosgen/journal.json"))
    assert "Traceback" not in told
    finished(tmp_path)


def test_an_interrupt_of_a_run_in_one_process(tmp_path: Path) -> None:
    process = begun(tmp_path, 1)
    os.kill(process.pid, signal.SIGINT)
    told, _ = process.communicate(timeout=60)
    assert (told.split()[-2], process.returncode) == ("False", 0), told
    assert len(done(tmp_path)) < NUMBER
    finished(tmp_path)
