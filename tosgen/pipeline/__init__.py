"""The stages in order: resolve, translate, compose, lint, compare, record."""
