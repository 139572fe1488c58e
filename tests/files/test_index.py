"""The lexicon index: what is written is read, what is wrong is refused and named."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import LexiconError
from signsynth.files.index import COLUMNS, REQUIRED, Index, empty_index, parse_index, read_index, write_index

HEADER = ",".join(REQUIRED)
ROW = "a.pose,en,ase,0,900,hello,HELLO,0"

text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
number = st.integers(0, 10**9).map(str)
rows = st.fixed_dictionaries(
    {
        "path": st.from_regex(r"[a-z가-힣]{1,8}\.pose", fullmatch=True),
        "spoken_language": st.sampled_from(["en", "ko", ""]),
        "signed_language": st.sampled_from(["ase", "kvk"]),
        "start": number,
        "end": number,
        "words": text,
        "glosses": text.filter(bool),
        "priority": st.integers(-5, 5).map(str),
        "quality": st.floats(0, 1).map(str),
        "licence": text,
    }
)


def test_required_columns_are_enough_and_a_byte_order_mark_is_no_matter():
    index = parse_index(f"\ufeff{HEADER}\r\n{ROW}\r\n".encode())
    assert len(index) == 1
    assert index.row(0) == dict(zip(REQUIRED, ROW.split(","), strict=True))
    assert list(index.column("licence")) == [""]


def test_columns_may_come_in_any_order_and_unknown_ones_are_kept(tmp_path):
    index = parse_index(
        b"note,words,path,spoken_language,signed_language,start,end,glosses,priority\nx,w,a.pose,en,ase,0,0,G,0"
    )
    write_index(tmp_path / "index.csv", index.extended([]))
    again = read_index(tmp_path / "index.csv")
    assert again.row(0)["note"] == "x"
    assert again.row(0)["words"] == "w"
    assert set(COLUMNS) | {"note"} == set(again.table)


@given(st.lists(rows, max_size=8, unique_by=lambda row: row["path"]))
def test_what_is_written_is_read(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("index") / "index.csv"
    index = empty_index(str(path)).extended(table)
    write_index(path, index)
    again = read_index(path)
    assert [again.row(n) for n in range(len(again))] == [index.row(n) for n in range(len(index))]


@given(st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row["path"]))
def test_the_fast_split_and_the_csv_reader_agree(table):
    plain = [
        {key: value.replace('"', "").replace(",", "").replace("\r", "") for key, value in row.items()} for row in table
    ]
    plain = [{**row, "glosses": row["glosses"] or "G"} for row in plain]
    names = list(plain[0])
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in plain)]
    quoted = io.StringIO()
    csv.writer(quoted, quoting=csv.QUOTE_ALL).writerows([names, *([row[name] for name in names] for row in plain)])
    fast, careful = parse_index("\n".join(lines).encode()), parse_index(quoted.getvalue().encode())
    assert {name: list(fast.column(name)) for name in names} == {name: list(careful.column(name)) for name in names}


@given(st.binary(max_size=300))
def test_any_bytes_give_an_index_or_one_clear_line(data):
    refused_or_whole(data)


@given(
    st.lists(
        st.lists(st.sampled_from(["", "0", "-1", "x", "a.pose", '"', "nan", "1e400", "../a", "\n", "é"]), max_size=9)
    )
)
def test_any_table_gives_an_index_or_one_clear_line(table):
    refused_or_whole("\n".join([HEADER, *map(",".join, table)]).encode())


def refused_or_whole(data: bytes) -> None:
    try:
        index = parse_index(data, "the.csv")
    except LexiconError as error:
        assert str(error).startswith("the.csv: ")
        assert "\n" not in str(error)
    else:
        assert all(path and not path.startswith("/") and ".." not in path.split("/") for path in index.column("path"))
        assert all(len(values) == len(index) for values in index.table.values())


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../a.pose",
        "b/../../a.pose",
        "..",
        "C:\\a.pose",
        "c:/a.pose",
        "gs://bucket/a.pose",
        "a\\..\\b",
        "~/a",
        "",
    ]
    + ["a\tb.pose", "x/.."],
)
def test_paths_that_lead_out_are_refused(path):
    with pytest.raises(LexiconError, match=r"index.csv: line 3, column 'path': .* expected a file inside"):
        parse_index(f"{HEADER}\n{ROW}\n{path},en,ase,0,0,w,G,0\n".encode())


@pytest.mark.parametrize("path", ["a..b.pose", "...pose", "a/b/c.pose", "é 가.pose", "a\u00a0b.pose", "x/~y.pose"])
def test_paths_that_only_look_odd_are_accepted(path):
    assert parse_index(f"{HEADER}\n{path},en,ase,0,0,w,G,0\n".encode()).column("path")[0] == path


@pytest.mark.parametrize(
    ("column", "value"),
    [("start", "soon"), ("end", "-5"), ("end", "nan"), ("start", "inf"), ("priority", "1.5"), ("priority", "high")]
    + [("priority", "9" * 5000), ("start", "0x10")],
)
def test_wrong_types_name_line_and_column(column, value):
    row = {**dict(zip(REQUIRED, ROW.split(","), strict=True)), column: value}
    with pytest.raises(LexiconError, match=f"index.csv: line 3, column '{column}'"):
        parse_index(f"{HEADER}\n{ROW}\n{','.join(row[name] for name in REQUIRED)}\n".encode())


def test_the_line_is_that_of_the_file_even_after_a_line_break_in_quotes():
    data = f'{HEADER}\na.pose,en,ase,0,0,"two\nlines",G,0\n\n{ROW.replace("900", "x")}\n'
    with pytest.raises(LexiconError, match="line 5, column 'end'"):
        parse_index(data.encode())


@pytest.mark.parametrize("missing", REQUIRED)
def test_a_missing_column_is_named_with_the_nearest(missing):
    header = ",".join("x" + name if name == missing else name for name in REQUIRED)
    with pytest.raises(LexiconError, match=f"'{missing}' is missing; did you mean 'x{missing}'"):
        parse_index(f"{header}\n{ROW}\n".encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (HEADER.encode() + b"\n" + ROW.encode() + b"\0\n", "line 2: a NUL byte"),
        (HEADER.encode() + b"\n\xff\xfe\n", "line 2: byte 0xff is not UTF-8"),
        (f"{HEADER}\n{ROW}\n{ROW}\n".encode(), "line 3: the same row as line 2"),
        (f"{HEADER}\n{ROW},more\n".encode(), "line 2: 9 values, expected 8"),
        (f"{HEADER}\n{ROW}\na,b\n".encode(), "line 3: 2 values, expected 8"),
        (f"{HEADER},path\n{ROW},x\n".encode(), "'path' is there twice"),
        (f'{HEADER}\n"{ROW}\n'.encode(), "not CSV"),
        (f"{HEADER}\na.pose,en,ase,0,0,,,0\n".encode(), "neither words nor a gloss"),
    ],
)
def test_what_is_wrong_is_said(data, says):
    with pytest.raises(LexiconError, match=says):
        parse_index(data)


def test_an_index_that_is_too_large_or_missing_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "index.csv"
    path.write_text(f"{HEADER}\n{ROW}\n")
    monkeypatch.setattr("signsynth.files.index.MAX_BYTES", 10)
    with pytest.raises(LexiconError, match="expected at most"):
        read_index(path)
    with pytest.raises(LexiconError, match="no such file"):
        read_index(tmp_path / "other.csv")


def test_empty_numbers_are_written_as_spoken_to_signed_reads_them(tmp_path):
    index = parse_index(f"{HEADER}\na.pose,en,ase,,,hello,HELLO,\n".encode())
    write_index(tmp_path / "index.csv", index)
    row = next(csv.DictReader((tmp_path / "index.csv").open(encoding="utf-8")))
    assert [int(row[name]) for name in ("start", "end", "priority")] == [0, 0, 1000]


@pytest.mark.parametrize(
    ("ends", "unit"), [((2.72, 3.16, 0.8), 1000), ((2720, 3160, 800), 1), ((0, 0, 0), 1), ((0, 3, 4), 1000)]
)
def test_the_unit_of_time_follows_from_the_spans(ends, unit):
    table = {name: [""] * 3 for name in REQUIRED} | {"start": ["0"] * 3, "end": [str(end) for end in ends]}
    assert Index("x", table).unit_ms == unit


def test_a_row_that_could_not_be_read_again_is_not_taken():
    with pytest.raises(LexiconError, match="column 'quality': '2', expected a number from 0 to 1"):
        empty_index("x").extended([{"path": "a.pose", "words": "w", "quality": "2"}])
