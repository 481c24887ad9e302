"""A self-contained HTML page from a template of `templates/`: layout only, everything in it escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent.parent / "templates"


def page(template: str, **values: object) -> str:
    """The page; its style sheet has the template's name with `.css`."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_FOLDER / template).with_suffix(".css").read_text("utf-8")
    return environment.get_template(template).render(**values, style=style)
