"""`tosgen review --against`: the work tree, and another revision of it in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tosgen import __version__
from tosgen.cli.refs import limited
from tosgen.cli.review import directions, printed, tongue
from tosgen.cli.speech import speak, tell
from tosgen.cli.workspace import PROFILE, Workspace, built_from, examples, library_root, refuse, shown, today
from tosgen.cli.write import write
from tosgen.saying import listed, say

if TYPE_CHECKING:
    from tosgen.catalog.translate import Translator
    from tosgen.formats.reviewed import Review
    from tosgen.ledger.checkout import Revision
    from tosgen.model.library import Library
    from tosgen.model.service import Service
    from tosgen.pipeline.review import Side

_SUFFIXES = frozenset({".csv", ".md", ".po", ".tsv", ".yaml", ".yml"})
_EXAMPLES = "tosgen/examples"


@dataclass(frozen=True)
class Source:
    """Where one side's library, catalogs and profile lie."""

    library: Path
    """The folder with `clauses/` and `locales/`."""
    workspace: Path
    commit: str

    @property
    def own(self) -> bool:
        """Whether the workspace lays something over the library."""
        return self.workspace.resolve() != self.library.resolve()

    def read(self) -> tuple[Library, Service]:
        """Library and profile. Refused with every fault."""
        from tosgen.sources.library import load_library
        from tosgen.sources.service import load_service

        overlay = self.workspace / "clauses"
        laid = overlay if self.own and overlay.is_dir() else None
        library, _ = load_library(self.library / "clauses", laid, version=__version__, commit=self.commit)
        return library, load_service(self.workspace / PROFILE, library)

    def side(self, library: Library, service: Service, day: date) -> Side:
        """Everything that composing and judging its documents depends on."""
        from tosgen.pipeline.audit import Evidence
        from tosgen.pipeline.inputs import Inputs
        from tosgen.pipeline.review import Side
        from tosgen.sources.adopted import load_adopted
        from tosgen.sources.dispositions import load_dispositions
        from tosgen.sources.readings import load_readings

        overlay = self.workspace / "clauses"
        locales = [tag for market in service.markets.values() for tag in market.languages]
        inputs = Inputs(
            library, service, self._translators(locales), day, __version__, self.workspace, self.library / "clauses"
        )
        adopted = self.workspace / "adopted.yaml"
        laid = overlay if self.own and overlay.is_dir() else None
        return Side(inputs, Evidence(
            load_readings(self.library / "clauses", laid, library),
            load_dispositions(self.workspace / "dispositions.yaml", library, service),
            load_adopted(adopted, library) if adopted.is_file() else {},
        ))  # fmt: skip

    def _translators(self, locales: Iterable[str]) -> Mapping[str, Translator]:
        from tosgen.catalog.po import load
        from tosgen.catalog.translate import Translator

        folders = [self.library / "locales"]
        if self.own and (self.workspace / "locales").is_dir():
            folders.append(self.workspace / "locales")
        return {locale: Translator(locale, load(locale, folders, shown)) for locale in dict.fromkeys(locales)}


def run(
    folder: Path, refs: tuple[str, ...], revision: str, form: str, output: Path | None, example: str | None,
    on: date | None,
) -> None:  # fmt: skip
    """Print what the work tree changes. Refused: `no-checkout`, `bad-revision`, `no-profile`; as composing refuses."""
    from tosgen.ledger.checkout import Revision

    base = Revision.of(folder, revision)
    if not (folder / PROFILE).is_file() and (folder / "clauses" / "jurisdictions.yaml").is_file():
        _library(folder, base, refs, form, output, example, on)
        return
    if example:
        hint = say("leave --example out: the profile here is taken")
        raise refuse("bad-value", say("an example is for the library's own repository"), "--example", hint)
    Workspace.at(folder)
    with TemporaryDirectory(prefix="tosgen-") as scratch:
        then = Path(scratch) / "then"
        then.mkdir()
        base.write(then, _in_use(base.paths()), _SUFFIXES)
        root = library_root()
        now = Source(root, folder, built_from())
        _write(_review(Source(root, then, built_from()), now, Path(scratch), refs, revision, on), form, output)


def _in_use(paths: Iterable[str]) -> list[str]:
    """What a workspace may be made of: all but what it puts out."""
    return sorted({path.split("/")[0] for path in paths} - {"outputs", ".git"})


def _library(
    folder: Path, base: Revision, refs: tuple[str, ...], form: str, output: Path | None, example: str | None,
    on: date | None,
) -> None:  # fmt: skip
    """In the library's own repository: the examples that the change touches, or the one that is named."""
    from tosgen.ledger import commit_of

    with TemporaryDirectory(prefix="tosgen-") as scratch:
        then = Path(scratch) / "library"
        then.mkdir()
        base.write(then, ("clauses", "locales", _EXAMPLES), _SUFFIXES)
        names = [example] if example else touched(then, folder)
        if not names:
            tell(say("no example reads clauses, catalogs or a profile that changed"))
        for name in names:
            if not (folder / _EXAMPLES / name / PROFILE).is_file():
                raise refuse("no-profile", say("there is no example '{name}' here", name=name), "--example",
                             say("there are {names}", names=listed(examples())))  # fmt: skip
            old = Source(then, then / _EXAMPLES / name, base.commit)
            new = Source(folder, folder / _EXAMPLES / name, commit_of(folder))
            work = Path(scratch) / name
            work.mkdir()
            found = _review(old, new, work, refs, base.given, on)
            target = output / f"{name}.{form}" if output and len(names) > 1 else output
            if output and len(names) > 1:
                output.mkdir(parents=True, exist_ok=True)
            _write(found, form, target, share=len(names))


def touched(then: Path, now: Path) -> list[str]:
    """The examples whose profile differs, and all of them if clauses or catalogs of law do."""
    names = sorted(path.parent.name for path in (now / _EXAMPLES).glob(f"*/{PROFILE}"))
    if _contents(then / "clauses") != _contents(now / "clauses") or _contents(then / "locales") != _contents(
        now / "locales"
    ):
        return names
    return [name for name in names if _contents(then / _EXAMPLES / name) != _contents(now / _EXAMPLES / name)]


def _contents(folder: Path) -> dict[str, bytes]:
    """The files that a text can depend on."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SUFFIXES and path.is_file() and not path.is_symlink() and path.name != "tosgen.po"
    }


def _review(
    old: Source, new: Source, scratch: Path, refs: tuple[str, ...], revision: str, on: date | None
) -> Review:  # fmt: skip
    from tosgen.ledger import Ledger
    from tosgen.pipeline.against import against
    from tosgen.pipeline.inputs import wanted

    library, service = new.read()
    day = on or today(service.timezone)
    items = wanted(service, limited(service, refs))
    head = new.side(library, service, day)
    base = old.side(*old.read(), day) if (old.workspace / PROFILE).is_file() else None
    ledger = Ledger(scratch / service.name)
    return against(base, head, ledger, items, revision, whole=not refs)


def _write(review: Review, form: str, output: Path | None, *, share: int = 1) -> None:
    """`share`: how many reviews share one comment."""
    if form != "html":
        printed(review, form, str(output) if output else None, share=1 if output else share)
        return
    from tosgen.formats import review_html

    write(review_html.write(review, directions(review), speak=speak, tongue=tongue()), str(output) if output else None)
