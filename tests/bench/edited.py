"""Row 6: one answer edited, then one clause, in more and more of the documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polib

from tests.bench import workspace
from tests.bench.measure import Row, Side
from tests.bench.process import Run, tosgen
from tosgen.cli.workspace import library_root
from tosgen.ledger import Ledger
from tosgen.model.version import Version

WORD = "sofort"
"""Inserted, again and again, into a translation: its meaning is nobody's concern here."""


def edited(folder: Path, documents: int) -> Iterator[Row]:
    """The whole command after each edit, against the command with nothing changed."""
    inputs = workspace.load(folder)
    refs = [f"{name}/{market.name}" for market, name in workspace.items(inputs, documents)]
    _generate(folder, refs)
    ledger = Ledger(folder / "outputs" / workspace.EXAMPLE)
    points = [(0, "nothing", _generate(folder, refs))]
    for touched, what in _edits(folder, list(ledger.latest().values())):
        before = len(ledger.entries())
        ran = _generate(folder, refs)
        if len(ledger.entries()) - before != touched:
            raise SystemExit(f"{what}: {len(ledger.entries()) - before} new versions, not {touched}")
        points.append((touched, what, ran))
    (few, _, first), (most, _, last) = points[1], points[-1]
    sides = tuple(
        Side(f"{touched:,} documents touched: {what}", ((ran.seconds, ran.cpu),)) for touched, what, ran in points
    )
    each = 1000 * (last.cpu - first.cpu) / max(most - few, 1)
    yield Row(
        f"one answer or clause edited, {documents:,} documents, the whole command", sides,
        "cost grows with the documents touched, not with the rest",
        notes=(
            f"From {few} documents touched to {most}, {each:.1f} ms of CPU for each. Before the first of them a run "
            "reads library, catalogs and ledger, which one that has nothing to do need not.",
        ),
        details={str(touched): ran.cpu for touched, _, ran in points},
    )  # fmt: skip


def _generate(folder: Path, refs: Sequence[str]) -> Run:
    return tosgen(folder, "generate", *refs, "--on", workspace.DAY.isoformat())


def _edits(folder: Path, versions: Sequence[Version]) -> Iterator[tuple[int, str]]:
    """Make an edit, tell how many documents it touches and what it is, and go on: a brand's name in the profile, then
    clauses in the workspace's own catalogs.
    """
    profile, market = folder / "tosgen.yaml", next(iter(workspace.PLACES)) + "-0"
    profile.write_text(re.sub(f"({market}: )Teekontor", r"\1Teehaus", profile.read_text("utf-8"), count=1), "utf-8")
    yield sum(version.market == market for version in versions), f"`service.name` of {market}"
    for languages in (["es"], ["de"], ["de", "es"], ["de", "es", "fr"]):
        counts = [Counter(_sources(versions, locale)) for locale in languages]
        shared = sorted(set.intersection(*(set(count) for count in counts)))
        sizes = {source: sum(count[source] for count in counts) for source in shared}
        order = sorted(shared, key=lambda source: sizes[source])
        source = order[0] if len(languages) == 1 else order[-1]
        for locale in languages:
            _insert(folder, locale, source)
        yield sizes[source], f"`{source}` in {', '.join(languages)}"


def _sources(versions: Sequence[Version], locale: str) -> Iterator[str]:
    for version in versions:
        if locale in version.texts:
            yield from {clause.source for clause in version.clauses if _translated(locale, clause.source)}


_CATALOGS: dict[str, dict[str, polib.POEntry]] = {}
_HEADERS: dict[str, dict[str, str]] = {}


def _translated(locale: str, source: str) -> bool:
    """Whether the clause has a plain sentence to edit."""
    if locale not in _CATALOGS:
        path = library_root() / "locales" / locale / "LC_MESSAGES" / "clauses.po"
        catalog = polib.pofile(str(path))
        _HEADERS[locale] = dict(catalog.metadata)
        _CATALOGS[locale] = {entry.msgctxt: entry for entry in reversed(catalog) if entry.msgctxt and _plain(entry)}
    return source in _CATALOGS[locale]


def _plain(entry: polib.POEntry) -> bool:
    """A sentence that stands in every text of its clause: nothing before it, and no `if` around it, is looked at."""
    return not entry.obsolete and len(entry.msgstr.split()) > 12 and not set("{}|%[]") & set(entry.msgstr)


def _insert(folder: Path, locale: str, source: str) -> None:
    path = folder / "locales" / locale / "LC_MESSAGES" / "clauses.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    own = polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=0)
    own.metadata = _HEADERS[locale]
    model = _CATALOGS[locale][source]
    entry = own.find(model.msgid, msgctxt=source) or polib.POEntry(
        msgctxt=source, msgid=model.msgid, msgstr=model.msgstr
    )
    if entry not in own:
        own.append(entry)
    first, second, *rest = entry.msgstr.split(" ")
    entry.msgstr = " ".join([first, second, WORD, *rest])
    own.save(str(path))
