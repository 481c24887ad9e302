"""What a build adds to the package: the library, its catalogs compiled, and the commit that it was built from."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOMAINS = ("clauses", "tosgen")
STAMP = "tosgen/_build.py"


class LibraryHook(BuildHookInterface[Any]):
    """Runs for sdist and wheel; an editable install reads the checkout itself and needs none of it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the stamp into both, clauses and compiled catalogs into the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        made = Path(tempfile.mkdtemp(prefix="tosgen-build-"))
        include = build_data["force_include"]
        include[str(self._stamped(root, made))] = STAMP
        if self.target_name == "wheel":
            include[str(root / "clauses")] = "tosgen/library/clauses"
            for source in self._catalogs(root / "locales"):
                place = source.relative_to(root).with_suffix(".mo")
                (made / place).parent.mkdir(parents=True, exist_ok=True)
                polib.pofile(str(source)).save_as_mofile(str(made / place))
                include[str(made / place)] = f"tosgen/library/{place.as_posix()}"

    @staticmethod
    def _catalogs(locales: Path) -> list[Path]:
        """Both catalogs of every language; a language that lacks one stops the build."""
        folders = [each / "LC_MESSAGES" for each in sorted(locales.iterdir()) if each.is_dir()]
        wanted = [folder / f"{name}.po" for folder in folders for name in DOMAINS]
        missing = [path.relative_to(locales).as_posix() for path in wanted if not path.is_file()]
        if missing:
            raise FileNotFoundError(f"no package without {', '.join(missing)}: run `tosgen locales update`")
        return wanted

    @staticmethod
    def _stamped(root: Path, made: Path) -> Path:
        """The stamp of this checkout; a source distribution brings its own."""
        if not (root / ".git").exists() and (root / STAMP).is_file():
            return root / STAMP
        git = ["git", "-C", str(root), "rev-parse", "HEAD"]
        commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
        stamp = made / "_build.py"
        stamp.write_text(f'"""Written when the package was built."""\n\nCOMMIT = "{commit}"\n', "utf-8")
        return stamp
