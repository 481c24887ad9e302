"""`when`: names of features joined by and, or, not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tosgen.saying import say

_TOKEN = re.compile(r"\s*(?:(\()|(\))|([a-z0-9][a-z0-9-]*))")


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed `when`: holds for a set of features.

    >>> Condition.parse("goods and not (subscriptions or accounts)").holds(frozenset({"goods"}))
    True
    >>> sorted(Condition.parse("a or b-c").names)
    ['a', 'b-c']
    """

    text: str
    names: frozenset[str]
    _holds: Callable[[frozenset[str]], bool]

    def holds(self, features: frozenset[str]) -> bool:
        """Whether the condition is true of these features."""
        return self._holds(features)

    def __reduce__(self) -> tuple[Callable[[str], Condition], tuple[str]]:
        # A function cannot be sent to another process; its text can.
        return _again, (self.text,)

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read `text`; ValueError names what is wrong with it."""
        tokens = _tokens(text)
        holds = _either(tokens)
        if tokens:
            raise ValueError(say("unexpected '{token}' in '{text}'", token=tokens[0], text=text))
        return cls(text, frozenset(_tokens(text)) - {"and", "or", "not", "(", ")"}, holds)

    @classmethod
    def all_of(cls, alternatives: list[str]) -> Condition:
        """The register's form: every item must hold; `a|b` in an item is either."""
        if not alternatives:
            return ALWAYS
        return cls.parse(" and ".join(f"({item.replace('|', ' or ')})" for item in alternatives))


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(say("'{character}' has no meaning in '{text}'", character=text[at:].strip()[0], text=text))
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


def _either(tokens: list[str]) -> Callable[[frozenset[str]], bool]:
    left = _both(tokens)
    while tokens and tokens[0] == "or":
        tokens.pop(0)
        left = (lambda a, b: lambda on: a(on) or b(on))(left, _both(tokens))
    return left


def _both(tokens: list[str]) -> Callable[[frozenset[str]], bool]:
    left = _single(tokens)
    while tokens and tokens[0] == "and":
        tokens.pop(0)
        left = (lambda a, b: lambda on: a(on) and b(on))(left, _single(tokens))
    return left


def _single(tokens: list[str]) -> Callable[[frozenset[str]], bool]:
    if not tokens:
        raise ValueError(say("a feature is missing at the end"))
    token = tokens.pop(0)
    if token == "not":
        inner = _single(tokens)
        return lambda on: not inner(on)
    if token == "(":
        inner = _either(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError(say("a ')' is missing"))
        return inner
    if token in {"and", "or", ")"}:
        raise ValueError(say("a feature is missing before '{token}'", token=token))
    return lambda on: token in on


ALWAYS = Condition("", frozenset(), lambda on: True)


def _again(text: str) -> Condition:
    return Condition.parse(text) if text else ALWAYS
