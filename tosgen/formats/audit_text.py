"""An audit for the terminal and as Markdown: coverage first, then what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tosgen.formats.columns import columns
from tosgen.model.audit import FAILING, Answer, Audit, State, Status
from tosgen.model.words import word
from tosgen.saying import COMMA, Said, Speak, english, joined, say, say_in

ORDER: tuple[Status, ...] = (
    "violated", "gap", "uncertain", "claimed", "unconfirmed", "superseded", "disposed", "covered",
)  # fmt: skip
"""The worst first."""


def write(audit: Audit, *, everything: bool = False, speak: Speak = english) -> str:
    """Coverage per jurisdiction and document, then one line per requirement that is not covered; as drafted, then as
    in force."""
    counted = _counted(audit, "drafted")
    head = say("{service} on {day}: {counted}", service=audit.service, day=audit.on, counted=counted)
    lines: list[str] = [head, _adopted(audit), "", *_told(audit, "drafted", everything, speak)]
    if any(audit.unread.values()):
        lines += ["", *_unread(audit)]
    lines += ["", *unpublished(audit)] if audit.in_force else []
    if audit.of("in-force"):
        lines += [say("in force on {day}: {counted}", day=audit.on, counted=_counted(audit, "in-force")), ""]
        lines += _told(audit, "in-force", everything, speak)
    return "\n".join(map(speak, lines)) + "\n"


def _told(audit: Audit, state: State, everything: bool, speak: Speak) -> Iterator[str]:
    heads = (say("jurisdiction"), say("document"), say("applicable"), say_in("heading: a number", "covered"))
    yield from columns([[speak(cell) for cell in row] for row in [heads, *_coverage(audit, state)]])
    for answer in listed(audit, everything, state):
        status = word("status", answer.status)
        told = say(
            "{status}: {requirement} in {where}", status=status, requirement=answer.requirement.id, where=_where(answer)
        )
        yield from ("", told, *_details(answer))


def markdown(audit: Audit, *, everything: bool = False, speak: Speak = english) -> str:
    """The same as Markdown, for a pull request or a wiki."""
    counted = say("{counted}. {adopted}", counted=_counted(audit, "drafted"), adopted=_adopted(audit))
    lines = [say("# Audit of {service} on {day}", service=audit.service, day=audit.on), "", counted, ""]
    lines += _tables(audit, "drafted", everything, speak)
    lines += ["", *(joined("", ["- ", line]) for line in _unread(audit))] if any(audit.unread.values()) else []
    lines += ["", say("## In force"), "", *unpublished(audit)] if audit.in_force else []
    if audit.of("in-force"):
        lines += [say("{counted}.", counted=_counted(audit, "in-force")), ""]
        lines += _tables(audit, "in-force", everything, speak)
    return "\n".join(map(speak, lines)) + "\n"


_COVERAGE = (say("Jurisdiction"), say("Document"), say("Applicable"), say_in("heading: a number", "Covered"))
_ANSWERS = (
    say("Status"), say("Requirement"), say("Where"), say("What it asks"), say("Why it applies"), say("Note"),
)  # fmt: skip


def _tables(audit: Audit, state: State, everything: bool, speak: Speak) -> Iterator[str]:
    yield from (f"| {' | '.join(map(speak, _COVERAGE))} |", "|---|---|---:|---:|")
    yield from (f"| {' | '.join(row)} |" for row in _coverage(audit, state))
    rows = listed(audit, everything, state)
    if rows:
        yield from ("", _row(_ANSWERS, speak), "|---" * len(_ANSWERS) + "|")
        for a in rows:
            cells = (word("status", a.status), a.requirement.id, _where(a), a.requirement.text, a.because, a.note)
            yield _row(cells, speak)


def unpublished(audit: Audit) -> Iterator[Said]:
    """The markets in which nothing is in force, in one line."""
    bare = [market for market, documents in audit.in_force.items() if not documents]
    if bare and len(bare) < len(audit.in_force):
        nothing = say("nothing is in force in {markets}: no version has been published to hold on {day}")
        yield nothing.of(markets=joined(COMMA, bare), day=audit.on)
    elif bare:
        yield say("nothing is in force: no version has been published to hold on {day}", day=audit.on)


def listed(audit: Audit, everything: bool, state: State) -> list[Answer]:
    """What is told in full: all but what is covered, unless everything is asked for; the worst first."""
    chosen = [answer for answer in audit.of(state) if everything or answer.status != "covered"]
    return sorted(chosen, key=lambda answer: ORDER.index(answer.status))


def _counted(audit: Audit, state: State) -> Said:
    counts = Counter(answer.status for answer in audit.of(state))
    told = [
        say("{number} {status}", number=counts[status], status=word("status", status))
        for status in reversed(ORDER)
        if counts[status]
    ]
    return joined(COMMA, told) if told else say("nothing applies")


def _adopted(audit: Audit) -> Said:
    done, all_ = audit.adopted
    return say(
        "{done} of {all} clauses in use are adopted by a lawyer; the rest are drafts. This is no legal advice.",
        done=done, all=all_,
    )  # fmt: skip


def _coverage(audit: Audit, state: State) -> list[tuple[str, ...]]:
    return [(place, document, str(all_), str(covered)) for place, document, all_, covered in audit.coverage(state)]


def _where(answer: Answer) -> str:
    spot = answer.spot
    place = f"{answer.document}/{answer.market}"
    if spot is None:
        return place
    there = spot.section if spot.document == answer.document else f"{spot.document} {spot.section}"
    return say("{place}: {there} (line {line}, {clause})", place=place, there=there, line=spot.line, clause=spot.clause)


def _details(answer: Answer) -> Iterator[str]:
    yield say("  asks: {text}", text=answer.requirement.text)
    yield say("  applies: {because}", because=answer.because)
    if answer.note:
        note = say("  mend: {note}") if answer.status in FAILING else say("  note: {note}")
        yield note.of(note=answer.note)


def _unread(audit: Audit) -> Iterator[str]:
    for market, counts in audit.unread.items():
        if counts:
            told = joined(COMMA, [f"{place} {number}" for place, number in counts.items()])
            yield say("{market} does not read the rows of: {told}", market=market, told=told)


def _row(cells: tuple[str, ...], speak: Speak) -> str:
    return "| " + " | ".join(speak(cell).replace("|", "\\|") for cell in cells) + " |"
