"""The library, catalogs and examples that are shipped, loaded once for every test that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from tosgen.catalog.po import load
from tosgen.catalog.translate import Translator
from tosgen.compose.document import Composed, compose
from tosgen.model.library import Library
from tosgen.pipeline.inputs import documents_of, wanted
from tosgen.resolve import resolve
from tosgen.sources.library import load_library
from tosgen.sources.service import load_service

ROOT = Path(__file__).parent.parent
EXAMPLES = tuple(sorted(p for p in (ROOT / "tosgen" / "examples").iterdir() if (p / "tosgen.yaml").is_file()))
LOCALES = tuple(sorted(p.name for p in (ROOT / "locales").iterdir() if p.is_dir()))
DAY = date(2026, 11, 21)


@cache
def library() -> Library:
    """The shipped library."""
    return load_library(ROOT / "clauses", None, version="1", commit="")[0]


@cache
def translator(locale: str) -> Translator:
    """A shipped catalog."""
    return Translator(locale, load(locale, [ROOT / "locales"], lambda path: path.name))


@cache
def composed(example: Path, locale: str) -> tuple[Composed, ...]:
    """Every document of an example in one language."""
    return tuple(_composed(example, locale))


def _composed(example: Path, locale: str) -> Iterator[Composed]:
    service = load_service(example / "tosgen.yaml", library())
    for market, document in wanted(service):
        if locale in market.languages:
            resolution = resolve(library(), service, market, document, DAY)
            yield compose(library(), service, resolution, translator(locale), documents_of(service, market))
