"""Changing the list of signers: each who agrees signs what it is to be, and it changes once enough have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tosgen.errors import Refused
from tosgen.ledger import Change, Ledger, canonical, message
from tosgen.model.decision import Signers, Support
from tosgen.review import signers as lists
from tosgen.review.decide import Who, acting, allowed, signature_of
from tosgen.review.replay import trusted
from tosgen.saying import SEMICOLON, joined, say


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a proposal: the list as it is now, and how many of those needed have agreed."""

    signers: Signers
    agreed: int
    needed: int


def change(ledger: Ledger, make: Callable[[Signers], Signers], what: str, who: Who, at: datetime) -> Changed:
    """Agree to the list that `make` gives, and bring it about if that is enough.

    Refused: `signers` for a list that is not sound, `no-key`, `signer`, and the code of each rule that would be broken.
    """
    with ledger.session() as writer:
        past = trusted(ledger, ())
        wanted = make(past.signers)
        wrong = list(lists.faults(wanted))
        if wrong:
            raise Refused.one(
                "signers", joined(SEMICOLON, wrong), lists.ALLOWED, say("`tosgen signers list` shows the list")
            )
        files = lists.write(wanted)
        entitled = past.signers if past.signers.keys else wanted  # the first list speaks for itself
        by, author, moment = acting(past, who, at, entitled)
        number, key = past.signers.change + 1, who.key.fingerprint if who.key else ""
        support = Support(ledger.path.name, number, lists.digest(files), by, key, moment.isoformat(), writer.tip)
        listed = entitled.of(key)
        if listed is None:
            hint = say("sign with a key that the list holds; the first list with one that it is to hold")
            raise Refused.one("signer", say("the key {key} may not change it", key=support.key), lists.ALLOWED, hint)
        content = canonical(support.as_dict())
        path = f"{lists.CHANGES}/{support.change}.{listed.short}.json"
        agreed = {*past.supports.get(support.after, ()), support.by}
        needed = past.signers.quorum if past.signers.keys else 1
        wanted_files = files if len(agreed) >= needed else {}
        given = Change(
            message(f"signers: {what}", {"Tosgen-Signers": str(support.change), "Tosgen-By": support.by}),
            {path: content, f"{path}.sig": signature_of(who, content), **wanted_files},
        )
        after = allowed(ledger, past, [given], author, moment)
        writer.append([given], author, moment)
    return Changed(after.signers, len(agreed), needed)
