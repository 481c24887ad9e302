"""typst and its fonts: found once, kept for every further document; each thread has a compiler of its own."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import local
from typing import Any

from tosgen.errors import Unavailable
from tosgen.saying import say

_LAYOUTS = Path(__file__).parent.parent / "templates"
_SOURCE = '#import "document.typ": laid-out\n#laid-out(json(bytes("{}")))'
"""A text as typst reads it. Data in `sys.inputs` would be part of typst's library, and all be laid out anew."""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})
_FONTS = {"fontpkg_amiri": "files", "manimgx_fonts": "", "manimgx_fonts_cjk": ""}
"""Package -> the folder in it that has the fonts."""
_STANDARDS = ["a-3a", "ua-1"]
_CJK = {"zh_Hans": "SC", "zh_Hant": "TC", "zh": "SC", "ja": "JP", "ko": "KR"}
_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ckb"})
_SIGNS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Vowel signs and accents that are characters of their own."""
_OWN = local()


def families(locale: str) -> list[str]:
    """Fonts for a text, those of its own script first; what they lack is looked for in the others.

    >>> families("ja")[:2], families("ar")[0], families("zh_Hant_HK")[1]
    (['Noto Sans', 'Noto Sans CJK JP'], 'Amiri', 'Noto Sans CJK HK')
    """
    language = locale.partition("_")[0]
    script = "HK" if locale.endswith("_HK") else _CJK.get("_".join(locale.split("_")[:2])) or _CJK.get(language, "SC")
    plain = ["Noto Sans", f"Noto Sans CJK {script}", "Noto Sans Symbols", "DejaVu Sans Mono"]
    return ["Amiri", *plain] if language in _ARABIC else [*plain[:2], "Amiri", *plain[2:]]


def press(data: str) -> bytes:
    """The PDF that the layout makes of its data. Raises Unavailable. Threads may ask at once: typst lets others run."""
    typst, fonts = _press()
    try:
        source = _SOURCE.format(data.translate(_ESCAPES)).encode()
        made = _compiler(typst, fonts).compile(source, format="pdf", pdf_standards=_STANDARDS)
    except typst.TypstError as error:
        raise _failed(error) from error
    if not _SIGNS.search(data):
        return bytes(made)
    from tosgen.formats.pdf_marks import once  # noqa: PLC0415  # few texts need it

    return once(made)


@cache
def _press() -> tuple[Any, Any]:
    """typst, and the fonts that it may use: these and no others, whatever the machine has."""
    missing = [name for name in ("typst", "pikepdf", *_FONTS) if find_spec(name) is None]
    if missing:
        what = say("PDF needs what is not installed: {names}", names=", ".join(missing))
        raise Unavailable.one("missing-extra", what, "pdf", say("run `{command}`", command="pip install 'tosgen[pdf]'"))
    import typst  # noqa: PLC0415  # an extra

    return typst, typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[_folder(name) for name in _FONTS]
    )


def _compiler(typst: Any, fonts: Any) -> Any:
    """This thread's compiler, which knows the layout and those fonts."""
    if getattr(_OWN, "fonts", None) is not fonts:
        _OWN.fonts, _OWN.compiler = fonts, typst.Compiler(root=str(_LAYOUTS), font_paths=fonts)
    return _OWN.compiler


def _folder(package: str) -> str:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / _FONTS[package])


def _failed(error: Any) -> Unavailable:
    message = str(error.message)
    if "could not be displayed with font" in message:
        hint = say("install a font that has it, or write the text without it")
        return Unavailable.one("missing-glyph", say("no font has a character: {message}", message=message), "pdf", hint)
    hint = say("report it with the document that causes it")
    return Unavailable.one("pdf", say("the layout failed: {message}", message=message), "pdf", hint)
