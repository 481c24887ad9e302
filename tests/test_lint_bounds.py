"""Answers that a law bounds: refused where the row binds, with the row named; accepted elsewhere."""

from __future__ import annotations

import pytest
from shipped import DAY, library

from tosgen.audit.applicable import applicable
from tosgen.errors import Place
from tosgen.lint.bounds import outside
from tosgen.model.library import Requirement
from tosgen.model.values import Duration, Row, Value
from tosgen.model.vocabulary import Bound, FactType

HERE = Place("tosgen.yaml", 3, 1)
EVERY = frozenset({"processes-personal-data", "subscriptions", "standard-terms", "cross-border-transfer", "goods"})
CONSUMERS = EVERY | {"consumers", "distance-contracts", "online-sales", "ccpa-business"}
SELLERS = EVERY | {"business-users", "marketplace"}


def binding(place: str, features: frozenset[str]) -> dict[str, Requirement]:
    return {i.requirement.id: i.requirement for i in applicable(library(), (place,), features, DAY)}


def refused(
    fact: str, value: object, place: str, features: frozenset[str] = CONSUMERS, supplement: str = ""
) -> list[str]:
    kind = library().facts[fact]
    return [
        f.message for f in outside(kind, value, binding(place, features), HERE, f"terms/{place}", supplement=supplement)
    ]


def days(count: int) -> Duration:
    return Duration(count, "day")


def table(column: str, key: str, *markets: str) -> tuple[Row, ...]:
    return (Row("one", {column: key}, markets=markets),)


@pytest.mark.parametrize(
    ("fact", "value", "place", "row"),
    [
        ("privacy.answer_within", days(31), "DE", "gdpr-12-3"),
        ("privacy.answer_within", Duration(2, "month"), "GB", "ukgdpr-12a"),
        ("privacy.answer_within", days(46), "US-CA", "us-ca-ccpa-130a2"),
        ("complaints.acknowledge_within", Duration(5, "week"), "GB", "dpa-164a-3"),
        ("subscriptions.period", Duration(3, "year"), "DE", "de-bgb-309-9"),
        ("subscriptions.renewal_period", Duration(1, "year"), "DE", "de-bgb-309-9"),
        ("subscriptions.notice", Duration(3, "month"), "DE", "de-bgb-309-9"),
        ("returns.refund_within", days(15), "EU", "crd-13-1"),
        ("returns.refund_within", days(15), "GB", "ccr-34"),
        ("returns.refund_within", days(8), "CN", "cpl-25-3"),
        ("activities", table("legal_basis", "recognised-interests"), "EU", "gdpr-13-1-c"),
        ("activities", table("legal_basis", "legitimate-interests"), "CN", "pipl-13-1"),
        ("transfers", table("safeguard", "gb-idta"), "EU", "gdpr-44"),
        ("transfers", table("safeguard", "sccs"), "GB", "ukgdpr-44a-46"),
        ("transfers", table("safeguard", "dpf"), "CN", "pipl-38"),
    ],
)
def test_an_answer_past_a_bound_is_refused_and_the_row_named(fact: str, value: object, place: str, row: str) -> None:
    (message,) = refused(fact, value, place)
    assert f" {row} " in message
    assert f"'{fact}" in message
    assert message.endswith(f"in terms/{place}")


@pytest.mark.parametrize(
    ("fact", "value", "row"),
    [
        ("changes.notice", days(14), "p2b-3-2"),
        ("ending.notice", Duration(4, "week"), "p2b-4"),
    ],
)
def test_an_answer_short_of_a_bound_is_refused(fact: str, value: Duration, row: str) -> None:
    (message,) = refused(fact, value, "EU", SELLERS)
    assert f"{row} " in message
    assert "asks for at least" in message


