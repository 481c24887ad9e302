"""What a workspace would generate now: composed in memory, recorded nowhere, with the faults that stand in its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tosgen.compose.document import compose
from tosgen.errors import Finding, Place, TosgenError
from tosgen.model.document import Document
from tosgen.model.service import Market
from tosgen.pipeline.draft import translator
from tosgen.pipeline.generate import lawful
from tosgen.pipeline.inputs import Inputs, documents_of
from tosgen.resolve import resolve
from tosgen.saying import say


@dataclass(frozen=True, slots=True)
class Sources:
    """What is to be composed, and what was noticed while it was read."""

    inputs: Inputs
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as far as it can be shown.

    `document` is None if it never came out; not `fresh`: it is of the sources as they were before.
    """

    document: Document | None
    fresh: bool
    findings: tuple[Finding, ...]


class Preview:
    """The texts of a workspace, each composed when it is asked for; what came out last is kept."""

    def __init__(self, sources: Callable[[], Sources]) -> None:
        self._sources = sources
        self._last: Sources | None = None
        self._found: dict[tuple[str, str], tuple[Finding, ...]] = {}
        self._made: dict[tuple[str, str, str], Document | None] = {}
        self._good: dict[tuple[str, str, str], Document] = {}
        self.findings: tuple[Finding, ...] = ()
        """What keeps the sources from being read."""

    def refresh(self) -> None:
        """Read the sources again; if they cannot be read, the texts stay as they were."""
        try:
            self._last = self._sources()
        except Exception as error:
            self.findings = faults_of(error)
        else:
            self.findings = ()
            self._found, self._made = {}, {}

    @property
    def inputs(self) -> Inputs | None:
        """What could be read last; None if nothing ever could."""
        return self._last.inputs if self._last else None

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What was noticed beside."""
        return self._last.warnings if self._last and not self.findings else ()

    def documents(self) -> Mapping[str, tuple[str, ...]]:
        """Market -> its documents, in the profile's order."""
        inputs = self.inputs
        return {m.name: documents_of(inputs.service, m) for m in inputs.service.markets.values()} if inputs else {}

    def market(self, name: str) -> Market | None:
        """The market of that name."""
        return self.inputs.service.markets.get(name) if self.inputs else None

    def has(self, document: str, market: str) -> bool:
        """Whether the profile has that document for that market."""
        return document in self.documents().get(market, ())

    def shown(self, document: str, market: Market, locale: str) -> Shown:
        """A text of a document that the profile has, in one of the market's languages."""
        inputs, folder, key = self.inputs, (document, market.name), (document, market.name, locale)
        assert inputs is not None, "the market comes from them"
        if folder not in self._found:
            self._found[folder] = _refused(inputs, document, market)
        if key not in self._made:
            self._made[key] = _composed(inputs, document, market, locale)
        now = self._made[key]
        if now is not None:
            self._good[key] = now
        found = dict.fromkeys((*self.findings, *self._found[folder]))
        return Shown(self._good.get(key), now is not None and not self.findings, tuple(found))


def _refused(inputs: Inputs, document: str, market: Market) -> tuple[Finding, ...]:
    """What `generate` would say of the document, in all its languages."""
    try:
        lawful(inputs, [(market, document)])
    except Exception as error:
        return faults_of(error)
    return ()


def _composed(inputs: Inputs, document: str, market: Market, locale: str) -> Document | None:
    """One language; it may come out where another one does not, or where the law forbids what it says."""
    try:
        resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
        others = documents_of(inputs.service, market)
        return compose(inputs.library, inputs.service, resolution, translator(inputs, market, locale), others).document
    except Exception:  # said by `_refused`
        return None


def faults_of(error: Exception) -> tuple[Finding, ...]:
    """What an error says, as findings; what nobody foresaw too, since it may go with the next change."""
    if isinstance(error, TosgenError):
        return error.findings
    if isinstance(error, OSError):
        return (Finding("environment", error.strerror or str(error), Place(str(error.filename or "tosgen"))),)
    what = say("tosgen itself failed: {error}", error=f"{type(error).__name__}: {error}")
    return (Finding("internal", what, Place("tosgen"), say("undo the last change, or report it")),)
