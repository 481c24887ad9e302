"""The words of a PDF as poppler reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from browser import missing
from recorded_texts import letters

FOOT = 68
"""Points at the foot of a page that hold its number."""


def poppler(program: str, *arguments: str | Path) -> str:
    if shutil.which(program) is None:
        missing(program, "apt-get install -y --no-install-recommends poppler-utils")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace")


def text(path: Path, *options: str, foot: int = FOOT) -> str:
    """What poppler reads, without the foot of each page."""
    size = re.search(r"^Page size: +([0-9.]+) x ([0-9.]+)", poppler("pdfinfo", path), re.MULTILINE)
    assert size
    box = ("-x", "0", "-y", "0", "-W", str(int(float(size[1]))), "-H", str(int(float(size[2])) - foot))
    return poppler("pdftotext", "-enc", "UTF-8", "-nopgbrk", *box, *options, path, "-")


def headings_of_tables(markdown: str) -> list[str]:
    """The letters of each table's first row, which a new page repeats."""
    rows = markdown.split("\n")
    return [letters(rows[at - 1]) for at, row in enumerate(rows) if re.fullmatch(r"\|[-:|]+\|", row)]


def without_repeats(read: str, expected: str, repeated: list[str]) -> str:
    """What was read, less the headings of tables that begin a page anew."""
    at = 0
    while at < len(read) and read != expected:
        if read[at : at + 1] != expected[at : at + 1]:
            again = next((head for head in repeated for back in range(len(head)) if _again(read, at - back, head)), "")
            start = read.rfind(again, 0, at + len(again)) if again else -1
            if start < 0:
                return read
            read = read[:start] + read[start + len(again) :]
            at = start
        at += 1
    return read


def _again(read: str, start: int, head: str) -> bool:
    return start >= 0 and read.startswith(head, start)


def body(read: str) -> str:
    """Without the three lines of the record under the title, in whichever language they are."""
    title, _, _, _, *rest = filter(str.strip, re.sub("[\u202a-\u202e\u2066-\u2069]", "", read).split("\n"))
    return "\n".join([title, *rest])
