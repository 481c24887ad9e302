"""One rendering of one clause: what it looks up, what it prints, and everything that it finds missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import Undefined

from tosgen.catalog.translate import Translator
from tosgen.compose.facts import OPTIONAL_ROLES, REQUIRED_ROLES, Absent, Label, TableView, label
from tosgen.compose.printing import Printer, Unprintable, unprintable
from tosgen.errors import Finding, Place
from tosgen.model.document import Filling, Text
from tosgen.model.library import Library
from tosgen.model.service import REQUIRED_ENTITY_FIELDS
from tosgen.model.values import Choice, Localized, Row
from tosgen.model.vocabulary import FactType, Wording
from tosgen.saying import say
from tosgen.text.marks import mark, shifted


@dataclass(frozen=True, slots=True)
class Setup:
    """What is the same for every clause of one scope in one language."""

    library: Library
    translator: Translator
    printer: Printer
    chain: tuple[str, ...]
    answers: Mapping[str, object]
    groups: tuple[str, ...]
    """The first words of the answers' dotted names."""
    features: frozenset[str]
    anchors: Mapping[str, str]
    """Clause id -> anchor, own supplement first."""
    documents: tuple[str, ...]
    where: str
    """document/market, for messages."""
    market: Place


@dataclass(slots=True)
class Noted:
    """What one rendering used, filled, and found wrong."""

    setup: Setup
    clause: str
    place: Place
    fillings: list[Filling] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    features: dict[str, None] = field(default_factory=dict)
    terms: dict[str, Wording] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    blanks: dict[str, None] = field(default_factory=dict)
    """Facts of a single case whose label was printed."""

    def fault(self, code: str, message: str, hint: str = "") -> None:
        """Note a fault, naming the clause and the document it is needed for."""
        self.findings.append(
            Finding(
                code,
                say("{message} ({clause} in {where})", message=message, clause=self.clause, where=self.setup.where),
                self.place,
                hint,
            )
        )

    def look(self, name: str) -> object:
        """The answer by its dotted name, in the language; noted, and missed where it is missing."""
        value = self.setup.answers.get(name)
        if value is None:
            return self._absent(name)
        self.facts[name] = value
        return self._readable(value, self.setup.library.facts.get(name), name)

    def cell(self, table: FactType, row: Row, column: str) -> object:
        """A cell of a table's row."""
        if column == "key":
            return row.key
        value = row.cells.get(column)
        kind = table.columns.get(column)
        if value is None:
            if kind is None or not kind.optional:
                self.fault(
                    "missing-fact",
                    say("'{table}' row '{row}' has no '{column}'", table=table.name, row=row.key, column=column),
                    say("answer it in tosgen.yaml"),
                )
            return None
        return self._readable(value, kind, f"{table.name}.{row.key}.{column}")

    def _readable(self, value: object, kind: FactType | None, name: str) -> object:
        if isinstance(value, Localized):
            text = value.by_language.get(self.setup.translator.locale)
            if text is None:
                hint = say("add '{locale}:' to the fact in tosgen.yaml", locale=self.setup.translator.locale)
                self.fault(
                    "missing-fact",
                    say("'{name}' has no text in {locale}", name=name, locale=self.setup.translator.locale),
                    hint,
                )
            return text
        if isinstance(value, Choice) and kind is not None:
            return self._labelled(value, kind)
        if kind is not None and kind.kind == "table" and isinstance(value, tuple):
            return TableView(value, lambda row, column: self.cell(kind, row, column))
        return value

    def _labelled(self, value: Choice, kind: FactType) -> Label:
        shown = Label(value)
        source = label(kind, value, self.setup.chain)
        shown.label = self._phrase(kind, source)
        return shown

    def _phrase(self, kind: FactType, source: str) -> str:
        result = self.setup.translator.phrase(f"facts/{kind.name}", source, Place("clauses/facts.yaml"))
        self.findings.extend(result.findings)
        return result.text

    def _absent(self, name: str) -> object:
        kind = self.setup.library.facts.get(name)
        if kind is not None and kind.fill and not kind.optional:
            self.blanks[name] = None
            return Filling(f"[{self._phrase(kind, kind.fill)}]")
        group, _, part = name.rpartition(".")
        if kind is not None and not kind.optional:
            message = say("'{name}' is not answered", name=name)
            if kind.question:
                message = say("'{name}' is not answered: {question}", name=name, question=kind.question)
            self.fault("missing-fact", message, say("add '{name}:' under facts in tosgen.yaml", name=name))
        elif group in REQUIRED_ROLES and not self.setup.answers.get(group):
            message = say(
                "nobody holds the role '{role}' on that day ({where})",
                role=REQUIRED_ROLES[group],
                where=self.setup.where,
            )
            hint = say("give an entity the role; `until` is the first day on which it no longer holds")
            self.findings.append(Finding("missing-fact", message, self.setup.market, hint))
        elif group in {*REQUIRED_ROLES, *OPTIONAL_ROLES} and part in REQUIRED_ENTITY_FIELDS:
            self.fault(
                "missing-fact",
                say("'{name}' is not answered", name=name),
                say("add '{part}:' to the entity in tosgen.yaml", part=part),
            )
        return () if kind is not None and kind.kind == "table" else Absent(name, kind.question if kind else "")

    def write(self, value: object) -> str:
        """A value that is printed: its mark. Text that is Markdown already is spliced in."""
        if isinstance(value, Text):
            self.fillings.extend(value.fillings)
            return shifted(value, len(self.fillings) - len(value.fillings))
        if isinstance(value, Undefined):
            self.fault(
                "undefined",
                say("'{name}' is not defined", name=value._undefined_name),
                say("use a fact of clauses/facts.yaml"),
            )
            return ""
        if value is None:
            if not self.findings:
                self.fault(
                    "undefined", say("an optional cell is printed without a test"), say("put it inside {% if … %}")
                )
            return ""
        if isinstance(value, Absent):
            if not self.findings:
                message = say(
                    "'{name}' is not answered, and the text needs it here: {question}",
                    name=value.name,
                    question=value.question,
                )
                self.fault("missing-fact", message, say("answer it in tosgen.yaml, or test for it in the clause"))
            return ""
        try:
            shown = Filling(value.label) if isinstance(value, Label) else self.setup.printer.filling(value)
        except Unprintable as error:
            self.findings.append(unprintable(error, self.clause, self.setup.translator.locale, self.place))
            return ""
        if not shown.text.strip() and not shown.href:
            self.fault("undefined", say("a value is blank"), say("answer it"))
        self.fillings.append(shown)
        return mark(len(self.fillings) - 1)
