"""Clause files -> clauses: path, front matter, body, and the days between which each dated file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tosgen.errors import Place
from tosgen.model.condition import ALWAYS
from tosgen.model.library import Clause
from tosgen.model.span import Span
from tosgen.saying import AND, joined, say, say_n
from tosgen.sources import values
from tosgen.sources.faults import Faults, Unfit
from tosgen.sources.names import SEGMENT, named
from tosgen.sources.reading import KIB, Source
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.clause import NEEDED, ClauseShape
from tosgen.sources.shelf import Shelf
from tosgen.sources.tree import NOWHERE, Tree
from tosgen.sources.yaml import parse

LIMIT = 256 * KIB
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Draft:
    """A clause as its file has it, with the positions of its front matter."""

    clause: Clause
    tree: Tree


def read_clauses(shelf: Shelf, known: Mapping[str, Clause]) -> list[Draft]:
    """Every clause of the library, the overlay's files in place of those of the same path.

    `known`: by file name, those that need not be read.
    """
    drafts: dict[str, Draft] = {}
    originals: dict[str, str] = {}
    for layer in range(len(shelf.layers)):
        for jurisdiction, feature, file in shelf.clause_files(layer):
            name = f"{jurisdiction}/{feature}/{file}"
            if name in known:
                drafts[name] = Draft(known[name], NOWHERE)
                continue
            source = shelf.read(layer, name, limit=LIMIT)
            if source is None:
                continue
            if layer == 0:
                originals[name] = source.digest
            if draft := _made(shelf, source, layer, name):
                drafts[name] = draft
                _check_base(draft, originals.get(name), shelf.faults)
    return [_held(shelf, *each) for each in _closed(drafts[name] for name in sorted(drafts))]


def _made(shelf: Shelf, source: Source, layer: int, name: str) -> Draft | None:
    jurisdiction, feature, file = name.split("/")

    def make(faults: Faults) -> Draft | None:
        draft = _draft(source, jurisdiction, feature, file.removesuffix(".md"), faults)
        return draft and (replace(draft, clause=replace(draft.clause, overlay=True)) if layer else draft)

    return shelf.made((layer, source.shown, source.digest), make)


def _draft(source: Source, jurisdiction: str, feature: str, stem: str, faults: Faults) -> Draft | None:
    start = _start(feature, stem, Place(source.shown), faults)
    parts = _split(source, faults)
    tree = parse(parts.front, source.shown, faults, first_line=2) if parts else None
    shape = shaped(ClauseShape, tree, faults) if tree else None
    if not (parts and tree and shape):
        return None
    _check_needed(shape, tree, faults)
    if not _has_text(shape, parts, tree, faults):
        return None
    if start and shape.until and shape.until <= start:
        message = say("it ends on {until}, not after its start on {start}", until=shape.until, start=start)
        faults.add("overlap", message, tree.value("until"))
    clause = _clause(source, shape, f"{jurisdiction}/{feature}/{stem}", Span(start, shape.until))
    return Draft(replace(clause, body=parts.body, body_line=parts.body_line), tree)


def _clause(source: Source, shape: ClauseShape, path: str, span: Span) -> Clause:
    jurisdiction, _, name = path.partition("/")
    return Clause(
        id=name.partition("@")[0],
        jurisdiction=jurisdiction,
        path=path,
        title=shape.title,
        body="",
        documents=tuple(shape.documents),
        slot=shape.slot,
        span=span,
        when=shape.when or ALWAYS,
        digest=source.digest,
        place=Place(source.shown),
        satisfies=shape.satisfies,
        materiality=shape.materiality,
        reviewed=shape.reviewed.on if shape.reviewed else None,
        review_every=shape.reviewed.every if shape.reviewed else "",
        conspicuous=shape.conspicuous,
        falls_back=shape.falls_back,
        omit=shape.omit,
        language=shape.language,
        verbatim=shape.verbatim,
        base=shape.base,
    )


def _start(feature: str, stem: str, spot: Place, faults: Faults) -> date | None:
    """The START of `<name>[@START]`; faults of the names on the way."""
    name, at, day = stem.partition("@")
    for segment in (feature, name):
        try:
            named(SEGMENT, segment)
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, spot, unfit.hint)
    try:
        return values.day(day) if at else None
    except Unfit as unfit:
        faults.add(unfit.code, unfit.message, spot, say("write <name>@YYYY-MM-DD.md"))
        return None


@dataclass(frozen=True, slots=True)
class _Parts:
    front: str
    body: str
    body_line: int


def _split(source: Source, faults: Faults) -> _Parts | None:
    lines = source.text.split("\n")
    if lines[0].rstrip() != _FENCE:
        faults.add(
            "syntax", say("the front matter is missing"), Place(source.shown, 1, 1), say("begin with a line '---'")
        )
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        faults.add(
            "syntax", say("the front matter has no end"), Place(source.shown, 1, 1), say("close it with a line '---'")
        )
        return None
    first = next((at for at, line in enumerate(lines[end + 1 :], end + 1) if line.strip()), end + 1)
    return _Parts("\n".join(lines[1:end]), "\n".join(lines[first:]).rstrip(), first + 1)


def _check_needed(shape: ClauseShape, tree: Tree, faults: Faults) -> None:
    absent = [name for name in NEEDED if not getattr(shape, name) and tree.whole(name)]
    if absent and not shape.omit and tree.whole("omit"):
        names = joined(AND, [f"'{name}'" for name in absent])
        message = say_n("{names} is missing", "{names} are missing", n=len(absent), names=names)
        faults.add("missing-key", message, tree.value())


def _has_text(shape: ClauseShape, parts: _Parts, tree: Tree, faults: Faults) -> bool:
    if shape.omit and parts.body:
        faults.add(
            "bad-value", say("'omit' stands in place of text, and there is text"), tree.key("omit"), say("keep one")
        )
    elif not shape.omit and not parts.body and tree.whole("omit"):
        spot = Place(tree.path, parts.body_line, 1)
        faults.add(
            "bad-value", say("the clause has no text"), spot, say("write it below '---', or give a reason under 'omit'")
        )
    return bool(shape.omit) != bool(parts.body)


def _check_base(draft: Draft, original: str | None, faults: Faults) -> None:
    """Warn if the library's clause is no longer the one that an overlay clause was written against."""
    clause, tree = draft.clause, draft.tree
    if not clause.base:
        return
    spot = tree.value("base")
    if not clause.overlay:
        faults.add("bad-value", say("'base' belongs to clauses laid over the library"), spot, say("remove it"))
    elif original is None:
        message = say("the library has no clause at this path any more (base: {base})", base=clause.base)
        faults.add("base-moved", message, spot, say("read the text again, then remove 'base'"), "warning")
    elif original != clause.base:
        message = say(
            "the library's clause has changed: its digest is {original}, not {base}",
            original=original,
            base=clause.base,
        )
        faults.add("base-moved", message, spot, say("take over what changed, then write the new digest"), "warning")


def _closed(drafts: Iterable[Draft]) -> list[tuple[Draft, Span]]:
    """Each dated file ends where the next one of its path begins."""
    families: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        families.setdefault((draft.clause.jurisdiction, draft.clause.id), []).append(draft)
    return [each for family in families.values() for each in _successive(family)]


def _successive(family: list[Draft]) -> Iterator[tuple[Draft, Span]]:
    family = sorted(family, key=lambda draft: draft.clause.span.start or date.min)
    for draft, following in zip(family, [*family[1:], None], strict=True):
        span = draft.clause.span
        ends = [end for end in (span.end, following.clause.span.start if following else None) if end]
        yield draft, Span(span.start, min(ends, default=None))


def _held(shelf: Shelf, draft: Draft, span: Span) -> Draft:
    clause = draft.clause
    if clause.span == span:
        return draft
    key = (clause.overlay, clause.path, clause.digest, span)
    return shelf.made(key, lambda _: replace(draft, clause=replace(clause, span=span)))
