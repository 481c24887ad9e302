"""`tosgen evidence`."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen.cli import options
from tosgen.cli.days import now_in, today_in
from tosgen.cli.refs import Ref, find
from tosgen.cli.speech import tell
from tosgen.cli.workspace import ledger_in, refuse
from tosgen.cli.write import table, write, write_bytes, write_json
from tosgen.saying import say, say_n

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.acceptance import Verdict
    from tosgen.review.evidence import Evidence


@click.command()
@click.argument("ref", required=False)
@click.option("-o", "output", type=click.Path(dir_okay=False), metavar="FILE.zip", help="Where the bundle goes.")
@click.option("--head", metavar="COMMIT", help="The commit that the chain is to end with; else the last one.")
@click.option(
    "--acceptance", "acceptances", type=click.Path(path_type=Path), metavar="FILE",
    help="Check an application's records of acceptance: JSON or JSON lines, as `tosgen schema acceptance` has it.",
)  # fmt: skip
@options.service
@options.on
@options.formats("text", "json")
@click.pass_obj
def evidence(
    folder: Path, ref: str | None, output: str | None, head: str | None, acceptances: Path | None, service: str | None,
    on: date | None, form: str,
) -> None:  # fmt: skip
    """Make a bundle that proves one version, and check records of acceptance.

    The bundle holds texts, record, decisions, signatures, the chain of commits, and a README by which anybody checks it
    with git, ssh-keygen and sha256sum alone. The messages of these commits say what else was recorded since.

    Exit 1 if a record of acceptance does not stand.
    """
    if (ref is None) is not (output is None) or (ref is None and acceptances is None) or output == "-":
        what, hint = say("it is not said what to do"), say("give REF -o FILE.zip, or --acceptance FILE, or all of them")
        raise refuse("bad-value", what, "evidence", hint)
    ledger = ledger_in(folder, service)
    found = _verdicts(ledger, acceptances, folder, on) if acceptances else []
    report: dict[str, Any] = {"schema": "tosgen.evidence/1"}
    if ref and output:
        proof = _proof(ledger, ref, head, today_in(folder, on))
        report |= _bundle(proof, found if acceptances else None, output)
    if acceptances:
        report |= {"valid": all(each.valid for each in found), "acceptances": [_data(each) for each in found]}
    if form == "json":
        write_json(report)
    else:
        _tell(report, found)
    if not all(each.valid for each in found):
        sys.exit(1)


def _verdicts(ledger: Ledger, path: Path, folder: Path, on: date | None) -> list[Verdict]:
    from datetime import datetime, time, timedelta

    from tosgen.review.acceptance import verdicts
    from tosgen.sources.acceptances import load_acceptances

    given, now = load_acceptances(path), now_in(folder)
    zone = now.tzinfo
    assert zone
    if on is not None:
        now = datetime.combine(on + timedelta(days=1), time(), zone)
    return list(verdicts(ledger, given, zone, now))


def _proof(ledger: Ledger, text: str, head: str | None, today: date) -> Evidence:
    from tosgen.review.evidence import evidence as gather

    if head is not None and not re.fullmatch("[0-9a-fA-F]{7,40}", head):
        what, hint = say("{head} is no commit id", head=repr(head[:50])), say("give at least 7 digits of it")
        raise refuse("bad-value", what, "--head", hint)
    ref = Ref.parse(text).dated(lambda: today)
    return gather(ledger, find(ledger, ref), head or "", ref.day)


def _bundle(proof: Evidence, found: Sequence[Verdict] | None, output: str) -> dict[str, Any]:
    """Write the zip; what the report says of it. Of acceptances, those of this version go in, by digest."""
    from tosgen.formats import archive
    from tosgen.ledger import canonical
    from tosgen.review.evidence import files
    from tosgen.review.instructions import ACCEPTANCES, README, readme

    made = files(proof)
    entry = proof.entry
    own = [v for v in found or () if (v.acceptance.folder, v.acceptance.version) == (entry.folder, entry.version)]
    made[README] = readme(proof, accepted=bool(own)).encode()
    if own:
        made[ACCEPTANCES] = canonical({"schema": "tosgen.acceptances/1", "acceptances": [_kept(each) for each in own]})
    content = archive.write(made, proof.name)
    write_bytes(content, output, "zip")
    return {
        "ref": f"{entry.folder}@{entry.version}", "commit": entry.commit, "head": proof.head, "file": output,
        "sha256": sha256(content).hexdigest(), "files": len(made) + 1, "commits": len(proof.excerpt.commits),
        "decisions": len(proof.decisions), "signed": any(not each.plain for each in proof.decisions),
    }  # fmt: skip


def _kept(verdict: Verdict) -> dict[str, Any]:
    """A verdict without anything of the user."""
    return {
        "record": verdict.acceptance.record, "text": verdict.acceptance.ref, "verdict": verdict.code,
        "because": str(verdict.because), "users": list(verdict.users),
    }  # fmt: skip


def _data(verdict: Verdict) -> dict[str, Any]:
    return {"line": verdict.acceptance.line, **_kept(verdict)}


def _tell(report: dict[str, Any], found: Sequence[Verdict]) -> None:
    if "file" in report:
        held = say_n("{n} commit", "{n} commits", n=report["commits"])
        said = say("{file}: {ref}, with a chain of {commits} up to {head}", file=report["file"], ref=report["ref"],
                   commits=held, head=report["head"])  # fmt: skip
        tell(said, err=False)
    if found:
        rows = [(str(v.acceptance.line), v.acceptance.ref, v.code, v.because) for v in found]
        write(table(rows, (say("line"), say("text"), say("verdict"), say("because"))), None)
        good = sum(each.valid for each in found)
        tell(say("{good} of {n} records stand", good=good, n=len(found)))
