"""The open case: documents, quizzes and readings by name, and answers that come back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import Case, CaseError, open_case
from casestudy.grading import grade
from tests.bridge import seen

if TYPE_CHECKING:
    from pathlib import Path

    from casestudy.widgets.quiz import QuizView

BIRDS = {
    "when-closed": ("Kingfisher", "Woodpecker", "Nuthatch", "heron", "stork"),
    "who-acted": ("Goldfinch", "Chaffinch", "Bullfinch"),
    "who-paid": ("Sandpiper", "Oystercatcher", "Turnstone"),
}
"""Words that only the feedback and hints of an item have."""

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
messages = values | st.fixed_dictionaries(
    {"do": st.sampled_from(["answer", "help", "skip", "draft", "keys"]) | values},
    optional={
        "item": st.sampled_from(["when-closed", "nothing"]) | values,
        "response": st.sampled_from(["zzz", ["zzz"], [["A"]], {"A": 1}]) | values,
        "confidence": values,
        "seconds": values,
        "text": values,
        "seq": values,
    },
)


@pytest.fixture
def case(course: Path) -> Case:
    """Return the open tiny case."""
    return open_case(course)


@pytest.fixture
def quiz(case: Case) -> QuizView:
    """Return the whole quiz of the tiny case."""
    return case.quiz("01-the-bridge")


def page(quiz: QuizView, item: str) -> dict[str, Any]:
    """Return what the page holds of an item."""
    return seen(quiz, item)


def told(quiz: QuizView, message: object) -> None:
    """Hand the widget a message as the page sends it."""
    quiz.widget._handle_custom_msg(message, [])  # noqa: SLF001 - the page's only way in


def outcomes(quiz: QuizView) -> list[Any]:
    """Return the outcome that the page holds of each item."""
    return [page(quiz, each.id)["outcome"] for each in quiz.quiz.items]


def letter(quiz: QuizView, item: str, text: str) -> str:
    """Return the letter with which an option is shown."""
    return next(
        str(option["letter"])
        for option in page(quiz, item)["options"]
        if option["segments"][0][0] == text
    )


def edit(course: Path, old: str, new: str) -> None:
    """Change the card file."""
    path = course / "notebooks" / "quizzes" / "01-the-bridge.md"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")


def test_a_case_is_opened_from_a_folder_inside(course: Path) -> None:
    """`open_case` looks upward for the course."""
    assert open_case(course / "notebooks").id == "bridge"


def test_nothing_is_read_before_it_is_asked_for(course: Path) -> None:
    """Opening a case with a broken catalogue is no error yet."""
    (course / "seeds" / "catalogue.toml").write_text("?", encoding="utf-8")
    assert open_case(course).folder == course


def test_documents_are_a_mapping(case: Case) -> None:
    """Documents have keys, a length, `in` and `get`, as every mapping."""
    assert list(case.documents) == ["gazette"]
    assert len(case.documents) == 1
    assert "gazette" in case.documents
    assert case.documents.get("ledger") is None


def test_a_document_is_read_once(case: Case) -> None:
    """Asking twice gives the same document."""
    assert case.documents["gazette"] is case.documents["gazette"]


def test_an_unknown_document_brings_the_nearest(case: Case) -> None:
    """A document that is not there is refused with the one that may have been meant."""
    with pytest.raises(CaseError, match=r"no document 'gazete': did you mean 'gazette'\?"):
        case.documents["gazete"]


def test_an_unknown_quiz_brings_the_nearest(case: Case) -> None:
    """A quiz that is not there is refused with the one that may have been meant."""
    with pytest.raises(CaseError, match=r"no quiz '01-the-brige': did you mean '01-the-bridge'\?"):
        case.quiz("01-the-brige")


def test_an_unknown_part_brings_the_nearest(case: Case) -> None:
    """A part that is not there is refused with the one that may have been meant."""
    with pytest.raises(CaseError, match=r"no part .* 'Chek': did you mean 'Check'\?"):
        case.quiz("01-the-bridge", part="Chek")


def test_an_unknown_sheet_brings_a_sentence(case: Case) -> None:
    """A sheet where there are none is refused with a sentence."""
    with pytest.raises(CaseError, match=r"^There is no exercise '01-the-bridge'"):
        case.exercise("01-the-bridge")


def test_a_part_holds_the_items_under_its_heading(case: Case) -> None:
    """A part of a quiz is what stands under its heading."""
    items = case.quiz("01-the-bridge", part="Exit check").quiz.items
    assert [item.id for item in items] == ["who-paid"]


def test_all_quizzes_are_there_as_values(case: Case) -> None:
    """`quizzes` holds the items without a page."""
    assert [item.id for item in case.quizzes["01-the-bridge"].items] == list(BIRDS)


@pytest.mark.parametrize(
    ("only", "numbers"),
    [
        ("", [None, 1, 2, 3, None]),
        ("1", [1]),
        (2, [2]),
        ("1, 3", [1, 3]),
        ("2-3", [2, 3]),
        ("¶2–¶3", [2, 3]),
        ("¶1", [1]),
        (" 3 , 1 ", [1, 3]),
        ("The bridge", [None, 1, 2, 3, None]),
        ("the BRIDGE", [None, 1, 2, 3, None]),
    ],
)
def test_a_reading_is_chosen_by_numbers_or_heading(
    case: Case, only: str | int, numbers: list[int | None]
) -> None:
    """A reading holds the passages that ¶ numbers or a heading name, in order."""
    assert [each.number for each in case.read("gazette", only=only).passages] == numbers


@pytest.mark.parametrize("only", ["0", "4", "3-1", "1-9", "99999999999"])
def test_numbers_that_are_not_there_are_refused(case: Case, only: str) -> None:
    """A ¶ number outside the document is refused with those that there are."""
    with pytest.raises(CaseError, match=f"no '{only}'. Its paragraphs are ¶1 to ¶3"):
        case.read("gazette", only=only)


@pytest.mark.parametrize("only", ["Chapter", "1,,2", "1;2", "-1"])
def test_what_is_neither_number_nor_heading_is_refused(case: Case, only: str) -> None:
    """What is neither is taken for a heading, and the headings are named."""
    with pytest.raises(CaseError, match="write one of 'The bridge'"):
        case.read("gazette", only=only)


def test_a_reading_shows_the_words_and_the_rights(case: Case) -> None:
    """A reading shows ¶ numbers, the words, and the rights notice, as text and as a page."""
    shown = case.read("gazette", only="2")._repr_mimebundle_()
    assert all(
        "¶2" in text and "two cracks" in text and "All rights reserved" in text
        for text in shown.values()
    )


def test_an_error_shows_its_sentence_and_no_traceback(course: Path) -> None:
    """In IPython, a `CaseError` is its sentence alone."""
    code = f"""
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from casestudy import open_case")
shell.run_cell("open_case({str(course)!r}).documents['gazete']")
"""
    environment = {**os.environ, "IPYTHONDIR": str(course.parent / "ipython"), "NO_COLOR": "1"}
    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    said = (shown.stdout + shown.stderr).strip()
    assert said == "There is no document 'gazete': did you mean 'gazette'?"


def test_a_corrected_card_is_read_without_a_restart(case: Case, course: Path) -> None:
    """The next call reads the card file as it is then."""
    case.quiz("01-the-bridge")
    edit(course, "When was the bridge closed?", "On which day was the bridge closed?")
    assert case.quiz("01-the-bridge").quiz.items[0].stem == ("On which day was the bridge closed?",)


def test_a_card_that_is_not_in_order_is_named(case: Case, course: Path) -> None:
    """A slip in a card is refused with file and line."""
    edit(course, "closed the old bridge on Monday", "shut the old bridge on Monday")
    with pytest.raises(CaseError, match=r"^notebooks/quizzes/01-the-bridge.md:\d+: .*when-closed"):
        case.quiz("01-the-bridge")


@pytest.mark.parametrize("typed", ["On Monday", "on monday", " ON\u00a0MONDAY "])
def test_an_item_is_answered_by_text(quiz: QuizView, typed: str) -> None:
    """An option is named by its text, however it is typed."""
    assert quiz.answer("when-closed", typed).state == "correct"


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_an_item_is_answered_by_letter(quiz: QuizView, change: Any) -> None:  # noqa: ANN401
    """An option is named by the letter with which it is shown."""
    shown = letter(quiz, "when-closed", "On Monday")
    assert quiz.answer("when-closed", change(shown)).response == ("On Monday",)


def test_several_options_are_named_in_a_list(quiz: QuizView) -> None:
    """Where several may be chosen, a list names them, by letter or text."""
    shown = letter(quiz, "who-acted", "The mayor")
    assert quiz.answer("who-acted", [shown, "The council"]).state == "correct"


@pytest.mark.parametrize("nothing", [None, "", [], [""], ()])
def test_an_empty_answer_is_not_attempted(quiz: QuizView, nothing: object) -> None:
    """Nothing chosen is no attempt, and is not kept."""
    assert quiz.answer("when-closed", nothing).state == "not attempted"
    assert page(quiz, "when-closed")["attempt"] == 0


@pytest.mark.parametrize("wrong", [3, {"A": True}, b"A"])
def test_an_answer_of_another_type_is_refused(quiz: QuizView, wrong: object) -> None:
    """An answer that is neither text nor list is refused with what to write."""
    with pytest.raises(CaseError, match=r"is no answer\. Write a letter or a text"):
        quiz.answer("when-closed", wrong)


def test_an_unknown_option_brings_the_options(quiz: QuizView) -> None:
    """An option that is not there is refused with the nearest ones."""
    with pytest.raises(CaseError, match=r"no option of 'when-closed' 'On Munday': did you mean"):
        quiz.answer("when-closed", "On Munday")


def test_an_unknown_item_brings_the_nearest(quiz: QuizView) -> None:
    """An item that is not there is refused with the one that may have been meant."""
    with pytest.raises(CaseError, match=r"no item 'who-payed': did you mean 'who-paid'"):
        quiz.answer("who-payed", "true")


@pytest.mark.parametrize("texts", list(permutations("ABC")))
def test_a_letter_wins_over_a_text_that_is_the_same_letter(
    case: Case, course: Path, texts: tuple[str, ...]
) -> None:
    """Where an option's text is another option's letter, the letter shown counts."""
    for text, option in zip(
        texts, ("On Friday", "The text does not say", "On Monday"), strict=True
    ):
        edit(course, f"] {option}", f"] {text}")
    quiz = case.quiz("01-the-bridge")
    item = quiz.quiz.items[0]
    for option in page(quiz, "when-closed")["options"]:
        outcome = quiz.answer("when-closed", option["letter"])
        assert outcome == grade(item, (option["segments"][0][0],))


def test_help_opens_one_step_after_the_other(quiz: QuizView) -> None:
    """Each call opens the next step, the last one the answer, and then there is none left."""
    quiz.answer("when-closed", "On Friday")
    opened = [quiz.hint("when-closed") for _ in range(4)]
    assert ["heron" in opened[0], "stork" in opened[1]] == [True, True]
    assert opened[2:] == ["On Monday", ""]


def test_the_number_of_steps_is_kept_with_the_answer(quiz: QuizView, tmp_path: Path) -> None:
    """An attempt says how many steps of help were opened before it."""
    quiz.answer("when-closed", "On Friday", seconds=2.5)
    quiz.hint("when-closed")
    quiz.answer("when-closed", "On Monday")
    (path,) = (tmp_path / "answers").rglob("*.jsonl")
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [(line["hints"], line["seconds"]) for line in lines] == [(0, 2.5), (1, 0)]
    assert [line["outcome"] for line in lines] == ["incorrect", "correct"]


def test_the_answer_opens_after_a_try(quiz: QuizView) -> None:
    """The key is shown to those who tried."""
    with pytest.raises(CaseError, match=r"'when-closed' opens after a try\. Answer it first"):
        quiz.show("when-closed")
    quiz.answer("when-closed", "On Friday")
    assert quiz.show("when-closed") == ("On Monday",)
    assert page(quiz, "when-closed")["outcome"]["finished"]


def test_opening_an_answer_is_kept_and_is_not_correct(quiz: QuizView) -> None:
    """Whoever opens the answer has not answered correctly."""
    quiz.answer("when-closed", "On Friday")
    quiz.show("when-closed")
    assert quiz.widget.state["progress"]["correct"] == 0


def test_feedback_is_of_what_was_chosen(quiz: QuizView) -> None:
    """A wrong choice brings its own feedback and no other."""
    quiz.answer("when-closed", "On Friday")
    shown = json.dumps(page(quiz, "when-closed"))
    assert [bird in shown for bird in BIRDS["when-closed"][:3]] == [False, True, False]


def test_a_right_answer_brings_all_feedback(quiz: QuizView) -> None:
    """Once an item is correct, the feedback of all options is there."""
    quiz.answer("when-closed", "On Monday")
    shown = json.dumps(page(quiz, "when-closed"))
    assert all(bird in shown for bird in BIRDS["when-closed"][:3])


def test_the_page_holds_no_feedback_before_an_answer(quiz: QuizView) -> None:
    """Before an answer, no word of feedback or hint is in what the page holds."""
    shown = json.dumps(quiz.widget.get_state())
    assert [bird for birds in BIRDS.values() for bird in birds if bird in shown] == []


def test_the_page_holds_no_feedback_of_the_others_after_an_answer(quiz: QuizView) -> None:
    """After an answer, no word of another item's feedback is in what the page holds."""
    quiz.answer("when-closed", "On Monday")
    shown = json.dumps(quiz.widget.get_state())
    others = (*BIRDS["who-acted"], *BIRDS["who-paid"])
    assert [bird for bird in others if bird in shown] == []


