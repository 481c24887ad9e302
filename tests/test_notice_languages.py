"""The shipped notice of a change in every language, for markets whose law has something of its own to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shipped
from changed_terms import Change
from ledger_drafts import draft

from tosgen.formats import notice as formats
from tosgen.model.effect import MECHANISMS, Effect
from tosgen.pipeline.inputs import Inputs
from tosgen.pipeline.notice import Notice, Plan, written
from tosgen.pipeline.tidings import Tidings
from tosgen.sources.service import load_service

DAY = date(2027, 3, 1)
TOLD = Tidings(
    "TITLE",
    tuple(
        {"title": "PART", "kind": kind, "before": before, "after": after, "reason": reason}
        for kind, before, after, reason in (
            ("added", "", "NEW.", "law"),
            ("added", "", "", "feature"),
            ("removed", "", "", "library"),
            ("reworded", "OLD.", "NEW.", "fact"),
            ("reworded", "OLD.", "", "term"),
            ("reworded", "", "NEW.", "jurisdiction"),
            ("reworded", "", "", "translation"),
        )
    ),
    others=True,
)
NOTHING = Tidings("TITLE", (), others=True)
_EXAMPLES = {path.name: path for path in shipped.EXAMPLES}


def notice(
    example: str, market: str, locale: str, mechanism: str, *matters: str, nature: str = "contract",
    told: Tidings = TOLD, features: tuple[str, ...] = (),
) -> str:  # fmt: skip
    library = shipped.library()
    service = load_service(_EXAMPLES[example] / "tosgen.yaml", library)
    inputs = Inputs(library, service, {locale: shipped.translator(locale)}, DAY, "1", _EXAMPLES[example])
    effect = Effect("2027-04-15", mechanism, nature, 1, ("material",), matters, (), library.digest)  # type: ignore[arg-type]
    version = draft(2, {locale: "x\n"}).version
    plan = Plan(redline_url="https://changes.example")
    place = replace(service.markets[market], features=(*service.markets[market].features, *features))
    made = Notice(place, version, None, (version,), DAY, effect, plan)
    return formats.as_text(written(inputs, made, told, locale))


@pytest.mark.parametrize(
    ("market", "locale"),
    [("DE", "de"), ("FR", "fr"), ("ES", "es"), ("AE", "ar"), ("CN", "zh_Hans"), ("US-CA", "en"), ("US-CA", "es")],
)
def test_every_language_says_it_all(market: str, locale: str) -> None:
    texts = [notice("helpdesk", market, locale, mechanism) for mechanism in MECHANISMS]
    assert len({*texts}) == len(MECHANISMS)
    for text in texts:
        assert (text.count("PART"), text.count("OLD."), text.count("NEW.")) == (7, 2, 3)
        assert "https://changes.example" in text
        assert "2027" in text
    quiet = notice("helpdesk", market, locale, "notice", told=NOTHING, nature="information")
    assert "PART" not in quiet


@pytest.mark.parametrize(
    ("example", "market", "of", "words"),
    [
        ("helpdesk", "DE", "", "within 30 days of this message or of the change, whichever is later"),
        ("helpdesk", "DE", "price", "you can end it free of charge before the new price applies"),
        ("helpdesk", "US-CA", "price", "You can cancel your subscription at https://kestrel-desk.example/cancel"),
        ("helpdesk", "US-CA", "arbitration", "does not apply to a dispute about something that happened before it"),
        ("bazaar", "EU-traders", "", "As a business user, you can end the contract at any time before 15 April 2027"),
        ("helpdesk", "CN", "marketplace", "A seller who does not accept it can leave the platform."),
    ],
)
def test_what_the_law_of_the_place_gives(example: str, market: str, of: str, words: str) -> None:
    matters = (of,) if of in {"price", "arbitration"} else ()
    features = (of,) if of and not matters else ()
    assert words in notice(example, market, "en", "notice-and-exit", *matters, features=features)
    informs = notice(example, market, "en", "notice", nature="information", features=features)
    assert words not in informs


def test_every_way_out_that_a_notice_states_stands_in_the_register() -> None:
    rows = {
        id for clause in shipped.library().clauses if "change-notice" in clause.documents for id in clause.satisfies
    }
    given = {row.id for row in shipped.library().requirements.values() if row.notice}
    assert rows <= given
    assert Change("DE", "consumers digital-content").wrong("notice", reason=True) == ["deemed-consent", "exit-needed"]
