"""What a service's ledger has in force on a day, read back and held against what the law forbids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tosgen.audit.applicable import applicable
from tosgen.audit.coverage import Audited, Violation
from tosgen.formats.markdown import read
from tosgen.ledger import Ledger
from tosgen.lint.bans import BANS
from tosgen.lint.forbidden import breaches
from tosgen.model.service import Market
from tosgen.model.version import Version
from tosgen.pipeline.inputs import Inputs
from tosgen.resolve import features_of
from tosgen.review.replay import trusted
from tosgen.review.state import in_force


def audited_in_force(inputs: Inputs, ledger: Ledger, markets: Sequence[Market]) -> dict[str, list[Audited]]:
    """Market -> its documents in force on the inputs' day, as an auditor looks at them."""
    named = {market.name: market for market in markets}
    there = {entry.folder: entry for entry in ledger.entries() if entry.market in named}
    past = trusted(ledger, there)
    numbers = {folder: in_force(past.of(folder), inputs.day) for folder in sorted(there)}
    chosen = ((there[folder], number) for folder, number in numbers.items() if number)
    entries = [ledger.entry(entry.document, entry.market, number) for entry, number in chosen]
    found: dict[str, list[Audited]] = {name: [] for name in named}
    for version, texts in ledger.texts(entries):
        forbidden = dict.fromkeys(violations(inputs, named[version.market], version, texts))
        found[version.market].append(Audited(version, texts[version.authoritative], tuple(forbidden)))
    return found


def violations(inputs: Inputs, market: Market, version: Version, texts: Mapping[str, str]) -> list[Violation]:
    """What its texts say, in any language, though the law of the place forbids it on the inputs' day."""
    library, features = inputs.library, features_of(inputs.library, inputs.service, market)
    supplements = {"": library.jurisdictions.common(version.jurisdictions)}
    supplements |= {clause.supplement: clause.supplement for clause in version.clauses if clause.supplement}
    binding = {
        supplement: {item.requirement.id for item in applicable(library, (place,), features, inputs.day)}
        for supplement, place in supplements.items()
    }
    documents = (
        read(
            text, document=version.document, market=version.market, locale=locale, direction="ltr",
            conspicuous=frozenset(version.conspicuous),
        )
        for locale, text in texts.items()
    )  # fmt: skip
    found = (breach for document in documents for breach in breaches(document, BANS, binding))
    return [Violation(b.requirement, (b.supplement, b.clause), b.message) for b in found]
