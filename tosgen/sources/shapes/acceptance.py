"""Shape of a record of acceptance, as an application keeps one for each user who accepted a text."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from tosgen.saying import say
from tosgen.sources.faults import Unfit, brief
from tosgen.sources.shapes.base import Digest, Shape, told

REF = r"^(?P<document>[a-z0-9][a-z0-9._-]*)/(?P<market>[A-Za-z0-9][A-Za-z0-9._-]*)@(?P<version>[1-9][0-9]{0,8})$"
_USER = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$"
_LOCALE = r"^[A-Za-z]{2,3}(?:_[A-Za-z0-9]+)*$"
_METHOD = r"^[a-z][a-z0-9-]{0,63}$"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$"
_HINTS = {
    REF: say("write DOCUMENT/MARKET@NUMBER, as in terms-of-service/DE@2"),
    _USER: say("give an id that means nothing to anybody else: no name, no address"),
    _LOCALE: say("write it as the ledger does, as in zh_Hans"),
    _METHOD: say("write a word in small letters, as in checkbox"),
}


def moment(text: str) -> datetime:
    """A moment written as in RFC 3339. Unfit (`bad-date`) for anything else."""
    try:
        if re.fullmatch(_TIME, text):
            return datetime.fromisoformat(text.upper())
    except ValueError:
        pass
    hint = say("write it with its offset, as in 2027-03-01T12:00:00+01:00")
    raise Unfit("bad-date", say("{text} is no moment of RFC 3339", text=brief(text)), hint)


def _like(pattern: str) -> BeforeValidator:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise Unfit("bad-value", say("{text} cannot stand here", text=brief(text)), _HINTS[pattern])
        return text

    return BeforeValidator(told(read))


def _described(pattern: str, what: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": re.sub(r"\?P<\w+>", "", pattern), "description": what})


class AcceptanceShape(Shape):
    """That one user accepted one text, at one moment, in one way."""

    user: Annotated[str, _like(_USER), _described(_USER, "an opaque id: no name and no address")]
    version: Annotated[str, _like(REF), _described(REF, "DOCUMENT/MARKET@NUMBER")]
    locale: Annotated[str, _like(_LOCALE), _described(_LOCALE, "the language of the text, as the ledger names it")]
    digest: Annotated[Digest, _described(r"^[0-9a-f]{64}$", "SHA-256 of the text as the ledger has it")]
    time: Annotated[datetime, BeforeValidator(told(moment)), _described(_TIME, "RFC 3339, with its offset")]
    method: Annotated[str, _like(_METHOD), _described(_METHOD, "how, in a word: checkbox, button, signature")]
