"""``python -m signsynth.cli``."""

import sys

from signsynth.cli.main import main

sys.exit(main())
