"""An audit for the terminal and as Markdown: coverage first, then what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tosgen.model.audit import FAILING, Answer, Audit, State, Status

ORDER: tuple[Status, ...] = (
    "violated", "gap", "uncertain", "claimed", "unconfirmed", "superseded", "disposed", "covered",
)  # fmt: skip
"""The worst first."""


def write(audit: Audit, *, everything: bool = False) -> str:
    """Coverage per jurisdiction and document, then one line per requirement that is not covered; as drafted, then as
    in force."""
    lines = [f"{audit.service} on {audit.on}: {_counted(audit, 'drafted')}", _adopted(audit), ""]
    lines += _told(audit, "drafted", everything)
    if any(audit.unread.values()):
        lines += ["", *_unread(audit)]
    lines += ["", *unpublished(audit)] if audit.in_force else []
    if audit.of("in-force"):
        lines += [f"in force on {audit.on}: {_counted(audit, 'in-force')}", ""]
        lines += _told(audit, "in-force", everything)
    return "\n".join(lines) + "\n"


def _told(audit: Audit, state: State, everything: bool) -> Iterator[str]:
    yield from _columns([("jurisdiction", "document", "applicable", "covered"), *_coverage(audit, state)])
    for answer in listed(audit, everything, state):
        yield from ("", f"{answer.status}: {answer.requirement.id} in {_where(answer)}", *_details(answer))


def markdown(audit: Audit, *, everything: bool = False) -> str:
    """The same as Markdown, for a pull request or a wiki."""
    lines = [f"# Audit of {audit.service} on {audit.on}", "", f"{_counted(audit, 'drafted')}. {_adopted(audit)}", ""]
    lines += _tables(audit, "drafted", everything)
    lines += ["", *(f"- {line}" for line in _unread(audit))] if any(audit.unread.values()) else []
    lines += ["", "## In force", "", *unpublished(audit)] if audit.in_force else []
    if audit.of("in-force"):
        lines += [f"{_counted(audit, 'in-force')}.", "", *_tables(audit, "in-force", everything)]
    return "\n".join(lines) + "\n"


def _tables(audit: Audit, state: State, everything: bool) -> Iterator[str]:
    yield from ("| Jurisdiction | Document | Applicable | Covered |", "|---|---|---:|---:|")
    yield from (f"| {' | '.join(row)} |" for row in _coverage(audit, state))
    rows = listed(audit, everything, state)
    if rows:
        head = ("Status", "Requirement", "Where", "What it asks", "Why it applies", "Note")
        yield from ("", _row(head), "|---" * len(head) + "|")
        for a in rows:
            yield _row((a.status, a.requirement.id, _where(a), a.requirement.text, a.because, a.note))


def unpublished(audit: Audit) -> Iterator[str]:
    """The markets in which nothing is in force, in one line."""
    bare = [market for market, documents in audit.in_force.items() if not documents]
    if bare:
        where = "" if len(bare) == len(audit.in_force) else f" in {', '.join(bare)}"
        yield f"nothing is in force{where}: no version has been published to hold on {audit.on}"


def listed(audit: Audit, everything: bool, state: State) -> list[Answer]:
    """What is told in full: all but what is covered, unless everything is asked for; the worst first."""
    chosen = [answer for answer in audit.of(state) if everything or answer.status != "covered"]
    return sorted(chosen, key=lambda answer: ORDER.index(answer.status))


def _counted(audit: Audit, state: State) -> str:
    counts = Counter(answer.status for answer in audit.of(state))
    return ", ".join(f"{counts[status]} {status}" for status in reversed(ORDER) if counts[status]) or "nothing applies"


def _adopted(audit: Audit) -> str:
    done, all_ = audit.adopted
    return f"{done} of {all_} clauses in use are adopted by a lawyer; the rest are drafts. This is no legal advice."


def _coverage(audit: Audit, state: State) -> list[tuple[str, ...]]:
    return [(place, document, str(all_), str(covered)) for place, document, all_, covered in audit.coverage(state)]


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _where(answer: Answer) -> str:
    spot = answer.spot
    place = f"{answer.document}/{answer.market}"
    if spot is None:
        return place
    there = "" if spot.document == answer.document else f"{spot.document} "
    return f"{place}: {there}{spot.section} (line {spot.line}, {spot.clause})"


def _details(answer: Answer) -> Iterator[str]:
    yield f"  asks: {answer.requirement.text}"
    yield f"  applies: {answer.because}"
    if answer.note:
        yield f"  {'mend' if answer.status in FAILING else 'note'}: {answer.note}"


def _unread(audit: Audit) -> Iterator[str]:
    for market, counts in audit.unread.items():
        if counts:
            told = ", ".join(f"{place} {number}" for place, number in counts.items())
            yield f"{market} does not read the rows of: {told}"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
