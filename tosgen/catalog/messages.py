"""What the library gives to translate: one message per block, title, label, unit and term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tosgen.model.library import Clause, Library
from tosgen.model.vocabulary import ROOT, FactType
from tosgen.text import blocks

SOURCE = "en"
SUPPLEMENT = "Supplement: {{ market.place }}"
LAYOUT = "layout"
OUTDATED = (
    "This is a translation, and parts of it do not follow the latest changes yet. "
    "The authoritative text is the one in this language: {{ market.authoritative }}."
)
WORDS = "words"
PLACES = "jurisdictions"
WORKING_DAY = ("{n} working day", "{n} working days")


@dataclass(frozen=True, slots=True)
class Message:
    """One unit of translation. `plural` is set for counted units; `origin` is the file it stands in."""

    context: str
    id: str
    origin: str
    line: int = 0
    plural: str = ""
    note: str = ""
    language: str = SOURCE
    place: str = ""
    """The jurisdiction that alone uses it, if one does."""
    also: tuple[str, ...] = ()
    """Further files that it stands in."""

    @property
    def occurrences(self) -> list[str]:
        """Every file that it stands in."""
        return [path for path in (self.origin, *self.also) if path]


def of_clause(clause: Clause) -> Iterator[Message]:
    """A clause's title and its translatable blocks, in order, each wording once."""
    if clause.omit or clause.verbatim:
        return
    origin, seen = f"clauses/{clause.path}.md", {clause.title}
    yield Message(clause.path, clause.title, origin, note="title", language=clause.language)
    for block in blocks.split(clause.body):
        if block.translatable and block.text not in seen:
            seen.add(block.text)
            line = clause.body_line + block.line - 1
            yield Message(clause.path, block.text, origin, line, language=clause.language)


def of_vocabularies(library: Library) -> Iterator[Message]:
    """Outline titles, terms, labels of choices, names of places, units and words."""
    for outline in library.outlines.values():
        origin = f"clauses/documents/{outline.document}.yaml"
        titles: dict[str, str] = {}
        named = [outline.titles, *(slot.titles for slot in outline.slots)]
        for place, title in (pair for some in named for pair in some.items()):
            titles[title] = place if titles.get(title, place) == place else ROOT
        for title, place in titles.items():
            yield Message(outline.context, title, origin, place="" if place == ROOT else place)
    for term in library.terms.values():
        for wording in term.wordings.values():
            yield Message(wording.context, wording.term, "clauses/terms.yaml", note="defined term")
            yield Message(wording.context, wording.definition, "clauses/terms.yaml", note="its definition")
            for form, text in wording.forms.items():
                yield Message(f"{wording.context}|{form}", text, "clauses/terms.yaml", note=f"form: {form}")
    yield from _labels(library)
    for place, name in library.jurisdictions.names.items():
        yield Message(PLACES, name, "clauses/jurisdictions.yaml", note=place)
    yield Message(LAYOUT, SUPPLEMENT, "", note="heading of a supplement")
    yield Message(LAYOUT, OUTDATED, "", note="over a translation that a market publishes with a notice")
    yield Message("units/working-day", WORKING_DAY[0], "", plural=WORKING_DAY[1])
    for word in ("yes", "no"):
        yield Message(WORDS, word, "", note="in a table cell")


def _labels(library: Library) -> Iterator[Message]:
    columns = [column for fact in library.facts.values() for column in fact.columns.values()]
    for fact in [*library.facts.values(), *columns]:
        yield from _options(fact)
        if fact.fill and not fact.optional:  # what may be missing is never printed as a label
            yield Message(
                f"facts/{fact.name}", fact.fill, "clauses/facts.yaml", note="stands in [ ] until it is filled in"
            )


def _options(fact: FactType) -> Iterator[Message]:
    labels = dict.fromkeys(label for option in fact.options.values() for label in option.values())
    for label in labels:
        yield Message(f"facts/{fact.name}", label, "clauses/facts.yaml", note="label of a choice")
