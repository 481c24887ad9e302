"""The bodies of a document's clauses without headings and numbers: a letter, ready to be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tosgen.model.document import Document, Text
from tosgen.text.escape import markdown
from tosgen.text.markdown import html
from tosgen.text.plain import plain

_BODIES: Mapping[str, Callable[[Text], str]] = {
    "md": markdown,
    "txt": lambda body: plain(markdown(body)),
    "html": lambda body: html(body).strip(),
}


def write(document: Document, form: str) -> str:
    """The letter as `md`, `txt`, or a fragment of `html`."""
    return "\n\n".join(_BODIES[form](passage.body) for passage in document.passages()) + "\n"
