"""A self-contained HTML page from a template of `templates/`: layout only, everything in it escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).parent.parent / "templates"


def page(template: str, *, over: Sequence[str] = (), sends: bool = False, **values: object) -> str:
    """The page; its style sheet has the template's name with `.css`, its script the one with `.js` if there is one.

    The template may say `policy`: what a browser is to hold the page to. Only this style and this script count, and
    nothing is fetched. `over`: style sheets that its own is laid over; `sends`: it has a form, for where it came from.
    """
    style, script, held = _beside(template, tuple(over), sends)
    return _environment().get_template(template).render(**values, style=style, script=script, policy=held)


@cache
def _beside(template: str, over: tuple[str, ...], sends: bool) -> tuple[str, str, str]:
    """A page's style, its script, and the policy that lets them be."""
    path = _FOLDER / template
    sheets = [_FOLDER / name for name in over] + [path.with_suffix(".css")]
    style, script = "".join(sheet.read_text("utf-8") for sheet in sheets), path.with_suffix(".js")
    acts = script.read_text("utf-8") if script.is_file() else ""
    return style, acts, policy(style, acts, sends=sends)


def fragment(template: str, **values: object) -> Markup:
    """A piece of a page, to stand in another one as it is."""
    return Markup(_environment().get_template(template).render(**values))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def policy(style: str, script: str, *, sends: bool = False) -> str:
    """A content security policy for a page that holds this style and this script, and needs nothing else.

    >>> policy("", "")
    "default-src 'none'; base-uri 'none'; form-action 'none'"
    """
    parts = ["default-src 'none'"]
    parts += [f"{name} 'sha256-{_hash(text)}'" for name, text in (("style-src", style), ("script-src", script)) if text]
    return "; ".join([*parts, "base-uri 'none'", f"form-action '{'self' if sends else 'none'}'"])


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