def test_cards_are_read_again_only_where_they_have_changed(case: Case, course: Path) -> None:
    """A cell that is run twice asks the same questions, without finding every passage anew."""
    first = case.cards("notebooks/quizzes", "01-the-bridge")
    assert case.cards("notebooks/quizzes", "01-the-bridge") is first
    edit(course, "- [ ] On Friday", "- [ ] On Thursday")
    again = case.cards("notebooks/quizzes", "01-the-bridge")
    assert "On Thursday" in [option.text for option in again.items[0].options]


def test_a_card_file_that_was_refused_is_read_again(case: Case, course: Path) -> None:
    """A complaint is not kept: once the slip is corrected, the quiz is there."""
    edit(course, "kind: single", "kind: singel")
    for _ in range(2):
        with pytest.raises(CaseError):
            case.quiz("01-the-bridge")
    edit(course, "kind: singel", "kind: single")
    assert case.quiz("01-the-bridge").quiz.items


def test_the_page_holds_no_key(case: Case, course: Path) -> None:
    """What the page holds before an answer is the same wherever the key is."""
    before = case.quiz("01-the-bridge").widget.get_state(["asked", "state"])
    edit(course, "- [x] On Monday", "- [ ] On Monday")
    edit(course, "- [ ] On Friday", "- [x] On Friday")
    assert case.quiz("01-the-bridge").widget.get_state(["asked", "state"]) == before


