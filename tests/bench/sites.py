"""Rows 3 and 9: the same documents to a folder of pages, against site builders that are given ready Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench import peers, workspace
from tests.bench.measure import Figure, Row, Side, Task, in_turn, same, sides, stages, worked
from tests.bench.process import Run, run, tosgen
from tests.bench.words import digest, of_html

OURS = "tosgen, from clauses and facts"
AGAIN = "tosgen, the library in its cache"
ALONE = "tosgen, composing and writing alone"
RECORDED = "tosgen show, of recorded versions"
GIVEN = ("Hugo", "Eleventy", "MkDocs")
FIRST = 16
"""Documents of the run that fills the cache: one of each kind and language."""


def sites(folder: Path, documents: int) -> Iterator[Row]:
    """Each a process of its own that begins with nothing: time, then memory."""
    worked("markdown", folder, documents)
    tasks = {"Hugo": _hugo(folder), "Eleventy": _eleventy(folder), "MkDocs": _mkdocs(folder)}
    peaks: dict[str, list[float]] = {}
    alone: list[Figure] = []

    def of(name: str) -> Task:
        def task() -> Figure:
            _put_by(folder / "pages" / name)
            command, environment = tasks[name]
            return _told(name, run(command, folder / "builders" / name, environment))

        return task

    def ours(name: str, task: str) -> Task:
        def run() -> Figure:
            _put_by(folder / "site")
            told = worked(task, folder, documents)
            peaks.setdefault(name, []).append(told["peak"])
            if name == OURS:
                alone.append(stages(told, "compose and write"))
            wall, cpu = told["whole"]
            return wall, cpu

        return run

    def _told(name: str, ran: Run) -> Figure:
        peaks.setdefault(name, []).append(ran.megabytes)
        return ran.seconds, ran.cpu

    def shown() -> Figure:
        refs = _recorded(folder, documents)
        pages = folder / f"shown-{len(list(folder.glob('shown-*')))}"
        pages.mkdir()
        ran = tosgen(folder, "show", *refs, "--format", "html", "-o", str(pages))
        return ran.seconds, ran.cpu

    worked("tosgen_site_again", folder, min(documents, FIRST))
    own = {OURS: ours(OURS, "tosgen_site"), AGAIN: ours(AGAIN, "tosgen_site_again")}
    # Recording removes files of its own: it comes last.
    found = in_turn({**own, **{name: of(name) for name in GIVEN}, RECORDED: shown}, most=3)
    names = json.loads((folder / "names.json").read_text("utf-8"))
    pages = {name: _pages(folder / "pages" / name, names) for name in GIVEN}
    same({OURS: _pages(folder / "site", names), **pages}, documents)
    yield Row(
        f"{documents:,} documents to HTML files, the whole process",
        sides({OURS: found.pop(OURS), AGAIN: found.pop(AGAIN), ALONE: alone, **found}),
        "10 × faster than Hugo and Eleventy, 100 × than MkDocs",
        notes=(
            "The others are given the finished Markdown, bare layouts, and nothing to sort or list; tosgen starts, "
            "reads its library, composes, and writes pages that hold their styles.",
            f"{ALONE}: the first side without starting and reading, which the rows of composing leave out too.",
            f"{RECORDED}: the command, from git: every text held against its digest, each page headed by its record.",
        ),
    )  # fmt: skip
    yield Row(
        f"peak memory, {documents:,} documents to HTML files",
        tuple(Side(name, tuple((peak, peak) for peak in peaks[name])) for name in (OURS, "Hugo")),
        "a quarter of Hugo's, at 10,000 documents", unit="MB",
        notes=("The largest process of each.",),
    )  # fmt: skip


def _recorded(folder: Path, documents: int) -> list[str]:
    """Refs of the same documents in a ledger."""
    refs = [f"{name}/{market.name}" for market, name in workspace.items(workspace.load(folder), documents)]
    tosgen(folder, "generate", *refs, "--on", workspace.DAY.isoformat())
    return refs


def _put_by(folder: Path) -> None:
    """Out of the way of the next run, and not removed.

    For minutes ext4 looks past every file that was just removed, for each that it makes: whoever wrote next paid up to
    four seconds for 10,000 pages.
    """
    if folder.exists():
        folder.rename(folder.with_name(f"{folder.name}-{len([*folder.parent.glob(f'{folder.name}-*')])}"))


def _pages(folder: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Document -> its words, wherever a builder has put its page."""
    found = {}
    for document, name in names.items():
        place = next((folder / p for p in (f"{name}.html", f"{name}/index.html") if (folder / p).is_file()), None)
        if place:
            found[document] = digest(of_html(place.read_text("utf-8")))
    return found


def _content(folder: Path, name: str, place: str, head: str = "") -> Path:
    """The Markdown where a builder looks for it."""
    root = folder / "builders" / name
    (root / place).mkdir(parents=True)
    for path in sorted((folder / "markdown").iterdir()):
        (root / place / path.name).write_text(head + path.read_text("utf-8"), "utf-8")
    return root


def _hugo(folder: Path) -> tuple[list[str], dict[str, str]]:
    root = _content(folder, "Hugo", "content", "---\ntitle: x\n---\n")
    config = {
        "baseURL": "https://bench.example/",
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404"],
        "uglyURLs": True,
        "markup": {"goldmark": {"extensions": {"typographer": {"disable": True}, "linkify": False}}},
    }  # fmt: skip
    (root / "hugo.json").write_text(json.dumps(config), "utf-8")
    layout = root / "layouts" / "_default" / "single.html"
    layout.parent.mkdir(parents=True)
    layout.write_text("<!doctype html><html><head></head><body>{{ .Content }}</body></html>\n", "utf-8")
    return [peers.hugo(folder.parent / "peers"), "--quiet", "--destination", str(folder / "pages" / "Hugo")], {}


def _eleventy(folder: Path) -> tuple[list[str], dict[str, str]]:
    root = _content(folder, "Eleventy", "content", "---\nlayout: page.njk\n---\n")
    layouts = root / "content" / "_includes"
    layouts.mkdir()
    layout = "<!doctype html><html><head></head><body>{{ content | safe }}</body></html>\n"
    (layouts / "page.njk").write_text(layout, "utf-8")
    config = 'module.exports = () => ({ markdownTemplateEngine: false, dir: { input: "content" } });\n'
    (root / "eleventy.config.cjs").write_text(config, "utf-8")
    command = peers.eleventy(folder.parent / "peers")
    return ["node", command, "--quiet", "--config=eleventy.config.cjs", f"--output={folder / 'pages' / 'Eleventy'}"], {}


def _mkdocs(folder: Path) -> tuple[list[str], dict[str, str]]:
    root = _content(folder, "MkDocs", "docs")
    theme = root / "theme"
    theme.mkdir()
    page = "<!doctype html><html><head></head><body>{{ page.content }}</body></html>\n"
    (theme / "main.html").write_text(page, "utf-8")
    config = {
        "site_name": "bench", "plugins": [], "theme": {"name": None, "custom_dir": "theme"},
        "use_directory_urls": False,
        "markdown_extensions": ["tables"],
    }  # fmt: skip
    (root / "mkdocs.yml").write_text(json.dumps(config), "utf-8")
    command, environment = peers.mkdocs(folder.parent / "peers")
    return [*command, "build", "--quiet", "--site-dir", str(folder / "pages" / "MkDocs")], environment
