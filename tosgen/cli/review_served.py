"""`tosgen review --serve`: the page on 127.0.0.1, where one person approves and rejects.

Who has the token may act, and nobody else: it is in the address that is printed, then in a cookie. Nothing that a GET
asks for changes anything; a POST wants the cookie, the page's own origin, the secret of the form, and the ledger's tip
as the page showed it.
"""

from __future__ import annotations

import hmac
import secrets
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tosgen.cli import deciding
from tosgen.cli.review import read
from tosgen.cli.review_desk import Desk, told
from tosgen.cli.serving import LocalHandler, LocalServer, listening, until_stopped
from tosgen.cli.speech import speak
from tosgen.errors import TosgenError
from tosgen.saying import say

_MOST = 2_000_000
"""Bytes that a form may have."""
_FIELDS = 20_000


class Server(LocalServer):
    """Serves one desk to whoever has its token."""

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk, self.token = desk, secrets.token_urlsafe(32)
        super().__init__(port, Handler)
        self.cookie = f"tosgen-review-{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the page is, with the token."""
        return f"http://{self.host}/?token={self.token}"


class Handler(LocalHandler):
    """Answers one request; refuses whatever does not come from the page itself."""

    server: Server

    def got(self) -> None:
        """The page, or with the token in the address: a cookie, and on to the page."""
        address = urlsplit(self.path)
        if address.path != "/":
            self.answer(HTTPStatus.NOT_FOUND, speak(say("There is nothing here.")))
            return
        given = parse_qs(address.query).get("token", [""])[0]
        if given and self._is_token(given):
            cookie = f"{self.server.cookie}={self.server.token}; Path=/; HttpOnly; SameSite=Strict"
            self.answer(HTTPStatus.SEE_OTHER, "", {"Location": "/", "Set-Cookie": cookie})
        elif given or not self._has_cookie():
            self._forbidden()
        else:
            self._guarded(lambda: (HTTPStatus.OK, self.server.desk.page()))

    def posted(self) -> None:
        """A decision."""
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
            lines = [speak(told(finding)) for finding in error.findings]
            self.answer(HTTPStatus.INTERNAL_SERVER_ERROR, "\n".join(lines))
            return
        except OSError as error:
            self.answer(HTTPStatus.INTERNAL_SERVER_ERROR, error.strerror or str(error))
            return
        if status == HTTPStatus.SEE_OTHER:
            self.answer(status, "", {"Location": "/"})
        else:
            html = page.startswith("<!doctype html>")
            self.answer(status, page, kind="html" if html else "plain", policy="" if html else "default-src 'none'")

    def _form(self) -> dict[str, str] | None:
        """What was typed; None, and an answer, for what is no form of the page."""
        length = self.headers.get("Content-Length", "")
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip()
        if not length.isascii() or not length.isdigit() or int(length) > _MOST:
            self.answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, speak(say("The form is too long.")))
            return None
        if kind != "application/x-www-form-urlencoded":
            self.answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, speak(say("This is no form.")))
            return None
        try:
            text = self.rfile.read(int(length)).decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_FIELDS)
        except ValueError:
            self.answer(HTTPStatus.BAD_REQUEST, speak(say("This is no form.")))
            return None
        return {name: value.replace("\r\n", "\n") for name, value in pairs}

    def _has_cookie(self) -> bool:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return False
        return found is not None and self._is_token(found.value)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.server.token.encode())

    def _forbidden(self) -> None:
        where = say("Open the address that `tosgen review --serve` printed: it holds the token.")
        self.answer(HTTPStatus.FORBIDDEN, speak(where))


def serve_until_stopped(desk: Desk, port: int) -> None:
    """Print the address and serve; Ctrl-C ends it."""
    deciding.acting(desk.folder, desk.author, desk.key)  # a name or a key that is none is said now
    read(desk.side, desk.ledger, desk.wanted)
    server = listening(lambda port: Server(desk, port), port)
    until_stopped(server, say("Open this address; Ctrl-C ends it. Who has it can decide in your name."))
