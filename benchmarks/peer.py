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
    lacking: str = ""
    """Why it is not there; empty if it is."""

    def __bool__(self) -> bool:
        return not self.lacking

    @classmethod
    def installed(cls) -> Peer:
        """Install the package into the cache once; false, with the reason, where that cannot be done."""
        folder = cache_folder() / "peer-0.4.0"
        python = folder / "bin" / "python"
        if (folder / "ready").exists():
            return cls(python)
        try:
            venv.create(folder, with_pip=True, clear=True)
            command = [python, "-m", "pip", "install", "--quiet", "--retries", "1", *PACKAGES]
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(getattr(error, "stderr", "") or error, file=sys.stderr)
            return cls(python, "spoken-to-signed 0.4.0 cannot be installed")
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
