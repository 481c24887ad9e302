"""The formats that a recorded text comes out in: a name, and what makes its bytes or words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.cli.refs import Text
from tosgen.errors import Refused
from tosgen.saying import english

if TYPE_CHECKING:
    from tosgen.formats.header import Header
    from tosgen.ledger import Ledger
    from tosgen.model.history import History


@dataclass(frozen=True)
class Asked:
    """One text of a ledger, and how its HTML is wanted. `folder` is the workspace, whose catalogs may have words."""

    folder: Path
    ledger: Ledger
    text: Text
    fragment: bool = False
    level: int = 1

    @cached_property
    def history(self) -> History:
        """What the ledger says of the version, every decision checked."""
        from tosgen.review.history import recorded

        return recorded(self.ledger, self.text.version)

    @cached_property
    def header(self) -> Header:
        """The record in the text's language; in English as long as the catalog lacks one of its words."""
        from tosgen.catalog.interface import voice
        from tosgen.cli.workspace import library_root
        from tosgen.formats.header import header

        folders = [library_root() / "locales", self.folder / "locales"]
        try:
            return header(self.history, voice(self.text.locale, folders, complete=True), self.text.locale)
        except Refused:
            return header(self.history, english, "en")


def _html(asked: Asked) -> str:
    from tosgen.formats import html

    if asked.fragment:
        return html.article(asked.text.document(), asked.header, level=asked.level)
    return html.write(asked.text.document(), asked.header)


def _txt(asked: Asked) -> str:
    from tosgen.formats import text

    return text.write(asked.text.document(), asked.header)


def _json(asked: Asked) -> str:
    from tosgen.formats import data

    return json.dumps(data.write(asked.text.document(), asked.history), ensure_ascii=False, indent=2)


def _pdf(asked: Asked) -> bytes:
    from tosgen.formats import pdf

    return pdf.write(asked.text.document(), asked.header, asked.history)


def _docx(asked: Asked) -> bytes:
    from tosgen.formats import docx

    return docx.write(asked.text.markdown, asked.text.locale, asked.header, asked.history)


def _akn(asked: Asked) -> str:
    from tosgen.formats import akn

    return akn.write(asked.text.document(), asked.header, asked.history)


FORMS: Mapping[str, Callable[[Asked], str | bytes]] = {
    "md": lambda asked: asked.text.markdown,
    "html": _html,
    "txt": _txt,
    "json": _json,
    "docx": _docx,
    "pdf": _pdf,
    "akn": _akn,
}
