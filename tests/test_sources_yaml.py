"""The strict loader: what is typed, what stays text, where things stand, and what is too much."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tosgen.errors import Place, Refused, Unavailable
from tosgen.sources.clauses import LIMIT
from tosgen.sources.faults import Faults, place
from tosgen.sources.reading import MIB, read
from tosgen.sources.yaml import MAX_DEPTH, MAX_NODES, load_yaml, parse


def data_of(text: str) -> Any:
    faults = Faults()
    tree = parse(text, "a.yaml", faults)
    assert tree, faults.found
    return tree.data


def faults_of(text: str, **options: int) -> list[str]:
    faults = Faults()
    assert parse(text, "a.yaml", faults, **options) is None
    return [str(finding) for finding in faults.found]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("14", 14),
        ("-3", -3),
        ("0", 0),
        *(
            (text, text)
            for text in ("NO", "yes", "on", "True", "1.10", "010", "0x1F", "1_000", "12:30:45", "1e3", "+1")
        ),
        *((text, text) for text in ("2026-13-21", "2026-08-02", "9" * 19, ".inf", "=", "+1")),
        ("'14'", "14"),
        ('"true"', "true"),
        ("|-\n  14", "14"),
    ],
)
def test_only_true_false_null_and_integers_are_typed(written: str, read: object) -> None:
    value = data_of(f"key: {written}\n")["key"]
    assert value == read
    assert type(value) is type(read)


def test_every_key_and_value_knows_its_place() -> None:
    tree = parse("a: 1\nb:\n  - x\n  - {c: d}\n", "a.yaml", Faults(), first_line=2)
    assert tree
    assert tree.value("a") == Place("a.yaml", 2, 4)
    assert tree.key("b") == Place("a.yaml", 3, 1)
    assert tree.value("b", 0) == Place("a.yaml", 4, 5)
    assert tree.key("b", 1, "c") == Place("a.yaml", 5, 6)
    assert tree.value("b", 1, "c") == Place("a.yaml", 5, 9)
    assert tree.key("b", 1, "missing") == Place("a.yaml", 5, 5)


def test_columns_count_characters_not_bytes() -> None:
    assert faults_of("ä: {ö: 1, ö: 2}\n") == [
        "a.yaml:1:11: error[duplicate-key] 'ö' stands here again, first on line 1; keep one"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * (MAX_DEPTH + 1), f"a.yaml:1:{MAX_DEPTH + 1}: error[too-large] nested deeper than 24 levels"),
        ("[" * 100_000, f"a.yaml:1:{MAX_DEPTH + 1}: error[too-large] nested deeper than 24 levels"),
        ("- a\n" * (MAX_NODES + 1), f"a.yaml:{MAX_NODES}:3: error[too-large] more than 50,000 values; split the file"),
        ("a: &a [*a]", "a.yaml:1:4: error[forbidden-syntax] anchor '&a' is not allowed; write the value out"),
        ("a: !!python/object/apply:os.system [x]", "error[forbidden-syntax] tag 'tag:yaml.org,2002:python/object"),
    ],
)
def test_what_would_blow_up_is_refused(text: str, told: str) -> None:
    assert told in faults_of(text)[0]


def test_no_text_makes_the_loader_fail_in_another_way() -> None:
    pieces = [
        "a",
        ":",
        " ",
        "\n",
        "-",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a",
        "*a",
        "!t",
        "'",
        '"',
        "|",
        ">",
        "#",
        "%",
        "?",
        "é",
    ]
    for first in pieces:
        for second in pieces:
            for third in pieces:
                parse(f"{first}{second} {third}", "a.yaml", Faults())


@pytest.mark.parametrize(("size", "limit", "kib"), [(MIB + 1, MIB, 1024), (LIMIT + 1, LIMIT, 256)])
def test_large_files_are_refused(tmp_path: Path, size: int, limit: int, kib: int) -> None:
    path, faults = tmp_path / "large", Faults()
    path.write_bytes(b"a" * size)
    assert read(path, faults, limit=limit) is None
    assert [(f.code, f.message) for f in faults.found] == [("too-large", f"the file is larger than {kib} KiB")]
    path.write_bytes(b"a" * (size - 1))
    assert read(path, Faults(), limit=limit)


def test_a_byte_order_mark_and_line_ends_of_windows_are_taken(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert load_yaml(tmp_path / "a.yaml") == {"a": 1, "b": 2}


def test_a_lone_carriage_return_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\rb: 2\n")
    with pytest.raises(Refused, match=r":1:5: error\[encoding\] control character U\+000D"):
        load_yaml(tmp_path / "a.yaml")


def test_a_missing_file_is_bad_input_and_an_unreadable_one_is_not(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"error\[missing-file\]"):
        load_yaml(tmp_path / "a.yaml")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Unavailable):
        load_yaml(tmp_path / "loop")


def test_places_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(place(tmp_path / "a" / "b.yaml", 3, 4)) == "a/b.yaml:3:4"
    assert str(place("a/b.yaml")) == "a/b.yaml"
    assert str(place(tmp_path.parent / "b.yaml")) == (tmp_path.parent / "b.yaml").as_posix()


def test_only_shapes_bring_pydantic_along() -> None:
    program = "import sys, tosgen.sources.yaml, tosgen.sources.reading; assert 'pydantic' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
