"""Which versions existing users must still be told of: asked of the same rules that publishing keeps to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tosgen.fleet.told import Notice
from tosgen.ledger import Ledger
from tosgen.model.library import Library
from tosgen.model.version import Version
from tosgen.pipeline.publish import recorded
from tosgen.review.case import needs_notice
from tosgen.review.effects import Basis, Wish, first_day, weighed
from tosgen.review.past import Past
from tosgen.review.state import fallen, published, sendings, users_before

_NOBODY = Wish(existing=None)


def due(library: Library, ledger: Ledger, past: Past, versions: Iterable[Version], day: date) -> Iterator[Notice]:
    """For each version that is neither published nor rejected: the notice that the law misses, if it does."""
    for version in versions:
        deeds = past.of(f"{version.document}/{version.market}")
        decided = version.version in {*published(deeds), *fallen(deeds)}
        if decided or not users_before(deeds, day):
            continue
        sent = sendings(deeds, version.version)
        basis = Basis(library, deeds, version, recorded(ledger)(version), sent)
        effect = weighed(basis, effective=day, today=day, wish=_NOBODY)
        if needs_notice(effect) and first_day(effect.duties, sent, day) is None:
            rows = tuple((duty.requirement, duty.days, duty.count) for duty in effect.duties)
            yield Notice(version.document, version.market, version.version, rows)
