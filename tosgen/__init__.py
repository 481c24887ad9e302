"""tosgen: composes localized legal documents from a clause library and keeps every version in git."""

__version__ = "0.1.0"
