"""The nouns of DESIGN.md, frozen. Parsed at the edge (`sources`), trusted everywhere else."""
