"""What a recorded text says, and what a page that a site generator built of it says, in one form to compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

_ANCHOR = re.compile(r"(.*) \{#([a-z0-9.-]+)\}", re.DOTALL)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "li", "th", "td")
_OURS = '//main | //article[contains(@class, "md-content__inner")] | //div[contains(@class, "theme-doc-markdown")]'
"""Where the text is: with Material for MkDocs and Docusaurus, `main` has the menus too."""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item or cell: `kind` is its tag, `1.` and so on for a numbered item."""

    kind: str
    words: str


@dataclass(frozen=True)
class Said:
    """Blocks in order; anchor -> its heading; links (fragment or URL, and words) and strong words, in order."""

    blocks: tuple[Block, ...]
    anchors: dict[str, str]
    links: tuple[tuple[str, str], ...]
    strong: tuple[str, ...]


def of_text(markdown: str) -> Said:
    """What the ledger's Markdown says."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    blocks, anchors, kinds = [], {}, [""]
    inline = [child for token in tokens for child in token.children or ()]
    for token in tokens:
        if token.nesting == 1:
            numbered = token.type == "list_item_open" and token.info
            kinds.append(f"{token.info}." if numbered else token.tag)
        elif token.nesting == -1:
            kinds.pop()
        elif token.type == "inline":
            words = _words(token.children or ())
            if kinds[-1] in _HEADINGS:
                heading = _ANCHOR.fullmatch(words)
                assert heading, words
                words = heading[1]
                anchors[heading[2]] = words
            item = kinds[-1] == "p" and (kinds[-2] == "li" or kinds[-2].endswith("."))
            blocks.append(Block(kinds[-2 if item else -1], words))
    links = ((str(href), _words(found)) for href, found in _runs(inline, "link"))
    strong = (_words(found) for _, found in _runs(inline, "strong"))
    return Said(tuple(blocks), anchors, tuple(links), tuple(strong))


def _runs(inline: list[Token], kind: str) -> Iterator[tuple[object, list[Token]]]:
    """What stands in each link, or in each run of strong words."""
    for at, token in enumerate(inline):
        if token.type == f"{kind}_open":
            end = next(n for n in range(at, len(inline)) if inline[n].type == f"{kind}_close")
            yield token.attrs.get("href"), inline[at + 1 : end]


def _words(tokens: object) -> str:
    assert isinstance(tokens, list | tuple)
    text = _plain("".join({"softbreak": " ", "hardbreak": " "}.get(t.type, t.content) for t in tokens))
    return re.sub(r"(?<=[。：；，]) (?=[\u4e00-\u9fff])", "", text)  # Chinese knows no space between sentences


def _plain(words: str) -> str:
    """Without what no browser shows: white space at ends, and more than one of it."""
    return re.sub(r"[ \t\r\n]+", " ", words).strip(" ")


class Page:
    """A built page."""

    def __init__(self, path: Path) -> None:
        self.root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        self.main = self.root.xpath(_OURS)[-1]
        for mark in self.main.xpath('.//a[contains(@class, "hash-link")]'):  # Docusaurus: a link to the heading itself
            mark.drop_tree()

    @property
    def language(self) -> tuple[str, str]:
        """`lang` of the document; `dir` as it is where the text stands."""
        directions = [each.get("dir") for each in (self.main, *self.main.iterancestors()) if each.get("dir")]
        return self.root.get("lang"), directions[0] if directions else "ltr"

    @property
    def robots(self) -> str:
        """What search engines are told."""
        return " ".join(self.root.xpath('//meta[@name="robots"]/@content'))

    @property
    def alternates(self) -> dict[str, str]:
        """Language -> URL."""
        return {each.get("hreflang"): each.get("href") for each in self.root.xpath('//link[@rel="alternate"]')}

    def said(self, anchors: tuple[str, ...]) -> Said:
        """What it says; of anchors, those asked for."""
        found = {anchor: self._headed(*self.root.xpath("//*[@id=$id]", id=anchor)) for anchor in anchors}
        blocks = [block for element in self.main.iter(*_BLOCKS) if (block := _block(element)).words]
        links = ((_target(a.get("href")), _plain(a.text_content())) for a in self.main.iter("a") if a.get("href"))
        strong = (_plain(each.text_content()) for each in self.main.iter("strong"))
        return Said(tuple(blocks), found, tuple(links), tuple(strong))

    def _headed(self, *elements: html.HtmlElement) -> str:
        """The heading that the one element is, is in, or directly follows with no words in it."""
        (element,) = elements
        around = [element, *element.iterancestors()]
        if not element.text_content().strip():
            last = [text for text in element.xpath("preceding::text()") if text.strip()][-1]
            around += [last.getparent(), *last.getparent().iterancestors()][last.is_tail :]
        return next((_plain(each.text_content()) for each in around if each.tag in _HEADINGS), "")


def _target(href: str) -> str:
    """Generators may write a page's whole address before a fragment."""
    _, mark, fragment = href.partition("#")
    return f"#{fragment}" if mark else href


def _block(element: html.HtmlElement) -> Block:
    parent = element.getparent()
    item = parent if element.tag == "p" and parent.tag == "li" else element
    return Block(_kind(item), _plain("".join(_own(element))))


def _kind(element: html.HtmlElement) -> str:
    around = element.getparent()
    if element.tag != "li" or around.tag != "ol":
        return str(element.tag)
    first = int(around.get("start", "1"))
    return f"{first + around.findall('li').index(element)}."


def _own(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element outside the blocks in it."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif child.tag not in {*_BLOCKS, "ul", "ol", "table"}:
            yield from _own(child)
        yield child.tail or ""
