"""All files of a site: data first, then the pages that lead to them; each brand's site in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tosgen.errors import Finding, Place, Refused
from tosgen.formats import docx
from tosgen.formats.header import header
from tosgen.model.service import Site
from tosgen.saying import say
from tosgen.site.config import Config, Download, branded, compared, face, locales
from tosgen.site.feeds import feeds
from tosgen.site.linked_data import linked
from tosgen.site.llms import llms, twins
from tosgen.site.pages.chooser import chooser, missing
from tosgen.site.pages.look import Look
from tosgen.site.pages.nothing import nothing
from tosgen.site.pages.press import Press
from tosgen.site.pages.redlines import changes
from tosgen.site.pages.text import document, in_force, permanent
from tosgen.site.pages.timeline import timeline
from tosgen.site.published import Edition, Shelf
from tosgen.site.record import record
from tosgen.site.redirects import redirects
from tosgen.site.sitemap import sitemap
from tosgen.site.tongue import Tongues

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built: one site, or one for each brand beside that of the markets without one."""

    site: Site
    service: str
    day: date
    shelves: tuple[Shelf, ...]
    tongues: Tongues

    def configs(self, brand: str = "") -> tuple[Config, ...]:
        """The sites that have something to show; of one `brand` alone, at the root."""
        names = (brand,) if brand else ("", *self.site.brands)
        made = (
            Config(
                branded(self.site, name), self.service, self.day, self._of(name), self.tongues, name,
                f"{name}/" if name and not brand else "",
            )
            for name in names
        )  # fmt: skip
        return tuple(config for config in made if config.shelves)

    def _of(self, brand: str) -> tuple[Shelf, ...]:
        of = {market: b.name for b in self.site.brands.values() for market in b.markets}
        return tuple(shelf for shelf in self.shelves if of.get(shelf.market, "") == brand)


def build(configs: tuple[Config, ...], look: Callable[[Config], Look]) -> Files:
    """Path -> content of everything. Refused with what cannot be shown; nothing is written here."""
    made: Files = {}
    for config in configs:
        files = {f"{config.folder}{path}": content for path, content in whole(config, look(config)).items()}
        _apart(made, files)
        made |= files
    return made


def whole(config: Config, look: Look) -> Files:
    """One site."""
    found = _downloads(config)
    config = replace(config, downloads={page: made for page, (made, _) in found.items()})
    files: Files = {path: content for _, contents in found.values() for path, content in contents.items()}
    for make in _DATA:
        files |= make(config)
    press = Press(config, look, frozenset(files))
    pages: Files = {}
    for path, content in _pages(press):
        pages[path] = content
    _apart({**pages, **look.assets()}, files)
    files |= pages
    files |= look.assets()
    return files | redirects(config, files)


def _apart(some: Files, others: Files) -> None:
    if clashes := sorted({*some} & {*others}):
        what = say("two files of the site would have the path '{path}'", path=clashes[0])
        raise Refused([Finding("clash", what, Place(clashes[0]))])


def _pages(press: Press) -> Iterator[tuple[str, bytes]]:
    config = press.config
    yield chooser(press)
    yield from missing(press)
    for shelf in config.shelves:
        newest = face(shelf)
        for locale in locales(newest.version):
            yield timeline(press, shelf, locale)
            if shelf.current is None:
                yield nothing(press, shelf, locale)
            else:
                yield in_force(press, shelf, newest, locale, linked(config))
        for edition in shelf.editions:
            yield from _edition(press, shelf, edition)


def _edition(press: Press, shelf: Shelf, edition: Edition) -> Iterator[tuple[str, bytes]]:
    for locale in locales(edition.version):
        yield permanent(press, shelf, edition, locale)
    for locale in compared(shelf, edition):
        yield changes(press, shelf, edition, locale)


_DATA: tuple[Callable[[Config], Mapping[str, bytes]], ...] = (feeds, sitemap, llms, twins, record)


def _downloads(config: Config) -> Mapping[str, tuple[tuple[Download, ...], Files]]:
    """Page -> what is offered beside it, and the files."""
    found: dict[str, tuple[tuple[Download, ...], Files]] = {}
    for shelf in config.shelves:
        if shelf.current is None or not config.site.formats:
            continue
        edition = shelf.edition(shelf.current)
        for locale in locales(edition.version):
            page = config.addresses.text(edition.version, locale)
            paths = tuple((form, f"{page}{edition.version.document}.{form}") for form in config.site.formats)
            found[page] = paths, {path: _download(config, edition, locale, form) for form, path in paths}
    return found


def _download(config: Config, edition: Edition, locale: str, form: str) -> bytes:
    tongue, history = config.tongue(locale), edition.history
    head = header(history, tongue.speak, locale)
    if form == "pdf":
        from tosgen.formats import pdf  # noqa: PLC0415  # typst is an extra, and large

        return pdf.write(document(edition, tongue), head, history)
    return docx.write(edition.texts[locale], locale, head, history)
