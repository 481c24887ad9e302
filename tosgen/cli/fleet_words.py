"""The summaries of a run over a fleet, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tosgen.cli.speech import told
from tosgen.cli.write import table
from tosgen.fleet.audit import Audited, coverage
from tosgen.fleet.publish import Published
from tosgen.fleet.status import Status
from tosgen.fleet.task import Failed
from tosgen.fleet.told import Composed, Line, Notice
from tosgen.model.words import word
from tosgen.saying import Said, joined, listed, say, say_in, say_n

if TYPE_CHECKING:
    from tosgen.cli.fleet_run import Results
    from tosgen.errors import Finding
    from tosgen.fleet.member import Member

Pair = tuple["Member", Any]
_NAMED = 5
_SERVICES = say("services")


def generated(results: Results, everything: bool, dry_run: bool) -> str:
    """Versions by document and kind, notices due, failures."""
    pairs = results.pairs()
    made = [(member, found) for member, found in pairs if isinstance(found, Composed)]
    parts: list[str] = [_sums(results, changed=sum(bool(found.new) for _, found in made))]
    parts += [say("dry run: nothing was written")] if dry_run else []
    if everything:
        rows = [(_name(m), str(len(f.new)), str(len(f.lines) - len(f.new)), _kinds(f.new)) for m, f in made]
        parts += ["", table(rows, (say("service"), say("new"), say("unchanged"), say_in("heading", "kinds")))]
    counted = Counter((line.document, line.kind) for _, found in made for line in found.new)
    if counted:
        kinds = [(document, word("kind", kind), str(n)) for (document, kind), n in sorted(counted.items())]
        parts += ["", table(kinds, (say("document"), say_in("heading", "kind"), say("new versions")))]
    parts += [*_notices((member, found.notices) for member, found in made), *_failures(pairs)]
    return joined("\n", parts)


def status(results: Results, everything: bool) -> str:
    """How many services await a decision, are out of date, are in force; with `everything`, each of them."""
    pairs = results.pairs()
    made = [(member, found) for member, found in pairs if isinstance(found, Status)]
    rows = [
        (
            _name(member),
            str(found.versions),
            str(sum(document.awaiting for document in found.documents)),
            str(sum(document.in_force is not None for document in found.documents)),
            _would(found),
        )
        for member, found in made
        if everything or found.stale or found.hindered or found.doubtful or any(d.awaiting for d in found.documents)
    ]
    parts: list[str] = [_sums(results, stale=sum(found.stale for _, found in made))]
    heads = (
        say("service"), say("versions"), say("awaiting a decision"), say_in("versions", "in force"), say("a run would"),
    )  # fmt: skip
    parts += ["", table(rows, heads)] if rows else []
    hindered = [(member, Failed(found.hindered)) for member, found in made if found.hindered]
    parts += [*_notices((member, found.notices) for member, found in made), *_failures([*pairs, *hindered])]
    return joined("\n", parts)


def audited(results: Results, everything: bool) -> str:
    """Coverage summed over all services by jurisdiction, then the services that leave something open."""
    pairs = results.pairs()
    made = [(member, found) for member, found in pairs if isinstance(found, Audited)]
    open_ = [(member, found) for member, found in made if found.open]
    parts: list[str] = [_sums(results, open=len(open_))]
    rows = [
        (word("state", state) if state == "in-force" else say("drafted"), place, str(n), str(covered), str(services))
        for state, place, n, covered, services in coverage(found for _, found in made)
    ]
    heads = (say("state"), say("jurisdiction"), say("applicable"), say_in("heading: a number", "covered"), _SERVICES)
    parts += ["", table(rows, heads)] if rows else []
    by_row: dict[tuple[str, str, str], list[str]] = {}
    for member, found in open_:
        for row in dict.fromkeys((o.requirement, o.jurisdiction, o.status) for o in found.open):
            by_row.setdefault(row, []).append(_name(member))
    open_rows = [
        (place, row, word("status", state), _names(names, None if everything else _NAMED))
        for (row, place, state), names in sorted(by_row.items(), key=lambda item: (item[0][1], item[0][0], item[0][2]))
    ]
    heads_open = (say("jurisdiction"), say("requirement"), say("status"), _SERVICES)
    parts += ["", table(open_rows, heads_open)] if open_rows else []
    return joined("\n", [*parts, *_failures(pairs)])


def published(results: Results, everything: bool, dry_run: bool) -> str:
    """How many decisions on how many versions; with `everything`, each of them."""
    pairs = results.pairs()
    made = [(member, found) for member, found in pairs if isinstance(found, Published)]
    decided = [(member, found) for member, found in made if found.versions]
    parts: list[str] = [_sums(results, decided=len(decided))]
    parts += [say("dry run: nothing was published")] if dry_run else []
    if everything:
        rows = [(_name(m), ref, existing or "–") for m, found in decided for ref, existing in found.versions]
        parts += ["", table(rows, (say("service"), say("version"), say("existing users from")))] if rows else []
    counted = Counter((ref.partition("/")[0], existing or "–") for _, f in decided for ref, existing in f.versions)
    rows = [(document, day, str(n)) for (document, day), n in sorted(counted.items())]
    parts += ["", table(rows, (say("document"), say("existing users from"), say("versions")))] if rows else []
    gone = [f"{_name(member)} {ref}" for member, found in decided for ref in found.overtaken]
    if gone:
        parts += ["", say("were to take effect later, and never will: {refs}", refs=_names(gone, _NAMED))]
    return joined("\n", [*parts, *_failures(pairs)])


def _sums(results: Results, **counts: int) -> Said:
    """The first line: how many services, and what is to be known of them at once."""
    total = len(results.members)
    failed = sum(isinstance(found, Failed) or bool(getattr(found, "hindered", ())) for _, found in results.pairs())
    told_of = {
        "changed": say_n("{n} with new versions", "{n} with new versions", counts.get("changed", 0)),
        "stale": say_n("a run would change {n}", "a run would change {n}", counts.get("stale", 0)),
        "open": say_n("{n} leaves something open", "{n} leave something open", counts.get("open", 0)),
        "decided": say_n("{n} decision made", "{n} decisions made", counts.get("decided", 0)),
    }
    parts = [say_n("{n} service", "{n} services", total), *(told_of[name] for name in counts)]
    parts += [say_n("{n} failed", "{n} failed", failed)]
    left = total - len(results.found)
    parts += [say_n("{n} not reached", "{n} not reached", left)] if left else []
    return listed(parts)


def _kinds(lines: Sequence[Line]) -> Said:
    return listed(word("kind", kind) for kind in dict.fromkeys(line.kind for line in lines))


def _would(found: Status) -> Said:
    if found.hindered:
        return say("fail")
    if found.stale:
        return say_n("make {n} version", "make {n} versions", len(found.changes))
    return say("change nothing")


def _notices(services: Iterable[tuple[Member, tuple[Notice, ...]]]) -> Iterator[str]:
    """By requirement and days ahead, how many services must tell their users of how many versions."""
    found: dict[tuple[str, int, str], list[str]] = {}
    for member, notices in services:
        for notice in notices:
            for row in notice.rows or (("", 0, ""),):
                found.setdefault(row, []).append(_name(member))
    if not found:
        return
    period = {"working": say("{n} working days ahead"), "calendar": say("{n} days ahead")}
    rows = [
        (
            row or say("what users agreed to changes in substance"),
            period[count].of(n=days) if days else say("ahead"),
            str(len(names)),
            _names(dict.fromkeys(names), _NAMED),
        )
        for (row, days, count), names in sorted(found.items())
    ]
    yield from ("", say("users must still be told:"))
    yield table(rows, (say("requirement"), say("when"), say("versions"), _SERVICES))


def _failures(pairs: Iterable[Pair]) -> Iterator[str]:
    """Each failure once, with the services that it is of."""
    by_findings: dict[tuple[Finding, ...], list[str]] = {}
    for member, found in pairs:
        if isinstance(found, Failed):
            by_findings.setdefault(found.findings, []).append(f"{_name(member)} ({member.place})")
    for findings, names in by_findings.items():
        yield from ("", say("failed: {services}", services=_names(names, _NAMED)))
        yield from (f"  {told(finding)}" for finding in findings)


def _name(member: Member) -> str:
    return member.name or member.place.path


def _names(names: Iterable[str], most: int | None) -> Said:
    every = list(names)
    if most is None or len(every) <= most:
        return listed(every)
    return say("{names} and {n} more", names=listed(every[:most]), n=len(every) - most)
