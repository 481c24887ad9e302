"""A notice to users as Markdown, plain text, HTML that mail programs show, and an e-mail to send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from tosgen.model.document import Document, Text
from tosgen.text.escape import markdown
from tosgen.text.markdown import html, html_inline
from tosgen.text.plain import plain

SUBJECT = "subject"
"""The slot whose text is the subject of the message."""
_FONT = "font-family:Arial,Helvetica,sans-serif;color:#1a1a1a"
_STYLES = {
    "h1": f"{_FONT};font-size:20px;line-height:1.3;margin:0 0 16px",
    "h2": f"{_FONT};font-size:16px;line-height:1.3;margin:24px 0 8px",
    "h3": f"{_FONT};font-size:15px;line-height:1.3;margin:16px 0 8px",
    "p": f"{_FONT};font-size:15px;line-height:1.5;margin:0 0 12px",
    "ul": "margin:0 0 12px;padding:0 24px",
    "ol": "margin:0 0 12px;padding:0 24px",
    "li": f"{_FONT};font-size:15px;line-height:1.5;margin:0 0 8px",
    "a": "color:#0b57d0;text-decoration:underline",
}  # fmt: skip
"""Inline, because mail programs drop style sheets."""
_TAG = re.compile(rf"<({'|'.join(_STYLES)})(?=[ >])")


def subject(document: Document) -> str:
    """What the message is headed with, on one line."""
    return " ".join(plain(_subject(document)).split())


def as_markdown(document: Document) -> str:
    """The notice as Markdown; the subject is its heading."""
    parts = [f"# {' '.join(_subject(document).split())}"]
    for depth, title, bodies in _parts(document):
        parts += [f"{'#' * depth} {markdown(title)}", *(markdown(body) for body in bodies)]
    return "\n\n".join(parts) + "\n"


def as_text(document: Document) -> str:
    """The notice as plain text."""
    parts = [_underlined(subject(document), "=")]
    for _, title, bodies in _parts(document):
        parts += [_underlined(plain(markdown(title)), "-"), *(plain(markdown(body)) for body in bodies)]
    return "\n\n".join(parts) + "\n"


def as_html(document: Document) -> str:
    """The notice as a page whose styles stand in the elements; it loads nothing."""
    lang, side = document.locale.replace("_", "-"), "right" if document.direction == "rtl" else "left"
    where = f'lang="{escape(lang)}" dir="{"rtl" if side == "right" else "ltr"}"'
    lines = [f"<h1>{escape(subject(document))}</h1>"]
    for depth, title, bodies in _parts(document):
        lines += [f"<h{depth}>{html_inline(title)}</h{depth}>", *(html(body).strip() for body in bodies)]
    styled = _TAG.sub(lambda found: f'<{found[1]} style="{_STYLES[found[1]]}"', "\n".join(lines))
    return (
        f"<!doctype html>\n<html {where}>\n<head>\n"
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(subject(document))}</title>\n</head>\n"
        '<body style="margin:0;padding:0;background:#ffffff">\n'
        f'<div {where} style="max-width:640px;margin:0 auto;padding:24px;text-align:{side}">\n'
        f"{styled}\n</div>\n</body>\n</html>\n"
    )


def as_mail(document: Document, *, name: str, address: str, on: date) -> str:
    """The notice as a message after RFC 5322, from the company, to nobody yet; same input, same bytes."""
    text, page = as_text(document), as_html(document)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(document)
    message["From"] = Address(name, addr_spec=address)
    message["Date"] = format_datetime(datetime.combine(on, time(12), UTC))
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message["Content-Language"] = document.locale.replace("_", "-")  # later: set_content moves such headers
    message.set_boundary(f"=_{sha256(f'{text}{page}'.encode()).hexdigest()[:32]}")
    return message.as_string()


def _parts(document: Document) -> Iterator[tuple[int, Text, list[Text]]]:
    """(depth of the heading, title, bodies), the subject left out; a supplement's sections stand below its heading."""
    for supplement in document.supplements:
        if supplement.jurisdiction:
            yield 2, supplement.title, []
        for section in supplement.sections:
            if section.slot != SUBJECT:
                depth = 3 if supplement.jurisdiction else 2
                yield depth, section.title, [passage.body for passage in section.passages]


def _subject(document: Document) -> str:
    """Its Markdown."""
    found = (markdown(p.body) for s in document.sections() if s.slot == SUBJECT for p in s.passages)
    return "\n".join(found)


def _underlined(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}"