def test_answers_come_back(course: Path) -> None:
    """After a restart, the quiz shows the last answers with their feedback."""
    first = open_case(course).quiz("01-the-bridge")
    first.answer("when-closed", "On Friday")
    first.answer("when-closed", "On Monday")
    again = open_case(course).quiz("01-the-bridge")
    assert page(again, "when-closed") == page(first, "when-closed")
    assert again.widget.state["progress"] == first.widget.state["progress"]


def test_an_opened_answer_comes_back_opened(course: Path) -> None:
    """After a restart, an answer that was opened is open."""
    first = open_case(course).quiz("01-the-bridge")
    first.answer("when-closed", "On Friday")
    first.show("when-closed")
    again = open_case(course).quiz("01-the-bridge")
    assert page(again, "when-closed")["outcome"] == page(first, "when-closed")["outcome"]


def test_an_answer_in_one_part_is_there_in_the_whole(case: Case) -> None:
    """A part and the whole are the same quiz."""
    case.quiz("01-the-bridge", part="Check").answer("when-closed", "On Monday")
    whole = case.quiz("01-the-bridge")
    assert page(whole, "when-closed")["outcome"]["state"] == "correct"


def test_a_changed_question_asks_for_a_new_answer(course: Path) -> None:
    """An answer to a question that has changed is not shown, and one is told why."""
    open_case(course).quiz("01-the-bridge").answer("when-closed", "On Monday")
    edit(course, "When was the bridge closed?", "When did the bridge close?")
    shown = page(open_case(course).quiz("01-the-bridge"), "when-closed")
    assert shown["note"].startswith("This question has changed since you answered it.")
    assert (shown["outcome"], shown["response"]) == (None, None)


