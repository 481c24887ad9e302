"""Files -> model, with line and column in every complaint. Parsed here, trusted everywhere else."""
