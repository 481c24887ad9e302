"""`tosgen diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.redlines import FORMS, NOTHING, Sides, render, render_docx
from tosgen.cli.refs import Ref, Text, find, text
from tosgen.cli.workspace import ledger_in

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.version import Cause, Version
    from tosgen.redline.model import Relation


@click.command()
@click.argument("ref")
@click.argument("other", required=False)
@options.formats(*FORMS)
@options.output
@options.service
@options.on
@click.pass_obj
def diff(
    folder: Path, ref: str, other: str | None, form: str, output: str | None, service: str | None, on: date | None
) -> None:
    """Redline of a version against its base (one REF), or of any two versions, languages or markets."""
    from tosgen.redline.across import matched
    from tosgen.redline.align import compare_parts
    from tosgen.redline.blocks import parse

    ledger = ledger_in(folder, service)
    first, second = (Ref.parse(each).dated(lambda: today_in(folder, on)) for each in (ref, other or ref))
    old, new = _texts(ledger, first, second) if other else _with_base(ledger, first)
    relation = _relation(old, new)
    before, after = parse(old.markdown if old else ""), parse(new.markdown)
    if relation != "versions":
        before, after = matched(before, after)
    if form == "docx":
        render_docx(before, after, output, Sides.of_texts(ledger, old, new), worded=relation != "languages")
        return
    name: str = old.ref if old else NOTHING
    redline = compare_parts(
        before, after, from_=name, to=new.ref, causes=_causes(ledger, old, new), relation=relation
    )  # fmt: skip
    render(redline, form, output, Sides.of_texts(ledger, old, new))


def _texts(ledger: Ledger, first: Ref, second: Ref) -> tuple[Text, Text]:
    """Both texts. Where no language is named, one that both have: how two markets differ is a matter of their words."""
    versions = find(ledger, first), find(ledger, second)
    locales = _locales(first, second, *versions)
    old, new = (
        text(ledger, Ref(ref.text, ref.document, ref.market, locale, ref.at), version)
        for ref, locale, version in zip((first, second), locales, versions, strict=True)
    )
    return old, new


def _locales(first: Ref, second: Ref, old: Version, new: Version) -> tuple[str, str]:
    if first.locale and second.locale:
        return first.locale, second.locale
    if named := first.locale or second.locale:
        return (
            first.locale or (named if named in old.texts else ""),
            second.locale or (named if named in new.texts else ""),
        )
    likely = (old.authoritative, new.authoritative, *old.texts)
    shared = next((locale for locale in likely if locale in old.texts and locale in new.texts), "")
    return shared, shared


def _with_base(ledger: Ledger, ref: Ref) -> tuple[Text | None, Text]:
    new = text(ledger, ref)
    number = new.version.base
    if number is None:
        return None, new
    version = ledger.version(new.version.document, new.version.market, number)
    locale = new.locale if new.locale in version.texts else version.authoritative
    return text(ledger, Ref("", version.document, version.market, locale, str(number)), version), new


def _relation(old: Text | None, new: Text) -> Relation:
    if old is None:
        return "versions"
    if old.locale != new.locale:
        return "languages"
    return "versions" if _of(old.version) == _of(new.version) else "parallel"


def _of(version: Version) -> tuple[str, str]:
    return version.document, version.market


def _causes(ledger: Ledger, old: Text | None, new: Text) -> dict[str, tuple[Cause, ...]]:
    """Causes by anchor along the chain of bases; where none leads from one to the other, how their records differ."""
    from tosgen.redline.across import differences

    if old is None:
        return {}
    if _of(old.version) == _of(new.version):
        if old.version.version == new.version.version:
            return {}
        chain = _chain(ledger, old.version, new.version)
        if chain is not None:
            return chain
    return differences(old.version, new.version)


def _chain(ledger: Ledger, old: Version, new: Version) -> dict[str, tuple[Cause, ...]] | None:
    from tosgen.model.document import anchor

    found: dict[str, tuple[Cause, ...]] = {}
    version = new
    while version.version != old.version:
        own = {anchor(c.id, c.supplement): c.causes for c in version.clauses}
        for name, causes in {**version.other_causes, **own}.items():
            found[name] = tuple(dict.fromkeys([*causes, *found.get(name, ())]))
        if version.base is None:
            return None
        last = version.base == old.version
        version = old if last else ledger.version(version.document, version.market, version.base)
    return found
