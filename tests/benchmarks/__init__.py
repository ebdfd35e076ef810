"""Speed and memory, side by side in one run; `make benchmark` writes docs/benchmarks.md."""
