"""What a reviewer's page shows and takes: the page as the ledger is, a form as a decision, what was typed so far."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tosgen.cli import deciding
from tosgen.cli.days import now_in
from tosgen.cli.review import directions, read, tongue
from tosgen.cli.speech import speak
from tosgen.errors import Finding, Refused, TosgenError
from tosgen.saying import joined, say

if TYPE_CHECKING:
    from tosgen.formats.review_html import Told
    from tosgen.formats.reviewed import Review
    from tosgen.ledger import Ledger
    from tosgen.pipeline.awaiting import Wanted
    from tosgen.pipeline.review import Side

_ACTIONS = ("approve", "reject")
_STALE = say(
    "The ledger has changed since this page was made, so that nothing was decided. The page now shows what it holds; "
    "what you typed is kept. Look again, then decide."
)


@dataclass
class Desk:
    """One reviewer's desk: what is looked at, who decides, and what was typed so far."""

    folder: Path
    side: Side
    ledger: Ledger
    wanted: tuple[Wanted, ...]
    author: str | None
    key: Path | None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    typed: dict[str, str] = field(default_factory=dict)
    told: Told | None = None
    focus: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: tuple[str, Review] | None = None

    def page(self) -> str:
        """The page as the ledger is now, with what came of the last decision."""
        with self._lock:
            told, self.told = self.told, None
            return self._page(told)

    def decided(self, form: Mapping[str, str]) -> tuple[HTTPStatus, str]:
        """What came of a form: 303 if it is done, else the page that says why not; what was typed is kept."""
        with self._lock:
            if not hmac.compare_digest(form.get("csrf", "").encode(), self.csrf.encode()):
                return HTTPStatus.FORBIDDEN, speak(say("This form is not of this page."))
            self.typed.update({k: v for k, v in form.items() if ":" in k})
            action, _, ref = form.get("decide", "").partition(":")
            self.focus = ref
            if form.get("tip") != self.ledger.tip:
                return HTTPStatus.CONFLICT, self._wrong(_STALE)
            try:
                self._decide(action, ref)
            except TosgenError as refused:
                return HTTPStatus.UNPROCESSABLE_ENTITY, self._wrong(*map(told, refused.findings))
            return HTTPStatus.SEE_OTHER, ""

    def _decide(self, action: str, ref: str) -> None:
        """Refused as `approve` and `reject` are."""
        from tosgen.formats.review_html import Told
        from tosgen.review.decide import decide

        item = next((each for each in self._review().items if each.ref == ref), None)
        if item is None or action not in _ACTIONS:
            raise Refused.one("bad-ref", say("no such version awaits a decision"), ref or "decide")
        version = item.version
        reason = self.typed.get(f"reason:{ref}", "")
        if action == "reject":
            deciding.reason_of(reason)
        done = decide(
            self.ledger,
            "approve" if action == "approve" else "reject",
            [(version.document, version.market, version.version)],
            deciding.acting(self.folder, self.author, self.key),
            now_in(self.folder),
            reason=reason if reason.strip() else None,
            kind=(self.typed.get(f"kind:{ref}") or None) if action == "approve" else None,
            comments=self._comments(ref, item.version),
        )
        for name in [name for name in self.typed if ref in name.split(":")]:
            del self.typed[name]
        said = say("{ref}: approved by {who}") if action == "approve" else say("{ref}: rejected by {who}")
        self.told, self.focus = Told((said.of(ref=ref, who=done.decision.by),), wrong=False), ""

    def _comments(self, ref: str, version: Any) -> dict[str, str]:
        """Comments by anchor of a clause of the version. Refused (`unknown-clause`)."""
        from tosgen.model.document import anchor

        known = {anchor(clause.id, clause.supplement) for clause in version.clauses}
        start = f"comment:{ref}:"
        found = {k.removeprefix(start): v.strip() for k, v in self.typed.items() if k.startswith(start) and v.strip()}
        other, clause = self.typed.get(f"other:{ref}", "").strip(), self.typed.get(f"clause:{ref}", "")
        if other and not clause:
            hint = say("choose the clause, or write it under the reason")
            raise Refused.one("unknown-clause", say("a comment names no clause"), ref, hint)
        if other:
            found[clause] = f"{found[clause]}\n{other}" if clause in found else other
        for name in found:
            if name not in known:
                raise Refused.one("unknown-clause", say("no clause '{name}' in this version", name=name), ref)
        return found

    def _review(self) -> Review:
        tip = self.ledger.tip
        if self._seen is None or self._seen[0] != tip:
            self._seen = tip, read(self.side, self.ledger, self.wanted)
        return self._seen[1]

    def _wrong(self, *lines: str) -> str:
        from tosgen.formats.review_html import Told

        return self._page(Told(lines, wrong=True))

    def _page(self, told: Told | None) -> str:
        from tosgen.formats import review_html
        from tosgen.formats.review_html import Form

        review = self._review()
        form = Form("/", self.csrf, review.tip, self.typed, self.focus)
        return review_html.write(review, directions(review), form=form, told=told, speak=speak, tongue=tongue())


def told(finding: Finding) -> str:
    """A finding without its place: the page is the place."""
    return joined("", [f"{finding.code}: ", finding.text])
