"""JSON-LD in the words of schema.org: what a page is, whose, from when, and which other pages say the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

from tosgen.model.plain import Plain
from tosgen.model.vocabulary import ROOT
from tosgen.site.addresses import tag
from tosgen.site.config import Config, before, locales
from tosgen.site.llms import twin
from tosgen.site.published import Edition, Shelf
from tosgen.site.titles import announced, publisher, title

CONTEXT = "https://schema.org"
TERMS = "terms-of-service"
"""The document that a service's `termsOfService` names."""
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked(config: Config) -> Callable[[Shelf, Edition, str], str]:
    """What gives the JSON-LD of a text in force in a language, fit to stand in a script element; "" without a base."""
    return lambda shelf, edition, locale: script(data(config, shelf, edition, locale)) if config.site.base else ""


def script(given: dict[str, Plain]) -> str:
    """JSON that no reader of HTML takes for markup.

    >>> script({"name": "</script>"})
    '{"name": "\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(given, ensure_ascii=False, sort_keys=False)
    return "".join(_UNSAFE.get(character, character) for character in text)


def data(config: Config, shelf: Shelf, edition: Edition, locale: str) -> dict[str, Plain]:
    """The page of a text in force; its `@id` is the page's address, other languages and versions are by theirs."""
    version, past, whole = edition.version, edition.history, config.addresses.absolute
    here, tongue = whole(config.addresses.text(version, locale)), config.tongue(locale)
    company: dict[str, Plain] = {"@type": "Organization", "name": publisher(edition, locale)}
    return {
        "@context": CONTEXT,
        "@type": ["WebPage", "DigitalDocument"],
        "@id": here,
        "url": here,
        "name": title(edition, locale),
        "inLanguage": tongue.lang,
        "version": str(version.version),
        "datePublished": announced(edition).date().isoformat(),
        "dateModified": max(announced(edition).date(), past.day).isoformat(),
        "temporalCoverage": f"{past.day.isoformat()}/{past.until.isoformat() if past.until else '..'}",
        "publisher": company,
        "about": _service(edition, locale, here),
        "isPartOf": {"@type": "WebSite", "@id": whole(""), "url": whole(""), "name": config.title(locale)},
        "spatialCoverage": [*_places(config, edition, locale)],
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": version.texts[locale]},
        "encoding": [_file(config, edition, locale)],
        **_relations(config, shelf, edition, locale),
    }


def _service(edition: Edition, locale: str, here: str) -> dict[str, Plain]:
    found: dict[str, Plain] = {"@type": "Service", "name": edition.history.name(locale)}
    return {**found, "termsOfService": here} if edition.version.document == TERMS else found


def _places(config: Config, edition: Edition, locale: str) -> Iterator[dict[str, Plain]]:
    for code in edition.version.jurisdictions:
        kind = "AdministrativeArea" if "-" in code else "Country" if len(code) == 2 and code != "EU" else "Place"
        name = config.tongue(locale).place(code)
        if code != ROOT:
            yield {"@type": kind, "identifier": code, **({"name": name} if name else {})}


def _file(config: Config, edition: Edition, locale: str) -> dict[str, Plain]:
    """The text as Markdown; the digest is that of the file, which has a line above the recorded bytes."""
    path, content = twin(config, edition, locale)
    return {
        "@type": "MediaObject",
        "contentUrl": config.addresses.absolute(path),
        "encodingFormat": "text/markdown",
        "sha256": sha256(content).hexdigest(),
    }


def _relations(config: Config, shelf: Shelf, edition: Edition, locale: str) -> dict[str, Plain]:
    """Where it says the same in another language, and what it is a new version of."""
    version, addresses = edition.version, config.addresses
    found: dict[str, Plain] = {}
    if locale != version.authoritative:
        found["translationOfWork"] = {"@id": addresses.absolute(addresses.text(version))}
    elif len(version.texts) > 1:
        found["workTranslation"] = [
            {
                "@type": "DigitalDocument",
                "@id": addresses.absolute(addresses.text(version, each)),
                "inLanguage": tag(each),
            }
            for each in locales(version)[1:]
        ]
    if old := before(shelf, edition):
        known = locale if locale in old.texts else old.version.authoritative
        found["isBasedOn"] = {"@id": addresses.absolute(addresses.version(old.version, known))}
    return found
