"""Text written again so that another Markdown reads what CommonMark read: block by block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from tosgen.model.document import Text
from tosgen.text.escape import markdown
from tosgen.text.flavour_line import Inline
from tosgen.text.markdown import html, html_inline, tokens
from tosgen.text.references import first, unread

_LISTS = frozenset({"bullet_list", "ordered_list"})
_EMPHASIS = frozenset({"strong_open", "strong_close", "em_open", "em_close"})
_RULES = {"left": ":---", "center": ":---:", "right": "---:"}


@dataclass(frozen=True, slots=True)
class Flavour:
    """What another Markdown understands, and the generator behind it does."""

    heading: Callable[[int, str, str], str] | None = None
    """Depth, words, anchor -> a heading that can be linked to; None where only HTML gives it the anchor for an id."""
    raw: bool = True
    """Whether HTML passes through it: what it would read otherwise than CommonMark comes as HTML."""
    commonmark: bool = True
    """Whether it nests and counts as CommonMark does."""
    altered: re.Pattern[str] | None = None
    """Words that the generator changes after they were parsed, unless they are HTML."""


def line(text: Text, flavour: Flavour) -> tuple[str, bool]:
    """The text of one line, such as a title, and whether it is HTML because the generator would alter it."""
    run = tokens(markdown(text))[1].children or ()
    if flavour.heading is None or (flavour.altered and flavour.altered.search(_seen(run))):
        return unread(html_inline(text)), True
    return Inline(flavour.raw).write(run), False


def blocks(text: Text, flavour: Flavour) -> Iterator[str]:
    """The blocks of a text, each as Markdown, or as HTML on one line."""
    if not text.skeleton.strip():
        return
    before, source = "", markdown(text)
    for node in SyntaxTreeNode(list(tokens(source))).children:
        plain = not flavour.raw or (_same(node, flavour) and not (before in _LISTS and node.type in _LISTS))
        yield _Writer(flavour).block(node) if plain else _html(node, source)
        before = node.type


def _html(node: SyntaxTreeNode, source: str) -> str:
    start, end = node.map or (0, None)
    made = html(Text("\n".join(source.split("\n")[start:end])))
    lines = made.strip().split("\n")
    return unread("&#10;".join(lines) if "<pre>" in made else " ".join(lines))


def _same(node: SyntaxTreeNode, flavour: Flavour) -> bool:
    """Whether the generator reads the block, written as Markdown, as CommonMark does."""
    runs = [each.token.children or () for each in node.walk() if each.type == "inline" and each.token]
    if flavour.altered and any(flavour.altered.search(_seen(run)) for run in runs):
        return False
    if node.type in {"fence", "code_block"}:
        return False
    return flavour.commonmark or (_simple(node) and not any(_mixed(run) for run in runs))


def _seen(run: Sequence[Token]) -> str:
    return "".join(token.content for token in run)


def _mixed(run: Sequence[Token]) -> bool:
    """Whether one emphasis stands beside or inside another: Markdowns differ about whose asterisk is whose."""
    marked = [token.nesting if token.type in _EMPHASIS else 0 for token in run]
    beside = any(one and other for one, other in pairwise(marked))
    return beside or any(depth > 1 for depth in accumulate(marked))


def _simple(node: SyntaxTreeNode) -> bool:
    """Paragraphs, tables, and lists that begin at 1, each item a line and lists of the same kind."""
    if node.type not in _LISTS:
        return node.type in {"paragraph", "table", "hr"} or (
            node.type == "blockquote" and all(each.type == "paragraph" for each in node.children)
        )
    if node.attrs.get("start", 1) != 1 or node.markup == ")":
        return False
    return all(_line(item) for item in node.children)


def _line(item: SyntaxTreeNode) -> bool:
    inner = item.children
    if not inner or inner[0].type != "paragraph" or not inner[0].hidden:
        return False
    return len(inner) <= 2 and all(each.type in _LISTS and _simple(each) for each in inner[1:])


@dataclass(frozen=True, slots=True)
class _Writer:
    flavour: Flavour

    def block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "table":
                return "\n".join(self._table(node))
            case "blockquote":
                inner = "\n\n".join(map(self.block, node.children))
                return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
            case "hr":
                return "* * *"
            case "fence" | "code_block":
                return Inline(self.flavour.raw).lines(node.content.rstrip("\n").split("\n"))
            case _:
                return first(self._inside(node))

    def _list(self, node: SyntaxTreeNode) -> str:
        start = int(node.attrs.get("start", 1))
        loose = any(not each.hidden for item in node.children for each in item.children if each.type == "paragraph")
        written = []
        for number, item in enumerate(node.children, start):
            marker = f"{number}{node.markup}" if node.type == "ordered_list" else node.markup
            width = max(4, len(marker) + 1)
            inner = ("\n\n" if loose else "\n").join(map(self.block, item.children))
            lines = [f"{' ' * width}{line}" if line else "" for line in inner.split("\n")]
            written.append(f"{marker:<{width}}" + "\n".join(lines)[width:])
        return ("\n\n" if loose else "\n").join(each.rstrip(" ") for each in written)

    def _table(self, node: SyntaxTreeNode) -> Iterator[str]:
        rows = [row for part in node.children for row in part.children]
        aligned = [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children]
        for number, row in enumerate(rows):
            yield f"| {' | '.join(first(self._inside(cell)) for cell in row.children)} |"
            if number == 0:
                yield f"|{'|'.join(_RULES.get(each, '---') for each in aligned)}|"

    def _inside(self, node: SyntaxTreeNode) -> str:
        inline = next((child for child in node.children if child.type == "inline"), None)
        run = inline.token.children if inline and inline.token else None
        return Inline(self.flavour.raw).write(run or ())
