"""Old paths that lead to where a document is now: a page that needs no server, and a list for servers that read one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import quote, urlsplit

from tosgen.errors import Finding, Place, Refused
from tosgen.formats.page import fragment, policy
from tosgen.saying import say
from tosgen.site.addresses import REDIRECTS
from tosgen.site.config import Config, face
from tosgen.site.paths import folded, folders
from tosgen.site.published import Shelf
from tosgen.site.titles import title

Shelves = Mapping[tuple[str, str], Shelf]


def redirects(config: Config, taken: Collection[str]) -> dict[str, bytes]:
    """File -> content for every old path of the profile; `taken`: the files that the site has anyway.

    Refused, with every fault: `unknown-target` (not on this site), `loop` (to itself), `clash` (a page stands there).
    """
    old = dict(sorted(config.site.redirects.items()))
    shelves = {(shelf.document, shelf.market): shelf for shelf in config.shelves}
    if findings := [*_unknown(old, shelves), *_clashes(config, old, shelves, taken)]:
        raise Refused(findings)
    found = {config.addresses.file(path): _page(config, path, shelves[target]) for path, target in old.items()}
    if found and config.site.base:
        rules = [_rule(config, path, shelves[target]) for path, target in old.items()]
        found[REDIRECTS] = "".join(rules).encode()
    return found


def _goal(config: Config, shelf: Shelf) -> str:
    """The text in force; where nothing is, all versions."""
    version = face(shelf).version
    return config.addresses.history(version) if shelf.current is None else config.addresses.text(version)


def _unknown(old: Mapping[str, tuple[str, str]], shelves: Shelves) -> Iterator[Finding]:
    for path, target in old.items():
        if target not in shelves:
            what = say("'{path}' is to lead to '{target}', which this site does not have", path=path,
                       target="/".join(target))  # fmt: skip
            hint = say("name a document and market that is published, or leave the path out")
            yield Finding("unknown-target", what, Place(path), hint)


def _clashes(
    config: Config, old: Mapping[str, tuple[str, str]], shelves: Shelves, taken: Collection[str]
) -> Iterator[Finding]:  # fmt: skip
    """Old paths that something else has, whole or as a folder; `_redirects` among them."""
    files = {folded(path): path for path in (*taken, REDIRECTS)}
    within = {folded(folder): path for path in files.values() for folder in folders(path)}
    for path, target in old.items():
        file = config.addresses.file(path)
        goal = config.addresses.file(_goal(config, shelves[target])) if target in shelves else None
        there = [files.get(folded(each)) for each in (file, *folders(file))]
        other = next((each for each in (*there, within.get(folded(file))) if each), None)
        if goal and folded(goal) == folded(file):
            what = say("'{path}' is to lead to itself", path=path)
            yield Finding("loop", what, Place(path), say("leave the path out"))
        elif other:
            what = say("'{path}' is to lead elsewhere, and '{other}' stands there", path=path, other=other)
            yield Finding("clash", what, Place(path), say("leave the path out, or name another one"))
        files[folded(file)] = path
        within |= {folded(folder): path for folder in folders(file)}


def _page(config: Config, old: str, shelf: Shelf) -> bytes:
    """A page in the document's authoritative language that leads on at once, and says where to."""
    edition, goal, addresses = face(shelf), _goal(config, shelf), config.addresses
    tongue = config.tongue(edition.version.authoritative)
    page = fragment(
        "site/redirect.html",
        lang=tongue.lang,
        dir=tongue.direction,
        policy=policy("", ""),
        title=title(edition, tongue.locale),
        words=tongue.speak(say("This document has moved:")),
        href=addresses.link(old, goal),
        canonical=addresses.absolute(goal) if config.site.base else "",
    )
    return f"{page}\n".encode()


def _rule(config: Config, old: str, shelf: Shelf) -> str:
    """A line of `_redirects`: paths from the root of the host."""
    root = urlsplit(config.site.base).path.rstrip("/")
    return f"{root}/{quote(old)} {root}/{quote(_goal(config, shelf))} 301\n"
