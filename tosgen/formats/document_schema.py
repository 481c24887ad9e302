"""The JSON Schema of `tosgen.document/1`."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_ANCHOR = {"type": "string", "pattern": "^[a-z0-9.-]+$", "description": "Stands for life; the fragment of a link."}
_NUMBER = {"type": "string", "description": "As printed in this version; anchors stay, numbers move."}


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12); more keys may stand beside those that it names."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A recorded text of a document, as `tosgen show --format json` gives it",
        "$defs": {"section": _section(), "clause": _clause(), "cause": _cause()},
        **_object(
            schema={"const": "tosgen.document/1"},
            document=_TEXT,
            market=_TEXT,
            locale=_said("Of this text, as in zh_Hans."),
            direction={"enum": ["ltr", "rtl"]},
            service=_object(id=_TEXT, name=_said("As the text itself states it.")),
            version={"type": "integer", "minimum": 1},
            kind={"enum": ["initial", "material", "editorial", "translation", "technical", "withdrawn"]},
            base={"type": ["integer", "null"], "description": "The version that it is compared with."},
            generated_for={**_DAY, "description": "The day that it was composed for."},
            jurisdictions=_list(_TEXT),
            authoritative=_said("The language that binds."),
            languages=_list(_TEXT),
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "Of the recorded Markdown, UTF-8."},
            outcome={"enum": ["draft", "rejected", "published", "overtaken", "withdrawn"]},
            effective=_or_null(_DAY, "The first day on which it holds."),
            effective_existing=_or_null(_DAY, "The same for existing users; null: they keep what they have."),
            until=_or_null(_DAY, "The first day on which it holds no longer."),
            successor={"type": ["integer", "null"], "description": "The version that holds from then on."},
            withdrawn=_or_null(_DAY, "The first day of its withdrawal."),
            anchor=_said("Of the title; empty where a section has taken it."),
            title=_TEXT,
            notice=_said("What stands under the title of a translation that is not up to date; else empty."),
            supplements=_list(_object(jurisdiction=_TEXT, anchor=_ANCHOR, title=_TEXT)),
            sections=_list({"$ref": "#/$defs/section"}),
        ),
    }


def _section() -> dict[str, Any]:
    return _object(
        slot=_TEXT,
        supplement=_said("The jurisdiction that it speaks for; empty in the base text."),
        anchor=_ANCHOR,
        number=_NUMBER,
        title=_TEXT,
        clauses=_list({"$ref": "#/$defs/clause"}),
    )


def _clause() -> dict[str, Any]:
    return _object(
        clause=_said("The id for life, as in ai-chatbot/disclosure."),
        anchor=_ANCHOR,
        number=_NUMBER,
        title=_TEXT,
        conspicuous={"type": "boolean", "description": "Whether law asks that it stand out."},
        markdown=_said("The body as recorded (CommonMark with tables)."),
        text=_said("The body as plain text."),
        jurisdiction=_said("Where the clause is from, as in EU or global."),
        source=_said("Its path in the library, without .md."),
        materiality={"enum": ["material", "editorial"]},
        satisfies={
            "type": "object",
            "additionalProperties": _TEXT,
            "description": "Requirement of the register -> the words of the clause's source language that answer it.",
        },
        causes=_list({"$ref": "#/$defs/cause"}),
    )


def _cause() -> dict[str, Any]:
    kinds = ["library", "law", "fact", "feature", "term", "jurisdiction", "translation", "outline", "layout"]
    cause = _object(kind={"enum": kinds}, name=_TEXT, before={}, after={})
    return {**cause, "description": "Why the clause changed against the base version."}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _or_null(of: dict[str, Any], description: str) -> dict[str, Any]:
    return {"anyOf": [of, {"type": "null"}], "description": description}


def _said(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}
