"""A kernel that only answers, and is killed: run with a course's folder, told what to do by lines.

``ROUND FOLDER`` begins two kernels of one learner, who answers into that folder until they are
killed. Each answer is told on the pipe after its feedback was shown. ``done`` is told when both
are gone.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from casestudy import open_case
from casestudy.widgets import quiz as _  # noqa: F401 - what is loaded here is not, in each kernel
from tests.bridge import QUIZ

if TYPE_CHECKING:
    from casestudy.case import Case

KERNELS = 2
ITEM = "your-bridge"


def tell(*words: object) -> None:
    """Tell a line, whole and at once: what is told survives whoever tells it."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


def answer_for_ever(case: Case, name: str) -> None:
    """Answer one item again and again, each time in other words."""
    quiz = case.quiz(QUIZ)
    tell("kernel", os.getpid())
    number = 0
    while True:
        number += 1
        words = f"{name}-{number}"
        quiz.answer(ITEM, words)
        tell("shown", words)


def main(course: str) -> None:
    """Begin kernels until no more line comes."""
    case = open_case(course)
    case.cards("notebooks/quizzes", QUIZ)  # the cards are read once; the answers by each kernel
    tell("ready")
    for line in sys.stdin:
        name, os.environ["CASESTUDY_PROGRESS"] = line.rstrip("\n").split(" ", 1)
        kernels = []
        for place in range(KERNELS):
            kernel = os.fork()
            if not kernel:
                answer_for_ever(case, f"{name}-{place}")
            kernels.append(kernel)
        for kernel in kernels:
            os.waitpid(kernel, 0)
        tell("done")


if __name__ == "__main__":
    main(sys.argv[1])
