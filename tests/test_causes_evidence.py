"""What stands behind a cause: the commit on a clause's file, the provision, the blocks that were translated anew."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from command_line import edit
from generate_workspace import LIBRARY, inputs, lay, library, run

from tosgen.errors import Finding, Place
from tosgen.formats.cause_words import cause
from tosgen.formats.run_summary import of_run
from tosgen.ledger import Ledger, commit_of
from tosgen.ledger.changes import changes_since, last_change, text_of
from tosgen.model.version import Cause, Version
from tosgen.pipeline.inputs import Inputs
from tosgen.pipeline.moved import in_words

DAY, NEXT = date(2026, 11, 1), date(2026, 11, 2)
COMPLAINTS = "global/core/complaints"


def git(folder: Path, *arguments: str) -> None:
    changes_since.cache_clear()
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.test", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library in a git checkout, with one version of each document."""
    lay(tmp_path, LIBRARY)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "clauses", "locales")
    git(tmp_path, "commit", "-q", "-m", "The library")
    run(tmp_path, given(tmp_path, DAY))
    return tmp_path


def given(root: Path, day: date) -> Inputs:
    changes_since.cache_clear()
    found = inputs(root, day)
    named = replace(found.library, commit=commit_of(root / "clauses"))
    return replace(found, library=named, library_folder=root / "clauses")


def after(root: Path, day: date = NEXT) -> dict[str, Cause]:
    """The causes of the terms' new version by kind and name, read back from the ledger."""
    run(root, given(root, day))
    version: Version = Ledger(root / "ledger").version("terms-of-service", "DE", 2)
    found = [cause for clause in version.clauses for cause in clause.causes]
    return {f"{each.kind} {each.name}": each for each in found}


def reword(root: Path, old: str = "We answer a", new: str = "We answer every") -> None:
    edit(root / f"clauses/{COMPLAINTS}.md", old, new)
    for path in root.glob("locales/*/LC_MESSAGES/clauses.po"):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_the_commit_that_changed_a_clause_is_named(root: Path) -> None:
    reword(root)
    git(root, "commit", "-q", "-a", "-m", "Every complaint is answered\n\nA body.")
    edit(root / f"clauses/{COMPLAINTS}.md", "title: How", "title: When and how")
    for path in root.glob("locales/*/LC_MESSAGES/clauses.po"):
        text = path.read_text("utf-8").replace(
            'msgid "How we answer complaints"', 'msgid "When and how we answer complaints"'
        )
        path.write_text(text, "utf-8")
    git(root, "commit", "-q", "-a", "-m", "The title says when")
    found = after(root)[f"library {COMPLAINTS}"]
    assert found.evidence["commit"] == commit_of(root)
    assert (found.evidence["subject"], found.evidence["more"]) == ("The title says when", 1)
    assert cause(found).endswith("“The title says when”, and 1 commit before it")


def test_an_edit_that_nobody_committed_is_told_as_such(root: Path) -> None:
    reword(root)
    found = after(root)[f"library {COMPLAINTS}"]
    assert found.evidence == {"uncommitted": True}


def test_without_a_checkout_the_digests_stand(root: Path) -> None:
    shutil.rmtree(root / ".git")
    reword(root)
    found = after(root)[f"library {COMPLAINTS}"]
    assert found.evidence == {}
    assert cause(found) == f"library {COMPLAINTS}: {found.before} → {found.after}"


