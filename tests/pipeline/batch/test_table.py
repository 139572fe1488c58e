"""A table of jobs: what is read from it, and what is wrong with it."""

from __future__ import annotations

import os

import pytest

from signsynth.errors import FileError, InputError
from signsynth.pipeline.batch.job import Job, Outcome
from signsynth.pipeline.batch.table import COLUMNS, inside, read_jobs


def table(folder, text: str, name: str = "jobs.csv"):
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_every_column_by_hand(tmp_path):
    (tmp_path / "t.txt").write_text("\ufeffFrom a file.", "utf-8")
    head = (
        "file,output,signer,lexicon,spoken,signed,renderer,size,seed,fps,transition,timing,cut,pace,letters,fingerspell,"
        "nonmanuals,coarticulation,label,left_handed"
    )
    row = "t.txt,a/b.webm,ada,ase|mine,en,ase,mesh,256,7,30,linear,running,fluent,1.5,5,never,0.5,0.2,ours,yes"
    jobs, failed = read_jobs(table(tmp_path, f"{head}\n{row}\n"))
    assert not failed and set(head.split(",")) | {"text"} == set(COLUMNS)
    job = jobs[0]
    assert (job.row, job.output, job.says, job.signer, job.lexicon) == (
        1,
        "a/b.webm",
        "From a file.",
        "ada",
        ("ase", "mine"),
    )
    assert (job.size, job.seed, job.fps, job.pace, job.letters, job.left_handed) == (256, 7, 30.0, 1.5, 5.0, True)
    assert (job.transition, job.timing, job.cut, job.fingerspell) == ("linear", "running", "fluent", "never")
    assert (job.nonmanuals, job.coarticulation, job.label, job.renderer) == (0.5, 0.2, "ours", "mesh")
    assert Job.of(job.text()) == job
    outcome = Outcome(job, "x", "", 1.5, 0.5, ("a b", "c"))
    assert Outcome.of(job, outcome.text()) == outcome


@pytest.mark.parametrize(
    "text", ["text\nHello\n\nBye\n", "\ufefftext;size\r\nHello;\r\nBye;64\r\n", "text\tsize\nHello\t\nBye\t64\n"]
)
def test_tables_as_programs_write_them(tmp_path, text):
    jobs, failed = read_jobs(table(tmp_path, text))
    assert [job.says for job in jobs] == ["Hello", "Bye"] and not failed
    assert [job.output for job in jobs] == ["0001.mp4", "0002.mp4"] and jobs[0].size == 512


def test_defaults_fill_empty_cells_and_several_signers_make_several_jobs(tmp_path):
    text = "text,signer,output\nHello,,\nBye,ada|x/ben.signer,bye.webm\nMe,ada|ben,{signer}/me.mp4\n"
    jobs, _ = read_jobs(table(tmp_path, text), {"signer": "ben", "size": "64"})
    assert [(job.signer, job.output) for job in jobs] == [
        ("ben", "0001.mp4"), ("ada", "bye-ada.webm"), ("x/ben.signer", "bye-ben.webm"),
        ("ada", "ada/me.mp4"), ("ben", "ben/me.mp4"),
    ]  # fmt: skip
    assert {job.size for job in jobs} == {64}


def test_the_digest_is_of_what_makes_the_picture(tmp_path):
    jobs, _ = read_jobs(table(tmp_path, "text,seed,label\nHello,1,\nHello,2,\nHello,1,none\n"))
    again, _ = read_jobs(table(tmp_path, "text,seed,output\nnew row,,new.mp4\nHello,1,0001.mp4\n", "other.csv"))
    assert len({job.digest for job in jobs}) == 3 and jobs[2].label == ""
    assert again[1].digest == jobs[0].digest and again[1].row != jobs[0].row


def test_a_signer_or_lexicon_that_changed_makes_another_job(tmp_path):
    (tmp_path / "me.signer").write_bytes(b"one")
    (tmp_path / "l").mkdir()
    (tmp_path / "l" / "index.csv").write_bytes(b"one")
    path = table(tmp_path, "text,signer,lexicon\nHello,me.signer,l\n")
    digests = {read_jobs(path)[0][0].digest}
    for name in ("me.signer", "l/index.csv"):
        (tmp_path / name).write_bytes(b"two")
        digests.add(read_jobs(path)[0][0].digest)
    assert len(digests) == 3 and read_jobs(path)[0][0].digest in digests


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("text,singer\nHello,ada\n", "column 'singer' is not known; did you mean 'signer'"),
        ("output\na.mp4\n", "expected text or file"),
        ("text,text\na,b\n", "each column once"),
        ("", "the file is empty"),
        ('text\n"never closed\n', "not a table"),
    ],
)
def test_tables_that_are_none_end_the_run(tmp_path, text, reason):
    with pytest.raises((InputError, FileError), match=reason):
        read_jobs(table(tmp_path, text))


def test_files_that_are_no_tables(tmp_path):
    with pytest.raises(FileError, match="no such table"):
        read_jobs(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_bytes(b"text\n\xff\xfe\n")
    with pytest.raises(FileError, match="not UTF-8"):
        read_jobs(tmp_path / "x.csv")
    with pytest.raises(InputError, match=r"default 'sise' is not known; did you mean 'size'"):
        read_jobs(table(tmp_path, "text\nHello\n"), {"sise": "3"})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Hello,,a.avi,", "output 'a.avi'"),
        ("Hello,t.txt,,", "either a text or a file"),
        (",,a.mp4,", "either a text or a file"),
        (",none.txt,,", "no such text file"),
        (",../jobs.csv,,", "inside the folder"),
        (",/etc/hostname,,", "inside the folder"),
        (",bad.bin,,", "not UTF-8"),
        ("Hello,,,big", "size 'big', expected a whole number"),
        ("Hello,,,64,more", "more cells than columns"),
        ("Hello,,0001.mp4,", "is row 1's already"),
        ("Hello,,0001.MP4,", "is row 1's already"),
    ],
)
def test_a_row_that_cannot_be_used_costs_its_line(tmp_path, row, reason):
    (tmp_path / "bad.bin").write_bytes(b"\xff\xfe")
    (tmp_path / "t.txt").write_text("x")
    jobs, failed = read_jobs(table(tmp_path, f"text,file,output,size\nFirst,,,\n{row}\nLast,,,\n"))
    assert [job.says for job in jobs] == ["First", "Last"]
    assert [line.row for line in failed] == [2] and reason in failed[0].reason and failed[0].fate == "failed"


@pytest.mark.parametrize(
    "name",
    ["../a.mp4", "/a.mp4", "a/../../b.mp4", "..", ".hidden.mp4", "C:\\a.mp4", "..\\a.mp4", "", "a\0b.mp4", "a\nb.mp4"],
)
def test_names_that_lead_out_of_the_folder(tmp_path, name):
    with pytest.raises(InputError, match="inside the folder"):
        inside(tmp_path, name, "row 1")


def test_links_that_lead_out_of_the_folder(tmp_path):
    (tmp_path / "out").mkdir()
    os.symlink(tmp_path, tmp_path / "out" / "away")
    with pytest.raises(InputError, match="a link leads out"):
        inside(tmp_path / "out", "away/a.mp4", "row 1")
    assert inside(tmp_path / "out", "b/a.mp4", "row 1") == tmp_path / "out" / "b" / "a.mp4"
