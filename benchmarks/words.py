"""What becomes of the tokens of a hard sentence, here and at the peer."""

from __future__ import annotations

import json
import subprocess

from benchmarks.peer import Peer
from benchmarks.table import Figure, Section

HARD = "On 3 May 2026, Dr. O'Neill paid €3,14 for 500 g!"


def unaccounted_ours(text: str) -> tuple[int, int]:
    """Tokens that carry content and of which the report says nothing, and all such tokens."""
    from signsynth.lexicon import Lexicon
    from signsynth.pipeline import Translator

    report = Translator(Lexicon.open("ase"))(text).report()
    said = "".join(token["text"] for token in report["tokens"])
    lost = sum(not char.isspace() for char in text) - sum(not char.isspace() for char in said)
    unsaid = [
        t for t in report["tokens"] if not t["status"] or (t["status"] in ("skipped", "missing") and not t["reason"])
    ]
    return lost + len(unsaid), len(report["tokens"])


def unaccounted_peer(peer: Peer, text: str) -> tuple[int, int]:
    """White-space tokens of the text of which not every letter and digit reaches the peer's motion."""
    code = (
        "import sys, json\n"
        "from spoken_to_signed.text_to_gloss.simple import text_to_gloss\n"
        "from spoken_to_signed.gloss_to_pose.lookup.fingerspelling_lookup import FingerspellingPoseLookup\n"
        "look = FingerspellingPoseLookup()\nfound = []\n"
        "for item in text_to_gloss(sys.argv[1], 'en')[0]:\n"
        "    try:\n        look.lookup(item.word, item.gloss, 'en', 'ase')\n        found.append(item.word)\n"
        "    except Exception:\n        pass\n"
        "print(json.dumps(found))\n"
    )
    done = subprocess.run([peer.python, "-c", code, text], capture_output=True, text=True, check=True)
    signed = json.loads(done.stdout.splitlines()[-1])
    tokens = text.split()
    lost = [
        t for t in tokens if "".join(c for c in t.lower() if c.isalnum()) not in {w.replace(".", "") for w in signed}
    ]
    return len(lost), len(tokens)


def section(quick: bool = False) -> Section:
    """The hard sentence, with letters and digits only."""
    lost, total = unaccounted_ours(HARD)
    peer = Peer.installed()
    theirs = "{} of {}".format(*unaccounted_peer(peer, HARD)) if peer else "–"
    what = f"tokens of “{HARD}” unaccounted for"
    figure = Figure(what, theirs, f"{lost} of {total}", "0", lost == 0)
    note = "Ours counts tokens of its own tokeniser, punctuation included; the peer's are the words between spaces."
    return Section("Words", "python -m benchmarks words", [figure], note)
