"""Values keep their places, and hostile texts cost their length."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import SourceError
from feedtool.located import load_json, load_toml, load_yaml

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def dig(value: object, path: tuple) -> object:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


@settings(max_examples=200)
@given(plain, st.sampled_from([None, 1]))
def test_json_values_and_places(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    made = load_json(text, "x.json")
    assert made.value == value
    lines = text.split("\n")
    for path, (line, column) in made.positions.items():
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        found, _ = json.JSONDecoder().raw_decode(rest)
        assert found == dig(value, path)


def test_toml_places() -> None:
    text = 'title = "x"\n\n[show]\n  link = "a"\n[[show.person]]\nname = "A"\n[[show.person]]\nname = """\nB = 1\n"""\n'
    made = load_toml(text, "f.toml", first_line=10)
    assert made.positions["title",] == (10, 1)
    assert made.positions["show", "link"] == (13, 3)
    assert made.positions["show", "person", 1, "name"] == (17, 1)
    assert ("show", "person", 1, "B") not in made.positions
    assert str(made.place(("show", "person", 1, "nope"))) == "f.toml:16:1"
    assert made.value == tomllib.loads(text)


def test_yaml_places_and_clock_times_stay_text() -> None:
    made = load_yaml("title: x\nchapters:\n  - start: 1:06\n    title: a\n", "f.md", first_line=2)
    assert made.value == {"title": "x", "chapters": [{"start": "1:06", "title": "a"}]}
    assert made.positions["chapters", 0, "title"] == (5, 5)


@pytest.mark.parametrize("tag", ["bool", "int", "float", "timestamp"])
def test_yaml_said_to_be_what_it_is_not_stays_text(tag: str) -> None:
    assert load_yaml(f"a: !!{tag} soon", "f.md").value == {"a": "soon"}


@pytest.mark.parametrize(
    ("load", "text", "where"),
    [
        (load_json, '{"a": 1,\n}', "x:2"),
        (load_json, '{"a": NaN}', "x"),
        (load_json, '{"a": 1e999}', "x"),
        (load_json, '{"a": 1, "a": 2}', "x"),
        (load_json, "[" * 100_000, "x:1"),
        (load_json, "9" * 5_000, "x"),
        (load_toml, 'a = "x\nb = 1', "x:1"),
        (load_toml, "a = " + "[" * 100_000, "x:1"),
        (load_yaml, "a: b: c", "x:1"),
        (load_yaml, "a: &x [1]\nb: *x", "x:2"),
        (load_yaml, "a: !!python/object/apply:os.system ['true']", "x"),
        (load_yaml, "[" * 100_000, "x:1"),
        (load_yaml, "- " * 100, "x:1"),
        (load_yaml, "a: 1\nb: ? " + "-\t" * 100, "x:2"),
        (load_yaml, "\n".join(" " * n + "a:" for n in range(100)), "x:65"),
        (load_yaml, "a: \x00", "x"),
    ],
)
def test_refused_with_a_place(load, text: str, where: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(text, "x")
    (finding,) = caught.value.findings
    assert str(finding.place).startswith(where)
    assert finding.code in {"FT101", "FT102", "FT103"}
    assert len(finding.message) < 200
