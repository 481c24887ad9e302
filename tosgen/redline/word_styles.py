"""What a Word file's styles and numbering make of a paragraph: heading or not, and the number that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_BASED = 20
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
BULLET = "•"
"""The label of every bullet, whatever it looks like."""


def value(element: Element | None, path: str, otherwise: str = "") -> str:
    """`val` of the element at a path below another."""
    found = element.find(path) if element is not None else None
    return otherwise if found is None else found.get("val", otherwise)


def switched_on(properties: Element | None, name: str) -> bool | None:
    """Whether a run's property is on; None where nothing is said of it."""
    found = properties.find(name) if properties is not None else None
    return None if found is None else found.get("val", "true") not in {"false", "0", "off", "none"}


class Styles:
    """`styles.xml`."""

    def __init__(self, root: Element | None) -> None:
        found = root.iterfind("style") if root is not None else ()
        self._styles = {style.get("styleId", ""): style for style in found}
        defaults = (
            s for s in self._styles.values() if s.get("type") == "paragraph" and s.get("default") in {"1", "true"}
        )
        self._default = next((style.get("styleId", "") for style in defaults), "")

    def chain(self, name: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_BASED):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")

    def name(self, paragraph: Element) -> str:
        """The paragraph's style, by the name that is the same in every language, in lower case."""
        style = self._styles.get(value(paragraph, "pPr/pStyle", self._default))
        return value(style, "name").lower()

    def level(self, paragraph: Element) -> int | None:
        """How deep a heading is: 0 for a title, then from 1; None for other paragraphs."""
        if (own := value(paragraph, "pPr/outlineLvl")).isdigit():
            return int(own) + 1 if int(own) < _LEVELS else None
        for style in self.chain(value(paragraph, "pPr/pStyle", self._default)):
            if found := _HEADING.fullmatch(value(style, "name")):
                return int(found[1])
            if value(style, "name").lower() == "title":
                return 0
            if (outline := value(style, "pPr/outlineLvl")).isdigit():
                return int(outline) + 1 if int(outline) < _LEVELS else None
        return None

    def numbered(self, paragraph: Element) -> tuple[str, int | None, str]:
        """(numbering, level, style) that the paragraph counts by; the level is None where the numbering tells it."""
        own = paragraph.find("pPr/numPr")
        named = value(paragraph, "pPr/pStyle", self._default)
        if own is not None and own.find("numId") is not None:
            return value(own, "numId"), _number(value(own, "ilvl", "0")), named
        for style in self.chain(named):
            if (inherited := style.find("pPr/numPr")) is not None and inherited.find("numId") is not None:
                level = _number(value(own, "ilvl") or value(inherited, "ilvl"))
                return value(inherited, "numId"), level, style.get("styleId", "")
        return "", None, ""

    def of_run(self, properties: Element | None, name: str) -> bool:
        """Whether a property of a run is on, by itself or by its character style."""
        own = switched_on(properties, name)
        if own is not None:
            return own
        found = (switched_on(style.find("rPr"), name) for style in self.chain(value(properties, "rStyle")))
        return next((each for each in found if each is not None), False)

    def run_name(self, properties: Element | None) -> str:
        """The name of a run's character style, in lower case."""
        return value(self._styles.get(value(properties, "rStyle")), "name").lower()


@dataclass(frozen=True, slots=True)
class Label:
    """What a paragraph is counted as: its text, its level from 0, and which numbering it belongs to."""

    text: str
    level: int
    of: str


@dataclass(slots=True)
class Numbers:
    """`numbering.xml`, and how far the counting has come."""

    levels: Mapping[str, Mapping[int, Element]]
    """Definition -> its levels."""
    nums: Mapping[str, tuple[str, Mapping[int, Element]]]
    """Numbering -> its definition, and where it differs from it."""
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> Numbers:
        """What the part says."""
        if root is None:
            return cls({}, {})
        levels = {each.get("abstractNumId", ""): _by_level(each, "lvl") for each in root.iterfind("abstractNum")}
        nums = {
            each.get("numId", ""): (value(each, "abstractNumId"), _by_level(each, "lvlOverride"))
            for each in root.iterfind("num")
        }
        return cls(levels, nums)

    def label(self, num: str, level: int | None, style: str) -> Label | None:
        """Count a paragraph; None where it bears no number."""
        if not num.isdecimal() or num == "0" or num not in self.nums:
            return None
        definition, overrides = self.nums[num]
        levels = {
            **self.levels.get(definition, {}),
            **{at: o for at, e in overrides.items() if (o := e.find("lvl")) is not None},
        }
        if level is None:
            level = next((at for at, each in levels.items() if value(each, "pStyle") == style), 0)
        if level not in levels:
            return None
        counts = self._count(num, definition, level, levels, overrides)
        text = value(levels[level], "lvlText")
        if value(levels[level], "numFmt") == "bullet":
            return Label(BULLET, level, num)
        legal = switched_on(levels[level], "isLgl")
        shown = _PLACE.sub(lambda found: _numeral(int(found[1]) - 1, counts, levels, legal), text)
        return Label(shown.strip(), level, num) if shown.strip() else None

    def _count(
        self, num: str, definition: str, level: int, levels: Mapping[int, Element], overrides: Mapping[int, Element]
    ) -> list[int | None]:
        counts = self.counts.setdefault(definition, [None] * _LEVELS)
        starts = {at: _number(value(each, "startOverride")) for at, each in overrides.items()}
        if starts.get(level) is not None and (num, level) not in self.begun:
            counts[level] = None
        self.begun.add((num, level))
        for at in range(level + 1):
            before = counts[at]
            if before is None:
                start = starts.get(at)
                counts[at] = _number(value(levels.get(at), "start")) or 0 if start is None else start
            elif at == level:
                counts[at] = before + 1
        for at in range(level + 1, _LEVELS):
            if value(levels.get(at), "lvlRestart") != "0":
                counts[at] = None
        return counts


def _by_level(root: Element, name: str) -> dict[int, Element]:
    found = ((each.get("ilvl", ""), each) for each in root.iterfind(name))
    return {int(at): each for at, each in found if at.isdigit() and int(at) < _LEVELS}


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 7 else None


def _numeral(level: int, counts: list[int | None], levels: Mapping[int, Element], legal: bool | None) -> str:
    number = counts[level] or 0
    form = value(levels.get(level), "numFmt", "decimal")
    if legal or number < 1:
        return str(number)
    match form:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(number) if form == "lowerRoman" else _roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for size, numeral in _ROMAN if number < 5000 else ():
        out, number = out + numeral * (number // size), number % size
    return out or str(number)
