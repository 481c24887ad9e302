"""The notice of a change: composed for one version, one day and one language, from the library like any text.

Nothing of it is recorded; what was sent is bound by its SHA-256 in the decision `notify`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tosgen.compose.document import compose
from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.model.document import Document
from tosgen.model.effect import CHANNELS, Effect, Sending
from tosgen.model.service import Fact, Market, Service
from tosgen.model.values import Choice, Row, Url, Value
from tosgen.model.version import Version
from tosgen.pipeline.inputs import Inputs, documents_of
from tosgen.pipeline.publish import NOTHING_SAID, recorded
from tosgen.pipeline.tidings import Tidings, tidings
from tosgen.resolve import resolve
from tosgen.review.case import between, hypothetical
from tosgen.review.effects import Basis, Wish, weighed
from tosgen.review.mechanisms import OFFERED
from tosgen.review.replay import trusted
from tosgen.review.state import publications, users_before
from tosgen.review.users import too_early
from tosgen.saying import say

OUTLINE = "change-notice"
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What whoever sends a notice has in mind; what is left open follows from the publication, or from the law."""

    effective: date | None = None
    wish: Wish = NOTHING_SAID
    text_url: str = ""
    redline_url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A change that users are to be told of: what it does to them, and the versions between which it lies."""

    market: Market
    version: Version
    old: Version | None
    between: tuple[Version, ...]
    effective: date
    effect: Effect
    plan: Plan


def noticed(inputs: Inputs, ledger: Ledger, market: Market, version: Version, plan: Plan) -> Notice:
    """What existing users are to be told of a version, as if it were sent on the inputs' day.

    Refused: `nobody-to-tell` for a first version or where no word changes, `mechanism`, and the code of each rule that
    the mechanism would break.
    """
    folder, where = f"{version.document}/{version.market}", f"{version.document}/{version.market}@{version.version}"
    deeds = trusted(ledger, {folder}).of(folder)
    public = publications(deeds).get(version.version)
    effective = plan.effective or (public.effective if public else inputs.day)
    if public and public.existing and plan.wish.existing == "":
        plan = replace(plan, wish=Wish(public.existing, plan.wish.mechanism or public.mechanism))
    read = recorded(ledger)(version)
    sent = [Sending(inputs.day.isoformat(), channel, 1, ()) for channel in CHANNELS]
    before = [deed for deed in deeds if deed.action != "publish" or deed.version != version.version]
    if not users_before(before, effective):
        raise Refused.one("nobody-to-tell", say("nobody uses it before: a first version needs no notice"), where, "")
    basis = Basis(inputs.library, before, version, read, sent)
    effect = weighed(basis, effective=effective, today=inputs.day, wish=plan.wish)
    if effect.existing is None or {*effect.kinds} == {"technical"}:
        hint = say("name the day with --existing")
        raise Refused.one("nobody-to-tell", say("it changes nothing for existing users"), where, hint)
    effect = effect if effect.mechanism else replace(effect, mechanism="notice")
    _lawful(effect, effective, version, planned=not (public and public.existing))
    numbers = between(before, version.version, version.base, effect.since)
    versions = tuple(version if number == version.version else read(number) for number in numbers)
    return Notice(market, version, read(effect.since) if effect.since else None, versions, effective, effect, plan)


def composed(inputs: Inputs, ledger: Ledger, notice: Notice, locale: str) -> Document:
    """The notice in one language of its market. Refused as `compose` refuses."""
    return written(inputs, notice, tidings(ledger, notice.old, notice.version, notice.between, locale), locale)


def written(inputs: Inputs, notice: Notice, told: Tidings, locale: str) -> Document:
    """The notice of these tidings."""
    service = _service(inputs.service, notice, told)
    resolution = resolve(inputs.library, service, notice.market, OUTLINE, inputs.day)
    documents = documents_of(inputs.service, notice.market)
    made = compose(inputs.library, service, resolution, inputs.translators[locale], documents)
    blanks = [name for placed in made.placed.values() for name in placed.used.blanks]
    if blanks:
        raise Refused(
            Finding("missing-fact", say("'{name}' is not known", name=name), Place(OUTLINE), "") for name in blanks
        )
    return made.document


def _lawful(effect: Effect, effective: date, version: Version, *, planned: bool) -> None:
    """Refused where the mechanism breaks a rule, or a day that is only `planned` is too early if it is sent now."""
    place = Place(f"{version.document}/{version.market}@{version.version}")
    case = hypothetical(effect, effective, version.version)
    found = [Finding(code, what, place) for rule in OFFERED for code, what in rule(case)]
    for duty in effect.duties if planned else ():
        if case.existing and duty.earliest and case.existing < date.fromisoformat(duty.earliest):
            found.append(
                Finding("too-early", too_early(case.existing, duty), place, say("name that day or a later one"))
            )
    if found:
        raise Refused(found)


def exit_until(effect: Effect) -> date:
    """The last day on which users may end the contract: the day before the change, or later where the law says so."""
    assert effect.existing
    day = date.fromisoformat(effect.existing)
    days = max((duty.exit or 0 for duty in effect.duties), default=0)
    return day + timedelta(days=days) if days else day - _ONE


def _service(service: Service, notice: Notice, told: Tidings) -> Service:
    """The service with the facts of the change, and with what the change is about as features."""
    effect, plan = notice.effect, notice.plan
    assert effect.existing
    assert effect.mechanism
    place = Place(OUTLINE)
    values: dict[str, Value] = {
        "change.document": told.title,
        "change.mechanism": effect.mechanism,
        "change.effective": notice.effective,
        "change.existing": date.fromisoformat(effect.existing),
        "change.exit_until": exit_until(effect),
        "change.text_url": Url(plan.text_url or _address(service, notice.market)),
        "change.list": tuple(_row(number, item) for number, item in enumerate(told.items, 1)),
    }
    if told.others:
        values["change.others"] = True
    if plan.redline_url:
        values["change.redline_url"] = Url(plan.redline_url)
    facts = {name: Fact(name, value, place) for name, value in values.items()}
    found = {"contract-change": effect.nature == "contract", "price-change": "price" in effect.matters,
             "arbitration-change": "arbitration" in effect.matters}  # fmt: skip
    features = (*service.features, *(name for name, held in found.items() if held))
    return replace(service, facts={**service.facts, **facts}, features=features)


def _row(number: int, item: Mapping[str, str]) -> Row:
    cells: dict[str, str] = {name: text for name, text in item.items() if text}
    return Row(str(number), {**cells, "reason": Choice(item["reason"])})


def _address(service: Service, market: Market) -> str:
    """The service's own address. Refused (`missing-fact`) where the profile gives none."""
    fact = service.facts.get("service.url")
    value = fact and fact.by_market.get(market.name, fact.value)
    if not isinstance(value, str):
        hint = say("name it with --text-url, or answer service.url")
        raise Refused.one("missing-fact", say("it is not known where the new text stands"), "--text-url", hint)
    return value
