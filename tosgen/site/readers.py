"""Who may read a document on a site: the public, and the other side of a contract where the profile says so."""

from __future__ import annotations

from collections.abc import Iterable

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.model.library import Library
from tosgen.model.service import Site
from tosgen.saying import listed, say
from tosgen.site.published import Shelf
from tosgen.sources.faults import near


def shown(ledger: Ledger, library: Library, site: Site) -> tuple[str, ...]:
    """The folders (`document/market`) of the ledger that a site may show, if they were published."""
    folders = dict.fromkeys(entry.folder for entry in ledger.entries())
    return tuple(sorted(folder for folder in folders if readable(folder.partition("/")[0], library, site)))


def readable(document: str, library: Library, site: Site) -> bool:
    """Whether a site shows a document; what the library does not know is shown to nobody."""
    outline = library.outlines.get(document)
    return outline is not None and outline.recorded and outline.readership in site.readership


def asked(names: Iterable[tuple[str, str]], library: Library, site: Site, shelves: Iterable[Shelf]) -> None:
    """Refused for each (document, market) that a site cannot show: `unknown-ref`, `not-public`, `not-published`."""
    published = {(shelf.document, shelf.market) for shelf in shelves}
    findings = []
    for document, market in names:
        name = f"{document}/{market}"
        if document not in library.documents:
            what = say("there is no document '{name}'", name=document)
            findings.append(Finding("unknown-ref", what, Place(name), near(document, library.documents)))
        elif not readable(document, library, site):
            what = say("'{name}' is not for the public", name=name)
            known = listed(sorted(d for d in library.documents if readable(d, library, site)))
            findings.append(Finding("not-public", what, Place(name), say("public are: {names}", names=known)))
        elif (document, market) not in published:
            what, hint = say("'{name}' has never been published", name=name), say("run `tosgen publish` first")
            findings.append(Finding("not-published", what, Place(name), hint))
    if findings:
        raise Refused(findings)


def published(shelves: tuple[Shelf, ...], where: str) -> tuple[Shelf, ...]:
    """The same, if there is anything; Refused (`not-published`) with what to run."""
    if not shelves:
        what, hint = say("nothing for the public has been published"), say("run `tosgen publish` first")
        raise Refused.one("not-published", what, where, hint)
    return shelves
