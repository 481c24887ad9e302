"""What an export holds, whatever the generator: pages, and what each one's front matter says of its version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tosgen.compose.printing import cldr
from tosgen.formats.markdown import read
from tosgen.model.document import Document
from tosgen.model.version import Version
from tosgen.site.addresses import tag
from tosgen.site.published import Edition, Shelf

State = Literal["in-force", "upcoming", "superseded", "withdrawn", "overtaken"]


@dataclass(frozen=True, slots=True)
class Page:
    """A version in one language; `current` at the address of what is in force, else at the version's own."""

    shelf: Shelf
    edition: Edition
    locale: str
    current: bool
    coming: Edition | None = None
    """The next version, if upcoming ones are told of."""

    @property
    def version(self) -> Version:
        """The record."""
        return self.edition.version

    @property
    def folder(self) -> str:
        """Document and market."""
        return f"{self.version.document}/{self.version.market}"

    @property
    def name(self) -> str:
        """Where it stands below its language: the same in all of them."""
        return self.folder if self.current else f"{self.folder}/v/{self.edition.number}"

    @property
    def lang(self) -> str:
        """The language as a tag."""
        return tag(self.locale)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(cldr(self.locale).text_direction)

    @property
    def state(self) -> State:
        """Where the version stands on the day."""
        history = self.edition.history
        if self.edition.number == self.shelf.current:
            return "in-force"
        if history.withdrawn and history.withdrawn <= self.shelf.day:
            return "withdrawn"
        if history.outcome == "overtaken":
            return "overtaken"
        return "upcoming" if history.day > self.shelf.day else "superseded"

    @property
    def holds(self) -> tuple[str, ...]:
        """For whom it holds on the day."""
        numbers = {"new": self.shelf.current, "existing": self.shelf.existing}
        return tuple(users for users, number in numbers.items() if number == self.edition.number)

    def document(self) -> Document:
        """The text."""
        v = self.version
        return read(
            self.edition.texts[self.locale], document=v.document, market=v.market, locale=self.locale,
            direction=self.direction, conspicuous=frozenset(v.conspicuous),
        )  # fmt: skip


def pages(shelves: Sequence[Shelf], *, upcoming: bool) -> Iterator[Page]:
    """What is in force, and every version that held by the day at an address for good; `upcoming` ones if wanted."""
    for shelf in shelves:
        coming = shelf.upcoming if upcoming else ()
        for edition in shelf.editions:
            current = edition.number == shelf.current
            for locale in sorted(edition.texts):
                if current:
                    yield Page(shelf, edition, locale, True, next(iter(coming), None))
                if current or edition in coming or _held(edition, shelf):
                    yield Page(shelf, edition, locale, False)


def _held(edition: Edition, shelf: Shelf) -> bool:
    history = edition.history
    if history.outcome == "overtaken" or history.effective is None or history.effective > shelf.day:
        return False
    return history.withdrawn is None or history.withdrawn > history.effective


def front(page: Page, title: str) -> dict[str, object]:
    """What every front matter says. All values are texts: a day or a country must not become something else."""
    history, version = page.edition.history, page.version
    told: dict[str, object] = {
        "service": version.service,
        "document": version.document,
        "market": version.market,
        "version": str(version.version),
        "state": page.state,
        "holds_for": list(page.holds),
        "effective": _day(history.effective),
        "existing": _day(history.existing),
        "until": _day(history.until),
        "language": page.lang,
        "direction": page.direction,
        "authoritative": tag(version.authoritative),
        "sha256": version.texts[page.locale],
    }
    if page.coming:
        told["upcoming"] = {"version": str(page.coming.number), "effective": _day(page.coming.history.effective)}
    found: dict[str, object] = {"title": title, "direction": page.direction, "version": str(version.version)}
    if not page.current:
        found["noindex"] = True
    return {**found, "tosgen": {name: value for name, value in told.items() if value}}


def _day(day: object) -> str:
    return str(day or "")
