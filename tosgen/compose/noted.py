"""One rendering of one clause: what it looks up, what it prints, and everything that it finds missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import Undefined

from tosgen.catalog.translate import Translator
from tosgen.compose.facts import OPTIONAL_ROLES, REQUIRED_ROLES, Absent, Label, TableView, label
from tosgen.compose.printing import PRINTED, Last, Printer, Shape, Unprintable, in_print, unprintable
from tosgen.errors import Finding, Place
from tosgen.model.document import Filling, Text
from tosgen.model.library import Library
from tosgen.model.service import REQUIRED_ENTITY_FIELDS
from tosgen.model.values import Choice, Localized, Row
from tosgen.model.vocabulary import FactType, Wording
from tosgen.saying import say
from tosgen.text.marks import mark, shifted
from tosgen.text.template import Reading


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
    supplement: str
    market: Place
    last: Last
    _printed: dict[str, tuple[Filling | None, Shape]] = field(default_factory=dict)

    def printed(self, name: str) -> Filling | None:
        """An answer as it prints; None if it is not one of PRINTED, or cannot be printed, or comes to nothing."""
        return self._in_print(name)[0]

    def given(self, name: str) -> Filling:
        """The answer that stands in a slot of that name."""
        found = self.printed(name)
        assert found is not None, name  # its shape was asked for
        return found

    def shape(self, name: str) -> Shape:
        """What the words around a printed answer depend on: its kind, and whether it brings its own full stop.

        None: there is no answer. Something that is like nothing else: it cannot be printed, or not like this.
        """
        return self._in_print(name)[1]

    def _in_print(self, name: str) -> tuple[Filling | None, Shape]:
        found = self._printed.get(name)
        if found is None:
            found = self._printed[name] = self._look_in_print(name)
        return found

    def _look_in_print(self, name: str) -> tuple[Filling | None, Shape]:
        answer = self.answers.get(name)
        last = self.last.get(name)
        if last and last[0] is answer:
            return last[1]
        value = self.readable(name)
        if type(value) not in PRINTED:
            return None, None if answer is None else object()
        of = self.printer.jurisdictions, self.printer.region
        shown = in_print(self.translator, *of, type(value), value)
        if shown:
            self.last[name] = answer, shown
        return shown or (None, object())

    def readable(self, name: str) -> object:
        """An answer in the language; None where it has none."""
        value = self.answers.get(name)
        return value.by_language.get(self.translator.locale) if isinstance(value, Localized) else value


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
    templates: list[Reading] = field(default_factory=list)
    looks: dict[str, None] = field(default_factory=dict)
    """Answers asked for, whether there are any or not."""
    groups: dict[str, None] = field(default_factory=dict)
    anchors: dict[str, None] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)
    slots: list[tuple[int, str]] = field(default_factory=list)
    """Where among the fillings an answer of PRINTED stands."""
    _last: tuple[str, object] = ("", None)

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
        self.looks[name] = None
        value = self.setup.answers.get(name)
        if value is None:
            return self._absent(name)
        self.facts[name] = value
        readable = self._readable(value, self.setup.library.facts.get(name), name)
        self._last = name, readable
        return readable

    def present(self, group: str) -> bool:
        """Whether anybody holds the role that a group of answers is about."""
        self.groups[group] = None
        return bool(self.setup.answers.get(group))

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
            before = len(self.fillings)
            self.fillings.extend(value.fillings)
            self.slots.extend((before + at, name) for at, name in value.slots)
            self.looks.update(dict.fromkeys(name for _, name in value.slots))
            return shifted(value, before)
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
        name, last = self._last
        if value is last and type(value) in PRINTED:
            self.slots.append((len(self.fillings), name))
        self._last = "", None
        self.fillings.append(shown)
        return mark(len(self.fillings) - 1)
