"""Teach a case from its documents: nothing is said without the passage that says it."""

from casestudy.case import Case, open_case
from casestudy.documents import Document, Passage
from casestudy.errors import CaseError
from casestudy.quizzes import Outcome

__all__ = ["Case", "CaseError", "Document", "Outcome", "Passage", "__version__", "open_case"]

__version__ = "0.1.0"
