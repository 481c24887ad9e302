"""The JSON Schema of `tosgen.site/1`, a site's `index.json`."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NUMBER = {"type": "integer", "minimum": 1}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_LINK = {"type": "string", "format": "uri-reference"}


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12); more keys may stand beside those that it names."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a site has published: index.json at its root",
        "$defs": {"document": _document(), "version": _version(), "text": _text()},
        **_object(
            schema={"const": "tosgen.site/1"},
            service={**_TEXT, "description": "As the ledger names it."},
            base=_or_null(
                {"type": "string", "format": "uri"}, "The site's address; null: addresses are from its root."
            ),
            documents=_list({"$ref": "#/$defs/document"}),
        ),
    }


def _document() -> dict[str, Any]:
    return _object(
        document=_TEXT,
        market=_TEXT,
        jurisdictions=_list(_TEXT),
        in_force=_or_null(_NUMBER, "The version that new users are offered."),
        existing_users=_or_null(_NUMBER, "The version that holds for users who were there before and said nothing."),
        asked=_or_null(_NUMBER, "The version that existing users are asked to agree to."),
        upcoming={**_list(_NUMBER), "description": "Published to hold from a later day on, the next one first."},
        history={**_LINK, "description": "The page of all versions."},
        versions=_list({"$ref": "#/$defs/version"}),
    )


def _version() -> dict[str, Any]:
    return _object(
        version=_NUMBER,
        kind={"enum": ["initial", "material", "editorial", "translation", "technical", "withdrawn"]},
        outcome={"enum": ["published", "overtaken", "withdrawn"]},
        published={"type": "string", "format": "date-time", "description": "When its publication was decided."},
        effective=_or_null(_DAY, "The first day on which it holds for new users."),
        effective_existing=_or_null(_DAY, "The same for existing users; null: they keep what they have."),
        until=_or_null(_DAY, "The first day on which it holds no longer."),
        successor=_or_null(_NUMBER, "The version that holds from then on."),
        withdrawn=_or_null(_DAY, "The first day of its withdrawal."),
        mechanism={
            "enum": ["notice", "notice-and-exit", "express-acceptance", "fresh-consent", None],
            "description": "How it comes to hold for existing users.",
        },
        notices=_list(
            _object(day=_DAY, channel=_TEXT, digests=_list(_DIGEST), existing=_or_null(_DAY, "The day that it names."))
        ),
        authoritative={**_TEXT, "description": "The language that binds."},
        texts=_list({"$ref": "#/$defs/text"}),
    )


def _text() -> dict[str, Any]:
    return _object(
        locale={**_TEXT, "description": "As the ledger names it, as in zh_Hans."},
        language={**_TEXT, "description": "The same as a tag of BCP 47, as in zh-Hans."},
        direction={"enum": ["ltr", "rtl"]},
        title=_TEXT,
        url={**_LINK, "description": "The version's own page, which stays."},
        page=_or_null(_LINK, "The page of what is in force, while this is."),
        markdown=_or_null(_LINK, "The same as Markdown: a line, an empty line, and the recorded bytes."),
        changes=_or_null(_LINK, "What changed with it."),
        acceptance={
            **_object(
                version=_TEXT, locale=_TEXT, digest={**_DIGEST, "description": "Of the recorded Markdown, UTF-8."}
            ),
            "description": "To be kept of a user who agrees, with user, time and method: `tosgen schema acceptance`.",
        },
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(given: dict[str, Any], what: str) -> dict[str, Any]:
    return {"anyOf": [given, {"type": "null"}], "description": what}
