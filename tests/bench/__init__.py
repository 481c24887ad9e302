"""What tosgen costs: `python -m tests.bench` from the repository's root measures it and writes RESULTS.md."""
