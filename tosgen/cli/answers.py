"""Whether an answer to a question of `tosgen init` can be taken, by the rules of the profile's reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tosgen.saying import SEMICOLON, joined, say

if TYPE_CHECKING:
    from tosgen.interview import Question

_LISTS = ("countries", "languages")


def fault(question: Question, given: Any) -> str | None:
    """What is wrong with an answer; None if it fits."""
    if question.kind == "yes-no":
        return None if isinstance(given, bool) else say("answer yes or no")
    several = question.kind in {"many", "keys"}
    if isinstance(given, list) != several or not all(isinstance(word, str) for word in (given if several else [given])):
        return say("this is no answer to the question")
    if not given:
        return None if question.optional else say("choose at least one") if several else say("the text is empty")
    words = given if several else [given]
    if len(set(words)) < len(words):
        return say("one of them stands twice")
    return next((wrong for word in words if (wrong := _unfit(question, word))), None)


def _unfit(question: Question, word: str) -> str | None:
    from tosgen.sources.faults import Unfit, brief, near

    if question.options:
        hint = near(word, question.options)
        if word in question.options:
            return None
        wrong = say("{word} is not one of them", word=brief(word))
        return joined(SEMICOLON, [wrong, hint]) if hint else wrong
    try:
        _reader(question)(word)
    except Unfit as unfit:
        return joined(SEMICOLON, [unfit.message, unfit.hint]) if unfit.hint else unfit.message
    return None


def _reader(question: Question) -> Callable[[str], object]:
    """What reads such an answer, raising Unfit."""
    from tosgen.sources import profile, values
    from tosgen.sources.names import SEGMENT, named

    if question.key == "service" or question.kind == "keys":
        return lambda text: named(SEGMENT, text)
    if question.key == "timezone":
        return values.timezone
    group, _, name = question.key.partition(".")
    if group == "entity":
        return profile.FIELDS.get(name, values.line)
    fact = question.fact
    if fact is None or fact.kind in {"localized", "table"}:
        return values.line
    if fact.kind in _LISTS:
        return lambda text: [values.parse(fact, item) for item in text.split()]
    return lambda text: values.parse(fact, _number(text) if fact.kind == "integer" else text)


def _number(text: str) -> object:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else text
