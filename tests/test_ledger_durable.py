"""What was recorded is on the disk before anyone hears of it: an audit of the system calls."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_drafts import record, twelve

CALL = re.compile(r"^(\d+)\s+(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
FD = re.compile(r"^(?:\()?(\d+)<([^>]*)>")
WATCHED = "?write,?pwrite64,?writev,?ftruncate,?fsync,?fdatasync,/^(rename|link|unlink|mkdir|open|stat|newfstatat).*"
NOT_EVIDENCE = ("logs", "refs/tosgen", "tosgen.flock", "description", "branches")
WRITE = """
import os
from tosgen.ledger import tags
tags.MANY = int(sys.argv[3])
with Ledger(Path(sys.argv[1])).session() as writer:
    writer.record(twelve(int(sys.argv[2])), ANA, NOON)
os.path.exists("/recorded")
"""


def calls(trace: Path) -> list[tuple[str, list[str], str, str]]:
    """(name, paths, fd's path, arguments) of every call that succeeded, before the mark."""
    found = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        if '"/recorded"' in line:
            return found
        match = CALL.match(line)
        if match and " = -1 " not in line:
            target = FD.match(match[3])
            found.append((match[2], QUOTED.findall(match[3]), target[2] if target else "", match[3]))
    raise AssertionError("the run did not finish")


def unsynced(trace: Path, root: Path) -> set[str]:
    """Files and folders of the ledger with content or names that no fsync followed."""
    dirty: set[str] = set()
    for name, paths, fd, rest in calls(trace):
        full = [str(root / path) for path in paths]  # only `git init` runs in the ledger, the others name whole paths
        if name in {"write", "pwrite64", "writev", "ftruncate"}:
            dirty.add(fd)
        elif name in {"fsync", "fdatasync"}:
            dirty.discard(fd)
        elif name in {"rename", "renameat", "renameat2", "link", "linkat"} and len(full) == 2:
            if full[0] in dirty:
                dirty.add(full[1])
            if name.startswith("rename"):
                dirty.discard(full[0])
            dirty.add(os.path.dirname(full[1]))  # noqa: PTH120
        elif name in {"unlink", "unlinkat"} and full:
            dirty.discard(full[0])
        elif name.startswith("mkdir") or "O_CREAT" in rest:
            dirty.add(os.path.dirname(full[0]))  # noqa: PTH120
    ours = {path for path in dirty if path.startswith(str(root)) and Path(path).exists()}
    return {path for path in ours if not path.startswith(tuple(f"{root}/.git/{name}" for name in NOT_EVIDENCE))}


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
@pytest.mark.parametrize(("number", "many"), [(1, 100), (2, 100), (2, 12)], ids=["first", "second", "tags-in-a-list"])
def test_nothing_is_left_unsynced(tmp_path: Path, number: int, many: int) -> None:
    shop = tmp_path.resolve() / "shop"
    for earlier in range(1, number):
        record(shop, *twelve(earlier))
    tests = Path(__file__).parent
    code = f"import sys\nfrom pathlib import Path\nfrom ledger_drafts import *\n{WRITE}"
    command = ["strace", "-f", "-y", "-qq", "-s", "4096", "-e", f"trace={WATCHED}", "-o", str(tmp_path / "trace")]
    done = subprocess.run(
        [*command, sys.executable, "-c", code, shop, str(number), str(many)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    assert unsynced(tmp_path / "trace", shop) == set()
    assert (shop / ".git/packed-refs").exists() == (many == 12)
