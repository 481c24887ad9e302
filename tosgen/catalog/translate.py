"""A clause's template in one language, or the findings that say why there is none. Nothing falls back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tosgen.catalog import parity
from tosgen.catalog.messages import SOURCE
from tosgen.catalog.po import DOMAIN, Catalog, Entry
from tosgen.catalog.typography import slips
from tosgen.errors import Finding, Place
from tosgen.model.kept import kept
from tosgen.model.library import Clause
from tosgen.model.vocabulary import Wording
from tosgen.saying import say
from tosgen.store import recall
from tosgen.text import blocks

_CHANGED = say("{locale}: {context}: '{source}' cannot be used, its source changed ({place})")
_MISSING = say("{locale}: {context}: '{source}' cannot be used, it has no translation ({place})")


@dataclass(frozen=True, slots=True)
class Template:
    """A clause's words in one language, before any fact: title and body as Jinja."""

    title: str
    body: str
    outdated: bool = False
    """Whether a block of it follows an earlier source."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A phrase, or what is wrong with it."""

    text: str
    findings: tuple[Finding, ...] = ()
    outdated: bool = False


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Translator:
    """One language: a catalog, or the source language itself."""

    locale: str
    catalog: Catalog
    lenient: bool = False
    """Whether a clause's block whose source has changed comes in its last translation instead of a refusal."""

    def phrase(self, context: str, source: str, place: Place, language: str = SOURCE) -> Translated:
        """One block in this language."""
        if language == self.locale:
            return Translated(source)
        entry = self.catalog.entries.get((context, source))
        if entry is None or (entry.forms[0] == source and _is_sentence(source)):
            return Translated(source, (self._absent(context, source, place),))
        text = entry.forms[0]
        return Translated(
            text, tuple(self._unlike(context, source, entry.place, f) for f in self._faults(source, text))
        )

    def clause(self, clause: Clause) -> tuple[Template, tuple[Finding, ...]]:
        """A clause in this language, block by block. Worked out once for each clause."""
        return _clause(self, clause)

    def outdated(self) -> Translator:
        """The same, lenient."""
        return _lenient(self)

    def _in_blocks(self, clause: Clause) -> tuple[Template, tuple[Finding, ...]]:
        place = Place(f"clauses/{clause.path}.md", clause.body_line)
        if clause.verbatim:
            return Template(clause.title, _laid_out(clause.body, {})), ()
        title = self._block(clause, clause.title, place)
        done, findings, outdated = {}, list(title.findings), title.outdated
        for block in blocks.split(clause.body):
            if block.translatable and block.text not in done:
                here = Place(place.path, clause.body_line + block.line - 1)
                result = self._block(clause, block.text, here)
                outdated = outdated or result.outdated
                done[block.text] = result.text
                findings.extend(result.findings)
        return Template(title.text, _laid_out(clause.body, done), outdated), tuple(dict.fromkeys(findings))

    def _block(self, clause: Clause, source: str, place: Place) -> Translated:
        """A block of a clause; its last translation where the translator is lenient, held against its own source."""
        last = self.catalog.stale.get((clause.path, source))
        if not (self.lenient and last and last.source and last.forms[0].strip()) or clause.language == self.locale:
            return self.phrase(clause.path, source, place, clause.language)
        text = last.forms[0]
        faults = self._faults(last.source, text)
        found = tuple(self._unlike(clause.path, last.source, last.place, fault) for fault in faults)
        return Translated(text, found, True)

    def _faults(self, source: str, text: str) -> tuple[str, ...]:
        def look() -> tuple[str, ...]:
            return parity.check(source, text) + slips(self.locale, text)

        return recall.faults(f"translation {self.locale}", (source, text), look)

    def wording(self, wording: Wording) -> tuple[tuple[str, ...], str]:
        """A term as it stands in this language: itself with its forms, and its definition."""
        return _wording(self, wording)

    def _in_forms(self, wording: Wording) -> tuple[tuple[str, ...], str]:
        sources = (wording.term, *(wording.forms[form] for form in sorted(wording.forms)))
        if self.locale == SOURCE:
            return sources, wording.definition
        entries = self.catalog.entries
        mine = sorted(key for key in entries if key[0].split("|")[0] == wording.context and key[1] in sources)
        definition = entries.get((wording.context, wording.definition))
        return tuple(entries[key].forms[0] for key in mine), definition.forms[0] if definition else ""

    def form(self, context: str, source: str) -> str | None:
        """A term's form, where the catalog has it and it keeps to its source."""
        if self.locale == SOURCE:
            return source
        entry = self.catalog.entries.get((context, source))
        return entry.forms[0] if entry and not any(self._faults(source, entry.forms[0])) else None

    def counted(self, context: str, source: tuple[str, str], category: int) -> str | None:
        """A counted unit's form for a plural category by its gettext index, where it prints its number once."""
        if self.locale == SOURCE:
            return source[min(category, 1)]
        entry = self.catalog.entries.get((context, source[0]))
        form = entry.forms[category] if entry and category < len(entry.forms) else ""
        return form if form.count("{n}") == 1 and not re.search(r"\d", form) else None

    def _absent(self, context: str, source: str, place: Place) -> Finding:
        stale = self.catalog.stale.get((context, source)) or self._orphan(context)
        code = "stale-translation" if stale else "untranslated"
        where = stale.place if stale else Place(f"locales/{self.locale}/LC_MESSAGES/{DOMAIN}.po")
        what = _CHANGED if stale else _MISSING
        message = what.of(locale=self.locale, context=context, source=_short(source), place=place)
        return Finding(code, message, where, say("translate the block in locales/{locale}", locale=self.locale))

    def _orphan(self, context: str) -> Entry | None:
        """A fuzzy entry of the same clause, in a catalog that nobody has updated since the clause changed."""
        return next(
            (entry for key, entry in self.catalog.stale.items() if key[0] == context and not entry.source), None
        )

    def _unlike(self, context: str, source: str, place: Place, fault: str) -> Finding:
        message = say(
            "{locale}: {context}: '{source}': {fault}",
            locale=self.locale, context=context, source=_short(source), fault=fault,
        )  # fmt: skip
        return Finding("parity", message, place, say("make the translation say what its source says"))


@kept
def _clause(translator: Translator, clause: Clause) -> tuple[Template, tuple[Finding, ...]]:
    return translator._in_blocks(clause)


@kept
def _wording(translator: Translator, wording: Wording) -> tuple[tuple[str, ...], str]:
    return translator._in_forms(wording)


@kept
def _lenient(translator: Translator) -> Translator:
    return replace(translator, lenient=True)


def _is_sentence(text: str) -> bool:
    """Whether no language could say it in the very words of another: what a tool copied is not translated."""
    return len(re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\{.*?\}\}", "", text))) > 3


def _laid_out(body: str, translations: Mapping[str, str]) -> str:
    return "\n".join(
        block.source if block.text not in translations else block.lead + translations[block.text]
        for block in blocks.split(body)
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
