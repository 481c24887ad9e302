"""Opens Word files in LibreOffice Writer and tells what they say, with their changes as they are, accepted or rejected.

Runs under the Python that has `uno`, apart from the tests': a line in asks for `PATH TAB HOW …`, a line out answers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

COMMANDS = {"shown": "", "accepted": ".uno:AcceptAllTrackedChanges", "rejected": ".uno:RejectAllTrackedChanges"}
SECONDS = 60


def started(profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    """The program, with a profile of its own, and what makes its services."""
    pipe = f"tosgen{Path(profile).name}"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;"]
    program = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{profile}", *options])
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(SECONDS * 10):
        try:
            return program, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def service(remote: Any, name: str) -> Any:
    """A service of the program."""
    return remote.ServiceManager.createInstanceWithContext(f"com.sun.star.frame.{name}", remote)


def told(path: str, command: str, remote: Any) -> dict[str, Any]:
    """The document after a command on all its changes."""
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = service(remote, "Desktop").loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (hidden,))
    try:
        changes = [_change(each) for each in _each(document.Redlines)]
        if command:
            frame = document.CurrentController.Frame
            service(remote, "DispatchHelper").executeDispatch(frame, command, "", 0, ())
        document.TextFields.refresh()
        return {
            "changes": changes,
            "left": len(list(_each(document.Redlines))),
            "text": [_block(each) for each in _each(document.Text)],
            "bookmarks": sorted(document.Bookmarks.ElementNames),
        }
    finally:
        document.close(False)


def _each(collection: Any) -> Iterator[Any]:
    elements = collection.createEnumeration()
    while elements.hasMoreElements():
        yield elements.nextElement()


def _change(change: Any) -> list[str]:
    day = change.RedlineDateTime
    return [change.RedlineType, change.RedlineAuthor, f"{day.Year:04}-{day.Month:02}-{day.Day:02}"]


def _block(block: Any) -> list[Any]:
    """A paragraph as [number, text, style], a table as its rows of cells."""
    if not block.supportsService("com.sun.star.text.TextTable"):
        return [block.ListLabelString, block.String, block.ParaStyleName]
    by_row: dict[int, list[str]] = {}
    for name in block.CellNames:
        row = int("".join(character for character in name if character.isdigit()))
        by_row.setdefault(row, []).append(block.getCellByName(name).String)
    return [by_row[row] for row in sorted(by_row)]


def main() -> None:
    """Answer until the requests end."""
    with tempfile.TemporaryDirectory() as profile:
        program, remote = started(profile)
        print("ready", flush=True)
        try:
            for line in sys.stdin:
                path, *ways = line.rstrip("\n").split("\t")
                print(json.dumps([told(path, COMMANDS[how], remote) for how in ways]), flush=True)
        finally:
            service(remote, "Desktop").terminate()
            program.wait(SECONDS)


if __name__ == "__main__":
    main()
