"""`tosgen reject`."""

from __future__ import annotations

from tosgen.cli import deciding
from tosgen.saying import say

reject = deciding.against(
    "reject",
    say("Reject versions: they are never published, and nothing is compared with them."),
)
