from setuptools import find_packages, setup

BUNDLED = {"signsynth.bundled.lexicon": "lexicon", "signsynth.bundled.weights": "weights"}
DATA = {"signsynth": ["**/*.csv", "**/*.toml", "**/*.json"], **{name: ["**/*"] for name in BUNDLED}}
setup(packages=[*find_packages(include=["signsynth*"]), *BUNDLED], package_dir=BUNDLED, package_data=DATA)
