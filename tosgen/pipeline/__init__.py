"""The stages in order: resolve, translate, compose, lint, compare, record."""

from tosgen.pipeline.draft import drafts
from tosgen.pipeline.generate import Outcome, generate, refusals
from tosgen.pipeline.inputs import Inputs, documents_of, wanted

__all__ = ["Inputs", "Outcome", "documents_of", "drafts", "generate", "refusals", "wanted"]
