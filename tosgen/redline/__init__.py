"""Document x document -> changes, spans, causes. Pure: texts in, values out."""

from __future__ import annotations

from tosgen.redline.align import compare
from tosgen.redline.model import Change, Redline, Span

__all__ = ["Change", "Redline", "Span", "compare"]
