"""The change kind of a version, weighed by rules; the first rule that speaks decides. The list is the specification."""

from __future__ import annotations

from collections.abc import Callable

from tosgen.model.version import ClauseRecord, Version

Rule = Callable[[Version | None, Version], str | None]


def first(old: Version | None, new: Version) -> str | None:
    """Nothing stood before."""
    return "initial" if old is None else None


def unchanged_words(old: Version | None, new: Version) -> str | None:
    """Every clause and title reads as before, in every language, in the same order."""
    return "technical" if old and _reading(old) == _reading(new) else None


def translation_only(old: Version | None, new: Version) -> str | None:
    """Every change stems from a translation."""
    causes = [*(clause.causes for clause in new.clauses), *new.other_causes.values()]
    kinds = {cause.kind for some in causes for cause in some}
    return "translation" if kinds == {"translation"} and not _removed(old, new) else None


def editorial_only(old: Version | None, new: Version) -> str | None:
    """No clause that was touched counts as material, and no term means something else."""
    touched = [clause for clause in new.clauses if clause.causes] + _removed(old, new)
    redefined = any(cause.kind == "term" for clause in touched for cause in clause.causes)
    return "editorial" if not redefined and all(c.materiality == "editorial" for c in touched) else None


def otherwise(old: Version | None, new: Version) -> str | None:
    """What cannot be shown to be less is material."""
    return "material"


RULES: tuple[Rule, ...] = (first, unchanged_words, translation_only, editorial_only, otherwise)


def kind(old: Version | None, new: Version, rules: tuple[Rule, ...] = RULES) -> str:
    """The change kind of `new` against `old`; its clauses carry their causes already."""
    return next(found for rule in rules if (found := rule(old, new)))


def _reading(version: Version) -> tuple[object, ...]:
    return [_read(clause) for clause in version.clauses], version.outline, version.titles


def _read(clause: ClauseRecord) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return clause.supplement, clause.id, tuple(sorted(clause.words.items()))


def _removed(old: Version | None, new: Version) -> list[ClauseRecord]:
    here = {clause.key for clause in new.clauses}
    return [clause for clause in old.clauses if clause.key not in here] if old else []
