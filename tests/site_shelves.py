"""A ledger that has published in six languages, and the site that it makes: written at once, nothing is composed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ledger_drafts import ANA, draft
from shipped import LOCALES, ROOT, library, translator

from tosgen.catalog.interface import voice
from tosgen.compose.printing import Printer
from tosgen.ledger import Draft, Ledger
from tosgen.model.service import Site
from tosgen.review.decide import Who, decide
from tosgen.site.config import Config
from tosgen.site.published import shelves
from tosgen.site.tongue import Tongue

BASE = "https://example.org/legal/"
DAY = date(2027, 3, 1)
TERMS, PRIVACY = "terms-of-service", "privacy-notice"
TITLES = {
    TERMS: {
        "en": "Terms & <Conditions>", "de": "AGB", "fr": "Conditions", "es": "Condiciones", "ar": "الشروط",
        "zh_Hans": "条款",
    },
    PRIVACY: {"en": "Privacy Notice", "de": "Datenschutz", "fr": "Confidentialité"},
}  # fmt: skip


def drafted(document: str, market: str, number: int, locales: str, *, base: int | None, places: str, on: str) -> Draft:
    """A version; `locales`: the authoritative one first."""
    given = {locale: text(document, locale, number) for locale in locales.split()}
    made = draft(number, given, document=document, market=market)
    facts: dict[str, Any] = {
        "company.name": "Größe & Söhne GmbH", "service.name": {"en": "Help <Desk>", "de": "Helpdesk"},
    }  # fmt: skip
    version = replace(
        made.version, authoritative=next(iter(given)), base=base, jurisdictions=tuple(places.split()),
        generated_for=on, facts=facts,
    )  # fmt: skip
    return Draft(version, given, {}, made.subject)


@dataclass
class Shop:
    """A ledger that writes and decides by days."""

    path: Path

    def record(self, at: str, *drafts: Draft) -> None:
        with Ledger(self.path).session() as writer:
            writer.record(drafts, ANA, noon(at))

    def decide(self, at: str, action: Any, *chosen: tuple[str, str, int], effective: str) -> None:
        reason = "because" if action == "withdraw" else None
        day = date.fromisoformat(effective)
        decide(Ledger(self.path), action, chosen, Who(ANA), noon(at), effective=day, reason=reason)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def text(document: str, locale: str, number: int) -> str:
    """A recorded text with characters that formats take for their own."""
    title = TITLES[document][locale].replace("&", "\\&").replace("<", "\\<")
    return (
        f"# {title} {{#{document}}}\n\n## 1. A {{#a}}\n\n### 1.1 B {{#core--b}}\n\nNo. {number} in {locale}: a \\& b.\n"
    )


def build(folder: Path) -> Path:
    """Terms: DE has 1 (past), 2 (in force), 3 (to come), FR one that was withdrawn; privacy: US-CA 2 is overtaken."""
    shop = Shop(folder / "helpdesk")

    def de(number: int, locales: str, on: str) -> Draft:
        return drafted(TERMS, "DE", number, locales, base=number - 1 or None, places="DE", on=on)

    def ca(number: int, base: int | None, on: str) -> Draft:
        return drafted(PRIVACY, "US-CA", number, "en", base=base, places="US-CA", on=on)

    fr = drafted(TERMS, "FR", 1, "fr en", base=None, places="FR", on="2026-11-21")
    shop.record("2026-11-21", de(1, "de en", "2026-11-21"), fr, ca(1, None, "2026-11-21"))
    first = ((TERMS, "DE", 1), (TERMS, "FR", 1), (PRIVACY, "US-CA", 1))
    shop.decide("2026-11-22", "publish", *first, effective="2026-12-01")
    shop.record("2027-01-03", de(2, "de ar en es fr zh_Hans", "2027-01-10"), ca(2, 1, "2027-09-01"))
    shop.decide("2027-01-04", "publish", (TERMS, "DE", 2), effective="2027-01-10")
    shop.decide("2027-01-20", "publish", (PRIVACY, "US-CA", 2), effective="2027-09-01")
    shop.decide("2027-02-01", "withdraw", (TERMS, "FR", 1), effective="2027-02-01")
    shop.record("2027-02-02", de(3, "de en", "2027-06-01"), ca(3, 1, "2027-05-01"))
    shop.decide("2027-02-02", "publish", (TERMS, "DE", 3), effective="2027-06-01")
    shop.decide("2027-02-03", "publish", (PRIVACY, "US-CA", 3), effective="2027-05-01")
    return shop.path


@cache
def tongue(locale: str) -> Tongue:
    """A shipped language, complete."""
    said = voice(locale, [ROOT / "locales"], lambda path: path.name, complete=True)
    return Tongue(locale, said, Printer(translator(locale), library().jurisdictions))


def config(path: Path, day: date = DAY, **site: object) -> Config:
    """The site of all that the ledger has published by a day."""
    ledger = Ledger(path)
    folders = {entry.folder for entry in ledger.entries()}
    given: dict[str, Any] = {"base": BASE, "title": {"": "Helpdesk: legal"}, **site}
    tongues = {locale: tongue(locale) for locale in ("en", *LOCALES)}
    return Config(Site(**given), path.name, day, shelves(ledger, folders, day), tongues)
