"""A built site behind a server of its own, and a browser that visits it: what is asked elsewhere fails the test."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As servers of static sites do: the site's own page."""
        lost = Path(str(self.directory)) / "legal" / "404.html"
        if code != 404 or not lost.is_file():
            super().send_error(code, message, explain)
            return
        content = lost.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder's content, on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def visited(
    browser: Any, url: str, *, width: int = 1200, dark: bool = False, script: bool = True, media: str = "screen",
    lost: bool = False, barred: str = "",
) -> Iterator[Any]:  # fmt: skip
    """A page of its own. What it says on its console, or asks of anybody else, fails the test.

    `lost`: it is a 404; `barred`: the one thing of which the browser is to say that the page's policy does not let it.
    """
    origin = "/".join(url.split("/")[:3])
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", java_script_enabled=script,
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: wrong.append(said.text) if not lost else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(origin) else wrong.append(asked.url))
    page.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status > 399 and not lost else None)
    page.emulate_media(media=media)
    page.goto(url)
    try:
        yield page
    finally:
        context.close()
    assert len(wrong) == bool(barred), "; ".join(wrong)
    assert all(barred in each for each in wrong)
