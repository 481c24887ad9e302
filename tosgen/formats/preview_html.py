"""The pages of a preview: a list of all texts, and each text under what stands in its way. For a server, not a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from babel import Locale
from markupsafe import Markup

from tosgen.errors import Finding
from tosgen.formats import html
from tosgen.formats.page import fragment
from tosgen.model.document import Document
from tosgen.saying import Speak, say, say_n

STYLE, SCRIPT = "/-/style.css", "/-/script.js"
_TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads; `here` if that is the page itself. A language is named in itself."""

    label: str
    path: str
    here: bool = False
    locale: str = ""

    @property
    def lang(self) -> str:
        """The label's language as a tag; "" if it is in none."""
        return self.locale.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages have: the language of their own words, the service, the day it is composed for, the faults."""

    speak: Speak
    lang: str
    direction: str
    service: str
    day: str
    findings: tuple[Finding, ...]


Ways = Sequence[tuple[str, Sequence[Link]]]


def text(frame: Frame, ref: str, document: Document | None, ways: Ways, *, fresh: bool) -> str:
    """One text; `ways`: lists of links to its languages and markets, labelled. Not `fresh`: it is an older one."""
    body = html.article(document, level=2) if document else ""
    return _page(frame, ref, ways=ways, body=Markup(body), fresh=fresh or document is None, groups=None)


def missing(frame: Frame, ref: str) -> str:
    """For a text that the profile does not have, or no longer has."""
    return _page(frame, ref, ways=(), body="", fresh=True, groups=None, none=frame.speak(say("There is no such text.")))


def listing(frame: Frame, groups: Sequence[tuple[str, Ways]]) -> str:
    """All texts: for each market its documents, for each of these its languages."""
    return _page(frame, frame.service, ways=(), body="", fresh=True, groups=groups)


def stamp_of(page: str) -> str:
    """What a page tells its script of itself."""
    return page.partition('data-stamp="')[2].partition('"')[0]


@cache
def language(locale: str) -> str:
    """What those who speak a language call it."""
    known = Locale.parse(locale)
    return str(known.get_display_name(known) or locale)


def style() -> str:
    """The style sheet of all pages."""
    return "".join((_TEMPLATES / name).read_text("utf-8") for name in ("document.css", "preview.css"))


def script() -> str:
    """What loads a page again once there is something new to see."""
    return (_TEMPLATES / "preview.js").read_text("utf-8")


def _page(frame: Frame, title: str, *, none: str = "", **parts: object) -> str:
    speak, number = frame.speak, len(frame.findings)
    faults = sum(finding.severity == "error" for finding in frame.findings)
    words: Mapping[str, str] = {
        "draft": speak(say("Draft for {day}: nothing of this is recorded.", day=frame.day)),
        "all": speak(say("All documents")),
        "faults": speak(say_n("{n} finding", "{n} findings", n=number)),
        "refused": speak(say("As long as this stands, it is not generated.")) if faults else "",
        "old": speak(say("Below is the text as it last came out.")),
        "gone": speak(say("The preview has stopped: this page no longer follows what is saved.")),
        "none": none or speak(say("There is no text to show yet.")),
    }
    findings = [(finding.severity, finding.head, speak(finding.text)) for finding in frame.findings]
    values = {
        "frame": frame, "title": title, "words": words, "findings": findings, "style": STYLE, "script": SCRIPT, **parts,
    }  # fmt: skip
    stamp = sha256(repr((frame.lang, frame.service, title, words, findings, parts)).encode("utf-8", "replace"))
    return str(fragment("preview.html", stamp=stamp.hexdigest()[:32], **values))
