"""What a whole document costs without tosgen: one Jinja template of all its clauses, compiled, rendered, parsed.

The peer is spared everything that could be spared it. It gets its templates translated and put together, every fact
printed and escaped, every reference numbered, every term in its form, and it checks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tosgen.model.document import Filling, Text
from tosgen.text import blocks
from tosgen.text.collation import key
from tosgen.text.escape import markdown
from tosgen.text.marks import mark

if TYPE_CHECKING:
    from jinja2 import Environment
    from markdown_it import MarkdownIt

    from tosgen.catalog.translate import Translator
    from tosgen.compose.document import Composed
    from tosgen.compose.noted import Noted
    from tosgen.compose.place import Placed
    from tosgen.model.service import Market
    from tosgen.pipeline.inputs import Inputs


class Shown(str):
    """A fact as it is printed; in a comparison its key, in a test whether it holds."""

    key: object
    cases: Mapping[str, str]

    def __new__(cls, text: str, key: object, cases: Mapping[str, str] | None = None) -> Shown:
        made = super().__new__(cls, text)
        made.key, made.cases = key, cases or {}
        return made

    def __reduce__(self) -> tuple[type[Shown], tuple[str, object, Mapping[str, str]]]:
        return Shown, (str.__str__(self), self.key, self.cases)

    def __bool__(self) -> bool:
        return bool(self.key)

    def __eq__(self, other: object) -> bool:
        return self.key == other

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Family:
    """What all documents of one kind, place and language share."""

    pieces: tuple[str, ...]
    """Headings and clauses, in order, as Jinja."""
    facts: Mapping[str, object]
    features: frozenset[str]
    anchors: Mapping[str, str]
    """Clause id -> its number, as a link."""
    terms: Mapping[tuple[str, str, str], str]
    titles: Mapping[str, str]
    """Document -> its title."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: its family, and the facts in which it differs."""

    name: str
    family: int
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everything that the peer is given."""

    families: tuple[Family, ...]
    sheets: tuple[Sheet, ...]


def prepared(inputs: Inputs, items: Sequence[tuple[Market, str]]) -> Sheets:
    """The same documents for the peer."""
    families: list[Family] = []
    raw: list[Mapping[str, object]] = []
    known: dict[tuple[object, ...], int] = {}
    sheets = []
    for market, document in items:
        kind = (document, market.jurisdictions, market.languages, market.audience, market.features)
        given = _given(inputs, market, document)
        if kind not in known:
            known[kind] = len(families)
            families.append(_family(inputs, market, document))
            raw.append(given)
        at = known[kind]
        other = {name: value for name, value in given.items() if value != raw[at][name]}
        facts = _printed(inputs, market, document, other)
        sheets.append(Sheet(f"{document}/{market.name}", at, facts))
    return Sheets(tuple(families), tuple(sheets))


class Whole:
    """The peer at work."""

    def __init__(self, sheets: Sheets, *, compile_once: bool = False) -> None:
        """With `compile_once` it keeps a compiled template for the documents that share it."""
        self._sheets = sheets
        self._environment = _environment()
        self._parser = _parser()
        self._templates: dict[int, Any] | None = {} if compile_once else None

    def markdown(self) -> Iterator[tuple[str, str]]:
        """Each document's name and its Markdown."""
        for sheet in self._sheets.sheets:
            family = self._sheets.families[sheet.family]
            yield sheet.name, self._template(sheet.family).render(_context(family, sheet))

    def html(self) -> Iterator[tuple[str, str]]:
        """Each document's name and its page."""
        for name, text in self.markdown():
            body = self._parser.render(text)
            yield name, f"<!doctype html><html><head><title>{name}</title></head><body>\n{body}</body></html>\n"

    def _template(self, family: int) -> Any:
        if self._templates is not None and family in self._templates:
            return self._templates[family]
        made = self._environment.from_string("\n\n".join(self._sheets.families[family].pieces))
        if self._templates is not None:
            self._templates[family] = made
        return made


