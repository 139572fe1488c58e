"""spoken-to-signed 0.4.0 in a virtual environment of its own, asked for the same sentences."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from signsynth.lexicon.place import cache_folder

PACKAGES = ("spoken-to-signed==0.4.0", "opencv-python-headless==5.0.0.93", "vidgear")
"""The peer, and what its skeleton video needs."""
SCRIPT = Path(__file__).with_name("peer_script.py")


@dataclass(frozen=True)
class Peer:
    """The peer's interpreter."""

    python: Path

    @classmethod
    def installed(cls) -> Peer:
        """Install the package into the cache once."""
        folder = cache_folder() / "peer-0.4.0"
        python = folder / "bin" / "python"
        if not (folder / "ready").exists():
            venv.create(folder, with_pip=True, clear=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True, stdout=sys.stderr)
            (folder / "ready").touch()
        return cls(python)

    def run(self, job: dict) -> dict:
        """Run ``peer_script.py`` on a job (see there)."""
        done = subprocess.run([self.python, SCRIPT], input=json.dumps(job), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the peer failed: {done.stderr.strip().splitlines()[-1:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def command(self, *arguments: str) -> list[str]:
        """The peer's command line as a list of words."""
        return [str(self.python.with_name("text_to_gloss_to_pose")), *arguments]
