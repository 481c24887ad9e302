"""A Word file opened with suspicion: its parts as trees, or one refusal that says what is wrong with it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tosgen.errors import Refused
from tosgen.saying import say

LARGEST = 64 << 20
"""No more bytes than this are unpacked, of all parts together."""
_ENTRIES = 10_000
_ELEMENTS = 2_000_000
_DEEPEST = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("vbaproject.bin", "vbadata.xml")


@dataclass(frozen=True, slots=True)
class WordFile:
    """The document's tree, and the parts that it relates to by the last word of their kind (`styles`, `numbering` …).

    Names of elements and attributes bear no namespaces. `links`: relation -> address outside the file.
    """

    document: Element
    parts: Mapping[str, Element] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


def opened(raw: bytes, place: str) -> WordFile:
    """Refused (`bad-docx`, `encrypted`, `macros`, `too-large`) for anything but a whole Word document."""
    if raw.startswith(_OLE):
        hint = say("save it without a password, as .docx")
        raise Refused.one("encrypted", say("the file is encrypted, or in the old .doc format"), place, hint)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return _Package(package, place).file()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise _bad(place, say("it cannot be unpacked: {reason}", reason=error)) from None


class _Package:
    """One zip file; what it unpacks is counted."""

    def __init__(self, package: zipfile.ZipFile, place: str) -> None:
        self._package, self._place, self._left = package, place, LARGEST
        self._names = self._checked([entry.filename for entry in package.infolist()])

    def file(self) -> WordFile:
        main, _ = next(self._related("", "officeDocument"), ("", ""))
        document = self._tree(main) if main in self._names else None
        if document is None or document.tag != "document" or document.find("body") is None:
            raise _bad(self._place, say("it holds no text document"))
        kinds = ("styles", "numbering", "footnotes", "endnotes")
        found = {kind: name for kind in kinds for name, _ in self._related(main, kind)}
        return WordFile(
            document,
            {kind: self._tree(name) for kind, name in found.items() if name in self._names},
            {key: address for address, key in self._related(main, "hyperlink")},
            dict(self._properties()),
            self._language(),
        )

    def _checked(self, names: list[str]) -> frozenset[str]:
        if any(entry.flag_bits & 1 for entry in self._package.infolist()):
            raise Refused.one("encrypted", say("the file is encrypted"), self._place, say("save it without a password"))
        if len(names) > _ENTRIES:
            raise self._too_large()
        if any(posixpath.basename(name).lower() in _MACROS for name in names):
            raise Refused.one("macros", say("the file holds macros"), self._place, say("save it as .docx"))
        if len(set(names)) < len(names):
            raise _bad(self._place, say("two of its parts have one name"))
        return frozenset(names)

    def _tree(self, name: str) -> Element:
        with self._package.open(name) as stream:
            content = stream.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise self._too_large()
        try:
            return parsed(content)
        except ElementTree.ParseError as error:
            raise _bad(self._place, say("{part} cannot be read: {reason}", part=name, reason=error)) from None

    def _related(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        """(name or address, relation) of what a part relates to in this way."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return
        for each in self._tree(relations).iter("Relationship"):
            if each.get("Type", "").rpartition("/")[2] == kind:
                outside = each.get("TargetMode") == "External"
                target = each.get("Target", "")
                inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                yield (target if outside else inside), each.get("Id", "")

    def _properties(self) -> Iterator[tuple[str, str]]:
        for name, _ in self._related("", "custom-properties"):
            for each in self._tree(name).iter("property") if name in self._names else ():
                yield each.get("name", ""), "".join(each.itertext())

    def _language(self) -> str:
        for name, _ in self._related("", "core-properties"):
            if name in self._names:
                return (self._tree(name).findtext("language") or "").strip()
        return ""

    def _too_large(self) -> Refused:
        message = say("it unpacks to more than {size} MiB", size=LARGEST >> 20)
        return Refused.one("too-large", message, self._place, say("compare it in parts"))


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree without namespaces; what no Word file needs and an attack does stops it."""

    def __init__(self) -> None:
        super().__init__()
        self._count = self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Begin an element."""
        self._count, self._depth = self._count + 1, self._depth + 1
        if self._count > _ELEMENTS or self._depth > _DEEPEST:
            raise ElementTree.ParseError("it has too many elements")
        return super().start(_bare(tag), {_bare(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        """End an element."""
        self._depth -= 1
        return super().end(_bare(tag))

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002 - the parser's signature
        """No Word file declares entities."""
        raise ElementTree.ParseError("it declares a document type")


def parsed(content: bytes) -> Element:
    """XML without document type. Raises ParseError."""
    parser = ElementTree.XMLParser(target=_Builder())
    parser.feed(content)
    found = parser.close()
    assert isinstance(found, Element)
    return found


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _bad(place: str, what: str) -> Refused:
    message = say("the file is no Word document that can be read: {what}", what=what)
    return Refused.one("bad-docx", message, place, say("save it again as .docx"))
