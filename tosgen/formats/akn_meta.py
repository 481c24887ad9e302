"""What an Akoma Ntoso document says of itself: work, expression, manifestation, the life of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tosgen.formats.akn_languages import part_of_address, three_letters
from tosgen.formats.xml import Xml, tag
from tosgen.model.history import Event, History

_NOWHERE = "xx"
"""Stands for a country where a text is made for several: ISO 3166 leaves it to its users."""
_TYPES = {"composed": "generation", "effective": "amendment", "withdrawn": "repeal"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The FRBR addresses of one text of a version."""

    history: History
    locale: str

    @property
    def country(self) -> str:
        """The country that the text is made for, in lower case; `eu` for the European Union."""
        places = {place.partition("-")[0] for place in self.history.version.jurisdictions} - {"global"}
        return min(places).lower() if len(places) == 1 else _NOWHERE

    @property
    def work(self) -> str:
        """The document for its market, whatever the version and language."""
        version = self.history.version
        return f"/akn/{self.country}/doc/{version.document}/{version.service}/{self.history.first}/{version.market}"

    def expression(self, locale: str = "", day: date | None = None, number: int = 0) -> str:
        """One text of one version: of this one unless another is named."""
        version = number or self.history.version.version
        return f"{self.work}/{part_of_address(locale or self.locale)}@{day or self.history.day}!v{version}"


def meta(history: History, locale: str) -> Xml:
    """The `meta` element. Its ids hold a low line, which no anchor does."""
    at = Addresses(history, locale)
    events = [*_life(history)]
    return tag(
        "meta",
        tag(
            "identification", _work(at), _expression(at), _manifestation(at), source="#ref_tosgen"
        ),
        tag("lifecycle", *(_event(event) for event in events), source="#ref_tosgen"),
        tag("references", *_references(at, events), source="#ref_tosgen"),
    )  # fmt: skip


def _work(at: Addresses) -> Xml:
    version = at.history.version
    return tag(
        "FRBRWork",
        *_common(at.work, at.history.first, "generation"),
        tag("FRBRcountry", value=at.country),
        tag("FRBRsubtype", value=version.document),
        tag("FRBRnumber", value=version.market),
        tag("FRBRname", value=at.history.name(at.locale)),
    )


def _expression(at: Addresses) -> Xml:
    version = at.history.version
    binding = at.locale == version.authoritative
    source = at.expression(version.authoritative)
    parts = [
        *_common(at.expression(), at.history.day, "effective" if at.history.effective else "generation"),
        tag("FRBRversionNumber", value=str(version.version)),
        tag("FRBRauthoritative", value=str(binding).lower()),
        tag("FRBRlanguage", language=three_letters(at.locale)),
    ]
    if not binding:
        language = three_letters(version.authoritative)
        parts.append(tag("FRBRtranslation", href=source, fromLanguage=language, by="#ref_provider"))
    return tag("FRBRExpression", *parts)


def _manifestation(at: Addresses) -> Xml:
    day = date.fromisoformat(at.history.version.generated_for)
    common = _common(f"{at.expression()}.akn", day, "generation", this=f"{at.expression()}/!main.xml")
    return tag("FRBRManifestation", *common, tag("FRBRformat", value="application/akn+xml"))


def _common(uri: str, day: date, name: str, this: str = "") -> Iterator[Xml]:
    yield tag("FRBRthis", value=this or f"{uri}/!main")
    yield tag("FRBRuri", value=uri)
    yield tag("FRBRdate", date=day.isoformat(), name=name)
    yield tag("FRBRauthor", href="#ref_provider", **{"as": "#ref_author"})


def _life(history: History) -> Iterator[Event]:
    """What became of the document up to this version, and of this version afterwards."""
    own = history.version.version
    for event in history.events:
        first = event.kind == "composed" and event.day == history.first and event.version <= own
        later = event.kind != "composed" and event.version <= own
        if first or later:
            yield event


def _event(event: Event) -> Xml:
    return tag(
        "eventRef",
        eId=_name(event),
        date=event.day.isoformat(),
        source=f"#version_{event.version}",
        type=_TYPES[event.kind],
        refersTo=f"#ref_{event.kind}",
    )


def _references(at: Addresses, events: list[Event]) -> Iterator[Xml]:
    days = {event.version: event.day for event in events} | {at.history.version.version: at.history.day}
    for number, day in sorted(days.items()):
        kind = "original" if number == min(days) else "passiveRef"
        href = at.expression(day=day, number=number)
        yield tag(kind, eId=f"version_{number}", href=href, showAs=f"Version {number}")
    yield _known("TLCOrganization", "provider", at.history.name(at.locale))
    yield _known("TLCObject", "tosgen", "tosgen")
    yield _known("TLCRole", "author", "Author")
    for kind in sorted({event.kind for event in events}):
        yield _known("TLCEvent", kind, kind)


def _known(kind: str, name: str, shown: str) -> Xml:
    ontology = kind.removeprefix("TLC").lower()
    return tag(kind, eId=f"ref_{name}", href=f"/akn/ontology/{ontology}/{name}", showAs=shown)


def _name(event: Event) -> str:
    return f"event_{event.version}_{event.kind}"
