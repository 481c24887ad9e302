"""Publishing over a fleet: one decision in every ledger, by one person with one key; and whom it must be told to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from decided_ledger import make_key, needs_ssh
from fleet_services import NOON, ORDER, SMALL, base, members, over, row, sheet
from ledger_drafts import git

from tosgen.errors import Refused
from tosgen.fleet.audit import coverage
from tosgen.fleet.member import Member
from tosgen.fleet.publish import Ordered, Publication, Published
from tosgen.fleet.run import AUDIT, PUBLISH
from tosgen.fleet.task import Failed
from tosgen.ledger import Author, Ledger
from tosgen.model.effect import Sending
from tosgen.review import signers as lists
from tosgen.review.change import change
from tosgen.review.decide import Who, decide
from tosgen.review.effects import Wish
from tosgen.review.verify import verify

D, LATER = date(2026, 12, 1), date(2027, 1, 1)
TERMS = "terms-of-service/DE"


def publication(effective: date | None = D, **more: object) -> Ordered:
    """Published by Ana, on the day of the run."""
    order = replace(ORDER, on=date(2026, 11, 21))
    publication = Publication(effective, **more)  # type: ignore[arg-type]
    return Ordered(order.now, order.author, order.on, order.key, False, None, publication)


def libraries(folder: Path) -> tuple[Path, Path]:
    """The small library, and the same after a clause was reworded."""
    before, after = folder / "before", folder / "after"
    for root in (before, after):
        shutil.copytree(SMALL, root)
    law = after / "clauses/DE/core/law.md"
    law.write_text(law.read_text("utf-8").replace("German law applies.", "The law of Germany applies."), "utf-8")
    return before, after


def test_a_clause_change_is_one_decision_in_every_ledger(tmp_path: Path) -> None:
    before, after = libraries(tmp_path)
    sheet(tmp_path, [row(0), row(1), row(2)])
    some = members(tmp_path)
    over(some, root=before)
    first = over(some, root=before, work=PUBLISH, order=publication())
    assert {name: found.versions for name, found in first.found.items()} == {
        f"s000{n}": ((f"{TERMS}@1", "2026-12-01"),) for n in range(3)
    }
    nothing = over(some, root=before, work=PUBLISH, order=publication())
    assert all(found == Published((), ()) for found in nothing.found.values())
    over(some, root=after, order=replace(ORDER, on=LATER))
    sheet(tmp_path, [row(0), row(1, "new@example.test"), row(2)])
    over(members(tmp_path), root=after, order=replace(ORDER, on=LATER))
    dry = replace(publication(LATER, clauses=frozenset({"core/law"})), dry_run=True)
    planned = over(members(tmp_path), root=after, work=PUBLISH, order=dry)
    assert planned.found["s0000"].versions == ((f"{TERMS}@2", None),)
    only = publication(LATER, clauses=frozenset({"core/law"}), wish=Wish(existing=None))
    ran = over(members(tmp_path), root=after, work=PUBLISH, order=only)
    # s0001's last version changes an address, against one that changes the clause and that nobody has decided on
    assert {name: len(found.versions) for name, found in ran.found.items()} == {"s0000": 1, "s0001": 0, "s0002": 1}
    for name in ("s0000", "s0002"):
        found = verify(Ledger(tmp_path / "outputs" / name))
        assert (found.findings, found.decisions) == ((), 2)
        assert git(tmp_path / "outputs" / name, "log", "-1", "--format=%s").startswith(f"{TERMS} v2: published")


def test_a_clause_that_the_library_has_no_more_can_be_named(tmp_path: Path) -> None:
    """The version without it awaits a decision; once that is made, nothing does."""
    before, after = libraries(tmp_path)
    (after / "clauses/DE/core/law.md").unlink()
    sheet(tmp_path, [row(0), row(1)])
    some = members(tmp_path)
    over(some, root=before)
    over(some, root=before, work=PUBLISH, order=publication())
    over(some, root=after, order=replace(ORDER, on=LATER))
    gone = publication(LATER, clauses=frozenset({"core/law"}), wish=Wish(existing=None))
    ran = over(some, root=after, work=PUBLISH, order=gone)
    assert {name: len(found.commits) for name, found in ran.found.items()} == {"s0000": 1, "s0001": 1}
    again = over(some, root=after, work=PUBLISH, order=gone)
    assert all(found == Published((), ()) for found in again.found.values())
    slip = replace(gone, publication=Publication(LATER, clauses=frozenset({"core/laws"})))
    with pytest.raises(Refused, match="unknown-clause"):
        over(some, root=after, work=PUBLISH, order=slip)


def test_a_notice_is_due_until_it_was_sent_or_the_version_is_decided_on(tmp_path: Path) -> None:
    """A run that finds nothing to do says so too."""
    before, after = libraries(tmp_path)
    for root in (before, after):
        outline, register = root / "clauses/documents/terms-of-service.yaml", root / "clauses/register/EU.yaml"
        outline.write_text(outline.read_text("utf-8").replace("public\n", "public\neffect: contract\n"), "utf-8")
        text = register.read_text("utf-8").replace("when: [ai-chatbot]", "when: [accounts]")
        row_ = "  notice: {days: 15, count: calendar, when: any change, changes: any}\n"
        register.write_text(f"{text.rstrip()}\n{row_}", "utf-8")
    sheet(tmp_path, [row(0), row(1)])
    some = members(tmp_path)
    assert all(found.notices == () for found in over(some, root=before).found.values())
    over(some[:1], root=before, work=PUBLISH, order=publication(date(2026, 11, 21)))
    for known in (False, True):
        ran = over(some, root=after, order=replace(ORDER, on=LATER))
        assert [found.known for found in ran.found.values()] == [known, known]
        (notice,) = ran.found["s0000"].notices
        assert (notice.document, notice.version, notice.rows) == (
            "terms-of-service", 2, (("aia-50-1", 15, "calendar"),),
        )  # fmt: skip
        assert ran.found["s0001"].notices == ()  # nobody uses it yet
    sent = Sending("2027-01-01", "email", 3, ("0" * 64,), None)
    decide(some[0].ledger, "notify", [("terms-of-service", "DE", 2)], ORDER.who, NOON, sent=sent)
    ran = over(some, root=after, order=replace(ORDER, on=LATER))
    assert ran.found["s0000"].notices == ()
    _new_users_then_existing_ones(some[:1], after)


def _new_users_then_existing_ones(some: list[Member], root: Path) -> None:
    first = over(some, root=root, work=PUBLISH, order=publication(LATER, wish=Wish(existing=None)))
    assert first.found["s0000"].versions == ((f"{TERMS}@2", None),)
    then = publication(None, wish=Wish(date(2027, 3, 1), "notice"))
    then = replace(then, on=date(2027, 1, 2))
    ran = over(some, root=root, work=PUBLISH, order=then)
    assert ran.found["s0000"].versions == ((f"{TERMS}@2", "2027-03-01"),)
    assert over(some, root=root, work=PUBLISH, order=then).found["s0000"] == Published((), ())


def test_nobody_is_held_up_by_one_who_may_not(tmp_path: Path) -> None:
    """The text of one service has changed since it was recorded."""
    sheet(tmp_path, [row(0), row(1)])
    over(members(tmp_path))
    sheet(tmp_path, [row(0, "new@example.test"), row(1)])
    ran = over(members(tmp_path), work=PUBLISH, order=publication(), jobs=2)
    assert isinstance(ran.found["s0000"], Failed)
    assert [finding.code for finding in ran.found["s0000"].findings] == ["not-recorded"]
    assert len(ran.found["s0001"].commits) == 1


def test_documents_and_markets_limit_it(tmp_path: Path) -> None:
    profile = base(tmp_path)
    profile.write_text(profile.read_text("utf-8").replace("[terms-of-service]", "[terms-of-service, privacy-notice]"))
    some, day = members(tmp_path, "."), date(2026, 11, 30)  # the day before another controller takes over
    over(some)
    only = publication(day, documents=frozenset({"privacy-notice"}), markets=frozenset({"DE"}))
    (found,) = over(some, work=PUBLISH, order=only).found.values()
    assert [ref for ref, _ in found.versions] == ["privacy-notice/DE@1"]
    with pytest.raises(Refused, match="unknown-market"):
        over(some, work=PUBLISH, order=publication(day, markets=frozenset({"DE", "FR"})))
    (rest,) = over(some, work=PUBLISH, order=publication(day)).found.values()
    assert [ref for ref, _ in rest.versions] == [f"{TERMS}@1"]


@needs_ssh
def test_ledgers_with_signers_take_one_key(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0), row(1)])
    keys = {name: make_key(tmp_path, name) for name in ("ana", "bob")}
    ana, bob = (Who(Author(n.title(), f"{n}@example.test"), keys[n]) for n in ("ana", "bob"))
    some = members(tmp_path)
    over(some)
    for member in some:
        for name, roles in (("ana", ("author", "publisher")), ("bob", ("reviewer",))):
            key = lists.signer(f"{name}@example.test", keys[name].public)
            change(member.ledger, lambda old, key=key, roles=roles: lists.added(old, key, roles), name, ana, NOON)
    sheet(tmp_path, [row(0, "a@example.test"), row(1, "b@example.test")])
    some, unsigned = members(tmp_path), over(members(tmp_path))
    assert {found.findings[0].code for found in unsigned.found.values()} == {"no-key"}
    signed = replace(ORDER, key=keys["ana"])
    assert over(some, order=signed).new() == 2
    order = replace(publication(), key=keys["ana"])
    refused = over(some, work=PUBLISH, order=order)
    assert {found.findings[0].code for found in refused.found.values()} == {"unapproved"}
    decide(some[0].ledger, "approve", [("terms-of-service", "DE", 2)], bob, NOON)
    ran = over(some, work=PUBLISH, order=order)
    assert (len(ran.found["s0000"].commits), isinstance(ran.found["s0001"], Failed)) == (1, True)
    assert verify(some[0].ledger).findings == ()


def test_an_audit_sums_up_all_services(tmp_path: Path) -> None:
    sheet(tmp_path, [row(0), row(1), row(2, "nonsense")])
    profile = tmp_path / "tosgen.yaml"
    text = (
        profile.read_text("utf-8")
        .replace("[accounts]", "[accounts, ai-chatbot]")
        .replace("not: [live-chat, ", "not: [")
        .replace(", ai-chatbot]\ne", "]\ne")
    )
    profile.write_text(text, "utf-8")
    some = members(tmp_path)
    ran = over(some, work=AUDIT, jobs=2)
    assert isinstance(ran.found["s0002"], Failed)
    alone = over(some[:1], work=AUDIT).found["s0000"]
    one = {(state, place): (n, covered) for state, place, n, covered, _ in coverage([alone])}
    both = coverage([ran.found["s0000"], ran.found["s0001"]])
    assert both
    assert {(s, p): (n // 2, c // 2) for s, p, n, c, _ in both} == one
    assert {services for *_, services in both} == {2}
    assert ran.found["s0001"].open == alone.open
