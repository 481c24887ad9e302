"""`tosgen review`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import deciding, options
from tosgen.cli.refs import Ref, limited
from tosgen.cli.run import Run
from tosgen.cli.speech import SPEECH, speak, speak_line, tell
from tosgen.cli.workspace import examples, refuse
from tosgen.cli.write import write, write_json
from tosgen.saying import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tosgen.formats.redline_parts import Side as Tongue
    from tosgen.formats.reviewed import Review
    from tosgen.ledger import Ledger
    from tosgen.pipeline.awaiting import Wanted
    from tosgen.pipeline.review import Side


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="DIR|FILE",
    help="Write the page to DIR/index.html; with --against, write to FILE.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(("text", "html", "md", "json")),
    help="text if nothing else is asked for; html with -o; md with --against.",
)  # fmt: skip
@click.option("--serve", is_flag=True, help="Open the page on 127.0.0.1, to approve and reject there.")
@options.port
@click.option("--against", metavar="GIT_REV", help="What the work tree changes against that revision.")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@deciding.author
@deciding.key
@options.on
@click.pass_obj
def review(
    folder: Path, refs: tuple[str, ...], output: Path | None, form: str | None, serve: bool, port: int,
    against: str | None, example: str | None, author: str | None, key: Path | None, on: date | None,
) -> None:  # fmt: skip
    """What awaits a decision: redlines, causes, coverage, translations, notice duties, and who may approve.

    With --against, what a pull request changes: library, catalogs and profile of that revision against the work tree,
    composed apart from outputs/.
    """
    if against is not None:
        if serve:
            raise _together("--serve", "--against")
        from tosgen.cli.review_against import run

        run(folder, refs, against, form or "md", output, example, on)
        return
    work = Run.at(folder, example, on)
    ledger = work.workspace.ledger(work.service.name)
    side, wanted = side_of(work), meant(work, refs)
    if serve:
        if output or form:
            raise _together("--serve", "-o" if output else "--format")
        from tosgen.cli.review_desk import Desk
        from tosgen.cli.review_served import serve_until_stopped

        serve_until_stopped(Desk(folder, side, ledger, wanted, author, key), port)
        return
    _write(read(side, ledger, wanted), form or ("html" if output else "text"), output)


def side_of(work: Run) -> Side:
    """Library, profile and what people said about clauses, as they are at hand."""
    from tosgen.pipeline.review import Side

    return Side(work.inputs(work.items()), work.evidence())


def meant(work: Run, refs: tuple[str, ...]) -> tuple[Wanted, ...]:
    """What the refs limit a review to. Refused: `bad-ref`, `unknown-market`, `unknown-document`."""
    found: list[Wanted] = []
    for text in refs:
        if text in work.service.markets:
            found += [(document, market, None) for document, market in limited(work.service, (text,))]
            continue
        ref = Ref.parse(text)
        if not ref.at.isdigit() and ref.at != "latest":
            raise refuse("bad-ref", say("a version that awaits a decision has a number"), text,
                         say("write {document}/{market}@2", document=ref.document, market=ref.market))  # fmt: skip
        found.append((ref.document, ref.market, int(ref.at) if ref.at.isdigit() else None))
    return tuple(found)


def read(side: Side, ledger: Ledger, wanted: tuple[Wanted, ...]) -> Review:
    """What awaits a decision now."""
    from tosgen.pipeline.awaiting import awaiting

    return awaiting(side, ledger, wanted)


def directions(review: Review) -> Mapping[str, str]:
    """Which way the texts of each language run."""
    from babel import Locale

    locales = dict.fromkeys(wording.locale for item in review.items for wording in item.wordings)
    return {locale: Locale.parse(locale).text_direction for locale in locales}


def tongue() -> Tongue:
    """The language that pages are in."""
    from tosgen.formats.redline_parts import Side

    return Side("", SPEECH.lang, "rtl" if SPEECH.right_to_left else "ltr")


def _write(review: Review, form: str, output: Path | None) -> None:
    if form == "html":
        from tosgen.formats import review_html

        page = review_html.write(review, directions(review), speak=speak, tongue=tongue())
        if output is None:
            write(page, None)
            return
        output.mkdir(parents=True, exist_ok=True)
        write(page, str(output / "index.html"))
        tell(say("{page}: {n} to decide on", page=output / "index.html", n=len(review.items)), err=False)
        return
    printed(review, form, None if output is None else str(_named(output, form)))


def printed(review: Review, form: str, output: str | None, *, share: int = 1) -> None:
    """A review as text, Markdown or JSON; `share`: how many of them stand in one comment."""
    if form == "json":
        from tosgen.formats import review_json

        write_json(review_json.write(review), output)
    elif form == "md":
        from tosgen.formats import redline_markdown, review_markdown

        write(review_markdown.write(review, speak, limit=redline_markdown.LIMIT // share - 100), output)
    else:
        from tosgen.formats import review_text

        write(review_text.write(review, speak if output else speak_line), output)


def _named(output: Path, form: str) -> Path:
    """Into a folder, under a name of its own."""
    return output / f"review.{'txt' if form == 'text' else form}" if output.is_dir() else output


def _together(first: str, second: str) -> Exception:
    what = say("{first} and {second} do not go together", first=first, second=second)
    return refuse("bad-value", what, first, say("leave one of them out"))
