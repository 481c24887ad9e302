"""A workspace put together from layers of files, and what generating makes of it on a day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polib
import yaml

from tosgen.catalog.po import load
from tosgen.catalog.translate import Translator
from tosgen.formats import redline_terminal
from tosgen.formats.redline_summary import cause
from tosgen.ledger import Author, Ledger
from tosgen.model.document import anchor
from tosgen.model.library import Library
from tosgen.model.version import Version
from tosgen.pipeline.generate import Outcome, generate
from tosgen.pipeline.inputs import Inputs, wanted
from tosgen.redline.align import compare
from tosgen.sources.library import load_library
from tosgen.sources.service import load_service

LIBRARY = Path(__file__).parent / "cases" / "generate" / "_library"
ANA = Author("Ana Ruiz", "ana@example.test")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def lay(root: Path, layer: Path) -> None:
    """Files of `layer` over those of `root`: YAML merged key by key (null deletes), catalogs by entry, others whole."""
    for path in sorted(p for p in layer.rglob("*") if p.is_file()):
        target = root / path.relative_to(layer)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".yaml" and target.exists():
            merged = _merged(_yaml(target), _yaml(path))
            target.write_text(yaml.safe_dump(merged, allow_unicode=True, sort_keys=False), "utf-8")
        elif path.suffix == ".po" and target.exists():
            target.write_text(_catalog(target, path), "utf-8")
        else:
            shutil.copyfile(path, target)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _merged(old: Any, new: Any) -> Any:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    both = {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return {key: value for key, value in both.items() if value is not None}


def _catalog(old: Path, new: Path) -> str:
    catalog = polib.pofile(str(old), wrapwidth=0)
    entries = {(e.msgctxt, e.msgid): e for e in catalog}
    entries.update({(e.msgctxt, e.msgid): e for e in polib.pofile(new.read_text("utf-8"))})
    catalog[:] = entries.values()
    return str(catalog)


def library(root: Path) -> Library:
    """The library of a workspace, with its own clauses (`own/clauses`) over it."""
    return load_library(root / "clauses", root / "own" / "clauses", version="1", commit="")[0]


def translators(root: Path, *locales: str) -> dict[str, Translator]:
    """The catalogs of a workspace."""
    folders = [root / "locales", root / "own" / "locales"]
    return {locale: Translator(locale, load(locale, folders, lambda path: path.name)) for locale in locales}


def inputs(root: Path, day: date) -> Inputs:
    """Everything that a run on a day depends on."""
    found = library(root)
    service = load_service(root / "tosgen.yaml", found)
    return Inputs(found, service, translators(root, "en", "de", "zh_Hans"), day, "1", root / "own")


def run(root: Path, given: Inputs, *, dry_run: bool = False) -> list[Outcome]:
    """Generate into the ledger of a workspace."""
    items = wanted(given.service)
    return generate(given, Ledger(root / "ledger"), items, author=ANA, at=NOON, dry_run=dry_run)


def report(root: Path, day: date, outcomes: list[Outcome]) -> str:
    """The rows of a run, then the redline of every new version against its base."""
    redlines = [_redline(Ledger(root / "ledger"), o.version) for o in outcomes if o.changed and o.version.base]
    return "\n".join([f"=== {day}", *(_row(o) for o in outcomes), "", *redlines])


def _row(outcome: Outcome) -> str:
    version = outcome.version
    name = f"{version.document}/{version.market} v{version.version}"
    if not outcome.changed:
        return f"{name} unchanged"
    against = f" against v{version.base}" if version.base else ""
    weighed = [f"    ({r.kind}) {r.because}" for r in version.kind_reasons if version.base]
    return "\n".join([f"{name} {version.kind}{against}", *(f"    {cause(c)}" for c in outcome.causes), *weighed])


def _redline(ledger: Ledger, version: Version) -> str:
    base = ledger.version(version.document, version.market, version.base or 0)
    locale = next(_worth_showing(base, version))
    old, new = (ledger.text(v.document, v.market, v.version, locale) for v in (base, version))
    causes = {**version.other_causes, **{anchor(c.id, c.supplement): c.causes for c in version.clauses}}
    name = f"{version.document}/{version.market}/{locale}@"
    redline = compare(old, new, from_=f"{name}{base.version}", to=f"{name}{version.version}", causes=causes)
    return redline_terminal.render(redline, color=False, width=100)


def _worth_showing(base: Version, version: Version) -> Iterator[str]:
    """The authoritative language; where it reads as before, one that does not."""
    for locale in (version.authoritative, *version.texts):
        if locale in base.texts and base.texts[locale] != version.texts[locale]:
            yield locale
    yield version.authoritative
