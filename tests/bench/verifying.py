"""What verifying costs: `python -m tests.bench.verifying [--documents N] [--rounds N]` builds a ledger and times it.

tosgen's own code makes the ledger: three signers; in each round one `record`, one `approve` and one `publish`, each on
all documents at once; 30 KB of Markdown in three languages a version, with 60 clauses.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.process import RUNS, measured, tosgen
from tosgen.ledger import Author, Draft, Ledger
from tosgen.ledger.signatures import key_of
from tosgen.model.decision import Signer, Signers
from tosgen.model.document import anchor
from tosgen.model.version import ClauseRecord, Version
from tosgen.review import signers as lists
from tosgen.review.change import change
from tosgen.review.decide import Who, decide, with_records

SERVICE = "bench"
CLAUSES = 60
BEGIN = datetime(2026, 1, 5, 12, tzinfo=UTC)
PEOPLE = {"ana": ("author", "publisher"), "bob": ("reviewer",), "cleo": ("reviewer",)}
SENTENCE = {
    "en": "We answer within {n} days, and say why if it takes longer than that in a case like yours.",
    "de": "Wir antworten innerhalb von {n} Tagen und sagen, warum es in einem Fall wie Ihrem länger dauert.",
    "zh_Hans": "我们将在{n}天内答复；如果在您这样的情况下需要更长时间，我们会说明原因，并告知您预计何时能够得到答复。",
}


def build(root: Path, documents: int, rounds: int) -> Ledger:
    """A ledger in `root/outputs`; what each round took is told on stderr."""
    people = {name: _person(root, name) for name in PEOPLE}
    ledger = Ledger(root / "outputs" / SERVICE)
    for name, roles in PEOPLE.items():
        key = people[name].key
        assert key
        new = lists.signer(people[name].author.email, key.public)
        change(ledger, partial(_listed, new, roles), name, people["ana"], BEGIN)
    for number in range(1, rounds + 1):
        began = time.perf_counter()
        at = BEGIN + timedelta(days=number)
        _round(ledger, people, documents, number, at)
        print(f"round {number}: {time.perf_counter() - began:.1f} s", file=sys.stderr)
    return ledger


def _listed(new: Signer, roles: tuple[str, ...], old: Signers) -> Signers:
    return lists.added(old, new, roles)


def _round(ledger: Ledger, people: dict[str, Who], documents: int, number: int, at: datetime) -> None:
    drafts = [_draft(f"terms-{n:04}", number) for n in range(documents)]
    with ledger.session() as writer:
        signed, who, when = with_records(ledger, writer.tip, drafts, people["ana"], at)
        writer.record(signed, who.author, when)
    chosen = [(draft.version.document, "DE", number) for draft in drafts]
    decide(ledger, "approve", chosen, people["bob"], at)
    decide(ledger, "publish", chosen, people["ana"], at, effective=at.date())


def _person(root: Path, name: str) -> Who:
    path = root / name
    if not path.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path], check=True)
    return Who(Author(name.title(), f"{name}@bench.example"), key_of(path, root))


def _draft(document: str, number: int) -> Draft:
    texts = {locale: "\n\n".join(_text(document, locale, number)) + "\n" for locale in SENTENCE}
    version = Version(
        service=SERVICE, document=document, market="DE", version=number,
        kind="initial" if number == 1 else "material",
        generated_for=date(2026, 1, 5).isoformat(), base=number - 1 or None, authoritative="en",
        inputs={"library": {"version": "1", "commit": "", "digest": "d"}, "profile": "p", "tosgen": "1"},
        facts={"complaints.answer_within": f"{number} days"}, features=("core",), jurisdictions=("DE",),
        outline=(("core", "General"),), terms={}, clauses=tuple(_clauses()),
        texts={locale: sha256(text.encode()).hexdigest() for locale, text in texts.items()},
        summary=f"fact complaints.answer_within: {number - 1} days → {number} days",
    )  # fmt: skip
    return Draft(version, texts, {}, version.summary)


def _text(document: str, locale: str, number: int) -> Iterator[str]:
    yield f"# {document} {{#{document}}}"
    yield "## 1. General {#core}"
    for at in range(CLAUSES):
        yield f"### 1.{at + 1} Clause {at + 1} {{#{anchor(f'core/clause-{at}')}}}"
        yield "\n".join([SENTENCE[locale].format(n=number if at == number % CLAUSES else at)] * 5)


def _clauses() -> Iterator[ClauseRecord]:
    digest = "0" * 64
    for at in range(CLAUSES):
        yield ClauseRecord(
            f"core/clause-{at}", "", "EU", "core", f"1.{at + 1}", f"EU/core/clause-{at}", digest, digest,
            words=dict.fromkeys(SENTENCE, digest), translations=dict.fromkeys(SENTENCE, digest),
            facts=("complaints.answer_within",),
        )  # fmt: skip


def main() -> None:
    """Build, verify in processes of their own, print what it took as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="Build here, or take what is here.")
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        root = given.keep or Path(scratch)
        root.mkdir(exist_ok=True)
        if not (root / "outputs").exists():
            build(root, given.documents, given.rounds)
        found = measured("verify", lambda: tosgen(root, "verify", "--format", "json"), discard=0)
    told = json.loads(found.runs[0].output)
    json.dump(
        {name: told[name] for name in ("ok", "versions", "decisions", "signatures")}
        | {"median": found.median, "least": found.least, "megabytes": found.megabytes, "runs": RUNS},
        sys.stdout, indent=1,
    )  # fmt: skip


if __name__ == "__main__":
    main()
