"""tosgen's side of what is measured: the calls that a program would make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tosgen.compose.frame import Frame
    from tosgen.model.service import Market
    from tosgen.pipeline.inputs import Inputs


def html(inputs: Inputs, items: Sequence[tuple[Market, str]]) -> Iterator[tuple[str, bytes]]:
    """Each document's name and its page, composed from clauses and facts."""
    from tosgen.pipeline.cast import page

    return ((name, page(frame)) for name, frame in _composed(inputs, items))


def markdown(inputs: Inputs, items: Sequence[tuple[Market, str]]) -> Iterator[tuple[str, str]]:
    """Each document's name and its canonical Markdown."""
    from tosgen.formats.markdown import write

    return ((name, write(frame.document)) for name, frame in _composed(inputs, items))


def _composed(inputs: Inputs, items: Sequence[tuple[Market, str]]) -> Iterator[tuple[str, Frame]]:
    from tosgen.compose.document import compose
    from tosgen.pipeline.inputs import documents_of
    from tosgen.resolve import resolve

    for market, document in items:
        resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
        others = documents_of(inputs.service, market)
        for locale in market.languages:
            made = compose(inputs.library, inputs.service, resolution, inputs.translators[locale], others)
            yield f"{document}/{market.name}", made
