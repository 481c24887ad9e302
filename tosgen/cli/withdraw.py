"""`tosgen withdraw`."""

from __future__ import annotations

from tosgen.cli import deciding
from tosgen.saying import say

withdraw = deciding.against(
    "withdraw",
    say("Withdraw published versions from today, or the day of --on: what was in force before holds again."),
)
