"""Which sections there are, and what each needs that may not be there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from benchmarks.lexicons import SHARED_DATA
from benchmarks.table import Section


@dataclass(frozen=True)
class Plan:
    """One section: the module whose ``section(quick)`` measures it.

    ``needs`` are folders of the shared data (``data/ksl13``), packages that no plain install brings, or ``peer``; a
    quick run does without ``whole``. ``timed`` ones measure seconds, so that nothing else may run beside them.
    """

    module: str
    needs: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    timed: bool = False

    @property
    def section(self) -> Callable[[bool], Section]:
        """What measures it; imported only now, so that one that cannot be imported is one that fails, not all."""
        return import_module(f"benchmarks.{self.module}").section

    def lacking(self, quick: bool = False) -> str:
        """What of its needs is not here, in a few words; empty if nothing."""
        return "; ".join(filter(None, map(_lacking, self.needs if quick else (*self.needs, *self.whole))))


def _lacking(need: str) -> str:
    if need.startswith("data/"):
        return "" if (SHARED_DATA / need[5:]).is_dir() else f"no recordings at ../shared/{need}"
    if need == "peer":
        from benchmarks.peer import Peer

        return Peer.installed().lacking
    return "" if find_spec(need) else f"{need} is not installed"


RECORDED = ("data/ksl13", "data/asl100")
METRICS = ("fastdtw",)
SECTIONS = {
    "peers": Plan("peers", ("peer", "data/peer_lexicon"), timed=True),
    "joins": Plan("joins", ("peer", *RECORDED, "data/peer_lexicon")),
    "words": Plan("words"),
    "speed": Plan("speed", ("data/asl100",), timed=True),
    "alphabet": Plan("alphabet", ("data/hand_alphabets", "data/asl100", "data/peer_lexicon")),
    "body": Plan("body_speed", timed=True),
    "fit": Plan("fit", (*RECORDED, "data/msl150"), timed=True),
    "mesh": Plan("mesh_speed", timed=True),
    "identity": Plan("identity", ("data/nsl23",)),
    "writing": Plan("writing", (*RECORDED, "data/ngt_sigml")),
    "recognition": Plan("recognition", ("data/asl100",)),
    "spans": Plan("spans", (*RECORDED, "data/peer_lexicon", "data/dgs_sentences")),
    "quality": Plan("quality", (*RECORDED, "data/asl_selfrecorded", "data/peer_lexicon")),
    "building": Plan("building", whole=("data/msl150", "mediapipe"), timed=True),
    "capture": Plan("capture", whole=("data/msl150", "mediapipe"), timed=True),
    "metrics": Plan("metrics", ("data/phoenix14t", *METRICS), timed=True),
    "transitions": Plan("transitions.report", (*RECORDED, "data/phoenix14t", "data/nsl23", "data/dgs_sentences")),
    "growth": Plan("growth", ("data/asl100",), timed=True),
    "memory": Plan("memory"),
    "neural": Plan("neural", whole=("mediapipe",), timed=True),
    "people": Plan("people"),
    "completion": Plan("completion"),
    "portrait": Plan("portrait", ("data/people", "data/people_video", "mediapipe")),
    "likeness": Plan("likeness", ("data/people", "mediapipe", "dlib", "face_recognition_models")),
}
"""Name on the command line -> its plan, in the order of the page."""
