"""Versions in git: record them, read them back, list their history. Sole owner of git."""

from tosgen.ledger.ledger import Ledger
from tosgen.ledger.record import Author, Change, Draft, Entry, message
from tosgen.ledger.surroundings import author_of, commit_of
from tosgen.ledger.written import canonical

__all__ = ["Author", "Change", "Draft", "Entry", "Ledger", "author_of", "canonical", "commit_of", "message"]
