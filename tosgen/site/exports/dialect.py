"""A generator's way of writing a page: its path, its front matter, its Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tosgen.saying import Speak
from tosgen.site.exports.above import lines, notices
from tosgen.site.exports.content import Page, front
from tosgen.site.exports.markdown import write
from tosgen.text.escape import markdown
from tosgen.text.flavour import Flavour
from tosgen.text.plain import title
from tosgen.text.references import first, words


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between generators; everything else is in `content`."""

    path: Callable[[Page], str]
    front: Callable[[Page], Mapping[str, object]]
    """What its front matter says beside what all say."""
    flavour: Flavour
    data: str
    """The folder of its data files."""
    marks_language: Callable[[Page], bool] = lambda page: False
    """Whether a page may be shown among others of another language, and says which its own is."""

    def page(self, page: Page, speak: Speak) -> bytes:
        """The file of a page."""
        document = page.document()
        heading, body = write(document, self.flavour)
        matter = {**front(page, title(markdown(document.title))), **self.front(page)}
        parts = [heading, *self._within(page, [*_record(page, speak), body])]
        return ("\n".join(["---", *yaml(matter), "---", ""]) + "\n" + "\n\n".join(parts) + "\n").encode()

    def _within(self, page: Page, parts: list[str]) -> list[str]:
        if not self.marks_language(page):
            return parts
        return [f'<div lang="{page.lang}" dir="{page.direction}">', *parts, "</div>"]


def attributed(depth: int, words: str, anchor: str) -> str:
    """A heading whose anchor is an attribute."""
    return f"{'#' * depth} {words} {{#{anchor}}}" if anchor else f"{'#' * depth} {words}"


def yaml(data: Mapping[str, object], indent: str = "") -> Iterator[str]:
    """Front matter: every text in quotes, so that no reader of YAML takes it for anything else.

    >>> list(yaml({"country": "NO", "mdx": {"format": "md"}, "on": True, "for": ["new"]}))
    ['country: "NO"', 'mdx:', '  format: "md"', 'on: true', 'for: ["new"]']
    """
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from yaml(value, f"{indent}  ")
        else:
            yield f"{indent}{name}: {json.dumps(value, ensure_ascii=False)}"


def _record(page: Page, speak: Speak) -> Iterator[str]:
    yield from (f"**{words(notice)}**" for notice in notices(page, speak))
    yield "\n".join(f"-   {first(words(line))}" for line in lines(page, speak))
