"""What people remark on clauses when they decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tosgen.cli.workspace import refuse
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.model.version import Version

comment = click.option(
    "--comment", "comments", multiple=True, metavar="CLAUSE=TEXT",
    help="A remark on a clause, kept outside the ledger like a reason; may be given again.",
)  # fmt: skip


def of(given: Sequence[str], versions: Sequence[Version]) -> dict[str, str]:
    """Remarks by anchor of the clause. Refused: `bad-value`, `unknown-clause` for one that no version has."""
    from difflib import get_close_matches

    from tosgen.model.document import anchor

    names = {anchor(c.id, c.supplement): f"{c.supplement}:{c.id}".lstrip(":") for v in versions for c in v.clauses}
    found: dict[str, str] = {}
    for text in given:
        clause, _, words = (part.strip() for part in text.partition("="))
        known = next((name for name, id in names.items() if clause in {name, id}), "")
        if not clause or not words:
            raise refuse("bad-value", say("'{text}' is no remark on a clause", text=text[:60]), "--comment",
                         say("write CLAUSE=TEXT"))  # fmt: skip
        if not known:
            hint = say("`tosgen show` has the anchors of the clauses")
            if near := get_close_matches(clause, names.values(), 1):
                hint = say("did you mean '{name}'?", name=near[0])
            raise refuse("unknown-clause", say("no clause '{name}' in these versions", name=clause), "--comment", hint)
        found[known] = f"{found[known]}\n{words}" if known in found else words
    return found