def _environment() -> Environment:
    from jinja2 import ChainableUndefined, Environment

    environment = Environment(undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    environment.filters["duration"] = lambda value, case="": value.cases.get(case, value)
    environment.filters["listing"] = lambda value, style="and": value.cases.get(style, value)
    return environment


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _context(family: Family, sheet: Sheet) -> dict[str, object]:
    groups: dict[str, Any] = {}
    for name, value in {**family.facts, **sheet.facts}.items():
        group, _, rest = name.partition(".")
        if rest:
            setattr(groups.setdefault(group, SimpleNamespace()), rest, value)
        else:
            groups.setdefault(group, value)
    return {
        **groups,
        "feature": lambda name: name in family.features,
        "has": lambda id: id in family.anchors,
        "ref": lambda id: family.anchors[id],
        "document": lambda name: family.titles[name],
        "term": lambda name, form="", case="": family.terms[name, form, case],
    }


# What follows prepares the peer's data; none of it is timed.


def _family(inputs: Inputs, market: Market, document: str) -> Family:
    composed, setup = _composed(inputs, market, document)
    anchors = {p.id: f"[{p.number}](#{p.anchor})" for p in composed.document.passages()}
    terms: dict[tuple[str, str, str], str] = {}
    pieces = list(_pieces(composed))
    for source in pieces:
        terms.update(_terms(source, setup))
    titles = {
        name: setup.setup.translator.phrase(outline.context, outline.title, outline.place).text
        for name, outline in inputs.library.outlines.items()
    }
    facts = _printed(inputs, market, document, _given(inputs, market, document))
    return Family(tuple(pieces), facts, setup.setup.features, anchors, terms, titles)


def _composed(inputs: Inputs, market: Market, document: str) -> tuple[Composed, Noted]:
    from tosgen.compose.document import compose
    from tosgen.compose.noted import Noted
    from tosgen.pipeline.inputs import documents_of
    from tosgen.resolve import resolve

    resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
    translator = inputs.translators[market.languages[0]]
    found = compose(inputs.library, inputs.service, resolution, translator, documents_of(inputs.service, market))
    (supplement, _), placed = next(iter(found.placed.items()))
    return found, Noted(found.setups[supplement], placed.clause.id, placed.clause.place)


def _pieces(composed: Composed) -> Iterator[str]:
    document = composed.document
    yield f"# {markdown(document.title)}"
    for section in document.sections():
        yield f"## {section.number}. {markdown(section.title)}"
        for passage in section.passages:
            placed = composed.placed[passage.supplement, passage.id]
            yield f"### {passage.number} {placed.template.title}"
            if passage.id == "core/definitions":
                yield _defined(placed, composed.setups[passage.supplement].translator)
            yield _laid_out(placed.template.body)


def _defined(placed: Placed, translator: Translator) -> str:
    """The definitions of the terms that are used, as macros: they hold facts and references of their own."""
    found = []
    for wording in placed.used.terms.values():
        term = translator.phrase(wording.context, wording.term, placed.clause.place).text
        found.append((term, translator.phrase(wording.context, wording.definition, placed.clause.place).text))
    collated = key(translator.locale)
    found.sort(key=lambda pair: collated(pair[0]))
    macros = "".join(f"{{% macro d{n}() %}}{text}{{% endmacro %}}" for n, (_, text) in enumerate(found))
    entries = ", ".join(f'{{"term": "{term}", "definition": d{n}()}}' for n, (term, _) in enumerate(found))
    return f"{macros}{{% set definitions = [{entries}] %}}"


def _laid_out(body: str) -> str:
    """Blocks a blank line apart, save the items of a list and the rows of a table."""
    lines, last = [], ""
    for block in blocks.split(body):
        if block.kind != "tag":
            lines += [""] if block.kind == "paragraph" or block.kind != last else []
            last = block.kind
        lines.append(block.source)
    return "\n".join(lines)


_TERM = re.compile(r"term\(([^)]*)\)")
_NAMED = re.compile(r'(?:(form|case)\s*=\s*)?["\']([^"\']*)["\']')


def _terms(source: str, noted: Noted) -> Iterator[tuple[tuple[str, str, str], str]]:
    from tosgen.compose.names import names

    print_term: Any = names(noted, source)["term"]
    for call in _TERM.findall(source):
        given = {"": "", "form": "", "case": "", **dict(_NAMED.findall(call))}
        form = print_term(given[""], given["form"], given["case"])
        yield (given[""], given["form"], given["case"]), _escaped(form)


def _given(inputs: Inputs, market: Market, document: str) -> Mapping[str, object]:
    from tosgen.compose.facts import answers
    from tosgen.resolve import resolve

    resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
    return answers(inputs.library, inputs.service, resolution, resolution.scopes[0])


def _printed(inputs: Inputs, market: Market, document: str, given: Mapping[str, object]) -> dict[str, object]:
    if not given:
        return {}
    printing = _Printing(inputs, market)
    found = {name: printing.value(name, value) for name, value in given.items()}
    return {name: value for name, value in found.items() if value is not None}


class _Printing:
    def __init__(self, inputs: Inputs, market: Market) -> None:
        from tosgen.compose.printing import Printer

        self._library = inputs.library
        self._translator = inputs.translators[market.languages[0]]
        place = market.jurisdictions[0]
        self._chain = inputs.library.jurisdictions.chain(place)
        self._printer = Printer(self._translator, inputs.library.jurisdictions, place.partition("-")[0])

    def value(self, name: str, value: object) -> object:
        """A fact as the peer's templates print and test it."""
        return self._shown(value, self._library.facts.get(name))

    def _shown(self, value: Any, kind: Any) -> object:
        from tosgen.model.values import Choice, Duration, Localized, Row

        if isinstance(value, Localized):
            value = value.by_language.get(self._translator.locale)
        if value is None or (value is True and kind is None):  # the latter: a group of which something is given
            return None
        if isinstance(value, tuple) and value and isinstance(value[0], Row):
            return [self._row(row, kind) for row in value]
        if isinstance(value, Choice) and kind is not None:
            return Shown(_escaped(Filling(self._label(kind, value))), str(value))
        cases = {}
        if isinstance(value, Duration):
            cases = {"dative": self._dative(value)}
        elif isinstance(value, tuple) and value:
            cases = {style: _escaped(self._printer.listing(value, style)) for style in ("and", "or")}
        return Shown(_escaped(self._printer.filling(value)) if value != () else "", value, cases)

    def _dative(self, value: Any) -> str:
        from tosgen.compose.printing import Unprintable

        try:
            return _escaped(self._printer.duration(value, "dative"))
        except Unprintable:
            return ""

    def _row(self, row: Any, kind: Any) -> SimpleNamespace:
        cells = {name: self._shown(value, kind.columns.get(name)) for name, value in row.cells.items()}
        return SimpleNamespace(key=Shown(row.key, row.key), **{k: v for k, v in cells.items() if v is not None})

    def _label(self, kind: Any, value: str) -> str:
        from tosgen.compose.facts import label
        from tosgen.errors import Place

        return self._translator.phrase(f"facts/{kind.name}", label(kind, value, self._chain), Place("facts")).text


def _escaped(filling: Filling) -> str:
    return markdown(Text(mark(0), (filling,)))
