"""What the law of a place forbids a text to say: the list is the specification, each ban citing its row."""

from __future__ import annotations

from tosgen.lint.forbidden import Ban

BANS: tuple[Ban, ...] = ()
