"""Five questions, as cards and in the form of each peer: the same words in all of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy import open_case
from tests.conftest import CATALOGUE, COURSE, GAZETTE

if TYPE_CHECKING:
    from pathlib import Path

    from casestudy.quizzes import Item

CARDS = """\
# Check

## when-closed
kind: single

When was the old bridge closed, according to the gazette?

- [x] On Monday

    The first sentence of the report names the day and the person who acted.

    > The mayor closed the old bridge on Monday.
    > -- gazette

- [ ] On Friday

    You took the day of the vote for the day on which the bridge was closed.

    > On Friday the council voted to repair the bridge.
    > -- gazette

- [ ] After the letter was read

    You supplied a sequence. The report says that the letter was not read.

    > The council did not read her letter.
    > -- gazette

- [ ] The report does not say

    You looked for a date in figures. The name of a weekday is a date as well.

    > closed the old bridge on Monday
    > -- gazette

## who-found
kind: single

Who found something wrong with the bridge?

- [ ] The mayor

    You took the one who closed the bridge for the one who examined it.

    > The mayor closed the old bridge
    > -- gazette

- [ ] The council

    You took a decision for an examination. The council voted, and did not look.

    > the council voted to repair the bridge
    > -- gazette

- [x] The engineer

    She is the only person in the report who is said to have found anything.

    > The engineer Zoë Núñez found two cracks in it.
    > -- gazette

- [ ] The baker

    You took a question about money for a remark about the bridge.

    > The baker asked who would pay.
    > -- gazette

## whose-words
kind: single

Whose words stand in quotation marks in the report?

- [ ] The baker's

    You took reported speech for quoted speech. What he asked is told without marks.

    > The baker asked who would pay.
    > -- gazette

- [x] The mayor's

    The marks are followed by a verb of speaking, and its subject points back to her.

    > “Nobody may cross it,” she said.
    > -- gazette

- [ ] The engineer's

    You took a letter that is mentioned for a letter that is quoted.

    > The council did not read her letter.
    > -- gazette

- [ ] The council's

    You took a decision for an utterance. Nothing is quoted from the council.

    > On Friday the council voted to repair the bridge.
    > -- gazette

## who-acted
kind: multiple
credit: per option

Who did something about the bridge, according to the gazette?

- [x] The mayor

    She closed it, which is an act and not an opinion about the bridge.

    > The mayor closed the old bridge
    > -- gazette

- [x] The council

    It voted to repair the bridge, which is an act even before any work begins.

    > the council voted to repair the bridge
    > -- gazette

- [ ] The baker

    You took a question for a deed. He wanted to know who would pay.

    > The baker asked who would pay.
    > -- gazette

- [ ] The readers of the gazette

    You brought in people whom the report does not mention at all.

    > “Nobody may cross it,” she said.
    > -- gazette

## what-followed
kind: single

What does the report say about the letter of the engineer?

- [ ] That the mayor answered it

    You joined two sentences that have different people in them.

    > The mayor closed the old bridge on Monday.
    > -- gazette

- [ ] That it led to the vote

    You took what stands next for what follows from it. No cause is named.

    > On Friday the council voted to repair the bridge.
    > -- gazette

- [ ] That it warned of two cracks

    You joined the cracks and the letter. What stood in the letter is not told.

    > The engineer Zoë Núñez found two cracks in it.
    > -- gazette

- [x] That it was not read

    The verb is denied, and the sentence gives neither a reason nor a day.

    > The council did not read her letter.
    > -- gazette
"""

PLAIN = """
import ipywidgets
def plain(questions):
    boxes = []
    for asked in questions:
        texts = [each["text"] for each in asked["options"]]
        if asked["many"]:
            ticks = [ipywidgets.Checkbox(description=text, indent=False) for text in texts]
            choice = ipywidgets.VBox(ticks)
        else:
            choice = ipywidgets.RadioButtons(options=texts, value=None)
        told, check = ipywidgets.HTML(), ipywidgets.Button(description="Check answer")
        def graded(_, asked=asked, choice=choice, told=told):
            chosen = ([tick.description for tick in choice.children if tick.value]
                      if asked["many"] else [choice.value])
            said = [each for each in asked["options"] if each["text"] in chosen]
            told.value = "<br>".join(each["feedback"] for each in said)
        check.on_click(graded)
        boxes.append(ipywidgets.VBox(
            [ipywidgets.HTML("<b>" + asked["stem"] + "</b>"), choice, check, told]))
    return ipywidgets.VBox(boxes)
"""

LEAST = """
import anywidget, traitlets
class Least(anywidget.AnyWidget):
    layout = traitlets.Any(None).tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    _esm = '''export default { render({ model, el }) {
      model.get("questions").forEach(({ stem, many, options }, place) => {
        const node = document.createElement("p");
        node.append(stem);
        for (const { text } of options) {
          const line = document.createElement("label"), box = document.createElement("input");
          box.type = many ? "checkbox" : "radio";
          box.name = "least" + place;
          line.append(box, text);
          node.append(line);
        }
        el.append(node);
      });
    } }'''
