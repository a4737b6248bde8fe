"""Benchmarks are run by hand: pytest neither collects nor imports them."""

collect_ignore_glob = ["bench_*.py"]
