"""What stands behind each cause of a change: commit, provision, question answered, blocks translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tosgen.ledger.changes import Commit, changes_since, last_change
from tosgen.model.document import anchor
from tosgen.model.library import Clause
from tosgen.model.plain import Plain
from tosgen.model.version import Cause, ClauseRecord, Version
from tosgen.pipeline.inputs import Inputs
from tosgen.redline.blocks import parse
from tosgen.redline.causes import Pair, all_causes, by_anchor, explained
from tosgen.text import blocks

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_MARKUP = re.compile(r"[*_`\\]")
TextOf = Callable[[str], str | None]
"""Locale -> the text of the version before, None where it has none."""


def accounted(inputs: Inputs, pair: Pair, before: TextOf) -> tuple[Version, tuple[Cause, ...]]:
    """The new version with the causes of all that changed, and every cause once; each with what stands behind it."""
    version = explained(pair)
    anchors = {anchor(record.id, record.supplement): record for record in version.clauses}
    clauses = {clause.path: clause for clause in inputs.library.clauses}
    found = Because(inputs, pair.old, version, before, clauses).told(by_anchor(pair, version), anchors)
    records = tuple(record.because(found[name]) for name, record in anchors.items())
    others = {name: causes for name, causes in found.items() if name not in anchors}
    return replace(version, clauses=records, other_causes=others), all_causes(found)


@dataclass(frozen=True, slots=True)
class Because:
    """Finds what stands behind the causes of one version against its base."""

    inputs: Inputs
    old: Version
    new: Version
    before: TextOf
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    """The library's, by path."""

    def told(self, found: Mapping[str, tuple[Cause, ...]], anchors: Mapping[str, ClauseRecord]) -> dict[
        str, tuple[Cause, ...]
    ]:  # fmt: skip
        """The causes by anchor with their evidence; `anchors`: the clauses that stand at some of them."""
        return {
            name: tuple(replace(c, evidence=dict(self._evidence(c, anchors.get(name)))) for c in causes)
            for name, causes in found.items()
        }

    def _evidence(self, cause: Cause, record: ClauseRecord | None) -> Iterator[tuple[str, Plain]]:
        match cause.kind:
            case "library":
                yield from self._library(cause.name)
            case "law":
                yield from self._law(cause.name)
            case "fact":
                kind = self.inputs.library.facts.get(cause.name.rpartition(":")[2])
                yield from _asked(kind.question if kind else "")
            case "feature":
                feature = self.inputs.library.features.get(cause.name)
                yield from _asked(feature.question if feature else "")
            case "translation":
                changed = list(self._blocks(cause.name, record)) if record else []
                if changed:
                    yield "blocks", list(changed)

    def _library(self, path: str) -> Iterator[tuple[str, Plain]]:
        """The last commit on a clause's file since the base was made, and how many there were before it."""
        folder, overlaid = self._home(path)
        if folder is None:
            return
        name, since = f"{path}.md", _commit(self.old)
        changes = changes_since(folder, "" if overlaid else since)
        if changes.uncommitted(name):
            yield "uncommitted", True
            return
        commits = changes.commits.get(name, ())
        last = commits[0] if commits else last_change(folder, name)
        if last:
            yield from _commit_fields(last)
            if len(commits) > 1:
                yield "more", len(commits) - 1

    def _home(self, path: str) -> tuple[Path | None, bool]:
        clause = self.clauses.get(path)
        if clause and clause.overlay:
            return self.inputs.workspace / "clauses", True
        return self.inputs.library_folder, False

    def _law(self, name: str) -> Iterator[tuple[str, Plain]]:
        first, last = sorted((self.old.generated_for, self.new.generated_for))
        library = self.inputs.library
        if row := library.requirements.get(name):
            yield "citation", f"{library.laws[row.law].name} {row.provision}"
            days = (row.applies_from, row.applies_until)
        else:
            clause = self.clauses.get(name)
            days = (clause.span.start, clause.span.end) if clause else (None, None)
        between = [day.isoformat() for day in days if day and first < day.isoformat() <= last]
        if between:
            yield "on", between[0]

    def _blocks(self, locale: str, record: ClauseRecord) -> Iterator[str]:
        """The source of each block whose translation does not fit what the text said before."""
        clause, translator = self.clauses.get(record.source), self.inputs.translators.get(locale)
        text = self.before(locale)
        if clause is None or translator is None or text is None:
            return
        part = next((p for p in parse(text) if (p.supplement, p.clause) == (record.supplement, record.id)), None)
        if part is None:
            return
        said = {_bare(line) for line in [part.title, *part.body.split("\n")]}
        whole = _bare(" ".join(part.body.split()))
        for source in dict.fromkeys([clause.title, *_translatable(clause)]):
            template = translator.phrase(clause.path, source, clause.place, clause.language).text
            pattern = _pattern(template)
            if not any(map(pattern.fullmatch, said)) and not pattern.search(whole):
                yield source


def _translatable(clause: Clause) -> Iterator[str]:
    return (block.text for block in blocks.split(clause.body) if block.translatable)


def _pattern(template: str) -> re.Pattern[str]:
    """What a rendered block looks like, whatever stood in its placeholders."""
    return re.compile(".*?".join(re.escape(_bare(piece)) for piece in _PLACEHOLDER.split(template)))


def _bare(text: str) -> str:
    """A line without list marker, markup and spacing."""
    return "".join(_MARKUP.sub("", re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", text)).split())


def _asked(question: str) -> Iterator[tuple[str, Plain]]:
    if question:
        yield "asked", str(question)


def _commit(version: Version) -> str:
    library = version.inputs.get("library")
    return str(library.get("commit") or "") if isinstance(library, dict) else ""


def _commit_fields(commit: Commit) -> Iterator[tuple[str, Plain]]:
    yield "commit", commit.id
    yield "subject", commit.subject
    yield "date", commit.date
