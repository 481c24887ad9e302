"""The commands by which anybody checks a bundle of evidence with git, ssh-keygen and sha256sum alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime

from tosgen.review.evidence import COMMITS, RECORDED, TREES, Evidence, listed
from tosgen.review.held import Held
from tosgen.review.signers import ALLOWED

_OBJECTS = "objects.git"
_FUNCTIONS = f"""\
export GIT_DIR={_OBJECTS}
check() {{ what=$1; shift; if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; return 1; fi; }}
same() {{ test -n "$1" && test "$1" = "$2"; }}
holds() {{ check "$1 says $2" git grep --no-index --quiet --fixed-strings -e "$2" -- "$1"; }}
names() {{ sum=$(sha256sum <"$2"); holds "$1" "${{sum%% *}}"; }}
in_commit() {{
  check "$2 in $1" same "$(git rev-parse --verify --quiet "$1:$2")" "$(git hash-object --no-filters "$3")"
}}
good() {{ case "$1" in "Good \\"tosgen\\" signature for $2 with "*" key $3") true ;; *) false ;; esac; }}
signed() {{
  said=$(TZ=UTC ssh-keygen -Y verify -f "$2" -I "$3" -n tosgen -O verify-time="$4" -s "$1.sig" <"$1" 2>&1) || true
  check "$1 is signed by $3" good "$said" "$3" "$5"
}}"""


def script(page: str) -> str:
    """The commands of a README, in order."""
    return "\n".join(block.partition("\n```")[0] for block in page.split("```sh\n")[1:]) + "\n"


def block(*lines: str) -> str:
    """Commands as a README shows them."""
    return "\n".join(["```sh", *lines, "```"])


def unchanged() -> Iterator[str]:
    """No file differs from what was packed."""
    yield "sha256sum --check --quiet SHA256SUMS"


def objects() -> Iterator[str]:
    """Commits and trees into a repository that is empty but for them."""
    yield f"git init --quiet --bare --template= --object-format=sha1 {_OBJECTS}"
    yield _FUNCTIONS
    for kind, folder in (("commit", COMMITS), ("tree", TREES)):
        put = f"git hash-object -t {kind} -w --no-filters --stdin-paths"
        yield f"printf '%s\\n' {folder}/* | {put} >{_OBJECTS}/{kind}s"


def chain(found: Evidence) -> Iterator[str]:
    """The commits follow on one another, the version's among them."""
    first, count = found.excerpt.commits[0][0], len(found.excerpt.commits)
    yield f"echo {first} >{_OBJECTS}/shallow"
    yield f'check "chain" same "$(git rev-list --count {found.head})" {count}'
    yield f'check "version" git merge-base --is-ancestor {found.entry.commit} {found.head}'


def held_by(found: Evidence) -> Iterator[str]:
    """Each file is the one that its commit holds."""
    for path in found.recorded:
        yield _command("in_commit", found.entry.commit, path, f"{RECORDED}/{path}")
    for each in found.decisions:
        for commit in dict.fromkeys((each.commit, found.head)):
            yield _command("in_commit", commit, each.act.path, f"{RECORDED}/{each.act.path}")
        if not each.plain:
            signature = f"{each.act.path}.sig"
            yield _command("in_commit", each.commit, signature, f"{RECORDED}/{signature}")
            yield from (_command("in_commit", each.parent, path, listed(each.signers, path)) for path in each.lists)


def named(found: Evidence) -> Iterator[str]:
    """The record names each text by its digest, each decision record and texts."""
    record = f"{RECORDED}/{found.folder}/version.json"
    texts = [f"{RECORDED}/{found.folder}/{locale}.md" for locale in sorted(found.version.texts)]
    yield from (_command("names", record, text) for text in texts)
    for each in found.decisions:
        path = _path(each)
        if each.subject.version == found.entry.version:
            yield from (_command("names", path, name) for name in (record, *texts))
        yield _command("holds", path, f'"action": "{each.said.action}"')
        if each.said.effective:
            yield _command("holds", path, f'"effective": "{each.said.effective}"')
        if each.subject.effect and each.subject.effect.existing:
            yield _command("holds", path, f'"existing": "{each.subject.effect.existing}"')


def signed(found: Evidence) -> Iterator[str]:
    """Who signed each decision, by the list of the commit before it; nothing where no decision is signed."""
    for each in found.decisions:
        if not each.plain:
            at = datetime.fromisoformat(each.said.at).astimezone(UTC).strftime("%Y%m%d%H%M%S")
            yield _command("holds", _path(each), f'"key": "{each.said.key}"')
            yield _command("signed", _path(each), listed(each.signers, ALLOWED), each.said.by, at, each.said.key)


def _path(each: Held) -> str:
    return f"{RECORDED}/{each.act.path}"


def _command(*words: str) -> str:
    return shlex.join(words)
