"""Measurements that back every figure in docs/benchmarks.md; `python -m benchmarks` runs them all."""
