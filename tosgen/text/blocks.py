"""The blocks of a clause body: one paragraph, list item or table row each; Jinja block tags stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Kind = Literal["tag", "paragraph", "item", "row"]
_TAG = re.compile(r"\s*\{%.*%\}\s*\Z")
_ITEM = re.compile(r"(\s*(?:[-*+]|\d{1,9}[.)])[ ]+)(?=\S)")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_SAID = re.compile(r"[^\s|*_+-]")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `lead` is the list marker with its indent, `text` what a translator sees, `line` 1-based."""

    kind: Kind
    lead: str
    text: str
    line: int

    @property
    def translatable(self) -> bool:
        """Whether a word, or punctuation that languages write differently, stands outside the placeholders."""
        plain = self.kind == "tag" or _RULE.match(self.text)
        return not plain and bool(_SAID.search(_PLACEHOLDER.sub("", self.text)))

    @property
    def source(self) -> str:
        """The block as a line of the template."""
        return self.lead + self.text


@lru_cache(maxsize=65536)
def split(body: str) -> tuple[Block, ...]:
    """The blocks of a body in order. Lines of one paragraph or item are joined by a space."""
    blocks: list[Block] = []
    open_block = False
    for number, line in enumerate(body.split("\n"), 1):
        kind, lead, text = _classify(line)
        if kind == "paragraph" and open_block and text:
            last = blocks[-1]
            blocks[-1] = Block(last.kind, last.lead, f"{last.text} {text}", last.line)
            continue
        if text:
            blocks.append(Block(kind, lead, text, number))
        open_block = bool(text) and kind in {"paragraph", "item"}
    return tuple(blocks)


def _classify(line: str) -> tuple[Kind, str, str]:
    if _TAG.match(line):
        return "tag", "", line.strip()
    if line.lstrip().startswith("|"):
        return "row", "", line.strip()
    if found := _ITEM.match(line):
        return "item", found[1], line[found.end() :].rstrip()
    return "paragraph", "", line.strip()


def arrange(lines: Iterable[str]) -> list[tuple[Kind, str, str]]:
    """Rendered lines, each a block again: (kind, lead, text); blank lines are dropped."""
    return [(kind, lead, text) for kind, lead, text in map(_classify, lines) if text]


def joined(blocks: list[tuple[Kind, str, str]]) -> str:
    """Blocks as Markdown: items and rows of one list or table on neighbouring lines, all else a blank line apart."""
    lines = [lead + text for _, lead, text in blocks]
    return "".join(_separated(blocks, lines))


def _separated(blocks: list[tuple[Kind, str, str]], lines: list[str]) -> Iterator[str]:
    yield from lines[:1]
    for at, ((before, _, _), (after, _, _)) in enumerate(pairwise(blocks), 1):
        together = before == after and after in {"item", "row"} and not _new_table(lines, at)
        yield ("\n" if together else "\n\n") + lines[at]


def _new_table(lines: list[str], at: int) -> bool:
    return at + 1 < len(lines) and bool(_RULE.match(lines[at + 1])) and lines[at].startswith("|")
