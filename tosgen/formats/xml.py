"""XML written out: elements as text, everything in them escaped."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: str) -> Xml:
    """An element. Content that is no Xml is text; element after element stands on a line of its own, text does not.

    >>> tag("p", "a < b", tag("b", "c"), **{"class": "x"})
    '<p class="x">a &lt; b<b>c</b></p>'
    >>> tag("ul", tag("li", "a"), tag("li", "b")) == "<ul>\\n<li>a</li>\\n<li>b</li>\\n</ul>"
    True
    """
    opening = f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}"
    if not content:
        return Xml(f"{opening}/>")
    return Xml(f"{opening}>{_inside(name, content)}</{name}>")


def text(words: str) -> Xml:
    """Words as XML.

    >>> text("a & b")
    'a &amp; b'
    """
    return Xml(escape(words))


def _inside(name: str, content: tuple[str, ...]) -> str:
    inner = [each if isinstance(each, Xml) else escape(each) for each in content]
    return "\n".join(["", *inner, ""]) if name in STRUCTURE else "".join(inner)


STRUCTURE = frozenset({
    "akomaNtoso", "doc", "meta", "identification", "FRBRWork", "FRBRExpression", "FRBRManifestation", "lifecycle",
    "references", "preface", "mainBody", "part", "section", "clause", "content", "ul", "ol", "table", "tr",
})  # fmt: skip
"""Elements that hold elements only: white space in them says nothing."""