def test_a_new_answer_takes_the_note_away(course: Path) -> None:
    """Once answered again, a changed question has no note."""
    open_case(course).quiz("01-the-bridge").answer("when-closed", "On Monday")
    edit(course, "When was the bridge closed?", "When did the bridge close?")
    quiz = open_case(course).quiz("01-the-bridge")
    quiz.answer("when-closed", "On Monday")
    assert page(quiz, "when-closed")["note"] == ""
    assert page(quiz, "when-closed")["attempt"] == 2


def test_new_feedback_is_shown_with_the_old_answer(course: Path) -> None:
    """A kept answer is graded as the cards are now."""
    open_case(course).quiz("01-the-bridge").answer("when-closed", "On Monday")
    edit(course, "Kingfisher", "Cormorant")
    assert "Cormorant" in json.dumps(page(open_case(course).quiz("01-the-bridge"), "when-closed"))


def test_a_click_is_an_answer(quiz: QuizView) -> None:
    """A message of the page answers an item, and its number comes back with the outcome."""
    shown = letter(quiz, "when-closed", "On Monday")
    told(quiz, {"do": "answer", "item": "when-closed", "response": [shown], "seq": 7})
    assert page(quiz, "when-closed")["outcome"]["state"] == "correct"
    assert quiz.widget.state["seq"] == 7