@pytest.mark.parametrize(
    ("fact", "value", "place", "features"),
    [
        ("privacy.answer_within", days(45), "US-CA", CONSUMERS),
        ("privacy.answer_within", days(60), "US", CONSUMERS),
        ("privacy.answer_within", Duration(20, "working-day"), "DE", CONSUMERS),
        ("complaints.acknowledge_within", Duration(5, "week"), "DE", CONSUMERS),
        ("subscriptions.notice", Duration(3, "month"), "DE", SELLERS),
        ("subscriptions.notice", Duration(3, "month"), "GB", CONSUMERS),
        ("changes.notice", days(14), "EU", CONSUMERS),
        ("returns.refund_within", days(8), "EU", CONSUMERS),
        ("activities", table("legal_basis", "recognised-interests"), "GB", CONSUMERS),
        ("activities", table("legal_basis", "legitimate-interests"), "EU", CONSUMERS),
        ("transfers", table("safeguard", "bcrs"), "GB", CONSUMERS),
        ("transfers", (), "GB", CONSUMERS),
    ],
)
def test_an_answer_within_bounds_or_where_no_row_binds_is_accepted(
    fact: str, value: object, place: str, features: frozenset[str]
) -> None:
    assert refused(fact, value, place, features) == []


def test_a_supplement_answers_for_the_rows_of_its_own_place() -> None:
    assert refused("transfers", table("safeguard", "dpf"), "CN", supplement="CN") == []
    assert refused("transfers", table("safeguard", "dpf", "worldwide"), "CN", supplement="CN") == []
    assert len(refused("transfers", table("safeguard", "dpf", "CN"), "CN", supplement="CN")) == 1


@pytest.mark.parametrize(
    ("bound", "within", "past"),
    [
        (Bound(most=Duration(1, "month")), Duration(30, "day"), Duration(31, "day")),
        (Bound(most=Duration(1, "month")), Duration(1, "month"), Duration(5, "week")),
        (Bound(most=Duration(48, "hour")), Duration(2, "day"), Duration(2, "working-day")),
        (Bound(most=Duration(15, "working-day")), Duration(3, "week"), Duration(22, "day")),
        (Bound(least=Duration(2, "week")), Duration(10, "working-day"), Duration(13, "day")),
        (Bound(least=Duration(1, "year")), Duration(365, "day"), Duration(364, "day")),
        (Bound(most=16), 16, 17),
        (Bound(least=13), 13, 12),
        (Bound(barred=("post",)), "form", "post"),
    ],
)
def test_units_are_compared(bound: Bound, within: Value, past: Value) -> None:
    row = next(iter(library().requirements.values()))
    kind = FactType("fact", "duration", bounds={row.id: bound})
    assert list(outside(kind, within, {row.id: row}, HERE, "x")) == []
    assert [f.code for f in outside(kind, past, {row.id: row}, HERE, "x")] == ["out-of-bounds"]


@pytest.mark.parametrize("value", [None, True, "soon", days(400)])
def test_what_cannot_be_measured_or_is_not_bound_passes(value: object) -> None:
    row = next(iter(library().requirements.values()))
    kind = FactType("fact", "duration", bounds={row.id: Bound(most=Duration(1, "day"))})
    assert list(outside(kind, value, {}, HERE, "x")) == []
    if not isinstance(value, Duration):
        assert list(outside(kind, value, {row.id: row}, HERE, "x")) == []


def bounded() -> list[tuple[FactType, str, Bound]]:
    kinds = [kind for fact in library().facts.values() for kind in (fact, *fact.columns.values())]
    return [(kind, row, bound) for kind in kinds for row, bound in kind.bounds.items()]


def test_the_shipped_bounds_fit_their_facts() -> None:
    for kind, row, bound in bounded():
        assert row in library().requirements
        assert bound.most or bound.least or bound.barred, (kind.name, row)
        assert {*bound.barred} < {*kind.options} or not bound.barred, (kind.name, row)
        limits = [limit for limit in (bound.most, bound.least) if limit is not None]
        assert all(isinstance(limit, Duration) == (kind.kind == "duration") for limit in limits), (kind.name, row)
