"""A document as JSON data: `tosgen.document/1`."""

from __future__ import annotations

from tosgen.model.document import Document
from tosgen.model.values import Plain
from tosgen.text.escape import markdown
from tosgen.text.plain import plain


def write(document: Document) -> dict[str, Plain]:
    """`{schema, document, market, locale, direction, title, sections}`; a section holds its clauses in order."""
    return {
        "schema": "tosgen.document/1",
        "document": document.document,
        "market": document.market,
        "locale": document.locale,
        "direction": document.direction,
        "title": plain(markdown(document.title)),
        "notice": plain(markdown(document.notice)),
        "sections": [
            {
                "slot": section.slot,
                "supplement": section.supplement,
                "anchor": section.anchor,
                "number": section.number,
                "title": plain(markdown(section.title)),
                "clauses": [
                    {
                        "clause": passage.id,
                        "anchor": passage.anchor,
                        "number": passage.number,
                        "title": plain(markdown(passage.title)),
                        "conspicuous": passage.conspicuous,
                        "markdown": markdown(passage.body),
                        "text": plain(markdown(passage.body)),
                    }
                    for passage in section.passages
                ],
            }
            for section in document.sections()
        ],
    }