def test_a_repeated_message_is_one_answer(quiz: QuizView) -> None:
    """What a busy kernel was sent twice is kept as one attempt, and both are acknowledged."""
    message = {"do": "answer", "item": "when-closed", "response": ["A"]}
    told(quiz, {**message, "seq": 1})
    told(quiz, {**message, "seq": 2, "retry": 1})
    assert page(quiz, "when-closed")["attempt"] == 1
    assert quiz.widget.state["seq"] == 2


def test_messages_open_help_up_to_the_answer(quiz: QuizView) -> None:
    """Help is opened by messages too, after a try and not before."""
    told(quiz, {"do": "help", "item": "when-closed"})
    assert page(quiz, "when-closed")["help"] == []
    told(quiz, {"do": "answer", "item": "when-closed", "response": ["On Friday"]})
    for _ in range(3):
        told(quiz, {"do": "help", "item": "when-closed"})
    assert len(page(quiz, "when-closed")["help"]) == 2
    assert page(quiz, "when-closed")["outcome"]["finished"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(messages)
def test_no_message_breaks_a_quiz(quiz: QuizView, message: object) -> None:
    """Whatever the page sends, only a sound answer changes an outcome, and nothing is raised."""
    before = outcomes(quiz)
    sound = isinstance(message, dict) and message.get("do") in ("answer", "help", "skip")
    quiz._told(quiz.widget, message, [])  # noqa: SLF001 - `_handle_custom_msg` hides what it raises
    assert sound or outcomes(quiz) == before
    json.dumps(quiz.widget.state, allow_nan=False)


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "answer",
        {"do": ["answer"]},
        {"do": "answer"},
        {"do": "answer", "item": ["when-closed"], "response": "A"},
        {"do": "answer", "item": "when-closed", "response": "zzz"},
        {"do": "answer", "item": "when-closed", "response": [["A"]]},
        {"do": "answer", "item": "when-closed", "response": "A" * 100_000},
        {"do": "answer", "item": "nothing", "response": "A"},
        {"do": "show", "item": "when-closed"},
        {"do": "hint", "item": "when-closed"},
        {"do": "help", "item": "when-closed"},
        {"do": "skip", "item": "nothing"},
        {"do": "draft", "item": "when-closed", "text": "A"},
        {"do": "draft", "item": "when-closed"},
        {"do": "answer", "item": "when-closed", "response": "A", "confidence": "very"},
        {"do": "answer", "item": "when-closed", "response": "A", "confidence": ["sure"]},
        {"do": "_restore"},
        {"do": "__class__"},
    ],
)
def test_a_message_without_sense_changes_nothing(quiz: QuizView, message: object) -> None:
    """A message that makes no sense leaves every outcome as it was."""
    quiz._told(quiz.widget, message, [])  # noqa: SLF001
    assert outcomes(quiz) == [None, None, None]


