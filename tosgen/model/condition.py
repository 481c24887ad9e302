"""`when`: names of features joined by and, or, not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

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

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read `text`; ValueError names what is wrong with it."""
        tokens = _tokens(text)
        holds = _either(tokens)
        if tokens:
            raise ValueError(f"unexpected '{tokens[0]}' in '{text}'")
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
            raise ValueError(f"'{text[at:].strip()[0]}' has no meaning in '{text}'")
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
        raise ValueError("a feature is missing at the end")
    token = tokens.pop(0)
    if token == "not":
        inner = _single(tokens)
        return lambda on: not inner(on)
    if token == "(":
        inner = _either(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("a ')' is missing")
        return inner
    if token in {"and", "or", ")"}:
        raise ValueError(f"a feature is missing before '{token}'")
    return lambda on: token in on


ALWAYS = Condition("", frozenset(), lambda on: True)
