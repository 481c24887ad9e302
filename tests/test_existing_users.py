"""From when, and by what mechanism, a change may hold for those who use a service already; and who is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from changed_terms import SENT, START, Change, moved, rows, sending

from tosgen.errors import Refused
from tosgen.review.periods import EU_RULE, earliest, weekdays, working_in
from tosgen.review.state import Deed, for_agreement, for_existing, in_force, standing

SELLERS = "marketplace business-users"
BUYERS = "marketplace consumers"


@pytest.mark.parametrize(
    ("change", "channel", "sent", "row", "first"),
    [
        # European Union, P2B Regulation: 15 days, and the last day is no Saturday, Sunday or public holiday
        (Change("IE", SELLERS), "email", "2027-03-01", "p2b-3-2", "2027-03-17"),
        (Change("IE", SELLERS), "email", "2027-03-05", "p2b-3-2", "2027-03-23"),
        (Change("DE", SELLERS), "post", "2027-03-11", "p2b-3-2", "2027-03-31"),  # 26 March: Good Friday
        (Change("IE", SELLERS, kind="editorial"), "email", "2027-03-01", "p2b-3-2", "2027-03-17"),
        # China, E-Commerce Law: 7 days; platform rules: 15 for a change in substance; both in public
        (Change("CN", BUYERS, kind="editorial"), "site", "2027-03-01", "ecl-34-1", "2027-03-09"),
        (Change("CN", BUYERS), "site", "2027-03-01", "cn-platrules-12", "2027-03-17"),
        # Quebec: 30 days in writing
        (Change("CA-QC", "consumers"), "post", "2027-03-01", "qc-cpa-11-2", "2027-04-01"),
        # California: a fee, 7 days
        (Change("US-CA", "consumers subscriptions", touches="price"), "email", "2027-03-01", "us-ca-arl-g",
         "2027-03-09"),
        # New York: 5 working days, Thanksgiving (25 November 2027) left out
        (Change("US-NY", "subscriptions"), "email", "2027-11-22", "us-ny-arl-reminder", "2027-12-01"),
        # Korea: a price, 30 days
        (Change("KR", "subscriptions", touches="price"), "email", "2027-03-01", "kr-ecom-13-6", "2027-04-01"),
        # Where the law says only "ahead": from the day after
        (Change("JP"), "site", "2027-03-01", "jp-cc-548-4", "2027-03-02"),
        (Change("DE", "consumers digital-content"), "email", "2027-03-01", "de-bgb-327r", "2027-03-02"),
        # What the text that users have promises; months at their longest
        (Change("GB", promise="30 days"), "email", "2027-03-01", "changes.notice", "2027-04-01"),
        (Change("GB", promise="2 months"), "email", "2027-03-01", "changes.notice", "2027-05-03"),
        (Change("GB", promise="3 working-days"), "email", "2027-03-05", "changes.notice", "2027-03-11"),
    ],
)  # fmt: skip
def test_the_earliest_lawful_day(change: Change, channel: str, sent: str, row: str, first: str) -> None:
    told = sending(channel, date.fromisoformat(sent))
    effect = change.effect(told)
    assert rows(effect)[row] == first
    lawful = replace(effect, existing=max(day for day in rows(effect).values() if day))
    assert not {"too-early", "effect", "told-too-early"} & {*change.faults(lawful, told)}
    early = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    found = change.faults(replace(effect, existing=early), told)
    assert "too-early" in found
    assert f"({row})" in found["too-early"]
    assert f"the earliest lawful day is {first}" in found["too-early"]


def test_the_first_lawful_day_is_taken_where_none_is_named() -> None:
    assert Change("IE", SELLERS).first_day(sending()) == "2027-03-17"
    assert Change("IE", SELLERS, promise="30 days").first_day(sending()) == "2027-04-01"
    assert Change("IE", SELLERS).first_day(sending(existing="2027-05-01")) == "2027-05-01"
    assert Change("IE", SELLERS).first_day() is None


@pytest.mark.parametrize(
    ("change", "channel", "row"),
    [
        (Change("IE", SELLERS), "site", "p2b-3-2"),  # no durable medium
        (Change("IE", SELLERS), "in-app", "p2b-3-2"),
        (Change("CN", BUYERS), "email", "ecl-34-1"),  # not public
    ],
)
def test_a_channel_that_the_law_does_not_take(change: Change, channel: str, row: str) -> None:
    effect = change.effect(sending(channel), existing=date(2027, 9, 1))
    assert row in change.faults(effect, sending(channel))["no-notice"]


def test_a_notice_too_long_ahead() -> None:
    fee = Change("US-CA", "consumers subscriptions", touches="price")
    for day, wrong in ((date(2027, 3, 31), False), (date(2027, 4, 1), True)):
        effect = fee.effect(sending(), existing=day)
        assert ("told-too-early" in fee.faults(effect, sending())) is wrong


def test_the_last_sending_counts() -> None:
    twice = (sending(), sending(day=date(2027, 3, 8)))
    assert Change("IE", SELLERS).first_day(*twice) == "2027-03-24"


@pytest.mark.parametrize(
    ("change", "mechanism", "codes"),
    [
        # Contracts with consumers: silence and a way out
        (Change("DE", "consumers"), "notice", ["deemed-consent"]),
        (Change("DE", "consumers"), "notice-and-exit", ["deemed-consent"]),
        (Change("DE", "consumers", cause="law"), "notice-and-exit", []),
        (Change("DE", "consumers"), "express-acceptance", []),
        (Change("DE", "consumers", kind="editorial"), "notice", []),
        (Change("DE", "consumers digital-content", cause="law"), "notice", ["exit-needed"]),
        (Change("IE", "consumers digital-content"), "notice", ["exit-needed"]),
        (Change("IE", "consumers digital-content"), "notice-and-exit", []),
        (Change("IE", "consumers subscriptions", touches="price"), "notice", ["exit-needed"]),
        (Change("IE", SELLERS), "notice", ["exit-needed"]),
        (Change("CN", BUYERS), "notice", ["exit-needed"]),
        (Change("CA-QC", "consumers"), "notice", ["exit-needed"]),
        (Change("KR", "subscriptions", touches="price"), "notice-and-exit", ["agreement-needed"]),
        (Change("US", "consumers"), "notice", []),
        # Arbitration: never by silence, wherever it is
        (Change("US", "consumers arbitration-clause", touches="arbitration"), "notice-and-exit", ["arbitration"]),
        (Change("US", "consumers arbitration-clause", touches="arbitration"), "express-acceptance", []),
        (Change("GB", "business-users arbitration-clause", touches="arbitration"), "notice", ["arbitration"]),
        (Change("US", "consumers arbitration-clause", "dispute-resolution", touches="arbitration"), "notice",
         ["arbitration"]),
        (Change("US", "consumers arbitration-clause", kind="editorial", touches="arbitration"), "notice", []),
        # What informs is never accepted
        (Change("DE", "processes-personal-data", "privacy-notice", touches="purpose"), "notice", []),
        (Change("DE", "processes-personal-data", "privacy-notice", touches="purpose"), "express-acceptance",
         ["never-accepted"]),
        (Change("US", "cookies consumers", "cookie-notice"), "express-acceptance", ["never-accepted"]),
        (Change("DE", "processes-personal-data", "privacy-notice", touches="purpose"), "fresh-consent", ["no-consent"]),
        # Consent is asked for anew where a purpose changes, and only there
        (Change("CN", "consent-based", "consents", touches="purpose"), "fresh-consent", []),
        (Change("CN", "consent-based", "consents", touches="purpose"), "notice", ["consent-needed"]),
        (Change("DE", "consent-based", "consents", touches="purpose"), "notice-and-exit", ["consent-needed"]),
        (Change("CN", "consent-based", "consents", touches="purpose"), "express-acceptance", ["never-accepted"]),
        (Change("CN", "consent-based", "consents"), "fresh-consent", ["no-consent"]),
        (Change("DE", "consumers"), "fresh-consent", ["no-consent"]),
    ],
)  # fmt: skip
def test_mechanisms(change: Change, mechanism: str, codes: list[str]) -> None:
    assert change.wrong(mechanism) == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "mechanism", "row"),
    [
        (Change("DE", "consumers digital-content", cause="law"), "notice-and-exit", "de-bgb-327r"),
        (Change("ES", "consumers"), "notice", "uctd-annex-1-j-k"),
        (Change("JP"), "notice", "jp-cc-548-4"),
    ],
)
def test_a_reason_is_on_record_where_the_law_wants_one(change: Change, mechanism: str, row: str) -> None:
    assert "no-reason" in change.wrong(mechanism, reason=False)  # type: ignore[arg-type]
    assert "no-reason" not in change.wrong(mechanism, reason=True)  # type: ignore[arg-type]
    effect = change.effect(sending(), sending("site"), mechanism=mechanism)  # type: ignore[arg-type]
    assert row in change.faults(effect, sending(), sending("site"), reason=False)["no-reason"]
    assert "no-reason" not in change.wrong("express-acceptance", reason=False)


def test_each_refusal_names_the_row() -> None:
    change = Change("DE", "consumers")
    effect = change.effect(sending(), mechanism="notice")
    assert "BGB § 308 nos 4-5 (de-bgb-308-4-5)" in change.faults(effect, sending())["deemed-consent"]
    change = Change("US", "consumers arbitration-clause", touches="arbitration")
    effect = change.effect(sending(), mechanism="notice")
    assert "us-faa-2" in change.faults(effect, sending())["arbitration"]


@pytest.mark.parametrize("document", ["terms-of-service", "privacy-notice", "imprint"])
@pytest.mark.parametrize("kind", ["technical", "editorial", "translation", "material"])
def test_of_what_nobody_need_be_told(document: str, kind: str) -> None:
    """A contract that changes in substance is told; other changes only where a row says so."""
    effect = Change("NG", "website", document, kind).effect(mechanism=None)
    told = (document, kind) == ("terms-of-service", "material")
    assert effect.existing == (None if told else SENT.isoformat())
    assert effect.mechanism is None


def test_a_first_version_holds_for_everybody() -> None:
    change = Change("IE", SELLERS)
    first = replace(change, kind="initial")
    effect = first.effect(effective=START)
    assert (effect.existing, effect.mechanism, effect.duties) == (START.isoformat(), None, ())


def test_a_mechanism_is_named_where_there_is_something_to_choose() -> None:
    with pytest.raises(Refused) as error:
        Change("IE", SELLERS).effect(sending(), mechanism=None)
    assert error.value.findings[0].code == "mechanism"
    assert Change("US", "consumers", "privacy-notice").effect(sending(), mechanism=None).mechanism == "notice"
    assert Change("IE", SELLERS).effect(sending(), mechanism=None, existing=None).existing is None


def test_what_a_decision_says_of_a_change_is_true() -> None:
    change = Change("IE", SELLERS)
    effect = change.effect(sending())
    (duty,) = (each for each in effect.duties if each.requirement == "p2b-3-2")
    assert not change.faults(effect, sending())
    assert "effect" in change.faults(moved(effect, since=None), sending())
    assert "effect" in change.faults(moved(effect, kinds=("editorial",)), sending())
    assert "effect" in change.faults(moved(effect, library=""), sending())
    assert "effect" in change.faults(moved(effect, duties=(replace(duty, earliest="2027-03-02"),)), sending())
    assert "effect" in change.faults(moved(effect, duties=(replace(duty, sent="2027-02-01"),)), sending())
    assert "mechanism" in change.faults(moved(effect, mechanism=None), sending())
    assert "existing-first" in change.faults(effect, sending(), effective=date(2027, 9, 1))
    assert "no-notice" in change.faults(effect)
    assert "too-early" in change.faults(effect, sending(existing="2027-09-01"))


@pytest.mark.parametrize(
    ("sent", "days", "count", "counting", "first"),
    [
        ("2027-03-01", 0, "calendar", "", "2027-03-02"),
        ("2027-03-01", 7, "calendar", "", "2027-03-09"),
        ("2027-03-05", 15, "calendar", "", "2027-03-21"),
        ("2027-03-05", 15, "calendar", EU_RULE, "2027-03-23"),
        ("2027-03-05", 1, "calendar", EU_RULE, "2027-03-09"),  # the day after is a Saturday
        ("2027-03-04", 2, "calendar", EU_RULE, "2027-03-09"),  # two working days: Friday and Monday
        ("2027-03-05", 1, "working", "", "2027-03-09"),
        ("9999-12-25", 40, "working", "", "9999-12-31"),
    ],
)
def test_days_are_counted(sent: str, days: int, count: str, counting: str, first: str) -> None:
    assert earliest(date.fromisoformat(sent), days, count, counting, weekdays).isoformat() == first


def test_calendars_of_the_market() -> None:
    good_friday = date(2027, 3, 26)
    assert [working_in((place,))(good_friday) for place in ("DE", "US-NY", "CN", "EU")] == [False, True, True, True]
    assert not working_in(("US-NY", "DE"))(good_friday)
    assert not working_in(("IL",))(date(2027, 3, 5))  # Fridays rest there
    assert not working_in(())(date(2027, 3, 6))


A, B, C, D = (date(2027, month, 1) for month in (1, 2, 3, 4))


def published(version: int, new: date, existing: date | None = None, mechanism: str | None = None) -> Deed:
    return Deed("publish", version, "x", "plain", new, None, existing, mechanism)  # type: ignore[arg-type]


def on_each_day(deeds: list[Deed]) -> list[tuple[int | None, int | None, int | None]]:
    """For new users, for existing ones, and what these are asked to agree to: on A, B, C, D."""
    return [(in_force(deeds, day), for_existing(deeds, day), for_agreement(deeds, day)) for day in (A, B, C, D)]


def test_what_is_offered_to_whom() -> None:
    first = published(1, A, A)
    assert on_each_day([first, published(2, B)]) == [(1, 1, None), (2, 1, None), (2, 1, None), (2, 1, None)]
    told = published(2, B, C, "notice")
    assert on_each_day([first, told]) == [(1, 1, None), (2, 1, None), (2, 2, None), (2, 2, None)]
    asked = published(2, B, C, "express-acceptance")
    assert on_each_day([first, asked]) == [(1, 1, None), (2, 1, None), (2, 1, 2), (2, 1, 2)]
    later = [first, published(2, B), published(2, B, D, "notice")]
    assert on_each_day(later) == [(1, 1, None), (2, 1, None), (2, 1, None), (2, 2, None)]
    over = [first, published(2, C, D, "notice"), published(3, B, C, "notice")]
    assert on_each_day(over) == [(1, 1, None), (3, 1, None), (3, 3, None), (3, 3, None)]
    gone = [first, told, Deed("withdraw", 2, "x", "plain", D, None)]
    assert on_each_day(gone) == [(1, 1, None), (2, 1, None), (2, 2, None), (1, 1, None)]


def test_where_a_version_stands_for_whom() -> None:
    deeds = [published(1, A, A), published(2, B, C, "notice"), published(3, D)]
    found = [(standing(deeds, version, C).state, standing(deeds, version, C).holds) for version in (1, 2, 3)]
    assert found == [("superseded", ()), ("in-force", ("new", "existing")), ("upcoming", ())]
    assert standing(deeds, 1, B).holds == ("existing",)
    assert (standing(deeds, 2, A).existing, standing(deeds, 2, A).mechanism) == (C, "notice")
