"""Who acts: the person named on the command line, else the one that git would name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.cli.workspace import refuse
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.ledger import Author

_PERSON = re.compile(r"(?P<name>[^<>\s][^<>]*?) *<(?P<email>[^<>\s@]+@[^<>\s@]+)>")


def author_named(given: str | None, folder: Path) -> Author:
    """`NAME <EMAIL>`, else git's configured user, else tosgen. Refused (`bad-value`)."""
    from tosgen.ledger import Author, author_of

    if given:
        named = _PERSON.fullmatch(given)
        if not named or not given.isprintable():
            raise refuse(
                "bad-value",
                say("{given} names nobody", given=repr(given)),
                "--as",
                say('write --as "Name <name@example.org>"'),
            )
        return Author(named["name"], named["email"])
    return author_of(folder) or Author("tosgen", "tosgen@localhost")
