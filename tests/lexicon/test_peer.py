"""spoken-to-signed itself, in an environment of its own, reads what we write."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from benchmarks.peer import Peer
from signsynth.lexicon import Lexicon

READS = """
import json, sys
from spoken_to_signed.gloss_to_pose import gloss_to_pose
from spoken_to_signed.gloss_to_pose.lookup import CSVPoseLookup
from spoken_to_signed.text_to_gloss.types import Gloss, GlossItem
folder, spoken, signed, out = sys.argv[1:5]
lookup = CSVPoseLookup(folder)
chosen = {}
for row in json.loads(sys.argv[5]):
    rows = lookup.words_index[spoken][signed][row.lower()]
    chosen[row] = lookup.get_best_row(rows, row)["path"]
    assert len(lookup.lookup(row, "", spoken, signed).pose.body.data) > 0
pose = gloss_to_pose(Gloss([GlossItem(word, "") for word in chosen]), lookup, spoken, signed)
with open(out, "wb") as file:
    pose.pose.write(file)
print(json.dumps(chosen))
"""


@pytest.fixture(scope="session")
def peer_python() -> Path:
    """The interpreter of an environment that has spoken-to-signed; made once in the cache folder."""
    try:
        return Peer.installed().python
    except subprocess.CalledProcessError as error:
        pytest.skip(f"spoken-to-signed cannot be installed: {error}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "spoken", "words"),
    [
        ("ksl13", "ko", ["가자", "미안합니다"]),
        ("ksl13", "en", ["let's go", "hate"]),
        ("asl100", "en", ["hello", "thank you", "a"]),
    ],
)
def test_spoken_to_signed_reads_our_lexicon_and_chooses_alike(imported, peer_python, tmp_path, name, spoken, words):
    lexicon = imported(name)
    out = tmp_path / "peer.pose"
    arguments = [str(lexicon.folder.resolve()), spoken, lexicon.signed, str(out), json.dumps(words)]
    done = subprocess.run([peer_python, "-c", READS, *arguments], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    chosen = json.loads(done.stdout.strip().splitlines()[-1])
    ours = {word: lexicon.best(lexicon.gloss_of(word, spoken), [word]).path for word in words}
    assert chosen == ours

    from signsynth.motion import Motion

    assert len(Motion.load(out)) > 10


@pytest.mark.slow
def test_spoken_to_signed_reads_a_lexicon_without_priorities_that_we_have_added_to(peer_python, tmp_path, imported):
    from tests.lexicon.making import folder_of

    source = imported("asl100")
    folder = folder_of(tmp_path / "l", "old.pose,en,ase,,,hello,HELLO,\n")
    source.motion(source.best("HELLO")).save(folder / "old.pose")
    Lexicon.open(folder).add("BOOK", source.motion(source.best("BOOK")), words=["book"])
    arguments = [str(folder), "en", "ase", str(tmp_path / "out.pose"), json.dumps(["hello", "book"])]
    done = subprocess.run([peer_python, "-c", READS, *arguments], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
