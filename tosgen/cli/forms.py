"""The formats that a recorded text comes out in: a name, and what makes its bytes or words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tosgen.cli.desk import Desk
from tosgen.cli.refs import Text

if TYPE_CHECKING:
    from tosgen.formats.header import Header
    from tosgen.model.history import History

_MOST_HANDS = 8


@dataclass(frozen=True)
class Asked:
    """One text of a desk, and how its HTML is wanted."""

    desk: Desk
    text: Text
    fragment: bool = False
    level: int = 1

    @cached_property
    def history(self) -> History:
        """What the ledger says of the version, every decision checked."""
        return self.desk.history(self.text.version)

    @cached_property
    def header(self) -> Header:
        """The record in the text's language."""
        return self.desk.header(self.text)


def made(asked: Sequence[Asked], form: str) -> Iterator[str | bytes]:
    """Texts in a form, one after the other, in their order."""
    if form != "pdf" or len(asked) == 1:
        yield from map(FORMS[form], asked)
        return
    from tosgen.formats import pdf

    texts = [(each.text.document(), each.header, each.history) for each in asked]
    yield from pdf.write_all(texts, hands=min(os.cpu_count() or 1, _MOST_HANDS))


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
