"""A document as plain text."""

from __future__ import annotations

from tosgen.model.document import Document
from tosgen.text.escape import markdown
from tosgen.text.plain import plain


def write(document: Document) -> str:
    """Headings with their numbers, bodies as plain text, a blank line between."""
    parts = [_underlined(plain(markdown(document.title)), "=")]
    if document.notice.skeleton:
        parts.append(plain(markdown(document.notice)))
    for supplement in document.supplements:
        if supplement.jurisdiction:
            parts.append(_underlined(plain(markdown(supplement.title)), "="))
        for section in supplement.sections:
            parts.append(_underlined(f"{section.number}. {plain(markdown(section.title))}", "-"))
            for passage in section.passages:
                parts.append(f"{passage.number} {plain(markdown(passage.title))}")
                parts.append(plain(markdown(passage.body)))
    return "\n\n".join(parts) + "\n"


def _underlined(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}"
