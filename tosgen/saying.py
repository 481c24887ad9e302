"""What tosgen says to people: English, with its template and values kept so that the edge can say it in any language.

Legal text never passes here; it lives in `clauses/` and in the catalogs' domain `clauses`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

Speak = Callable[[str], str]
_FIELD = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Said(str):
    """Words in English, and what they were made of.

    `template` is what is translated, in a `context` where it means several things; `plural` is the template for more
    than one, chosen by `values["n"]`, empty where number plays no part. Of what only stands side by side, `parts` are
    said one by one, and the template is empty.
    """

    __slots__ = ("context", "parts", "plural", "template", "values")
    template: str
    plural: str
    context: str
    values: Mapping[str, object]
    parts: tuple[str, ...]

    def of(self, **values: object) -> Said:
        """The same words with values: for a template that is chosen from several.

        >>> {"fact": say("unknown fact '{name}'")}["fact"].of(name="a.b")
        "unknown fact 'a.b'"
        """
        return _said(self.context, self.template, self.plural, self.template, values)

    def each(self, change: Callable[[str], str]) -> Said:
        """The same words with every value changed: cleaned, or escaped for where the words go.

        >>> say("no clause '{name}'", name="core/law").each(str.upper)
        "no clause 'CORE/LAW'"
        """
        if self.parts:
            return joined("", (part.each(change) if isinstance(part, Said) else change(part) for part in self.parts))
        values = {name: _changed(value, change) for name, value in self.values.items()}
        chosen = self.plural if self.plural and values["n"] != 1 else self.template
        return _said(self.context, self.template, self.plural, chosen, values)


def say(template: str, /, **values: object) -> Said:
    """Words for people: `template` is a literal with `{names}`, found by the extractor; values may be `Said` too.

    >>> said = say("no clause '{name}'", name="core/law")
    >>> said, said.template
    ("no clause 'core/law'", "no clause '{name}'")
    """
    return _said("", template, "", template, values)


def say_n(one: str, many: str, /, n: int, **values: object) -> Said:
    """The same where number plays a part: English chooses between the two, other languages by their own plurals.

    >>> say_n("{n} clause", "{n} clauses", n=2)
    '2 clauses'
    """
    return _said("", one, many, one if n == 1 else many, {"n": n, **values})


def say_in(context: str, template: str, /, **values: object) -> Said:
    """The same for words that mean several things, told apart by a `context` that translators see.

    >>> say_in("a cell of a table", "due").context
    'a cell of a table'
    """
    return _said(context, template, "", template, values)


def joined(between: str, parts: Iterable[str]) -> Said:
    """Parts side by side, each said on its own, and what stands between them said too.

    >>> joined("; ", [say("{n} left", n=2), "a/b"])
    '2 left; a/b'
    """
    whole = [piece for part in parts for piece in (between, part)][1:]
    said = _said("", "", "", "".join(whole), {})
    said.parts = tuple(piece for piece in whole if piece)
    return said


def listed(items: Iterable[str]) -> Said:
    """Items with a comma between them, in the form that the language has for it."""
    return joined(COMMA, items)


def said_by(error: BaseException) -> str:
    """What an exception says: `str` makes plain text of it."""
    return error.args[0] if error.args and isinstance(error.args[0], Said) else str(error)


def english(text: str) -> str:
    """Say it as it is: the default of everything that takes a `Speak`."""
    return str(text)


def filled(template: str, values: Mapping[str, object]) -> str:
    """A template with its values; what is no `{name}` of theirs stays.

    >>> filled("{a} in {% if b %}", {"a": 1})
    '1 in {% if b %}'
    """
    return _FIELD.sub(lambda found: str(values.get(found[1], found[0])) if found[1] else found[0][0], template)


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a help, each on one line: what is translated at once.

    >>> paragraphs("One, in \\n    two lines.\\n\\n    Two.")
    ['One, in two lines.', 'Two.']
    """
    lines = [line.strip() for line in (text or "").split("\n")]
    return [" ".join(part.split()) for part in "\n".join(lines).split("\n\n") if part.strip()]


def sentence(text: str | None) -> str:
    """The first sentence of a help: what a list says of it."""
    return re.split(r"(?<=\.) ", next(iter(paragraphs(text)), ""), maxsplit=1)[0]


def names(template: str) -> frozenset[str]:
    """The names that stand in a template.

    >>> sorted(names("{one} of {all_}"))
    ['all_', 'one']
    """
    return frozenset(name for name in _FIELD.findall(template) if name)


def _changed(value: object, change: Callable[[str], str]) -> str | int:
    if isinstance(value, Said):
        return value.each(change)
    return value if isinstance(value, int) else change(str(value))


def _said(context: str, template: str, plural: str, chosen: str, values: Mapping[str, object]) -> Said:
    said = Said(filled(chosen, values) if values else chosen)
    said.template, said.plural, said.context, said.values, said.parts = template, plural, context, values, ()
    return said


COMMA = say_in("between the items of a list", ", ")
OR = say_in("between alternatives", " or ")
AND = say_in("between two names", " and ")
SEMICOLON = say_in("between two remarks", "; ")
