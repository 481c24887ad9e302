"""A rendering kept with what it looked at, and given again wherever all of that is the same.

Documents and services of one library share nearly all their clauses. A fact that is only printed is left open, as a
slot; everything else that a template asked (a condition, a loop, a comparison) must have had the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import contains

from tosgen.compose.noted import Noted, Setup
from tosgen.model.document import Text
from tosgen.model.kept import kept
from tosgen.model.library import Library
from tosgen.model.vocabulary import Wording

MOST = 32
"""Answers to the same questions that are kept at once."""
Answers = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The names that a rendering looked up, by what it did with them."""

    answers: tuple[str, ...]
    printed: tuple[str, ...]
    """Answers that were printed, or asked for being there, and nothing else."""
    groups: tuple[str, ...]
    features: tuple[str, ...]
    anchors: tuple[str, ...]
    documents: tuple[str, ...]

    @classmethod
    def by(cls, noted: Noted) -> Asked:
        """What was asked while `noted` was written."""
        printed = tuple(name for name in noted.looks if _only_printed(noted, name))
        answers = tuple(name for name in noted.looks if name not in printed)
        return cls(
            answers, printed, tuple(noted.groups), tuple(noted.features), tuple(noted.anchors), tuple(noted.documents)
        )

    @classmethod
    def together(cls, some: Iterable[Asked]) -> Asked:
        """What several renderings asked; an answer that one of them looked into is not only printed."""
        some = list(some)
        answers = _all(asked.answers for asked in some)
        printed = tuple(name for name in _all(asked.printed for asked in some) if name not in {*answers})
        return cls(
            answers, printed, _all(asked.groups for asked in some), _all(asked.features for asked in some),
            _all(asked.anchors for asked in some), _all(asked.documents for asked in some),
        )  # fmt: skip

    def answered(self, setup: Setup) -> Answers:
        """How a setup answers it; of what is only printed, what its place in the text depends on."""
        return (
            *map(setup.answers.get, self.answers),
            *map(setup.shape, self.printed),
            *[bool(setup.answers.get(group)) for group in self.groups],
            *[contains(setup.features, name) for name in self.features],
            *map(setup.anchors.get, self.anchors),
            *[contains(setup.documents, name) for name in self.documents],
        )


def _all(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))


def _only_printed(noted: Noted, name: str) -> bool:
    if noted.setup.answers.get(name) is not None and noted.setup.printed(name) is None:
        return False
    return all(name in template.printed or name not in template.names("name") for template in noted.templates)


@dataclass(frozen=True, slots=True)
class Used:
    """What a text was made of: names of answers that there were, features asked for, terms, blanks to be filled in."""

    facts: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    terms: Mapping[str, Wording] = field(default_factory=dict)
    blanks: tuple[str, ...] = ()

    @classmethod
    def by(cls, noted: Noted) -> Used:
        """What was used while `noted` was written."""
        return cls(tuple(noted.facts), tuple(noted.features), dict(noted.terms), tuple(noted.blanks))


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a rendering came to: its texts, what it asked, what they use, and the citations that stand in them."""

    texts: tuple[Text, ...]
    asked: Asked
    used: Used
    stands: Mapping[str, str] = field(default_factory=dict)


NOTHING = Asked((), (), (), (), (), ())


class Memory:
    """The renderings of one template in one language."""

    def __init__(self) -> None:
        """Empty."""
        self._made: dict[Asked, dict[Answers, Rendered]] = {}

    def recall(self, setup: Setup) -> Rendered | None:
        """The rendering for a setup that answers everything as an earlier one did."""
        for asked, made in self._made.items():
            if found := made.get(asked.answered(setup)):
                return found
        return None

    def keep(self, noted: Noted, rendered: Rendered) -> None:
        """Keep a rendering, unless something was wrong with it."""
        if noted.findings:
            return
        made = self._made.setdefault(rendered.asked, {})
        if len(made) >= MOST:
            made.clear()
        made[rendered.asked.answered(noted.setup)] = rendered


@kept
def memory(library: Library, *of: object) -> Memory:  # noqa: ARG001  # what it belongs to
    """The memory of a template: the language's translator, its source, the place, and what else it is rendered with."""
    return Memory()
