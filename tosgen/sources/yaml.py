"""Strict YAML 1.2: plain data with the position of every key and value, and nothing that surprises.

Only `true`, `false`, `null` and decimal integers are typed: `NO`, `1.10`, `010`, `12:30` and dates stay text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tosgen.errors import Place
from tosgen.saying import say
from tosgen.sources.faults import Faults, brief
from tosgen.sources.reading import FORBIDDEN, MIB, read, unclean
from tosgen.sources.tree import Data, Map, Seq, Spot, Tree

MAX_DEPTH = 24
MAX_NODES = 50_000
_NUMBERS = frozenset("-0123456789")
"""What an integer begins with."""
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HINTS = {
    "mapping values are not allowed": say("put a value that contains ': ' in quotes"),
    "cannot start any token": say("indent with spaces, not tabs; put a value that starts with @, ` or % in quotes"),
    "did not find expected": say("check the indentation, the brackets and the quotes above"),
    "could not find expected ':'": say("write 'key: value'"),
}


def load(path: Path, faults: Faults, *, limit: int = MIB) -> Tree | None:
    """Read and parse a YAML file; None, with faults, if it cannot be taken."""
    source = read(path, faults, limit=limit)
    return parse(source.text, source.shown, faults) if source else None


def load_yaml(path: Path) -> Data:
    """The data of a YAML file. Raises Refused with every fault found."""
    faults = Faults()
    tree = load(path, faults)
    faults.stop()
    return tree.data if tree else None


def parse(text: str, path: str, faults: Faults, *, first_line: int = 1) -> Tree | None:
    """Parse YAML that starts on `first_line` of the file shown as `path`."""
    builder = _Builder(path, first_line, faults)
    before = len(faults.found)
    try:
        builder.read(text)
    except _StopError:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or str(error.context)
        hint = next((hint for words, hint in _HINTS.items() if words in what), "")
        spot = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        faults.add("syntax", say("this is not YAML: {what}", what=what), Place(path, *spot), hint)
        return None
    except yaml.YAMLError as error:
        faults.add("syntax", say("this is not YAML: {error}", error=error), Place(path, first_line, 1))
        return None
    return Tree(path, builder.root, builder.start) if len(faults.found) == before else None


class _StopError(Exception):
    """Reading on would not help: the fault is noted."""


def _typed(text: str) -> Data:
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if text[0] in _NUMBERS and _INTEGER.fullmatch(text) else text


class _Builder:
    """Events -> data, without recursion."""

    def __init__(self, path: str, first_line: int, faults: Faults) -> None:
        self.path, self.first_line, self.faults = path, first_line, faults
        self.root: Data = None
        self.start: Spot = (first_line, 1)
        self.inside: Map | Seq | None = None
        self.key: str | None = None
        self.around: list[Map | Seq | None] = []
        self.nodes = self.documents = 0

    def read(self, text: str) -> None:
        loader = _LOADER(text)
        try:
            while (event := loader.get_event()) is not None:
                if take := _TAKEN.get(type(event)):
                    take(self, event)
        finally:
            loader.dispose()

    def end(self, _: yaml.Event) -> None:
        self.inside = self.around.pop()

    def mapping(self, event: yaml.MappingStartEvent) -> None:
        self._container(event, Map())

    def sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._container(event, Seq())

    def alias(self, event: yaml.AliasEvent) -> None:
        message = say("alias '*{anchor}' is not allowed", anchor=event.anchor)
        self._fault(event, "forbidden-syntax", message, say("write the value out"))
        self._put(None, event)

    def document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            message = say("a second document starts here")
            self._fault(event, "syntax", message, say("keep one document a file"), stop=True)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(event)
        if event.style == '"' and (match := FORBIDDEN.search(event.value)):
            self._fault(
                event, "encoding", say("{character} is not allowed", character=unclean(match.group())), say("remove it")
            )
        value = _typed(event.value) if event.implicit[0] and not event.style else event.value
        if self.key is None and isinstance(self.inside, Map):
            self._key(self.inside, event, value)
        else:
            self._put(value, event)

    def _key(self, parent: Map, event: yaml.ScalarEvent, value: Data) -> None:
        key = event.value
        if not isinstance(value, str):
            self._fault(event, "bad-value", say("key {key} is not text", key=brief(key)), say("put it in quotes"))
        elif key == "<<" and event.implicit[0]:
            self._fault(event, "forbidden-syntax", say("merge key '<<' is not allowed"), say("write the keys out"))
        elif key in parent:
            first = parent.key_spots[key][0]
            self._fault(
                event,
                "duplicate-key",
                say("{key} stands here again, first on line {first}", key=brief(key), first=first),
                say("keep one"),
            )
        self.key = key
        parent.key_spots.setdefault(key, self._spot(event))

    def _container(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, node: Map | Seq) -> None:
        self._count(event)
        if len(self.around) >= MAX_DEPTH:
            self._fault(event, "too-large", say("nested deeper than {number} levels", number=MAX_DEPTH), stop=True)
        if self.key is None and isinstance(self.inside, Map):
            self._fault(event, "bad-value", say("a key must be text"), say("put it in quotes"), stop=True)
        self._put(node, event)
        self.around.append(self.inside)
        self.inside = node

    def _put(self, value: Data, event: yaml.Event) -> None:
        spot, parent = self._spot(event), self.inside
        if isinstance(parent, Map):
            key = str(self.key)
            parent.setdefault(key, value)
            parent.value_spots.setdefault(key, spot)
            self.key = None
        elif isinstance(parent, Seq):
            parent.append(value)
            parent.spots.append(spot)
        else:
            self.root, self.start = value, spot

    def _count(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._fault(
                event,
                "too-large",
                say("more than {number} values", number=f"{MAX_NODES:,}"),
                say("split the file"),
                stop=True,
            )
        if event.anchor:
            self._fault(
                event,
                "forbidden-syntax",
                say("anchor '&{anchor}' is not allowed", anchor=event.anchor),
                say("write the value out"),
            )
        if event.tag:
            self._fault(
                event, "forbidden-syntax", say("tag {tag} is not allowed", tag=brief(event.tag)), say("remove it")
            )

    def _fault(self, event: yaml.Event, code: str, message: str, hint: str = "", *, stop: bool = False) -> None:
        self.faults.add(code, message, Place(self.path, *self._spot(event)), hint)
        if stop:
            raise _StopError

    def _spot(self, event: yaml.Event) -> Spot:
        mark = event.start_mark
        assert mark is not None
        return (mark.line + self.first_line, mark.column + 1)


_TAKEN: dict[type[yaml.Event], Callable[[_Builder, Any], None]] = {
    yaml.ScalarEvent: _Builder.scalar,
    yaml.MappingStartEvent: _Builder.mapping,
    yaml.MappingEndEvent: _Builder.end,
    yaml.SequenceStartEvent: _Builder.sequence,
    yaml.SequenceEndEvent: _Builder.end,
    yaml.AliasEvent: _Builder.alias,
    yaml.DocumentStartEvent: _Builder.document,
}
"""What each kind of event does; the others do nothing."""
