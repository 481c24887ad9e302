"""What a new version counts as, and one sentence on what changed: read off its redline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tosgen.catalog.messages import SOURCE
from tosgen.formats.redline_summary import summary
from tosgen.model.document import anchor
from tosgen.model.version import Version
from tosgen.pipeline.because import TextOf
from tosgen.pipeline.inputs import Inputs
from tosgen.redline.align import compare
from tosgen.redline.model import Redline
from tosgen.review.kind import weighed
from tosgen.saying import say, say_n


def judged(
    inputs: Inputs, base: Version | None, version: Version, texts: Mapping[str, str], before: TextOf
) -> Version:  # fmt: skip
    """The version with its kind, the reasons for it and its summary; its causes stand in it already."""
    main = _redline(version, version.authoritative, texts, before)
    english = main if version.authoritative == SOURCE else _redline(version, SOURCE, texts, before)
    kind, found = weighed(base, version, inputs.library, english.changes if english else ())
    # What is said of it here can be said in any language; of the same words, the record holds the English.
    if main is None:
        clauses = say_n("first version, {n} clause", "first version, {n} clauses", n=len(version.clauses))
        return replace(version, kind=kind, kind_reasons=tuple(found), summary=clauses)
    return replace(version, kind=kind, kind_reasons=tuple(found), summary=_summary(base, version, texts, before, main))


def _summary(
    base: Version | None, version: Version, texts: Mapping[str, str], before: TextOf, main: Redline
) -> str:  # fmt: skip
    """Of the text that counts; where it reads as before, of the first other one that does not."""
    if main.changes or base is None:
        return summary(main)
    for locale in version.texts:
        if base.texts.get(locale) != version.texts[locale]:
            if other := _redline(version, locale, texts, before):
                return say("{changes}, in {language} only", changes=summary(other), language=locale)
            return say("a text in {language} for the first time", language=locale)
    return say("no words changed")


def _redline(version: Version, locale: str, texts: Mapping[str, str], before: TextOf) -> Redline | None:
    """Of one language, if both versions have it."""
    old, new = before(locale), texts.get(locale)
    if old is None or new is None:
        return None
    causes = {**version.other_causes, **{anchor(c.id, c.supplement): c.causes for c in version.clauses}}
    return compare(old, new, from_="", to="", causes=causes)
