"""The dossier that lives in a page: claims are written, ordered, linked, and handed in."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casestudy.dates import in_words
from casestudy.dossier import (
    JOINS,
    LONGEST,
    MOST,
    QUIZ,
    ROLES,
    SECTIONS,
    Dossier,
    Piece,
    between,
    branches,
    collect,
    find,
    gathered,
)
from casestudy.dossierpage import (
    MARK,
    Sheet,
    argument_map,
    citation_lines,
    dossier_html,
    dossier_markdown,
    plan_lines,
    rights,
    source,
    summary,
    text_lines,
)
from casestudy.errors import CaseError, UnknownNameError
from casestudy.lines import Entry
from casestudy.marks import new_quoted
from casestudy.progress import learner_name
from casestudy.strings import DOSSIER, say
from casestudy.widgets.asking import AskedView, later, learner, stored_sentence
from casestudy.widgets.view import Page, script, style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.dossier import Branch, Held
    from casestudy.drawings import ArgumentMap
    from casestudy.lines import Line
    from casestudy.progress import Progress

__all__ = ["DossierView"]

_NAME = "name"
"""The draft that holds the name as it stands on the page."""

_ENDINGS = (".html", ".htm", ".md")


class _Page(Page):
    _esm = script("dossier")
    _css = style("dossier")


class DossierView(AskedView):
    """A learner's dossier in a notebook: shows itself, and does the same in Python.

    Made by ``case.dossier``. What it shows is the learner's own, so nothing of it is ever stored in
    a notebook but one sentence.

    Parameters
    ----------
    case, title : str
        Id and title of the case.
    documents : mapping of str to Document
        The case's documents.
    progress : Progress
        The learner's lines.
    sides : sequence of str
        Whose arguments there may be.
    """

    def __init__(
        self,
        case: str,
        title: str,
        documents: Mapping[str, Document],
        progress: Progress,
        sides: Sequence[str] = (),
    ) -> None:
        self._case, self._title, self._documents = case, title, documents
        self._progress = progress
        self.sides = tuple(sides) or (say("dossier side one"), say("dossier side other"))
        self._before: list[tuple[Entry, ...]] = []
        self._held: Dossier | None = None
        super().__init__(_Page, progress, self._messages())
        progress.listen(self._hear)

    def _messages(self) -> dict[str, Callable[[dict[str, Any]], object]]:
        does: dict[str, Callable[[dict[str, Any]], object]] = {
            "claim": lambda told: self.edit(told["id"], claim=told["text"]),
            "role": lambda told: self.edit(told["id"], role=told["value"]),
            "side": lambda told: self.edit(told["id"], side=told["value"]),
            "section": lambda told: self.edit(told["id"], section=told["value"]),
            "move": lambda told: self.move(told["id"], told["by"], within=bool(told.get("within"))),
            "quote": lambda told: self.quote(told["id"], told["text"]),
            "unquote": lambda told: self.unquote(told["id"], told["place"]),
            "join": lambda told: self.join(told["id"], told["how"], told["other"]),
            "unjoin": lambda told: self.unjoin(told["id"], told["other"]),
            "remove": lambda told: self.remove(told["id"]),
            "restore": lambda told: self.restore(told["id"]),
            "add": lambda _: self.add(""),
            "undo": lambda _: self.undo(),
            "look": lambda _: self.look(),
        }
        told_why = {name: self._saying(act) for name, act in does.items()}
        return {**told_why, "draft": self._draft, "save": self._save}

    # ── what there is ────────────────────────────────────────────────────────────────────────

    @property
    def dossier(self) -> Dossier:
        """The dossier as a value."""
        if self._held is None:
            self._held = gathered(self._title, self._progress.entries(self._case), self._documents)
        return self._held

    @property
    def entries(self) -> tuple[Piece, ...]:
        """The entries in their order."""
        return self.dossier.pieces

    @property
    def removed(self) -> tuple[Piece, ...]:
        """The entries that were taken out; `restore` brings one back."""
        return self.dossier.removed

    @property
    def text(self) -> str:
        """All of it as lines of text."""
        return "\n".join(text_lines(self.dossier))

    @property
    def map(self) -> ArgumentMap:
        """The argument map: it draws itself in a notebook, and prints itself as an outline."""
        return argument_map(self.dossier)

    @property
    def plan(self) -> str:
        """The essay plan as lines of text."""
        return "\n".join(plan_lines(self.dossier))

    @property
    def citations(self) -> str:
        """Each document that is quoted, with its passages and its rights notice."""
        return "\n".join(citation_lines(self.dossier))

    # ── what can be done ─────────────────────────────────────────────────────────────────────

    def add(
        self, claim: str, *passages: object, role: str = "", side: str = "", section: str = ""
    ) -> Piece:
        """Collect a claim with the passages that it rests on.

        Parameters
        ----------
        claim : str
            A sentence of one's own; empty to write it later.
        *passages : object
            Passages; notes or marks, for all passages of theirs; citations such as ``"gazette
            ¶2"``, for a whole paragraph; or words of a document.
        role, side, section : str
            As for `edit`.

        Returns
        -------
        Piece
            The entry. The same claim with the same passages is collected once.

        Raises
        ------
        CaseError
            Where words are in no document, or in several; with what to write.
        """
        sentence = _sentence(claim)
        found = [each for given in passages for each in find(given, self._documents)]
        self._checked(role=role, side=side, section=section)
        if len(found) > MOST:
            raise CaseError(say("dossier many", most=MOST))
        if not sentence and not found:
            entry, new = self._progress.add(self._fresh()), True
        else:
            entry, new = collect(self._progress, self._case, self._documents, found, sentence)
        if new:
            self._before.append((replace(entry, removed=True),))
        kinds = {"role": role, "side": side, "section": section}
        given = {name: value for name, value in kinds.items() if value}
        if any(getattr(entry, name) != value for name, value in given.items()):
            self._progress.add(replace(entry, **given))  # type: ignore[arg-type]
        self._update()
        piece = self._piece(entry.id)
        if new:
            self._tell("dossier told added", number=piece.number)
        return piece

    def edit(
        self,
        entry: str | int,
        *,
        claim: str | None = None,
        role: str | None = None,
        side: str | None = None,
        section: str | None = None,
    ) -> Piece:
        """Change the sentence of an entry, or what it is; the earlier wording is kept.

        Parameters
        ----------
        entry : str or int
            Its id, or its number in the dossier.
        claim : str, optional
            The sentence.
        role, side, section : str, optional
            What it is in an argument, whose argument it is, and its part of the essay; an empty
            text for none.

        Raises
        ------
        UnknownNameError
            Where there is no such entry, role, side or part.
        """
        given = {"role": role, "side": side, "section": section}
        self._checked(**{name: value for name, value in given.items() if value is not None})
        changes: dict[str, Any] = {n: value for n, value in given.items() if value is not None}
        if claim is not None:
            changes["claim"] = _sentence(claim)
        piece = self._fresh_piece(entry)
        if any(getattr(piece.entry, name) != value for name, value in changes.items()):
            self._change(replace(piece.entry, **changes))
            self._tell("dossier told kept")
        return self._piece(piece.id)

    def quote(self, entry: str | int, *passages: object) -> Piece:
        """Add passages to an entry; they are written as for `add`."""
        piece = self._fresh_piece(entry)
        found = [each for given in passages for each in find(given, self._documents)]
        spans = {_span(held.passage) for held in piece.passages if held.passage}
        new = [each for each in dict.fromkeys(found) if _span(each) not in spans]
        if len(piece.passages) + len(new) > MOST:
            raise CaseError(say("dossier many", most=MOST))
        quoted = (new_quoted(self._documents[each.document], each) for each in new)
        if new:
            self._change(replace(piece.entry, passages=(*piece.entry.passages, *quoted)))
        told = "dossier collected" if new else "dossier known"
        self._tell(told, citation="; ".join(each.citation for each in (new or found)))
        return self._piece(piece.id)

    def unquote(self, entry: str | int, place: int) -> Piece:
        """Take a passage away from an entry: the first is number 1."""
        piece = self._fresh_piece(entry)
        numbers = [str(number) for number in range(1, len(piece.passages) + 1)]
        if str(place) not in numbers:
            raise UnknownNameError("passage of this entry with the number", place, numbers)
        kept = [each for n, each in enumerate(piece.entry.passages, 1) if n != int(place)]
        self._change(replace(piece.entry, passages=tuple(kept)))
        self._tell("dossier told kept")
        return self._piece(piece.id)

    def join(self, entry: str | int, how: str, other: str | int) -> Piece:
        """Link an entry to another one: it ``"supports"`` or ``"answers"`` it."""
        if how not in JOINS:
            raise UnknownNameError("link", how, JOINS)
        piece, target = self._fresh_piece(entry), self._piece(other)
        if piece.id == target.id:
            raise CaseError(say("dossier itself", number=piece.number))
        others = [each for each in piece.entry.joins if each.partition(" ")[2] != target.id]
        self._change(replace(piece.entry, joins=(*others, f"{how} {target.id}")))
        self._tell("dossier told joined", one=piece.number, how=how, other=target.number)
        return self._piece(piece.id)

    def unjoin(self, entry: str | int, other: str | int) -> Piece:
        """Undo the link of an entry to another one."""
        piece, target = self._fresh_piece(entry), self._piece(other)
        others = [each for each in piece.entry.joins if each.partition(" ")[2] != target.id]
        if len(others) < len(piece.entry.joins):
            self._change(replace(piece.entry, joins=tuple(others)))
            self._tell("dossier told kept")
        return self._piece(piece.id)

    def move(self, entry: str | int, by: int, *, within: bool = False) -> Piece:
        """Move an entry up or down.

        Parameters
        ----------
        entry : str or int
            Its id, or its number.
        by : int
            How many places; below 0 for up.
        within : bool
            Whether to count only the entries of its part of the essay.
        """
        if type(by) is not int:
            raise CaseError(say("dossier no move", by=by))
        piece = self._fresh_piece(entry)
        section = piece.entry.section
        line = self.dossier.section(section) if within else self.entries
        at = min(max([each.id for each in line].index(piece.id) + by, 0), len(line) - 1)
        if line[at].id != piece.id:
            others = [each for each in self.entries if each.id != piece.id]
            before = [each.id for each in others].index(line[at].id) + (by > 0)
            self._put(piece, others, before)
        moved = self._piece(piece.id)
        line = self.dossier.section(section) if within else self.entries
        number = [each.id for each in line].index(moved.id) + 1
        self._tell("dossier told moved", number=number, total=len(line))
        return moved

    def remove(self, entry: str | int) -> None:
        """Take an entry out; nothing of it is deleted, and `restore` or `undo` bring it back."""
        piece = self._fresh_piece(entry)
        self._change(replace(piece.entry, removed=True))
        self._tell("dossier told removed", number=piece.number)

    def restore(self, entry: str) -> Piece:
        """Bring back an entry that was taken out, by its id."""
        self._refresh()
        known = {each.id: each for each in self.removed}
        if entry not in known:
            raise UnknownNameError("removed entry", entry, known)
        self._change(replace(known[entry].entry, removed=False))
        self._tell("dossier told restored")
        return self._piece(entry)

    def undo(self) -> str:
        """Take back the last change that was made here; return what was done, in a sentence."""
        if not self._before:
            return self._tell("dossier told nothing")
        for entry in self._before.pop():
            self._progress.add(entry)
        self._update()
        return self._tell("dossier told undone")

    def export(self, path: str | Path, *, name: str = "") -> Path:
        """Write the dossier as a page to print (.html) or as Markdown (.md).

        Parameters
        ----------
        path : path-like
            The file, or a folder to put a page in. An older dossier in its place is replaced.
        name : str
            The name that stands on it; the learner's if not given.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        CaseError
            Where something else stands in its place, or it cannot be written.
        """
        self.look()
        target = Path(path).expanduser()
        target = target / self._file_name(".html") if target.is_dir() else target
        if target.suffix.lower() not in _ENDINGS:
            raise CaseError(say("dossier file name", path=target))
        sheet = self._sheet(name)
        text = dossier_markdown(sheet) if target.suffix.lower() == ".md" else dossier_html(sheet)
        try:
            if target.exists() and MARK.encode() not in target.read_bytes():
                raise CaseError(say("dossier file exists", path=target))
            target.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            why = error.strerror or error
            raise CaseError(say("dossier file wrong", path=target, why=why)) from error
        return target

    def look(self) -> DossierView:
        """Read again what was collected, also in other notebooks, and return this view."""
        self._said = ""
        self._file = None
        self._refresh()
        self._send()
        return self

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return stored_sentence(say("dossier stored"))

    def _hear(self, line: Line) -> None:
        """Count anew a moment after something was collected elsewhere in this kernel."""
        if isinstance(line, Entry):
            self._held = None
            later(self._catch_up)

    def _catch_up(self) -> None:
        if self._held is None:
            self._update()

    def _checked(self, **given: str) -> None:
        """Refuse a role, side or part of the essay that is not known."""
        known = {"role": tuple(ROLES), "side": self.sides, "section": SECTIONS}
        nouns = {"role": "role", "side": "side", "section": "part of the essay"}
        for name, value in given.items():
            if value and value not in known[name]:
                raise UnknownNameError(nouns[name], value, known[name])

    def _fresh(self) -> Entry:
        last = max((each.place for each in self._progress.entries(self._case)), default=0.0)
        return Entry(self._case, f"e-{secrets.token_hex(4)}", "", place=float(int(last) + 1))

    def _refresh(self) -> None:
        self._progress.refresh()
        self._held = None

    def _update(self) -> None:
        """Count anew and show it."""
        self._refresh()
        self._send()

    def _fresh_piece(self, entry: object) -> Piece:
        """Return an entry as all kernels have it now: what is changed rests on nothing older."""
        self._refresh()
        return self._piece(entry)

    def _piece(self, entry: object) -> Piece:
        for piece in self.entries:
            if entry == piece.id or (type(entry) is int and entry == piece.number):
                return piece
        raise UnknownNameError("entry", entry, [str(each.number) for each in self.entries])

    def _change(self, *entries: Entry) -> None:
        """Write entries down, and what would undo it up; only then anything is shown."""
        last = {each.id: each for each in self._progress.entries(self._case)}
        self._before.append(tuple(last[each.id] for each in entries))
        for entry in entries:
            self._progress.add(entry)
        self._update()

    def _put(self, piece: Piece, others: Sequence[Piece], before: int) -> None:
        """Put an entry between others; where no number is left there, all get new ones."""
        place = between([each.entry.place for each in others], before)
        if place is not None:
            self._change(replace(piece.entry, place=place))
            return
        line = [*others[:before], piece, *others[before:]]
        self._change(*(replace(each.entry, place=float(n)) for n, each in enumerate(line, 1)))

    def _tell(self, name: str, **values: object) -> str:
        self._said = say(name, **values)
        self._send()
        return self._said

    def _draft(self, told: dict[str, Any]) -> None:
        """Keep what is being typed, apart from what is kept; `id` names the entry, or the name."""
        known = {_NAME, *(piece.id for piece in (*self.entries, *self.removed))}
        if isinstance(told["text"], str) and told["id"] in known:
            text = told["text"][:LONGEST]
            self._progress.keep_draft(self._case, QUIZ, told["id"], text)

    def _save(self, told: dict[str, Any]) -> None:
        self.look()
        ending = ".md" if told.get("as") == "text" else ".html"
        sheet = self._sheet("")
        text = dossier_markdown(sheet) if ending == ".md" else dossier_html(sheet)
        self._hand(told, self._file_name(ending), text)

    def _sheet(self, name: str) -> Sheet:
        day = self._progress.now.astimezone().date()
        return Sheet(self.dossier, name or self._name(), in_words(day))

    def _name(self) -> str:
        """Return the name that stands on the page: as typed there, or as the course was opened."""
        typed = self._progress.drafted(self._case, QUIZ, _NAME)
        if typed is not None:
            return typed.text.strip()
        folder = learner(self._progress)
        return learner_name(folder) if folder else ""

    def _file_name(self, ending: str) -> str:
        day = f"{self._progress.now:%Y-%m-%d}"
        return f"{self._case}-dossier-{self._progress.learner}-{day}{ending}"

    def _state(self) -> dict[str, Any]:
        dossier = self.dossier
        return {
            "title": say("dossier title"),
            "strings": DOSSIER,
            "privacy": self._progress.privacy_of_dossier,
            "summary": summary(dossier),
            "name": self._name(),
            "sample": self._sample(),
            "roles": [[each, say(f"dossier role {each}")] for each in ROLES],
            "sides": [[each, each] for each in self.sides],
            "sections": [[each, say(f"dossier section {each}")] for each in SECTIONS],
            "entries": [self._told_of(piece) for piece in dossier.pieces],
            "removed": [{"id": each.id, "words": _short(each)} for each in dossier.removed],
            "map": [_tree(each) for each in branches(dossier) if each.branches],
            "citations": [
                {
                    "document": name,
                    "source": source(dossier, name),
                    "rights": rights(dossier, name),
                    "passages": [_quote(each) for each in held],
                }
                for name, held in dossier.cited.items()
            ],
            "can_undo": bool(self._before),
            "said": self._said,
            "file": self._file,
        }

    def _sample(self) -> str:
        return f"{next(iter(self._documents), 'text')} ¶2"

    def _told_of(self, piece: Piece) -> dict[str, Any]:
        draft = self._progress.drafted(self._case, QUIZ, piece.id)
        newer = draft is not None and _later(draft.time, piece.entry.time)
        return {
            "id": piece.id,
            "number": piece.number,
            "claim": piece.claim,
            "draft": draft.text if draft and newer and draft.text != piece.claim else None,
            "role": piece.entry.role,
            "side": piece.entry.side,
            "section": piece.entry.section,
            "joins": [
                {"id": other, "how": how, "number": self.dossier.numbered(other).number}
                for how, other in piece.joins
            ],
            "passages": [_quote(each) for each in piece.passages],
            "earlier": list(piece.earlier),
        }


def _sentence(claim: object) -> str:
    """Return a claim that can be kept."""
    if not isinstance(claim, str):
        raise CaseError(say("dossier no claim", given=repr(claim)[:80]))
    if len(claim.strip()) > LONGEST:
        raise CaseError(say("dossier long", most=LONGEST, count=len(claim.strip())))
    return claim.strip()


def _span(passage: Passage) -> tuple[str, int, int]:
    return passage.document, passage.start, passage.end


def _quote(held: Held) -> dict[str, Any]:
    return {"words": held.words, "citation": held.citation, "lost": held.passage is None}


def _short(piece: Piece) -> str:
    """Return an entry without its number: its sentence, and where its passages stand."""
    cited = f" ({piece.citations})" if piece.passages else ""
    return f"{piece.sentence}{cited}"


def _tree(branch: Branch) -> dict[str, Any]:
    role = branch.piece.entry.role
    return {
        "how": branch.how,
        "role": say(f"dossier role {role}") if role else "",
        "side": branch.piece.entry.side,
        "words": str(branch.piece),
        "branches": [_tree(each) for each in branch.branches],
    }


def _later(one: str, other: str) -> bool:
    """Tell whether one time is after another; what is no time is before all."""
    try:
        return datetime.fromisoformat(one) > datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return not other
