"""The names that a template may use: groups of answers, tables, and the functions ref, has, feature, document, term."""

from __future__ import annotations

import re
from typing import Any

from tosgen.compose.facts import OPTIONAL_ROLES, REQUIRED_ROLES, Branch
from tosgen.compose.noted import Noted
from tosgen.model.document import Filling, anchor
from tosgen.model.kept import kept
from tosgen.model.library import Library
from tosgen.model.vocabulary import Wording
from tosgen.saying import say

_WORD = re.compile(r"[^\W\d]\w*")


def names(noted: Noted, source: str) -> dict[str, object]:
    """Everything that a template can reach, save what a caller adds: a name that `source` does not hold is left out."""
    found: dict[str, object] = {group: _branch(noted, group) for group in noted.setup.groups if group in source}
    for name in _undotted(noted.setup.library).intersection(_WORD.findall(source)):
        found[name] = _Lazy(noted, name)
    return {**found, **_functions(noted)}


@kept
def groups(library: Library) -> tuple[str, ...]:
    """The first words of dotted names, by which a template reaches the answers."""
    dotted = [name.split(".")[0] for name in library.facts if "." in name]
    return tuple(dict.fromkeys([*dotted, *REQUIRED_ROLES, *OPTIONAL_ROLES, "market"]))


@kept
def _undotted(library: Library) -> frozenset[str]:
    return frozenset(name for name in library.facts if "." not in name)


def _branch(noted: Noted, group: str) -> Branch:
    return Branch(group, noted.look, lambda: noted.present(group))


class _Lazy:
    """A top-level answer, looked up only when a template touches it."""

    def __init__(self, noted: Noted, name: str) -> None:
        self.noted, self.name = noted, name

    def _value(self) -> Any:
        return self.noted.look(self.name)

    def __iter__(self) -> Any:
        return iter(self._value())

    def __bool__(self) -> bool:
        return bool(self._value())


def _functions(noted: Noted) -> dict[str, object]:
    setup = noted.setup

    def ref(id: str) -> Filling:
        noted.anchors[id] = None
        if id not in setup.anchors:
            noted.fault(
                "dangling-ref", say("'{id}' is not in this document", id=id), say('guard it with {% if has("…") %}')
            )
        return Filling("", f"#{setup.anchors.get(id, anchor(id))}")

    def has(id: str) -> bool:
        noted.anchors[id] = None
        return id in setup.anchors

    def feature(name: str) -> bool:
        noted.features[name] = None
        return name in setup.features

    def document(name: str) -> object:
        noted.documents[name] = None
        if name not in setup.documents:
            noted.fault(
                "dangling-ref",
                say("this market has no document '{name}'", name=name),
                say("add it to the market's documents"),
            )
        outline = setup.library.outlines[name]
        result = setup.translator.phrase(outline.context, outline.title, outline.place)
        noted.findings.extend(result.findings)
        return Filling(result.text)

    def term(name: str, form: str = "", case: str = "") -> Filling:
        wording = setup.library.terms[name].wording(setup.chain)
        noted.terms[name] = wording
        return Filling(_term_form(noted, wording, form, case))

    return {"ref": ref, "has": has, "feature": feature, "document": document, "term": term}


def _term_form(noted: Noted, wording: Wording, form: str, case: str) -> str:
    translator = noted.setup.translator
    foreign = translator.locale != "en"
    source = wording.forms.get(form, wording.term if foreign else "") if form else wording.term
    context = "|".join(part for part in (wording.context, form, case if foreign else "") if part)
    text = translator.form(context, source) if source else None
    if not text:
        hint = say(
            'add it to locales/{locale}/LC_MESSAGES/clauses.po with msgctxt "{context}"',
            locale=translator.locale,
            context=context,
        )
        noted.fault(
            "untranslated",
            say("{locale}: the term has no form '{context}'", locale=translator.locale, context=context),
            hint,
        )
    return text or "?"
