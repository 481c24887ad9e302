"""One side of a comparison in a process of its own: `python -m tests.bench.worker TASK FOLDER DOCUMENTS` prints JSON.

Every task reads what it needs before its clock starts, and tells what it took by stage.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import re
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import ours, redlining, workspace
from tests.bench.clock import Clock, Told
from tests.bench.committed import exported, git, imported
from tests.bench.words import digest, of_html

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_BATCH = 400
_KINDS = len(workspace.PLACES) * len(workspace.DOCUMENTS)
ANCHOR = re.compile(r" \{#[^}]*\}$", re.M)


def prepare(folder: Path, documents: int) -> Told:
    """The workspace, and the peers' data beside it."""
    from tests.bench.whole import prepared

    workspace.write(folder, documents)
    inputs = workspace.load(folder)
    (folder / "sheets.pickle").write_bytes(pickle.dumps(prepared(inputs, workspace.items(inputs, documents))))
    return {}


def tosgen_html(folder: Path, documents: int) -> Told:
    """Composed and rendered, kept in memory."""
    clock = Clock()
    inputs = workspace.load(folder)
    items = workspace.items(inputs, documents)
    clock("read")
    made = list(ours.html(inputs, items))
    clock("compose")
    pages = [(name, page.decode()) for name, page in made]
    return {"stages": clock.stages, "cpu": clock.cpu, "words": _words(pages), **_size(pages)}


def tosgen_site(folder: Path, documents: int) -> Told:
    """The same, each page written to a file as it is made."""
    clock = Clock()
    inputs = workspace.load(folder)
    items = workspace.items(inputs, documents)
    clock("read")
    _written(folder / "site", ours.html(inputs, items))
    clock("compose and write")
    return {"stages": clock.stages, "cpu": clock.cpu}


def tosgen_site_again(folder: Path, documents: int) -> Told:
    """The same, by what an earlier run of the command kept in its cache."""
    from tosgen.cli.cache import VARIABLE, caching

    os.environ[VARIABLE] = str(folder / "cache")
    with caching():
        return tosgen_site(folder, documents)


def markdown(folder: Path, documents: int) -> Told:
    """The Markdown of each document in a file, for the builders of sites: without anchors."""
    inputs = workspace.load(folder)
    names = {}
    (folder / "markdown").mkdir()
    for name, text in ours.markdown(inputs, workspace.items(inputs, documents)):
        names[name] = _file(name)
        (folder / "markdown" / f"{names[name]}.md").write_text(ANCHOR.sub("", text), "utf-8")
    (folder / "names.json").write_text(json.dumps(names), "utf-8")
    return {}


def whole_html(folder: Path, documents: int, *, once: bool = False) -> Told:
    """Whole documents through Jinja2 and markdown-it-py."""
    from tests.bench.whole import Whole

    sheets = _sheets(folder)
    clock = Clock()
    pages = list(Whole(sheets, compile_once=once).html())
    clock("compose")
    return {"stages": clock.stages, "cpu": clock.cpu, "words": _words(pages), **_size(pages)}


def once_html(folder: Path, documents: int) -> Told:
    """The same with one compiled template for all documents of a kind, place and language."""
    return whole_html(folder, documents, once=True)


def tosgen_record(folder: Path, documents: int) -> Told:
    """Composed, checked, and recorded in a new ledger; what its work tree took is told apart."""
    from tosgen.ledger import Ledger
    from tosgen.ledger.worktree import WorkTree
    from tosgen.pipeline.generate import lawful, record

    clock = Clock()
    inputs = workspace.load(folder)
    items = workspace.items(inputs, documents)
    clock("read")
    made = lawful(inputs, items)
    clock("compose")
    path = folder / "outputs" / inputs.service.name
    shutil.rmtree(path, ignore_errors=True)
    files = _timed(WorkTree, "put")
    clock("clear")
    record(inputs, Ledger(path), made, author=workspace.AUTHOR, at=NOW)
    clock("record")
    clock.stages["work tree"] = sum(files)
    clock.stages["record"] -= sum(files)
    clock.cpu["record"] -= sum(files)
    return {"stages": clock.stages, "cpu": clock.cpu}