"""
"""The least that a widget with a kernel can be: stems and twenty boxes, no style, no text way."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to put the five questions into a notebook.

    Parameters
    ----------
    name : str
        What its row is called.
    imports, setup, show : str
        Code of a cell: what is imported, what is done once, and what shows the quiz.
    read : str
        The part of `show` that reads the questions.
    own : str
        An expression for the list of texts that are the package's own code or style.
    controls : str
        A selector of what a student clicks; there are twenty once all questions are drawn.
    """

    name: str
    imports: str
    setup: str
    show: str
    read: str
    own: str
    controls: str


def engines(folder: Path) -> tuple[Engine, ...]:
    """Write the questions into a folder, and return every engine that shows them."""
    _course(folder / "course")
    for name, form in forms(folder).items():
        (folder / name).write_text(form, encoding="utf-8")
    return (
        Engine(
            "casestudy",
            "from casestudy import open_case; import casestudy.quizfile, casestudy.widgets.quiz",
            f"case = open_case({str(folder / 'course')!r})",
            "display(case.quiz('01-the-bridge'))",
            "case.cards('notebooks/quizzes', '01-the-bridge')",
            "[(page := case.quiz('01-the-bridge').widget)._esm, page._css]",
            ".cs-live :is(input[type=radio], input[type=checkbox])",
        ),
        Engine(
            "jupyterquiz",
            "from jupyterquiz import display_quiz",
            "",
            f"display_quiz({str(folder / 'quiz.json')!r})",
            f"open({str(folder / 'quiz.json')!r}).read()",
            "[file.read_text() for part in ('js', '.') for file in "
            "(__import__('importlib.resources').resources.files('jupyterquiz') / part).iterdir()"
            " if file.name.endswith(('.js', '.css'))]",
            ".MCButton",
        ),
        Engine(
            "ipyquizjb",
            "from ipyquizjb import display_json; from pathlib import Path",
            "",
            f"display_json(Path({str(folder / 'package.json')!r}).read_text(), as_group=False)",
            f"__import__('json').loads(open({str(folder / 'package.json')!r}).read())",
            "[]",
            ".jupyter-button:not(.jupyter-button-check)",
        ),
        Engine(
            "nbautoeval",
            "from nbautoeval import run_yaml_quiz",
            "",
            f"display(run_yaml_quiz({str(folder / 'quiz.yaml')!r}, 'quiz'))",
            f"__import__('yaml').safe_load(open({str(folder / 'quiz.yaml')!r}))",
            "[__import__('nbautoeval.quiz').quiz.CSS]",
            "input[type=checkbox]",
        ),
        Engine(
            "plain ipywidgets",
            "import ipywidgets",
            f"{PLAIN}import json\n"
            f"plain_questions = json.loads(open({str(folder / 'plain.json')!r}).read())",
            "display(plain(plain_questions))",
            "",
            "[]",
            ":is(input[type=radio], input[type=checkbox])",
        ),
        Engine(
            "a bare anywidget",
            "import anywidget",
            f"{LEAST}import json\n"
            f"least_questions = json.loads(open({str(folder / 'plain.json')!r}).read())",
            "display(Least(questions=least_questions))",
            "",
            "[Least._esm]",
            ":is(input[type=radio], input[type=checkbox])",
        ),
    )


def _course(folder: Path) -> None:
    texts = {
        "seeds/gazette.txt": GAZETTE,
        "seeds/catalogue.toml": CATALOGUE.format(
            sha256=hashlib.sha256(GAZETTE.encode()).hexdigest()
        ),
        "notebooks/course.toml": COURSE,
        "notebooks/quizzes/01-the-bridge.md": CARDS,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


def items(folder: Path) -> tuple[Item, ...]:
    """Return the five questions as values."""
    case = open_case(folder / "course")
    return case.cards("notebooks/quizzes", "01-the-bridge").items


def forms(folder: Path) -> dict[str, str]:
    """Return what an author writes for each peer, by file name."""
    read = items(folder)
    return {
        "quiz.json": json.dumps([_jupyterquiz(item) for item in read], indent=2),
        "package.json": json.dumps({"questions": [_ipyquizjb(item) for item in read]}, indent=2),
        "quiz.yaml": _nbautoeval(read),
        "plain.json": json.dumps([_plain(item) for item in read], indent=2),
    }


def _jupyterquiz(item: Item) -> dict[str, object]:
    return {
        "question": item.stem[0],
        "type": "many_choice" if item.kind == "multiple" else "multiple_choice",
        "answers": [
            {"answer": each.text, "correct": each.key, "feedback": each.feedback[0]}
            for each in item.options
        ],
    }


def _ipyquizjb(item: Item) -> dict[str, object]:
    """Return a question; it knows no feedback of an option, only notes on the right answer."""
    return {
        "type": "MULTIPLE_CHOICE",
        "body": item.stem[0],
        "answers": [each.text for each in item.options],
        "answer": [each.text for each in item.options if each.key],
        "notes": [each.feedback[0] for each in item.options],
    }


def _nbautoeval(read: tuple[Item, ...]) -> str:
    names = " ".join(item.id for item in read)
    lines = ["quiz:", "  type: Quiz", f"  questions: {names}", "  shuffle: false"]
    for item in read:
        lines += [f"{item.id}:", "  type: QuizQuestion", f"  question: {_yaml(item.stem[0])}"]
        lines += ["  exactly_one_option: true"] if item.kind == "single" else []
        lines += ["  options:"]
        for each in item.options:
            lines += [f"  - text: {_yaml(each.text)}"]
            lines += ["    correct: true"] if each.key else []
            lines += [f"    explanation: {_yaml(each.feedback[0])}"]
    return "\n".join(lines) + "\n"


def _yaml(text: str) -> str:
    """Return a text as a plain scalar where YAML allows it."""
    return json.dumps(text, ensure_ascii=False) if ": " in text or text[0] in "“'\"" else text


def _plain(item: Item) -> dict[str, object]:
    return {
        "stem": item.stem[0],
        "many": item.kind == "multiple",
        "options": [{"text": each.text, "feedback": each.feedback[0]} for each in item.options],
    }


def words_of(item: Item, *, quoted: bool) -> list[str]:
    """Return the texts of a question that a student reads; the same in every form."""
    texts = [*item.stem]
    for option in item.options:
        texts += [option.text, *option.feedback]
        for passage in option.evidence if quoted else ():
            texts += [passage.text, passage.document]
    return texts
