"""The runs of a Word paragraph as pieces: what was deleted left out, fields as links, notes and boxes set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tosgen.redline.word_file import WordFile
from tosgen.redline.word_styles import Styles
from tosgen.text.flow import Piece, Pieces

OURS = "tosgen"
"""The property that our own files bear."""
_GONE = {"del", "moveFrom"}
_TRACKED = {*_GONE, "ins", "moveTo"}
_PASSED = {"pPr", "rPr", "rt", "proofErr", "bookmarkStart", "bookmarkEnd", "sdtPr", "sdtEndPr", "Fallback"}
_CODE = ("html code", "verbatim char", "source text")
_HYPERLINK = re.compile(r'HYPERLINK\s+(?P<local>\\l\s+)?"(?P<address>[^"]*)"(?:\s+\\l\s+"(?P<spot>[^"]*)")?')
_REFERENCE = re.compile(r"(?:PAGEREF|NOTEREF|REF)\s+(?P<name>\w+)")
_SIGNS = {"tab": " ", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


def runs_on(paragraph: Element) -> bool:
    """Whether the paragraph's end was deleted, so that the next one goes on with it."""
    properties = paragraph.find("pPr/rPr")
    return properties is not None and any(child.tag in _GONE for child in properties)


class Runs:
    """Reads paragraphs, in order; `tracked` and `unread` tell what was met on the way."""

    def __init__(self, file: WordFile, styles: Styles) -> None:
        self._file, self._styles = file, styles
        self.ours = OURS in file.properties
        self.tracked = self.unread = False
        self._fields: list[list[str]] = []  # of each open field its instruction, and "shown" once its result begins
        self._notes: list[str] = []
        self._boxes: list[Element] = []
        self._count = 0

    def pieces(self, paragraph: Element) -> Pieces:
        """The paragraph's text."""
        out: list[Piece] = []
        for piece in self._pieces(paragraph, ""):
            if out and out[-1][1:] == piece[1:]:
                out[-1] = piece._replace(text=out[-1].text + piece.text)
            elif piece.text:
                out.append(piece)
        self._fields = [field for field in self._fields if len(field) > 1]  # an instruction ends with its paragraph
        return tuple(out)

    def taken(self) -> list[str]:
        """The notes that were referred to since, with their numbers."""
        notes, self._notes = self._notes, []
        return notes

    def boxes(self) -> list[Element]:
        """The text boxes since."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def anchor(self, bookmark: str) -> str:
        """The anchor that a bookmark of ours stands for; "" for others."""
        if known := self._file.properties.get(f"anchor {bookmark}"):
            return known
        return "" if bookmark.startswith("_") else bookmark.replace("_", "-")

    def _pieces(self, parent: Element, href: str) -> Iterator[Piece]:
        for child in parent:
            if child.tag in _TRACKED:
                self.tracked = True
            if child.tag in _PASSED or child.tag in _GONE:
                continue
            match child.tag:
                case "r":
                    yield from self._run(child, href)
                case "hyperlink":
                    yield from self._pieces(child, self._leads(child) or href)
                case "fldSimple":
                    yield from self._pieces(child, self._target(child.get("instr", "")) or href)
                case _:
                    yield from self._pieces(child, href)

    def _run(self, run: Element, href: str) -> Iterator[Piece]:
        properties = run.find("rPr")
        code = self._styles.run_name(properties) in _CODE
        look = self._styles.of_run(properties, "b"), self._styles.of_run(properties, "i"), code
        for child in run:
            text = self._text(child)
            if text and self._shown():
                yield Piece(text, *look, href or self._leads_now())

    def _text(self, child: Element) -> str:
        match child.tag:
            case "t":
                return child.text or ""
            case "br":
                return "\n" if child.get("type", "textWrapping") == "textWrapping" else ""
            case "sym":
                code = child.get("char", "")
                return (
                    chr(int(code, 16))
                    if re.fullmatch("[0-9A-Fa-f]{4}", code) and not code.startswith(("D", "d"))
                    else ""
                )
            case "fldChar" | "instrText":
                self._field(child)
            case "footnoteReference" | "endnoteReference":
                return self._note(child)
            case "drawing" | "pict" | "object" | "AlternateContent":
                self._boxes += _boxes(child)
        return _SIGNS.get(child.tag, "")

    def _field(self, element: Element) -> None:
        """Complex fields nest; what stands between their begin and separate is no text."""
        kind = element.get("fldCharType", "")
        if kind == "begin":
            self._fields.append([""])
        elif self._fields and kind == "separate":
            self._fields[-1].append("shown")
        elif self._fields and kind == "end":
            self._fields.pop()
        elif self._fields and element.tag == "instrText":
            self._fields[-1][0] += element.text or ""

    def _shown(self) -> bool:
        return all(len(field) > 1 for field in self._fields)

    def _leads_now(self) -> str:
        targets = (self._target(field[0]) for field in reversed(self._fields))
        return next(filter(None, targets), "")

    def _target(self, instruction: str) -> str:
        """What a field leads to: an address, or in a file of ours an anchor."""
        if found := _HYPERLINK.search(instruction):
            if found["local"] or not found["address"]:
                return self._local(found["address"] or found["spot"] or "")
            return found["address"] + (f"#{found['spot']}" if found["spot"] else "")
        found = _REFERENCE.search(instruction)
        return self._local(found["name"]) if found else ""

    def _leads(self, link: Element) -> str:
        address = self._file.links.get(link.get("id", ""), "")
        spot = link.get("anchor", "")
        return f"{address}{'#' if spot else ''}{spot}" if address else self._local(spot)

    def _local(self, bookmark: str) -> str:
        anchor = self.anchor(bookmark) if self.ours and bookmark else ""
        return f"#{anchor}" if anchor else ""

    def _note(self, reference: Element) -> str:
        """The number of a footnote; its text is kept for after the paragraph."""
        part = self._file.parts.get(reference.tag.removesuffix("Reference") + "s")
        notes = part.iterfind(reference.tag.removesuffix("Reference")) if part is not None else ()
        note = next((each for each in notes if each.get("id") == reference.get("id")), None)
        if note is None:
            return ""
        self._count += 1
        number = f"[{self._count}]"
        fields, self._fields = self._fields, []
        words = " ".join("".join(p.text for p in self.pieces(paragraph)) for paragraph in note.iter("p"))
        self._fields = fields
        self._notes.append(f"{number} {' '.join(words.split())}")
        return number


def _boxes(drawing: Element) -> list[Element]:
    """The text boxes in a drawing, each once."""
    choice = drawing.find("Choice") if drawing.tag == "AlternateContent" else None
    return [*(drawing if choice is None else choice).iter("txbxContent")]
