"""The record beside the pages: what a site's `index.json` says, with files of the export in place of addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tosgen.site import record
from tosgen.site.config import Config
from tosgen.site.exports.content import Page

SCHEMA = "tosgen.published/1"
_ADDRESSES = ("url", "page", "markdown", "changes")
Key = tuple[str, int, str, bool]
"""Document and market, version, locale, whether at the address of what is in force."""


def data(config: Config, pages: Mapping[str, Page]) -> bytes:
    """The file; it knows the versions that the export has pages of, and no others."""
    files: dict[Key, str] = {(p.folder, p.edition.number, p.locale, p.current): path for path, p in pages.items()}
    index = record.index(config)
    documents = [_document(document, files) for document in index["documents"]]
    said = {name: value for name, value in index.items() if name not in {"schema", "base", "documents"}}
    found = {"schema": SCHEMA, **said, "documents": documents}
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _document(document: Mapping[str, Any], files: Mapping[Key, str]) -> dict[str, Any]:
    folder = f"{document['document']}/{document['market']}"
    there = {number for name, number, _, _ in files if name == folder}
    found = {name: value for name, value in document.items() if name != "history"}
    found["upcoming"] = [number for number in document["upcoming"] if number in there]
    found["versions"] = [_version(each, folder, files) for each in document["versions"] if each["version"] in there]
    return found


def _version(version: Mapping[str, Any], folder: str, files: Mapping[Key, str]) -> dict[str, Any]:
    texts = []
    for text in version["texts"]:
        places = {
            "file": files.get((folder, version["version"], text["locale"], False)),
            "file_in_force": files.get((folder, version["version"], text["locale"], True)),
        }
        texts.append({**{name: value for name, value in text.items() if name not in _ADDRESSES}, **places})
    return {**version, "texts": texts}
