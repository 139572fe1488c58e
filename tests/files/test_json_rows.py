"""JSON row by row is JSON as the standard library writes it, and no row stays."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.files.json_rows import write_json

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
NESTED = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("json") / "a.json"


@given(values=st.dictionaries(st.text(), NESTED, max_size=5))
def test_as_json_dump_writes_it(path, values):
    values |= {"line": "a\nb\x85c\u2028d"}
    rows = {name: iter(value) if isinstance(value, list) else value for name, value in values.items()}
    write_json(rows, path)
    assert path.read_text("utf-8") == json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def test_nothing_at_all(path):
    write_json({}, path)
    assert path.read_text("utf-8") == "{}\n"


def test_a_row_that_fails_leaves_the_former_file(path):
    write_json({"a": 1}, path)
    with pytest.raises(ZeroDivisionError):
        write_json({"rows": (1 // number for number in (2, 1, 0))}, path)
    assert json.loads(path.read_text("utf-8")) == {"a": 1} and len(list(path.parent.iterdir())) == 1


def test_rows_are_not_kept(path):
    """Of a row that takes 400 bytes, less than one at the peak."""

    def peak(rows: int) -> int:
        tracemalloc.start()
        write_json({"rows": ({"number": number, "text": "x" * 100} for number in range(rows))}, path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(5_000) - peak(1_000) < 4_000
