"""Languages that a law asks for: a document that a market offers in none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tosgen.errors import Finding
from tosgen.model.library import Requirement
from tosgen.model.service import Market
from tosgen.saying import listed, say


def owed(market: Market, names: Iterable[str], binding: Iterable[Requirement], where: str) -> Iterator[Finding]:
    """`language-duty` for each requirement that binds, is about the document, and names none of the market's languages.

    `names` are what the register calls the document. A language's script and region play no part: `fr_CA` is French.
    """
    offered, names = {tag.partition("_")[0] for tag in market.languages}, {*names}
    for row in binding:
        if row.languages and names & {*row.documents} and not offered & {*row.languages}:
            message = say(
                "{id} ({provision}) wants {document} in {languages}, and the market offers none of these",
                id=row.id, provision=row.provision, document=where, languages=listed(row.languages),
            )  # fmt: skip
            yield Finding("language-duty", message, market.place, say("add one of them to the market's languages"))
