"""Chosen clauses, facts and a language become a Document."""