def gitpython_record(folder: Path, documents: int) -> Told:
    """Whole documents through Jinja2, each committed with GitPython over the same `version.json`."""
    from tests.bench.committed import commit
    from tests.bench.whole import Whole

    sheets, records = _sheets(folder), pickle.loads((folder / "records.pickle").read_bytes())
    clock = Clock()
    texts = dict(Whole(sheets).markdown())
    clock("compose")
    made = [(name, texts[name], *rest) for name, *rest in records]
    done, sampled = commit(folder / "peer.git", made, folder / "stream")
    stages, cpu = ({**a, "record": b["record"]} for a, b in ((clock.stages, done.stages), (clock.cpu, done.cpu)))
    return {"stages": stages, "cpu": cpu, "sampled": sampled}


def records(folder: Path, documents: int) -> Told:
    """What a ledger that `tosgen_record` made holds, for its peers: each commit's parts, and all as a stream."""
    from tosgen.ledger import Ledger

    path = folder / "outputs" / workspace.EXAMPLE
    entries = Ledger(path).entries()
    messages = git(path, "log", "--reverse", "--format=%B%x00", "main").split("\0\n")
    files = Ledger(path).read([f"{entry.folder}/version.json" for entry in entries])
    found = [
        (entry.folder, entry.locales[0], files[f"{entry.folder}/version.json"], message)
        for entry, message in zip(entries, messages, strict=False)
    ]
    (folder / "records.pickle").write_bytes(pickle.dumps(found))
    return {"tip": exported(path, folder / "stream"), "commits": len(entries)}


def fast_import(folder: Path, documents: int) -> Told:
    """The same commits from a stream that lies ready, as surely on the disk."""
    clock = Clock()
    imported(folder / "import.git", folder / "stream", durable=True)
    clock("record")
    tip = git(folder / "import.git", "rev-parse", "main").strip()
    return {"stages": clock.stages, "cpu": clock.cpu, "tip": tip}


def grown(folder: Path, documents: int) -> Told:
    """Every document, as HTML, then as drafts; nothing is kept."""
    from tosgen.pipeline.generate import lawful

    inputs = workspace.load(folder)
    items = workspace.items(inputs, documents)
    clock = Clock()
    for _ in ours.html(inputs, items):
        pass
    clock("html")
    for at in range(0, documents, _BATCH):
        lawful(inputs, items[at : at + _BATCH])
    clock("drafts")
    return {"stages": clock.stages, "cpu": clock.cpu}


def sampled(folder: Path, documents: int) -> Told:
    """The same, reckoned from one document of each kind and a sample of all."""
    from tosgen.pipeline.generate import lawful

    inputs = workspace.multiplied(workspace.load(folder), documents)
    items = workspace.items(inputs, documents)
    kinds, rest = items[:_KINDS], items[_KINDS:]
    some = rest[:: max(1, len(rest) // _BATCH)][:_BATCH]
    clock = Clock()
    for _ in ours.html(inputs, kinds):
        pass
    clock("html")
    for _ in ours.html(inputs, some):
        pass
    clock("more html")
    lawful(inputs, kinds)
    clock("drafts")
    lawful(inputs, some)
    clock("more drafts")
    for took in (clock.stages, clock.cpu):
        for name in ("html", "drafts"):
            took[name] += took.pop(f"more {name}") * len(rest) / len(some)
    return {"stages": clock.stages, "cpu": clock.cpu}


def _timed(owner: Any, name: str) -> list[float]:
    """From now on, the seconds of each call of a method."""
    took: list[float] = []
    method: Callable[..., Any] = getattr(owner, name)

    def timed(*given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return method(*given, **named)
        finally:
            took.append(time.perf_counter() - began)

    setattr(owner, name, timed)
    return took


def _sheets(folder: Path) -> Any:
    return pickle.loads((folder / "sheets.pickle").read_bytes())


def _words(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: digest(of_html(page)) for name, page in pages}


def _size(pages: Iterable[tuple[str, str]]) -> Told:
    return {"bytes": sum(len(page.encode()) for _, page in pages)}


def _written(folder: Path, pages: Iterable[tuple[str, bytes]]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, page in pages:
        (folder / f"{_file(name)}.html").write_bytes(page)


def _file(document: str) -> str:
    return document.replace("/", "-").lower()


TASKS: dict[str, Callable[[Path, int], Told]] = {
    task.__name__: task
    for task in (
        prepare,
        tosgen_html,
        tosgen_site,
        tosgen_site_again,
        whole_html,
        once_html,
        markdown,
        tosgen_record,
        gitpython_record,
        records,
        fast_import,
        grown,
        sampled,
        *redlining.TASKS,
    )
}


def main() -> None:
    """Do what the command line says."""
    task, folder, documents = sys.argv[1:]
    gc.set_threshold(50_000)  # as tosgen's command has it; for every side
    told = TASKS[task](Path(folder), int(documents))
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