def test_a_program_in_the_checkouts_configuration_does_not_run(root: Path, tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.pager", "diff.external", "filter.x.clean", "gpg.program", "core.sshCommand"):
        git(root, "config", name, f"touch {canary} #")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("* filter=x diff=x\n")
    reword(root)
    assert after(root)[f"library {COMPLAINTS}"].evidence == {"uncommitted": True}
    assert not canary.exists()


def test_a_law_comes_with_its_provision_and_day(tmp_path: Path) -> None:
    lay(tmp_path, LIBRARY)
    lay(tmp_path, LIBRARY.parent / "a_law_begins_and_its_clause_appears" / "before")
    run(tmp_path, given(tmp_path, date(2026, 8, 1)))
    found = after(tmp_path, date(2026, 8, 2))["law aia-50-1"]
    assert found.evidence == {"citation": "AI Act Art. 50(1)", "on": "2026-08-02"}


def test_a_translation_names_the_blocks(root: Path) -> None:
    edit(root / "locales/de/LC_MESSAGES/clauses.po", "Wir beantworten eine", "Wir beantworten jede")
    found = after(root)["translation de"]
    (block,) = found.evidence["blocks"]  # type: ignore[misc]
    assert str(block).startswith("We answer a {{ term(")


def test_a_fact_comes_with_the_question_that_it_answers(root: Path) -> None:
    edit(root / "tosgen.yaml", "complaints.answer_within: 14 days", "complaints.answer_within: 10 days")
    found = after(root)["fact complaints.answer_within"]
    assert (found.before, found.after) == ("14 days", "10 days")
    assert found.evidence == {"asked": "How soon do you answer a complaint?"}


def test_files_of_a_checkout_by_commit_and_digest(root: Path) -> None:
    clauses = root / "clauses"
    first = (clauses / f"{COMPLAINTS}.md").read_text("utf-8")
    before = commit_of(clauses)
    reword(root)
    git(root, "commit", "-q", "-a", "-m", "Second")
    (clauses / "global/core/new.md").write_text("new", "utf-8")
    git(root, "mv", f"clauses/{COMPLAINTS}.md", "clauses/global/core/moved.md")
    git(root, "commit", "-q", "-m", "Moved")
    found = changes_since(clauses, before)
    assert [commit.subject for commit in found.commits[f"{COMPLAINTS}.md"]] == ["Moved", "Second"]
    assert found.uncommitted("global/core/new.md")
    assert not found.uncommitted("global/core/moved.md")
    assert last_change(clauses, "global/core/moved.md").subject == "Moved"  # type: ignore[union-attr]
    assert last_change(clauses, "global/core/none.md") is None
    assert text_of(clauses, f"{COMPLAINTS}.md", sha256(first.encode()).hexdigest()) == first
    assert text_of(clauses, f"{COMPLAINTS}.md", "0" * 64) is None
    assert changes_since(clauses, "0" * 40).commits == {}
    assert changes_since(clauses, "--output=x").commits == {}
    assert changes_since(root / "none", before).blobs == {}


def overlaid(root: Path, base: str) -> tuple[Finding, ...]:
    own = root / "own/clauses" / f"{COMPLAINTS}.md"
    own.parent.mkdir(parents=True)
    text = (root / f"clauses/{COMPLAINTS}.md").read_text("utf-8")
    own.write_text(text.replace("slot:", f"base: {base}\nslot:").replace("complaint", "grumble", 1), "utf-8")
    reword(root, "We answer a", "We answer any")
    found = library(root)
    warning = Finding(
        "base-moved", "x", Place(next(c.place.path for c in found.clauses if c.overlay), 5, 7), "", "warning"
    )
    return in_words([warning], found, root / "clauses")


def test_an_overlay_whose_base_moved_shows_both_changes_in_words(root: Path) -> None:
    (told,) = overlaid(root, sha256((root / f"clauses/{COMPLAINTS}.md").read_bytes()).hexdigest())
    assert "the library's clause has changed since" in told.message
    assert "We answer [-a-]{+any+}" in told.message
    assert "[-complaints-]{+grumbles+}" in told.message
    assert sha256((root / f"clauses/{COMPLAINTS}.md").read_bytes()).hexdigest() in told.hint
    assert (told.code, told.severity, told.place.line) == ("base-moved", "warning", 5)


def test_and_where_its_base_is_not_known_what_it_says_otherwise(root: Path) -> None:
    (told,) = overlaid(root, "0" * 64)
    assert "against its text of today, yours reads" in told.message
    assert "{+" in told.message


def test_a_run_is_told_in_one_sentence() -> None:
    fact, law = Cause("fact", "fees"), Cause("law", "aia-50-1")
    told = of_run(
        [("material", [fact, law]), ("material", [fact]), ("editorial", [Cause("translation", "de")]), ("", [])]
    )
    assert told == (
        "3 of 4 documents changed: 2 material, 1 editorial; "
        "because of fact fees (2), law aia-50-1 (1), translation de (1)"
    )
    assert of_run([("", []), ("", [])]) == "2 documents, none of them changed"
    assert of_run([("initial", [])]) == "1 of 1 document changed: 1 initial"
