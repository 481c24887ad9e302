"""A Word file read with lxml alone: its paragraphs and tables when every change is accepted, or every one rejected."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Literal

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Keep = Literal["new", "old"]
Run = tuple[str, str]
"""(look and what it leads to, text)"""


def part(file: bytes, name: str = "word/document.xml") -> Any:
    """One part of the file."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return etree.fromstring(package.read(name))


def settled(file: bytes, keep: Keep = "new") -> list[Any]:
    """Paragraphs as (style, number, runs), tables as rows of cells of runs; what is too small to see is left out.

    Lists are numbered as they come, whatever their definitions are called.
    """
    body = part(file).find(f"{W}body")
    gone = "del" if keep == "new" else "ins"
    for row in [*body.iter(f"{W}tr")]:
        if row.find(f"{W}trPr/{W}{gone}") is not None:
            row.getparent().remove(row)
    for element in [*body.iter(f"{W}{gone}")]:
        if element.getparent().tag == f"{W}p":
            element.getparent().remove(element)
    return _Blocks(gone).read(body)


class _Blocks:
    def __init__(self, gone: str) -> None:
        self._gone = gone
        self._lists: dict[str, int] = {}

    def read(self, body: Any) -> list[Any]:
        found: list[Any] = []
        pending: list[Run] = []
        for block in body:
            if block.tag == f"{W}tbl":
                rows = [[_runs(cell) for cell in row.iter(f"{W}tc")] for row in block.iter(f"{W}tr")]
                found += [rows] if rows else []
            elif block.tag == f"{W}p":
                pending += _runs(block)
                if block.find(f"{W}pPr/{W}rPr/{W}{self._gone}") is not None:
                    continue  # joined with the next one, whose properties hold
                found += self._paragraph(block, pending)
                pending = []
        assert not pending
        return found

    def _paragraph(self, block: Any, runs: list[Run]) -> list[Any]:
        style = block.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else "Normal"
        level, number = (block.find(f"{W}pPr/{W}numPr/{W}{each}") for each in ("ilvl", "numId"))
        counted = ()
        if number is not None:
            own = number.get(f"{W}val")
            listed = name in {"ListParagraph", "HTMLPreformatted"}
            counted = (level.get(f"{W}val"), self._lists.setdefault(own, len(self._lists)) if listed else own)
        return [] if name == "Gap" else [(name, counted, _merged(runs))]


def _runs(block: Any) -> list[Run]:
    """(look, text) of each run; in fields with what they lead to, without the mark of a place left behind."""
    found, instruction = [], ""
    for run in block.iter(f"{W}r"):
        for element in run:
            if element.tag in {f"{W}instrText", f"{W}delInstrText"}:
                instruction = element.text.strip().replace("_before", "")
            elif element.tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "end":
                instruction = ""
            elif element.tag in {f"{W}t", f"{W}delText"}:
                found.append((_look(run) + instruction, element.text))
            elif element.tag in {f"{W}br", f"{W}tab"}:
                found.append((_look(run) + instruction, element.tag))
    return _merged(found)


def _look(run: Any) -> str:
    properties = run.find(f"{W}rPr")
    return "".join(
        f"{name} "
        for name in ("b", "i", "rStyle", "rtl")
        if properties is not None and properties.find(f"{W}{name}") is not None
    )


def _merged(runs: list[Run]) -> list[Run]:
    out: list[Run] = []
    for look, text in runs:
        if out and out[-1][0] == look:
            out[-1] = (look, out[-1][1] + text)
        else:
            out.append((look, text))
    return out
