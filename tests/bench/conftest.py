"""Keeps pytest away from the benchmark."""

collect_ignore_glob = ["*.py"]
