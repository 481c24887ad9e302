"""Pages served on 127.0.0.1, to this machine's browser and to no other page: what every such server has.

A page elsewhere could lead a browser here, by a name of its own for this address, or by a form: whatever does not name
this very address as its host, or comes from another origin, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import click

from tosgen.cli.speech import speak, tell
from tosgen.errors import Finding, Place, Refused
from tosgen.saying import say

HOST = "127.0.0.1"
_WAIT = 30
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
S = TypeVar("S", bound="LocalServer")


class LocalServer(ThreadingHTTPServer):
    """Listens on one port of this machine; 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int, handler: type[LocalHandler]) -> None:
        super().__init__((HOST, port), handler)
        self.host = f"{HOST}:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the first page is."""
        return f"http://{self.host}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no matter."""


class LocalHandler(BaseHTTPRequestHandler):
    """Answers one request; what is not of this server's own pages never reaches `got` or `posted`."""

    server: LocalServer
    server_version, sys_version = "tosgen", ""
    timeout = _WAIT

    def do_GET(self) -> None:
        """For http.server to call."""
        if self._of_ours(posted=False):
            self.got()

    def do_POST(self) -> None:
        """For http.server to call."""
        if self._of_ours(posted=True):
            self.posted()

    def got(self) -> None:
        """Answer a GET: nothing is to change by it."""
        self.answer(HTTPStatus.NOT_FOUND, speak(say("There is nothing here.")))

    def posted(self) -> None:
        """Answer a form."""
        self.answer(HTTPStatus.METHOD_NOT_ALLOWED, speak(say("This is no form.")))

    def _of_ours(self, *, posted: bool) -> bool:
        """Whether the request is for this address, and from it; if not it has been answered."""
        origin = self.headers.get("Origin")
        own = f"http://{self.server.host}"
        if self.headers.get_all("Host") == [self.server.host] and (origin == own or (origin is None and not posted)):
            return True
        self.answer(HTTPStatus.FORBIDDEN, speak(say("This is not the page's own address.")))
        return False

    def answer(
        self, status: HTTPStatus, text: str, more: Mapping[str, str] | None = None, *, kind: str = "plain",
        policy: str = "default-src 'none'",
    ) -> None:  # fmt: skip
        """Send text of a kind (`html`, `css` …), under a content security policy; `more`: headers of its own."""
        content = text.encode("utf-8", "backslashreplace")
        own = {
            "Content-Security-Policy": "; ".join(filter(None, ["frame-ancestors 'none'", policy])),
            "Content-Type": f"text/{kind}; charset=utf-8",
            "Content-Length": str(len(content)),
        }
        self.send_response(status)
        for name, value in {**_HEADERS, **own, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: an address may hold a token."""


def listening(make: Callable[[int], S], port: int) -> S:
    """A server on the port. Refused (`port`) where it cannot be had."""
    try:
        return make(port)
    except OSError as error:
        what = say("port {port} cannot be used: {why}", port=port, why=error.strerror)
        raise Refused([Finding("port", what, Place("--port"), say("name another one, or none"))]) from error


def until_stopped(server: LocalServer, how: str, *, shown: bool = False) -> None:
    """Print the address and `how` it ends, serve, and stop at Ctrl-C; `shown`: open it in the browser."""
    with server:
        click.echo(server.url)
        tell(how)
        if shown:
            _open(server.url)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            tell(say("stopped"))


def _open(url: str) -> None:
    """In the browser, where there is one with a window: one that runs in the terminal would take it away."""
    import os
    import sys
    import webbrowser

    windows = sys.platform in {"darwin", "win32"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if windows:
        webbrowser.open(url)
