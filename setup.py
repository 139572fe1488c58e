import sys

from setuptools import find_packages, setup

# A checkout uses lexicon/ and weights/ as they lie; an installed wheel carries them inside the package.
BUNDLED = {} if "editable_wheel" in sys.argv else {f"signsynth.bundled.{n}": n for n in ("lexicon", "weights")}
DATA = {"signsynth": ["**/*.csv", "**/*.toml", "**/*.json"], **{name: ["**/*"] for name in BUNDLED}}
setup(packages=[*find_packages(include=["signsynth*"]), *BUNDLED], package_dir=BUNDLED, package_data=DATA)
