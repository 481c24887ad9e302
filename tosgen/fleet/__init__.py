"""Many services: found, worked on by several processes or machines, and told of in one summary."""
