"""`tosgen review --serve`: the page on 127.0.0.1, where one person approves and rejects.

Who has the token may act, and nobody else: it is in the address that is printed, then in a cookie. Nothing that a GET
asks for changes anything; a POST wants the cookie, the page's own origin, the secret of the form, and the ledger's tip
as the page showed it.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import click

from tosgen.cli import deciding
from tosgen.cli.days import now_in
from tosgen.cli.review import directions, read, tongue
from tosgen.cli.speech import speak, tell
from tosgen.errors import Finding, Place, Refused, TosgenError
from tosgen.saying import joined, say

if TYPE_CHECKING:
    from tosgen.formats.review_html import Told
    from tosgen.formats.reviewed import Review
    from tosgen.ledger import Ledger
    from tosgen.pipeline.awaiting import Wanted
    from tosgen.pipeline.review import Side

HOST = "127.0.0.1"
_MOST = 2_000_000
"""Bytes that a form may have."""
_FIELDS = 20_000
_WAIT = 30
_ACTIONS = ("approve", "reject")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
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
                return HTTPStatus.UNPROCESSABLE_ENTITY, self._wrong(*map(_told, refused.findings))
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


def _told(finding: Finding) -> str:
    return joined("", [f"{finding.code}: ", finding.text])


class Server(ThreadingHTTPServer):
    """Serves one desk to whoever has its token."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk, self.token = desk, secrets.token_urlsafe(32)
        super().__init__((HOST, port), Handler)
        self.host = f"{HOST}:{self.server_address[1]}"
        self.cookie = f"tosgen-review-{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the page is, with the token."""
        return f"http://{self.host}/?token={self.token}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no matter."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request; refuses whatever does not come from the page itself."""

    server: Server
    server_version, sys_version = "tosgen", ""
    timeout = _WAIT

    def do_GET(self) -> None:
        """The page, or with the token in the address: a cookie, and on to the page."""
        if not self._of_ours(posted=False):
            return
        address = urlsplit(self.path)
        if address.path != "/":
            self._answer(HTTPStatus.NOT_FOUND, speak(say("There is nothing here.")))
            return
        given = parse_qs(address.query).get("token", [""])[0]
        if given and self._is_token(given):
            cookie = f"{self.server.cookie}={self.server.token}; Path=/; HttpOnly; SameSite=Strict"
            self._answer(HTTPStatus.SEE_OTHER, "", {"Location": "/", "Set-Cookie": cookie})
        elif given or not self._has_cookie():
            self._forbidden()
        else:
            self._guarded(lambda: (HTTPStatus.OK, self.server.desk.page()))

    def do_POST(self) -> None:
        """A decision."""
        if not self._of_ours(posted=True):
            return
        if not self._has_cookie() or urlsplit(self.path).path != "/":
            self._forbidden()
            return
        form = self._form()
        if form is not None:
            self._guarded(lambda: self.server.desk.decided(form))

    def _guarded(self, answer: Any) -> None:
        """An answer, or what keeps the ledger from being read."""
        try:
            status, page = answer()
        except TosgenError as error:
            lines = [speak(_told(finding)) for finding in error.findings]
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, "\n".join(lines))
            return
        except OSError as error:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, error.strerror or str(error))
            return
        if status == HTTPStatus.SEE_OTHER:
            self._answer(status, "", {"Location": "/"})
        else:
            self._answer(status, page, html=page.startswith("<!doctype html>"))

    def _form(self) -> dict[str, str] | None:
        """What was typed; None, and an answer, for what is no form of the page."""
        length = self.headers.get("Content-Length", "")
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip()
        if not length.isascii() or not length.isdigit() or int(length) > _MOST:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, speak(say("The form is too long.")))
            return None
        if kind != "application/x-www-form-urlencoded":
            self._answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, speak(say("This is no form.")))
            return None
        try:
            text = self.rfile.read(int(length)).decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_FIELDS)
        except ValueError:
            self._answer(HTTPStatus.BAD_REQUEST, speak(say("This is no form.")))
            return None
        return {name: value.replace("\r\n", "\n") for name, value in pairs}

    def _of_ours(self, *, posted: bool) -> bool:
        """Whether the request is for this address, and from it: another page's, or another name for it, is refused."""
        origin = self.headers.get("Origin")
        own = f"http://{self.server.host}"
        if self.headers.get_all("Host") == [self.server.host] and (origin == own or (origin is None and not posted)):
            return True
        self._answer(HTTPStatus.FORBIDDEN, speak(say("This is not the page's own address.")))
        return False

    def _has_cookie(self) -> bool:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return False
        return found is not None and self._is_token(found.value)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.server.token.encode())

    def _forbidden(self) -> None:
        told = say("Open the address that `tosgen review --serve` printed: it holds the token.")
        self._answer(HTTPStatus.FORBIDDEN, speak(told))

    def _answer(
        self, status: HTTPStatus, text: str, more: Mapping[str, str] | None = None, *, html: bool = False
    ) -> None:
        content = text.encode("utf-8", "backslashreplace")
        self.send_response(status)
        policy = "frame-ancestors 'none'" if html else "frame-ancestors 'none'; default-src 'none'"
        held = {
            "Content-Type": f"text/{'html' if html else 'plain'}; charset=utf-8",
            "Content-Length": str(len(content)),
        }
        for name, value in {**_HEADERS, "Content-Security-Policy": policy, **held, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: an address would show the token."""


def serve_until_stopped(desk: Desk, port: int) -> None:
    """Print the address and serve; Ctrl-C ends it."""
    deciding.acting(desk.folder, desk.author, desk.key)  # a name or a key that is none is said now
    read(desk.side, desk.ledger, desk.wanted)
    try:
        server = Server(desk, port)
    except OSError as error:
        what = say("port {port} cannot be used: {why}", port=port, why=error.strerror)
        raise Refused([Finding("port", what, Place("--port"), say("name another one, or none"))]) from error
    with server:
        click.echo(server.url)
        tell(say("Open this address; Ctrl-C ends it. Who has it can decide in your name."))
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            tell(say("stopped"))
