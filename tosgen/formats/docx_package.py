"""A Word file put together from its parts: same parts, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from string import Template
from typing import Literal
from xml.sax.saxutils import quoteattr

from tosgen.formats.docx_body import Body
from tosgen.formats.docx_runs import Tongue, escaped

Paper = Literal["a4", "letter"]
_FOLDER = Path(__file__).parent.parent / "templates" / "docx"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SIZES: Mapping[Paper, tuple[int, int]] = {"a4": (11906, 16838), "letter": (12240, 15840)}
_MARGIN = 1304
_EAST_ASIAN = {"zh-CN": "Microsoft YaHei", "zh-TW": "Microsoft JhengHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
_PAGE, _PAGES = "\x01", "\x02"
_FIELDS = {_PAGE: "PAGE", _PAGES: "NUMPAGES"}
"""In a line of the footer: the number of the page, and how many there are."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a file says of the text in it: properties, and lines at the head and foot of every page.

    `subject` is the text's ref. A line's second part stands at its far end; `warning` is a line of its own, in bold;
    `words` is the language of these lines.
    """

    title: str
    subject: str = ""
    creator: str = "tosgen"
    made: date | None = None
    head: tuple[str, str] = ("", "")
    warning: str = ""
    words: Tongue = field(default_factory=Tongue)
    paper: Paper = "a4"
    tracking: bool = False


def package(body: Body, cover: Cover, tongue: Tongue) -> bytes:
    """The file's bytes."""
    width = _SIZES[cover.paper][0] - 2 * _MARGIN
    fonts = _EAST_ASIAN.get(tongue.tag, "Microsoft YaHei")
    parts = {
        "[Content_Types].xml": _template("content_types").template,
        "_rels/.rels": _template("rels").template,
        "docProps/app.xml": _template("app").template,
        "docProps/core.xml": _core(cover, tongue),
        "docProps/custom.xml": _custom(cover, body.anchors),
        "word/_rels/document.xml.rels": _template("document_rels").template,
        "word/document.xml": _document(body, cover, tongue),
        "word/footer1.xml": _edge("ftr", "Footer", cover.words, (cover.title, f"{_PAGE} / {_PAGES}")),
        "word/header1.xml": _edge("hdr", "Header", cover.words, cover.head, cover.warning),
        "word/numbering.xml": body.numbering.xml(),
        "word/settings.xml": _template("settings").substitute(tracking="<w:trackRevisions/>" if cover.tracking else ""),
        "word/styles.xml": _template("styles").substitute(east_asian=fonts, lang=tongue.lang, width=str(width)),
    }
    return _zipped({name: text.encode() for name, text in parts.items()})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            file.writestr(entry, parts[name], compresslevel=6)
    return out.getvalue()


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.xml").read_text("utf-8"))


def _document(body: Body, cover: Cover, tongue: Tongue) -> str:
    width, height = _SIZES[cover.paper]
    margins = " ".join(f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar {margins} w:header="624" w:footer="624" w:gutter="0"/>'
        f"{'<w:bidi/>' if tongue.leftward else ''}</w:sectPr>"
    )
    return f"{_HEAD}<w:document {_W} {_R}><w:body>{body.xml}{section}</w:body></w:document>\n"


def _edge(tag: str, style: str, tongue: Tongue, line: tuple[str, str], warning: str = "") -> str:
    inner = _line(style, tongue, *line) + (_line(style, tongue, warning, bold=True) if warning else "")
    return f"{_HEAD}<w:{tag} {_W}>{inner}</w:{tag}>\n"


def _line(style: str, tongue: Tongue, near: str, far: str = "", *, bold: bool = False) -> str:
    bidi = "<w:bidi/>" if tongue.leftward else ""
    look = ("<w:b/><w:bCs/>" if bold else "") + ("<w:rtl/>" if tongue.leftward else "") + tongue.lang
    tab = "<w:r><w:tab/></w:r>" if far else ""
    runs = "".join(_words(near, look)) + tab + "".join(_words(far, look))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{runs}</w:p>'


def _words(text: str, look: str) -> Iterator[str]:
    """Runs, and fields where the page's number is to stand."""
    start = 0
    for at, character in [*enumerate(text), (len(text), "")]:
        if character and character not in _FIELDS:
            continue
        if words := escaped(text[start:at]):
            yield f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
        if character:
            shown = f"<w:r><w:rPr>{look}</w:rPr><w:t>1</w:t></w:r>"
            yield f'<w:fldSimple w:instr=" {_FIELDS[character]} ">{shown}</w:fldSimple>'
        start = at + 1


def _core(cover: Cover, tongue: Tongue) -> str:
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{cover.made}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if cover.made
    )
    return _template("core").substitute(
        title=escaped(cover.title),
        subject=escaped(cover.subject),
        creator=escaped(cover.creator),
        language=f"<dc:language>{escaped(tongue.language)}</dc:language>" if tongue.language else "",
        dates=dates,
    )


def _custom(cover: Cover, anchors: Mapping[str, str]) -> str:
    """What the text is, and the anchors whose bookmarks do not show them."""
    told = {"tosgen": cover.subject}
    told |= {f"anchor {name}": anchor for name, anchor in anchors.items() if name.replace("_", "-") != anchor}
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(told.items(), 2)
    )
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    return f'{_HEAD}<Properties xmlns="{base}" xmlns:vt="{types}">{inner}</Properties>\n'
