"""What a build adds to the package: the library, its catalogs compiled, and the commit that it was built from."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

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
            for source in sorted((root / "locales").glob("*/LC_MESSAGES/clauses.po")):
                place = source.relative_to(root).with_suffix(".mo")
                (made / place).parent.mkdir(parents=True)
                polib.pofile(str(source)).save_as_mofile(str(made / place))
                include[str(made / place)] = f"tosgen/library/{place.as_posix()}"

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
