"""How pages look: templates and style sheets, those of a workspace or brand over the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tosgen.errors import Place, Refused
from tosgen.saying import say
from tosgen.site.paths import OURS

SHIPPED = Path(__file__).parent.parent.parent / "templates"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
"""What a browser is to hold every page to: nothing inline, and nothing from anywhere else."""
STYLE, REDLINE, THEME, SCRIPT, KEYS, ICON = (
    "style.css", "redline.css", "theme.css", "script.js", "redline.js", "icon.svg",
)  # fmt: skip
STATIC = "static"


@dataclass(frozen=True)
class Look:
    """`templates` and `styles`: those laid over the shipped ones, the last one on top; `statics`: folder of images and
    fonts that a theme needs. A template may `{% extends "tosgen/page.html" %}`: the shipped one."""

    templates: tuple[Path, ...] = ()
    styles: tuple[Path, ...] = ()
    statics: Path | None = None
    icon: Path | None = None

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """A page. Refused (`template`) where one of the workspace's own templates is at fault."""
        themed = bool(self.styles)
        try:
            made = self._environment.get_template(template).render(values, policy=POLICY, themed=themed)
        except TemplateSyntaxError as error:
            raise _faulty(error, error.filename or template, error.lineno) from error
        except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            if not self.templates:
                raise
            raise _faulty(error, template) from error
        return made.encode()

    def assets(self) -> dict[str, bytes]:
        """Style sheets and scripts by path, with what a theme brings along."""
        style = (_read(SHIPPED / "document.css"), _read(SHIPPED / "site" / "style.css"))
        found = {
            STYLE: b"".join(style),
            REDLINE: _read(SHIPPED / "redline.css"),
            SCRIPT: _read(SHIPPED / "site" / "script.js"),
            KEYS: _read(SHIPPED / "redline.js"),
            ICON: _read(self.icon or SHIPPED / "site" / ICON),
        }
        if self.styles:
            found[THEME] = b"".join(map(_read, self.styles))
        return {**found, **dict(self._static())}

    def _static(self) -> Iterator[tuple[str, bytes]]:
        if self.statics and self.statics.is_dir():
            for path in sorted(self.statics.rglob("*")):
                inner = path.relative_to(self.statics)
                if path.is_file() and not path.is_symlink() and not any(p.startswith(".") for p in inner.parts):
                    yield f"{STATIC}/{inner.as_posix()}", path.read_bytes()

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        shipped = FileSystemLoader([SHIPPED / "site", SHIPPED])
        own = FileSystemLoader(list(reversed(self.templates)))
        return ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([own, shipped, PrefixLoader({"tosgen": shipped})]),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )


def themed(root: Path, folders: Sequence[str] = (), sheets: Sequence[str] = ()) -> Look:
    """The look of a workspace: what its folder `site` holds (`templates`, `style.css`, `icon.svg`, `static`), and over
    it what a brand names. A folder `site` that a build has made is no look: its style sheet is the shipped one.

    Refused (`missing-file`) where a brand's folder or sheet is not there.
    """
    named = [(root / name, name, (root / name).is_dir()) for name in folders]
    named += [(root / name, name, (root / name).is_file()) for name in sheets]
    for _, name, there in named:
        if not there:
            raise Refused.one("missing-file", say("there is no file '{name}'", name=name), name)
    site = root / "site"
    own, sheet, icon = site / "templates", site / STYLE, site / ICON
    built = (site / f"{OURS}site.json").is_file()
    return Look(
        (*([own] if own.is_dir() and not built else []), *(root / name for name in folders)),
        (*([sheet] if sheet.is_file() and not built else []), *(root / name for name in sheets)),
        None if built else site / STATIC,
        icon if icon.is_file() and not built else None,
    )


def _read(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _faulty(error: Exception, name: str, line: int = 0) -> Refused:
    what = say("the template cannot be used: {error}", error=str(error))
    hint = say("correct it, or remove it to have the shipped one")
    return Refused.one("template", what, Place(name, line), hint)
