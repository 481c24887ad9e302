"""What `tosgen init` asks, and the profile that the answers make. Pure: the asking is done in `cli`."""

from tosgen.interview.profile import profile
from tosgen.interview.questions import Question, next_question, places

__all__ = ["Question", "next_question", "places", "profile"]
