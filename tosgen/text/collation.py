"""Alphabetical order in a language, where a list of definitions needs one.

Letters by their base form, then accents, then capitals, as the Unicode Collation Algorithm (UTS #10) weighs them for
the scripts here, with CLDR's tailorings for letters that stand apart. Chinese in the order of the national standards:
GB 18030 lists the common characters by pinyin, Big5 by strokes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

Key = tuple[object, ...]

_APART: Mapping[str, str] = {
    "es": "nñ",
    "sv": "zåäö",
    "fi": "zåäö",
    "da": "zæøå",
    "nb": "zæøå",
    "nn": "zæøå",
    "pl": "aą cć eę lł nń oó sś zźż",
    "cs": "cč rř sš zž",
    "hu": "oö uü",
    "tr": "cç gğ hıi oö sş uü",
}
"""Runs of letters: each counts as a letter of its own right after the one before."""


def key(locale: str) -> Callable[[str], Key]:
    """What to sort a language's words by.

    >>> sorted(["Zusage", "Öl", "Ofen", "öl"], key=key("de")), sorted(["ñame", "nube", "no"], key=key("es"))
    (['Ofen', 'öl', 'Öl', 'Zusage'], ['no', 'nube', 'ñame'])
    >>> sorted(["账户", "服务", "投诉"], key=key("zh_Hans"))
    ['服务', '投诉', '账户']
    """
    if locale.startswith("zh"):
        standard = "big5" if "Hant" in locale else "gb18030"
        return lambda word: (word.encode(standard, "replace"), word)
    language = locale.partition("_")[0]
    apart = {letter: (run[0], at) for run in _APART.get(language, "").split() for at, letter in enumerate(run) if at}
    return lambda word: _weights(word.removeprefix("ال") if language == "ar" else word, apart)


def _weights(word: str, apart: Mapping[str, tuple[str, int]]) -> Key:
    letters, accents = [], []
    for letter in unicodedata.normalize("NFC", word).casefold():
        if letter in apart:
            letters.append(apart[letter])
            continue
        parts = unicodedata.normalize("NFKD", letter)
        letters.append((parts[0], 0))
        accents.append(parts[1:])
    return letters, accents, word.swapcase()
