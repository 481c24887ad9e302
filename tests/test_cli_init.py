"""`tosgen init`: an example, or an interview that can stop anywhere and go on."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import REPOSITORY, files, tosgen

from tosgen.cli.answers import fault
from tosgen.cli.workspace import examples
from tosgen.interview import Question, next_question, profile
from tosgen.model.library import Library
from tosgen.sources.library import load_library
from tosgen.text.template import read

GIVEN = {
    "service": "birch",
    "timezone": "America/Los_Angeles",
    "documents": "terms-of-service, privacy-notice, dispute-resolution",
    "places": "US-CA",
    "languages.US-CA": "en",
    "entity.name": "Birch Letters LLC",
    "entity.address": "1 Main Street, Fresno, CA 93650",
    "entity.country": "US",
    "entity.email": "hello@birch.example",
    "fact.support.channels.rows": "mail",
    "fact.activities.rows": "accounts, letters",
    "fact.law.state": "California",
}
YES = ("online-service", "accounts", "customer-support", "processes-personal-data")
KINDS = {
    "duration": "14 days",
    "money": "9.00 USD",
    "email": "help@birch.example",
    "url": "https://birch.example",
    "phone": "+1 559 555 0100",
    "date": "2026-10-01",
    "integer": "18",
    "country": "US",
    "countries": "US CA",
    "language": "en",
    "languages": "en",
}
WRONG = {
    "service": "Birch & Co",
    "timezone": "America/Los_Angelos",
    "documents": "terms",
    "places": "US-CA US-CA",
    "audience.US-CA": "consumers",
    "entity.country": "USA",
    "entity.email": "hello",
    "fact.support.channels.rows": "../mail",
    "fact.accounts.minimum_age": "²",
    "fact.ending.notice": "soon",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(REPOSITORY / "clauses", None, version="", commit="")[0]


def answer(question: Question) -> str:
    """What a small company would type."""
    if question.key in GIVEN:
        return GIVEN[question.key]
    if question.kind == "yes-no":
        return "y" if question.key.removeprefix("feature.") in YES else "n"
    if question.options:
        return question.options[0]
    if question.optional:
        return ""
    return KINDS.get(question.fact.kind if question.fact else "", "letters and parcels")


def taken(question: Question, text: str) -> Any:
    """The answer as the interview keeps it."""
    if question.kind == "yes-no":
        return text == "y"
    return text.replace(",", " ").split() if question.kind in {"many", "keys"} else text


def script(library: Library, wrong: bool = False) -> tuple[list[str], dict[str, Any]]:
    """Every line that is typed, and the answers that come of them."""
    lines: list[str] = []
    answers: dict[str, Any] = {}
    while question := next_question(library, answers, date(2026, 12, 1)):
        if wrong and question.key in WRONG:
            lines.append(WRONG[question.key])
        lines.append(answer(question))
        answers[question.key] = taken(question, lines[-1])
    return lines, answers


def test_an_example_is_copied_and_generates(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "init", "--example", "helpdesk", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert "Next: tosgen -C . generate" in ran.out
    example = REPOSITORY / "tosgen/examples/helpdesk"
    made = files(tmp_path)
    assert b"*.md text eol=lf diff=markdown" in made.pop(".gitattributes")
    assert {**files(example), ".gitignore": b"outputs/\n.tosgen-init.json\n"} == made
    assert tosgen(tmp_path, "generate", "--dry-run", "terms-of-service/US-CA").code == 0


def test_an_example_asks_before_it_copies(tmp_path: Path) -> None:
    refused = tosgen(tmp_path, "init", "new", "--example", "helpdesk", answers="n\n")
    assert (refused.code, files(tmp_path)) == (130, {})
    assert tosgen(tmp_path, "init", "new", "--example", "helpdesk", answers="y\n").code == 0
    assert (tmp_path / "new/tosgen.yaml").is_file()


def test_yes_needs_an_example(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "init", "--yes")
    assert (ran.code, files(tmp_path)) == (2, {})
    assert "--yes: error[bad-value]" in ran.err
    assert f"--example {examples()[0]}" in ran.err


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "tosgen.yaml").write_text("mine")
    ran = tosgen(tmp_path, "init", "--example", "helpdesk", "--yes")
    assert (ran.code, "tosgen.yaml: error[exists]" in ran.err) == (2, True)
    (tmp_path / "tosgen.yaml").unlink()
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/cookies.csv").write_text("mine")
    ran = tosgen(tmp_path, "init", "--example", "helpdesk", "--yes")
    assert (ran.code, "facts/cookies.csv: error[exists]" in ran.err) == (2, True)
    assert files(tmp_path) == {"facts/cookies.csv": b"mine"}


def test_unknown_example(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "init", "--example", "helpdesks", "--yes")
    assert (ran.code, ran.out, files(tmp_path)) == (2, "", {})
    assert "'helpdesk'" in ran.err


def test_an_interview_ends_in_a_workspace_that_generates(tmp_path: Path, library: Library) -> None:
    lines, answers = script(library)
    ran = tosgen(tmp_path, "init", "birch", answers="".join(f"{line}\n" for line in lines))
    assert (ran.code, ran.err) == (0, "")
    assert sorted(files(tmp_path)) == ["birch/.gitattributes", "birch/.gitignore", "birch/tosgen.yaml"]
    assert (tmp_path / "birch/tosgen.yaml").read_text("utf-8") == profile(library, answers)
    made = tosgen(tmp_path, "-C", "birch", "generate", "--format", "json")
    assert (made.code, made.err) == (0, "")
    assert [(d["document"], d["market"]) for d in made.json["documents"]] == [
        ("terms-of-service", "US-CA"),
        ("privacy-notice", "US-CA"),
        ("dispute-resolution", "US-CA"),
    ]
    shown = tosgen(tmp_path, "-C", "birch", "show", "terms-of-service/US-CA")
    assert "Birch Letters LLC" in shown.out


def test_an_interview_goes_on_where_it_was_broken_off(tmp_path: Path, library: Library) -> None:
    lines, answers = script(library)
    half = len(lines) // 2
    first = tosgen(tmp_path, "init", answers="".join(f"{line}\n" for line in lines[:half]))
    assert first.code == 130
    assert sorted(files(tmp_path)) == [".tosgen-init.json"]
    kept = json.loads((tmp_path / ".tosgen-init.json").read_text("utf-8"))
    assert kept == dict(list(answers.items())[:half])
    second = tosgen(tmp_path, "init", answers="".join(f"{line}\n" for line in lines[half:]))
    assert (second.code, second.err) == (0, f"Going on after {half} answers.\n")
    assert (tmp_path / "tosgen.yaml").read_text("utf-8") == profile(library, answers)
    assert sorted(files(tmp_path)) == [".gitattributes", ".gitignore", "tosgen.yaml"]


def test_wrong_answers_are_refused_and_asked_again(tmp_path: Path, library: Library) -> None:
    lines, answers = script(library, wrong=True)
    ran = tosgen(tmp_path, "init", answers="".join(f"{line}\n" for line in lines))
    assert ran.code == 0
    assert ran.err.count("\n") == len(WRONG)
    for told in (
        "'Birch & Co' is not a name that can stand here",
        "did you mean 'America/Los_Angeles'?",
        "'terms' is not one of them",
        "one of them stands twice",
        "did you mean 'consumer'?",
        "'USA' is not a country; write an ISO 3166-1 code such as DE",
        "'hello' is not an e-mail address",
        "'../mail' is not a name",
        "expected a whole number, found '²'",
        "'soon' is not a length of time",
    ):
        assert told in ran.err
    assert (tmp_path / "tosgen.yaml").read_text("utf-8") == profile(library, answers)


def test_what_answers_rule_out_is_not_asked(library: Library) -> None:
    _, answers = script(library)
    assert answers["feature.payments"] is False
    assert "feature.subscriptions" not in answers
    assert answers["feature.ai-chatbot"] is False
    assert "feature.ai-companion" not in answers
    assert not [key for key in answers if key.startswith(("fact.subscriptions.", "fact.cookies", "authoritative."))]


def test_no_answers_lead_to_a_contradiction(tmp_path: Path, library: Library) -> None:
    """Whatever is said, alternately yes and no: the profile can be read."""
    answers: dict[str, Any] = {}
    while question := next_question(library, answers, date(2026, 12, 1)):
        text = answer(question)
        if question.kind == "yes-no":
            text = "yn"[len(answers) % 2]
        answers[question.key] = taken(question, text)
        assert fault(question, answers[question.key]) is None
    said = {key.removeprefix("feature."): value for key, value in answers.items() if key.startswith("feature.")}
    chosen = {name for name, value in said.items() if value}
    declined = said.keys() - chosen
    for name in chosen:
        assert not declined & set(library.features[name].implies)
        assert not chosen & set(library.features[name].excludes)


def test_only_features_that_a_clause_names_are_asked(library: Library) -> None:
    """What merely implies one of them makes no difference: a shop in Germany hears nothing of Chinese or US rules."""
    answers: dict[str, Any] = {}
    given = {"documents": "terms-of-service, privacy-notice", "places": "DE", "languages.DE": "de"}
    while question := next_question(library, answers, date(2026, 12, 1)):
        answers[question.key] = taken(question, given.get(question.key) or answer(question))
    asked = {key.removeprefix("feature.") for key in answers if key.startswith("feature.")}
    named = {
        name
        for clause in library.clauses
        if clause.jurisdiction in ("DE", "EU", "global")
        for name in {*clause.needs.names, *read(clause.body).names("feature")}
    }
    assert asked <= named
    assert "accounts" in asked
    assert not asked & {"small-handler", "ccpa-business"}


def test_a_table_that_must_be_there_has_a_row(library: Library) -> None:
    _, answers = script(library)
    del answers["fact.activities.rows"]
    question = next_question(library, answers, date(2026, 12, 1))
    assert question
    assert (question.key, question.optional) == ("fact.activities.rows", False)
    assert question.text.endswith("Short names, one for each row, at least one")
    assert fault(question, []) == "choose at least one"


def test_a_cell_is_asked_for_with_its_table_and_row(tmp_path: Path, library: Library) -> None:
    lines, _ = script(library)
    ran = tosgen(tmp_path, "init", answers="".join(f"{line}\n" for line in lines))
    assert "activities, row accounts: Name? [en]" in ran.out
    assert "activities, row letters: On which legal basis? (contract, consent, legal-obligation" in ran.out
    assert "support.channels, row mail: Channel? (chat, phone" in ran.out


@pytest.mark.parametrize("kept", ["{", "[]", '{"places": ["US-CA"', "[" * 100_000])
def test_answers_that_cannot_be_read_are_refused(tmp_path: Path, kept: str) -> None:
    (tmp_path / ".tosgen-init.json").write_text(kept)
    ran = tosgen(tmp_path, "init")
    assert (ran.code, ".tosgen-init.json: error[syntax]" in ran.err) == (2, True)


def test_kept_answers_that_no_longer_fit_are_asked_again(tmp_path: Path) -> None:
    kept = {"service": "../birch", "timezone": 5, "documents": ["gone"], "places": "US-CA", "feature.goods": "y"}
    (tmp_path / ".tosgen-init.json").write_text(json.dumps(kept))
    ran = tosgen(tmp_path, "init", answers="birch\nAmerica/Los_Angeles\n")
    assert ran.code == 130
    answers = json.loads((tmp_path / ".tosgen-init.json").read_text())
    assert (answers["service"], answers["timezone"]) == ("birch", "America/Los_Angeles")
    assert "Which documents?" in ran.out


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    assert tosgen(tmp_path, "init", "taken", "--example", "shop", "--yes").code == 2
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)
    assert tosgen(tmp_path, "init", "taken/deep", "--example", "shop", "--yes").code == 3
