"""The preview's pages by their addresses, made again as the sources change."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

from tosgen.cli.serving import LocalHandler, LocalServer
from tosgen.cli.site_sources import State, Watched
from tosgen.cli.speech import SPEECH, speak
from tosgen.errors import Finding
from tosgen.formats import preview_html
from tosgen.formats.preview_html import Frame, Link
from tosgen.model.service import Market
from tosgen.pipeline.preview import Preview, faults_of
from tosgen.saying import say

EVERY = 0.1
"""Seconds between looks at the files: each takes some milliseconds for a thousand of them."""
_SETTLED = 0.03
"""Seconds in which nothing may change before files are read: editors write in several steps."""
_OFTEN = 20
_PATIENCE = 20.0
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_TEXT = re.compile(r"/[a-z0-9][a-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9_]+/")
Page = tuple[HTTPStatus, str]


class Stand:
    """Shows a preview, page by page; one thread looks at the files, any number of others ask for pages."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._preview = Preview(watched.read)
        self._turn = threading.Condition()
        self._pages: dict[str, Page] = {}
        self._count = 0
        self._state: State | None = None
        self._stopped = False

    def look(self) -> None:
        """Read the sources again if they have changed."""
        state = self._watched.state()
        if state == self._state:
            return
        for _ in range(_OFTEN):
            time.sleep(_SETTLED)
            before, state = state, self._watched.state()
            if before == state:
                break
        with self._turn:
            self._preview.refresh()
            self._state = self._watched.since(state)
            self._pages = {}
            self._count += 1
            self._turn.notify_all()

    def follow(self) -> None:
        """Look until it is stopped."""
        while not self._stopped:
            time.sleep(EVERY)
            with suppress(Exception):  # whatever it is, the next look may be luckier
                self.look()

    def stop(self) -> None:
        """Let go of whoever waits."""
        with self._turn:
            self._stopped = True
            self._turn.notify_all()

    def page(self, path: str) -> Page | None:
        """The page at a path; None where there can be none."""
        with self._turn:
            if path not in self._pages and (path == "/" or _TEXT.fullmatch(path)):
                self._pages[path] = self._made(path)
            return self._pages.get(path)

    def changed(self, path: str, seen: str) -> str:
        """The stamp of a page once it is not `seen`, or after a while."""
        with self._turn:
            end = time.monotonic() + _PATIENCE
            while (stamp := self._stamp(path)) == seen and not self._stopped:
                count = self._count
                if not self._turn.wait_for(lambda: self._stopped or self._count != count, end - time.monotonic()):  # noqa: B023
                    break
            return stamp

    def _stamp(self, path: str) -> str:
        page = self.page(path)
        return preview_html.stamp_of(page[1]) if page else ""

    def moved(self, path: str) -> str | None:
        """Where a document's address without a language leads."""
        document, _, name = path.strip("/").partition("/")
        with self._turn:
            market = self._preview.market(name)
            if market is None or not self._preview.has(document, name):
                return None
            return _path(document, market, market.authoritative)

    def _made(self, path: str) -> Page:
        try:
            return (HTTPStatus.OK, self._listing()) if path == "/" else self._text(*path.strip("/").split("/"))
        except Exception as error:
            frame = self._frame((*self._preview.findings, *faults_of(error)))
            return HTTPStatus.INTERNAL_SERVER_ERROR, preview_html.listing(frame, ())

    def _listing(self) -> str:
        groups = []
        for name, documents in self._preview.documents().items():
            market = self._preview.market(name)
            if market:
                groups.append((name, [(each, _tongues(each, market)) for each in documents]))
        return preview_html.listing(self._frame(self._preview.findings), groups)

    def _text(self, document: str, name: str, locale: str) -> Page:
        ref, market = f"{document}/{name}/{locale}", self._preview.market(name)
        if market is None or not self._preview.has(document, name) or locale not in market.languages:
            return HTTPStatus.NOT_FOUND, preview_html.missing(self._frame(self._preview.findings), ref)
        shown = self._preview.shown(document, market, locale)
        ways = (
            (
                speak(say("Languages")),
                [replace(link, here=link.locale == locale) for link in _tongues(document, market)],
            ),
            (speak(say("Markets")), self._markets(document, name, locale)),
        )
        page = preview_html.text(self._frame(shown.findings), ref, shown.document, ways, fresh=shown.fresh)
        return HTTPStatus.OK, page

    def _markets(self, document: str, here: str, locale: str) -> list[Link]:
        """The same document elsewhere, in the same language where it is there."""
        found = [self._preview.market(name) for name, all_ in self._preview.documents().items() if document in all_]
        return [
            Link(m.name, _path(document, m, locale if locale in m.languages else m.authoritative), m.name == here)
            for m in found
            if m
        ]

    def _frame(self, findings: tuple[Finding, ...]) -> Frame:
        inputs = self._preview.inputs
        service, day = (inputs.service.name, inputs.day.isoformat()) if inputs else ("tosgen", "–")
        direction = "rtl" if SPEECH.right_to_left else "ltr"
        return Frame(speak, SPEECH.lang, direction, service, day, (*findings, *self._preview.warnings))


class PreviewServer(LocalServer):
    """Serves one stand."""

    def __init__(self, stand: Stand, port: int) -> None:
        self.stand = stand
        super().__init__(port, _Handler)


class _Handler(LocalHandler):
    server: PreviewServer

    def got(self) -> None:
        """A page, its style or script, or when it has changed."""
        address = urlsplit(self.path)
        path, stand = unquote(address.path), self.server.stand
        if path == preview_html.STYLE:
            self.answer(HTTPStatus.OK, preview_html.style(), kind="css")
        elif path == preview_html.SCRIPT:
            self.answer(HTTPStatus.OK, preview_html.script(), kind="javascript")
        elif path.startswith("/-/changed/"):
            seen = parse_qs(address.query).get("seen", [""])[0]
            self.answer(HTTPStatus.OK, stand.changed(path.removeprefix("/-/changed"), seen))
        elif page := stand.page(path):
            self.answer(*page, kind="html", policy=_POLICY)
        elif elsewhere := stand.moved(path):
            self.answer(HTTPStatus.SEE_OTHER, "", {"Location": elsewhere})
        else:
            self.answer(HTTPStatus.NOT_FOUND, speak(say("There is nothing here.")))


def _tongues(document: str, market: Market) -> list[Link]:
    return [Link(preview_html.language(each), _path(document, market, each), locale=each) for each in market.languages]


def _path(document: str, market: Market, locale: str) -> str:
    return f"/{document}/{market.name}/{locale}/"
