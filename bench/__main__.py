"""Run all measurements, or those whose module name contains a word: ``python -m bench [word …]``."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench
from bench.harness import show


def main(words: list[str]) -> int:
    missed = 0
    for module in sorted(found.name for found in pkgutil.iter_modules(bench.__path__)):
        if not module.startswith("bench_") or (words and not any(word in module for word in words)):
            continue
        print(f"\n{module.removeprefix('bench_')}: case, ours, limit, ratio, budget")
        for one in importlib.import_module(f"bench.{module}").run():
            show(one)
            missed += not one.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
