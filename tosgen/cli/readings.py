"""`tosgen readings`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen.cli import options
from tosgen.cli.speech import tell
from tosgen.cli.workspace import PROFILE, Workspace, library_in, library_root, refuse, shown, today
from tosgen.cli.write import write, write_json
from tosgen.saying import joined, say, say_n

if TYPE_CHECKING:
    from tosgen.audit.readings import Citation
    from tosgen.model.audit import Reading

AGREED = "clause", "requirement", "digests"


@click.group()
def readings() -> None:
    """Who found which clause to do what a requirement says."""


@readings.command()
@click.argument("jurisdictions", nargs=-1, metavar="[JURISDICTION]...")
@options.formats("text", "json")
@options.output
@click.pass_obj
def todo(folder: Path, jurisdictions: tuple[str, ...], form: str, output: str | None) -> None:
    """List the citations that no standing reading vouches for, with what is to be read.

    JURISDICTION limits them to the rows of those places.
    """
    from tosgen.audit.readings import unread

    found, known = _citations(folder), _readings(folder)
    places = jurisdictions or tuple({c.requirement.jurisdiction: None for c in found})
    open_ = [c for c in found if unread(c, known) and c.requirement.jurisdiction in places]
    if form == "json":
        write_json({"schema": "tosgen.readings-todo/1", "citations": [_told(each) for each in open_]}, output)
        return
    lines = [f"{each.clause.path}  {each.requirement.id}" for each in open_]
    counted = say("{unread} of {all} citations are unread", unread=len(open_), all=len(found))
    write(joined("\n", [*lines, counted]), output)


@readings.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "reader", required=True, metavar="NAME", help="Who read them.")
@options.on
@click.pass_obj
def add(folder: Path, file: Path, reader: str, on: date | None) -> None:
    """Record readings: FILE is JSON from `todo`, cut down to the citations that the reader agrees with.

    A citation whose clause, row or translation has changed since it was read is refused.
    """
    agreed = _agreed(file)
    current = {(c.clause.path, c.requirement.id): c for c in _citations(folder)}
    for at, item in enumerate(agreed):
        citation = current.get((item["clause"], item["requirement"]))
        if citation is None or dict(citation.digests) != item["digests"]:
            what = say(
                "citation {number}, {clause} of {requirement}, is not what stands there now",
                number=at + 1,
                clause=item["clause"],
                requirement=item["requirement"],
            )
            raise refuse(
                "stale-reading", what, shown(file), say("take it out, or read it again as `readings todo` has it")
            )
    known = _own(folder)
    for item in agreed:
        known[item["clause"], item["requirement"]] = {**item, "reader": reader, "on": (on or today("UTC")).isoformat()}
    for place, lines in _files(known, current).items():
        path = _root(folder) / "readings" / f"{place}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(f"jurisdiction: {place}\nreadings:\n" + "\n".join(lines), str(path))
    tell(say_n("{n} readings recorded", "{n} readings recorded", n=len(agreed)))


def _citations(folder: Path) -> list[Citation]:
    from tosgen.audit.readings import citations

    library = library_in(folder)
    tags = [tag for tags in library.jurisdictions.languages.values() for tag in tags]
    return list(citations(library, Workspace(folder, folder / PROFILE).translators(tags)))


def _readings(folder: Path) -> Mapping[tuple[str, str], Reading]:
    from tosgen.sources.readings import load_readings

    root = _root(folder)
    base = library_root() / "clauses"
    return load_readings(base, root if root != base else None, library_in(folder))


def _root(folder: Path) -> Path:
    """The `clauses/` that readings are written into: the workspace's, or that of the library the folder is."""
    return (
        folder / "clauses"
        if (folder / "clauses").is_dir() or (folder / PROFILE).is_file()
        else library_root() / "clauses"
    )


def _own(folder: Path) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The readings that stand in that folder now."""
    from tosgen.sources.readings import load_readings

    found = load_readings(_root(folder), None, library_in(folder))
    return {
        key: {
            "clause": each.clause,
            "requirement": each.requirement,
            "digests": dict(each.digests),
            "reader": each.reader,
            "on": each.on.isoformat(),
        }
        for key, each in found.items()
    }


def _agreed(file: Path) -> list[dict[str, Any]]:
    import json

    try:
        data = json.loads(file.read_text("utf-8"))
        return [{key: item[key] for key in AGREED} for item in data["citations"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = say("write it with `tosgen readings todo --format json -o FILE`")
        raise refuse("bad-value", say("it holds no citations: {error}", error=error), shown(file), hint) from None


def _files(
    known: Mapping[tuple[str, str], Mapping[str, Any]], current: Mapping[tuple[str, str], Citation]
) -> dict[str, list[str]]:
    """Jurisdiction -> a line for each reading of a citation that there still is."""
    lines: dict[str, list[str]] = {}
    for key, item in sorted(known.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        if key in current:
            lines.setdefault(current[key].requirement.jurisdiction, []).append(f"- {_flow(item)}")
    return dict(sorted(lines.items()))


def _flow(item: Mapping[str, Any]) -> str:
    digests = ", ".join(f"{name}: '{digest}'" for name, digest in item["digests"].items())
    head = f"clause: {item['clause']}, requirement: {item['requirement']}, reader: '{item['reader']}', on: {item['on']}"
    return f"{{{head}, digests: {{{digests}}}}}"


def _told(citation: Citation) -> dict[str, Any]:
    clause, row = citation.clause, citation.requirement
    return {
        "clause": clause.path,
        "requirement": row.id,
        "digests": dict(citation.digests),
        "asks": {
            "jurisdiction": row.jurisdiction,
            "law": row.law.partition("/")[2],
            "provision": row.provision,
            "text": row.text,
            "deadline": row.deadline,
            "kind": row.kind,
            "when": row.when.text,
            "documents": list(row.documents),
        },
        "says": {
            "title": clause.title, "when": clause.needs.text, "documents": list(clause.documents), "body": clause.body,
            "words": clause.satisfies[row.id],
        },
        "translations": {tag: {"title": t.title, "body": t.body} for tag, t in citation.translations.items()},
    }  # fmt: skip
