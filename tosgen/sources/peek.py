"""The service that a profile names, found without reading the rest of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from tosgen.sources.faults import Faults
from tosgen.sources.reading import read

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def service_named(path: Path) -> str:
    """What stands under `service:`; "" where nothing does, or it cannot be read: reading the whole says why."""
    source = read(path, Faults())
    try:
        return _under("service", iter(yaml.parse(source.text, Loader=_LOADER))) if source else ""
    except yaml.YAMLError:
        return ""


def _under(wanted: str, events: Iterator[yaml.Event]) -> str:
    """The scalar under a key of the outermost mapping."""
    depth, key = 0, ""
    for event in events:
        if depth == 1 and isinstance(event, yaml.ScalarEvent):
            if key == wanted:
                return str(event.value)
            key = "" if key else str(event.value)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
            if depth == 1:
                key = ""
    return ""
