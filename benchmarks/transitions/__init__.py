"""How near generated transitions come to real ones: `python -m benchmarks.transitions ../shared/data`."""
