"""What a run changed, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tosgen.formats.cause_words import named
from tosgen.model.version import Cause
from tosgen.model.words import word
from tosgen.saying import listed, say, say_n

_ORDER = ("initial", "material", "editorial", "translation", "technical", "withdrawn")
_MOST = 5


def of_run(outcomes: Sequence[tuple[str, Sequence[Cause]]]) -> str:
    """One sentence. `outcomes`: of each document its change kind, "" where nothing changed, and its causes.

    >>> of_run([("material", [Cause("fact", "fees.late")]), ("editorial", [Cause("fact", "fees.late")]), ("", [])])
    '2 of 3 documents changed: 1 material, 1 editorial; because of fact fees.late (2)'
    """
    kinds = Counter(kind for kind, _ in outcomes if kind)
    total, changed = len(outcomes), sum(kinds.values())
    if not changed:
        return say_n("{n} document, unchanged", "{n} documents, none of them changed", n=total)
    told = [say("{n} {kind}", n=kinds[kind], kind=word("kind", kind)) for kind in _ORDER if kinds[kind]]
    counts = say_n(
        "{changed} of {n} document changed: {kinds}", "{changed} of {n} documents changed: {kinds}", n=total,
        changed=changed, kinds=listed(told),
    )  # fmt: skip
    causes = Counter(named(cause) for kind, some in outcomes if kind for cause in some)
    if not causes:
        return counts
    most = [say("{cause} ({n})", cause=cause, n=number) for cause, number in causes.most_common(_MOST)]
    more = [say_n("{n} more", "{n} more", n=len(causes) - _MOST)] if len(causes) > _MOST else []
    return say("{counts}; because of {causes}", counts=counts, causes=listed([*most, *more]))