@pytest.mark.parametrize("seconds", [10**400, float("nan"), float("inf"), -1, "two", None, [1]])
def test_seconds_that_make_no_sense_count_as_none(
    quiz: QuizView, seconds: object, tmp_path: Path
) -> None:
    """A measured time that makes no sense is kept as 0, and the answer counts."""
    message = {"do": "answer", "item": "when-closed", "response": "A", "seconds": seconds}
    quiz._told(quiz.widget, message, [])  # noqa: SLF001
    (path,) = (tmp_path / "answers").rglob("*.jsonl")
    assert json.loads(path.read_bytes())["seconds"] == 0


@pytest.mark.parametrize("seq", [True, -1, 2**53, 10**400, "3", 1.5, None])
def test_a_number_of_a_message_that_makes_no_sense_is_left_out(quiz: QuizView, seq: object) -> None:
    """Only whole numbers that grow count as a message's number."""
    quiz._told(quiz.widget, {"do": "help", "item": "when-closed", "seq": seq}, [])  # noqa: SLF001
    assert quiz.widget.state["seq"] == 0
    assert not isinstance(quiz.widget.state["seq"], bool)


def test_a_quiz_opens_one_comm(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiz is one widget with one comm, and no layout beside it."""
    import comm  # noqa: PLC0415 - only here

    opened: list[str] = []
    create = comm.create_comm

    def counted(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the library has it
        opened.append(str(kwargs.get("target_name")))
        return create(*args, **kwargs)

    monkeypatch.setattr(comm, "create_comm", counted)
    case.quiz("01-the-bridge")
    assert opened == ["jupyter.widget"]


def test_a_quiz_prints_itself_as_its_transcript(quiz: QuizView) -> None:
    """A quiz without a page is its transcript, which ends in the seal."""
    assert repr(quiz).splitlines()[0] == "01-the-bridge (3 questions)"
    assert repr(quiz).splitlines()[-1].startswith("Seal ")


def test_what_a_quiz_stores_does_not_depend_on_the_learner(case: Case) -> None:
    """Transcript and page are the same before and after an answer."""
    quiz = case.quiz("01-the-bridge")
    before = quiz._repr_mimebundle_()
    quiz.answer("when-closed", "On Friday")
    quiz.hint("when-closed")
    assert quiz._repr_mimebundle_() == before


def test_where_answers_go_is_said_on_the_page(quiz: QuizView, tmp_path: Path) -> None:
    """The page says what is kept, and where."""
    assert str(tmp_path / "answers" / "learner") in quiz.widget.state["privacy"]


def test_a_learner_has_answers_apart(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a shared machine, each learner finds only their own answers."""
    open_case(course).quiz("01-the-bridge").answer("when-closed", "On Monday")
    monkeypatch.setenv("CASESTUDY_LEARNER", "ana")
    assert outcomes(open_case(course).quiz("01-the-bridge")) == [None, None, None]


def test_a_misspelt_name_of_the_case_is_offered_the_nearest(course: Path) -> None:
    """Who types in a cell reads a sentence; who asks with `hasattr` is answered."""
    case = open_case(course)
    with pytest.raises(CaseError, match=r"^There is no 'case\.quizz': did you mean 'quiz"):
        case.quizz("01-the-bridge")
    assert not hasattr(case, "quizz")
    assert not hasattr(case, "_nothing")


def test_a_mended_catalogue_needs_no_restart(course: Path) -> None:
    """An open case knows the document that was added, or named anew, a moment ago."""
    case, catalogue = open_case(course), course / "seeds" / "catalogue.toml"
    before = list(case.documents)
    renamed = catalogue.read_text(encoding="utf-8").replace(f'"{before[0]}"', '"other-name"', 1)
    catalogue.write_text(renamed, encoding="utf-8")
    assert list(case.documents) == ["other-name", *before[1:]]


def test_a_changed_course_file_needs_no_restart(course: Path) -> None:
    """Nor does a reading mistake, a role or a party that was just written."""
    case, file = open_case(course), course / "notebooks" / "course.toml"
    before = case.course
    assert case.course is before
    with file.open("a", encoding="utf-8") as text:
        text.write("\n")
    assert case.course == before
    assert case.course is not before
