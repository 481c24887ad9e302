"""The change kind of a version, weighed by rules; the first rule that speaks decides. The list is the specification."""

from __future__ import annotations

from collections.abc import Callable

from tosgen.model.version import ClauseRecord, Version

Rule = Callable[[Version | None, Version], str | None]


def first(old: Version | None, new: Version) -> str | None:
    """Nothing stood before."""
    return "initial" if old is None else None


def unchanged_words(old: Version | None, new: Version) -> str | None:
    """Every clause reads as before, in every language, in the same order."""
    same = old and [_read(c) for c in old.clauses] == [_read(c) for c in new.clauses] and old.outline == new.outline
    return "technical" if same else None


def translation_only(old: Version | None, new: Version) -> str | None:
    """Every change stems from a translation."""
    kinds = {cause.kind for clause in new.clauses for cause in clause.causes}
    return "translation" if kinds == {"translation"} and not _removed(old, new) else None


def editorial_only(old: Version | None, new: Version) -> str | None:
    """No clause that was touched counts as material."""
    touched = [clause for clause in new.clauses if clause.causes] + _removed(old, new)
    return "editorial" if all(clause.materiality == "editorial" for clause in touched) else None


def otherwise(old: Version | None, new: Version) -> str | None:
    """What cannot be shown to be less is material."""
    return "material"


RULES: tuple[Rule, ...] = (first, unchanged_words, translation_only, editorial_only, otherwise)


def kind(old: Version | None, new: Version, rules: tuple[Rule, ...] = RULES) -> str:
    """The change kind of `new` against `old`; its clauses carry their causes already."""
    return next(found for rule in rules if (found := rule(old, new)))


def _read(clause: ClauseRecord) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return clause.supplement, clause.id, tuple(sorted(clause.words.items()))


def _removed(old: Version | None, new: Version) -> list[ClauseRecord]:
    here = {clause.key for clause in new.clauses}
    return [clause for clause in old.clauses if clause.key not in here] if old else []
