"""Notes and marks as W3C Web Annotations: for other programs, and read back without loss."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from casestudy.anchors import anchor
from casestudy.dates import Date, read_date
from casestudy.errors import CaseError
from casestudy.lines import Mark, read_line
from casestudy.marks import new_quoted
from casestudy.notes import Account, Note, Person
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage

__all__ = ["CONTEXT", "as_annotations", "code_points", "read_annotations", "units", "wrong"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""What makes a JSON file one of Web Annotations: https://www.w3.org/TR/annotation-model/."""

_OURS = {"casestudy": "urn:casestudy:terms:"}
_SORTS = {each.__name__: each for each in Note.__subclasses__()}


def units(text: str, place: int) -> int:
    """Return a place in UTF-16 units, which a browser counts, from one in code points.

    Examples
    --------
    >>> units("a🙂b", 2), code_points("a🙂b", 3)
    (3, 2)
    """
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, place: int) -> int:
    """Return a place in code points, which Python counts, from one in UTF-16 units."""
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(before.decode("utf-16-le", "surrogatepass"))


def as_annotations(
    case: str,
    title: str,
    notes: Iterable[Note],
    documents: Mapping[str, Document],
    marks: Iterable[Mark] = (),
) -> str:
    """Return notes and marks as one collection of Web Annotations, in JSON-LD.

    Parameters
    ----------
    case, title : str
        The case's id and title.
    notes : iterable of Note
        The notes, in their order.
    documents : mapping of str to Document
        What their words stand in.
    marks : iterable of Mark
        What a learner marked.

    Returns
    -------
    str
        The same for the same course: neither a time nor a learner's name stands in it.

    Notes
    -----
    Positions are in code points, as the recommendation demands; ``casestudy:utf16`` has them in
    the units of a browser. The hash of a source is ``casestudy:sha256``. What a note has beyond
    a title stands under ``casestudy:note``.
    """
    items = [_of_note(case, note, documents) for note in notes]
    items += [_of_mark(case, mark, documents) for mark in marks]
    page = {"id": f"{_urn(case)}:page:1", "type": "AnnotationPage", "startIndex": 0}
    whole = {
        "@context": [CONTEXT, _OURS],
        "id": _urn(case),
        "type": "AnnotationCollection",
        "label": title,
        "total": len(items),
        "first": {**page, "items": items},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _urn(*names: str) -> str:
    return ":".join(("urn:casestudy", *names))


def _of_note(case: str, note: Note, documents: Mapping[str, Document]) -> dict[str, Any]:
    held: list[Passage] = []
    said = {each.name: _said(getattr(note, each.name), held) for each in fields(note)}
    targets = [_target(case, documents[each.document], each) for each in held]
    return {
        "id": _urn(case, "note", note.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": [_words(note.title, "describing"), _words(type(note).__name__, "classifying")],
        "target": targets or _urn(case),
        "casestudy:note": said,
    }


def _of_mark(case: str, mark: Mark, documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents.get(mark.document)
    current = document if document and document.sha256 == mark.sha256 else None
    selectors: list[dict[str, Any]] = [_quote(mark.words, mark.prefix, mark.suffix)]
    # a mark in a text that has changed since has no place in this one
    selectors += [_position(current.text, mark.start, mark.end)] if current else []
    source = {"id": _urn(case, "document", mark.document), "casestudy:sha256": mark.sha256}
    return {
        "id": _urn(case, "mark", mark.id),
        "type": "Annotation",
        "motivation": "tagging",
        "body": [_words(mark.label, "tagging")],
        "target": [{"type": "SpecificResource", "source": source, "selector": selectors}],
        "casestudy:mark": {each.name: getattr(mark, each.name) for each in fields(mark)},
    }


def _words(text: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": purpose}


def _target(case: str, document: Document, passage: Passage) -> dict[str, Any]:
    """Return some words of a document: where they stand, and what finds them again."""
    kept = new_quoted(document, passage)
    source = {
        "id": _urn(case, "document", document.id),
        "type": "Text",
        "format": "text/plain",
        "casestudy:sha256": document.sha256,
    }
    selectors = [
        _quote(kept.words, kept.prefix, kept.suffix),
        _position(document.text, kept.start, kept.end),
    ]
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _quote(words: str, prefix: str, suffix: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": words, "prefix": prefix, "suffix": suffix}


def _position(text: str, start: int, end: int) -> dict[str, Any]:
    utf16 = [units(text, start), units(text, end)]
    return {"type": "TextPositionSelector", "start": start, "end": end, "casestudy:utf16": utf16}


def _said(value: object, held: list[Passage]) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a value of a note for JSON; a passage becomes the number of its target."""
    match value:
        case tuple():
            return [_said(each, held) for each in value]
        case Account():
            return [value.document, value.text, _said(value.passages, held)]
        case Person():
            return value.id
        case Date():
            return value.text
        case str() | int() | None:
            return value
    held.append(value)  # type: ignore[arg-type]  # nothing else is left but a passage
    return len(held) - 1


# ── read back ────────────────────────────────────────────────────────────────────────────────


def read_annotations(
    text: str, documents: Mapping[str, Document]
) -> tuple[tuple[Note, ...], tuple[Mark, ...]]:
    """Return the notes and the marks that `as_annotations` wrote.

    Parameters
    ----------
    text : str
        The JSON-LD.
    documents : mapping of str to Document
        What their words stand in. In a text that has changed since, they are looked for.

    Raises
    ------
    CaseError
        Where it is something else, or words are not in their document any more.
    """
    whole = _loaded(text)
    if found := next(wrong(whole), ""):
        raise CaseError(say("exchange wrong", wrong=found))
    items = whole.get("first", {}).get("items", [])
    marks = [read_line(json.dumps(each["casestudy:mark"])) for each in items if _has(each, "mark")]
    people: dict[str, Person] = {}
    notes: list[Note] = []
    # people first: others name them
    for item in sorted(filter(_is_note, items), key=lambda each: _sort(each) != "Person"):
        note = _note(item, documents, people)
        people |= {note.id: note} if isinstance(note, Person) else {}
        notes.append(note)
    places = {each["casestudy:note"]["id"]: n for n, each in enumerate(filter(_is_note, items))}
    ordered = tuple(sorted(notes, key=lambda note: places[note.id]))
    return ordered, tuple(each for each in marks if isinstance(each, Mark))


def _loaded(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CaseError(say("exchange wrong", wrong=str(error)[:80])) from error
    return said if isinstance(said, dict) else {}


def _has(item: Mapping[str, Any], name: str) -> bool:
    return isinstance(item.get(f"casestudy:{name}"), dict)


def _is_note(item: Mapping[str, Any]) -> bool:
    return _has(item, "note") and _sort(item) in _SORTS


def _sort(item: Mapping[str, Any]) -> str:
    bodies = item.get("body", [])
    named = [each["value"] for each in bodies if each.get("purpose") == "classifying"]
    return str(named[0]) if named else ""


def _note(
    item: Mapping[str, Any], documents: Mapping[str, Document], people: Mapping[str, Person]
) -> Note:
    said, sort = item["casestudy:note"], _SORTS[_sort(item)]
    try:
        targets = item["target"] if isinstance(item["target"], list) else []
        held = [_found(each, documents) for each in targets]
        values = {each.name: _value(each.name, said[each.name], held, people)
                  for each in fields(sort)}  # fmt: skip
        hash(said["id"])  # by which others name it
        return sort(**values)  # type: ignore[arg-type]  # its own fields
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise CaseError(say("exchange wrong", wrong=f"{item.get('id')}: {error!r}")) from error


def _value(
    name: str,
    said: Any,  # noqa: ANN401 - what JSON can hold
    held: Sequence[Passage],
    people: Mapping[str, Person],
) -> object:
    """Return what a field of a note held before it became JSON."""
    if name == "accounts":
        return tuple(Account(d, text, tuple(held[n] for n in ns)) for d, text, ns in said)
    if name == "grounds":
        return tuple(held[n] for n in said)
    if name == "date":
        return read_date(said) if said else None
    if name in {"speaker", "holder", "actor"}:
        return people[said] if said else None
    return tuple(said) if isinstance(said, list) else said


def _found(target: Mapping[str, Any], documents: Mapping[str, Document]) -> Passage:
    """Return the passage of a target; where the text has changed, by its words."""
    source, (quote, place) = target["source"], target["selector"]
    document = documents[source["id"].rpartition(":")[2]]
    start, end, words = place["start"], place["end"], quote["exact"]
    if source["casestudy:sha256"] == document.sha256 and document.text[start:end] == words:
        return document.span(start, end)
    found = anchor(document.text, words, prefix=quote["prefix"], suffix=quote["suffix"])
    if found.state not in {"exact", "normalised"} or not found.span:
        raise CaseError(say("exchange gone", words=words, document=document.id))
    return document.span(*found.span)


# ── what the recommendation demands ──────────────────────────────────────────────────────────


def wrong(whole: Mapping[str, Any]) -> Iterator[str]:
    """Yield what of the Web Annotation Data Model a collection breaks, of what we write.

    The rules are those of https://www.w3.org/TR/annotation-model/, sections 3.1 (annotations),
    3.2.4 (bodies), 4.1 and 4.2 (specific resources, selectors), 5.1 and 5.2 (collections, pages).
    """
    context = whole.get("@context")
    if CONTEXT not in (context if isinstance(context, list) else [context]):
        yield f"its @context is not {CONTEXT}"
    if whole.get("type") != "AnnotationCollection" or not _is_iri(whole.get("id")):
        yield "it is no AnnotationCollection with an id"
    page = whole.get("first")
    if not isinstance(page, dict) or page.get("type") != "AnnotationPage":
        yield "its first page is no AnnotationPage"
        return
    items = page.get("items")
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        yield "its page has no list of items"
        return
    if whole.get("total") != len(items):
        yield f"its total is {whole.get('total')!r}, and there are {len(items)}"
    if len({str(each.get("id")) for each in items}) < len(items):
        yield "two annotations have one id"
    for item in items:
        yield from (f"{item.get('id')}: {each}" for each in _wrong_item(item))


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and value.partition(":")[0].isalpha() and ":" in value


def _wrong_item(item: Mapping[str, Any]) -> Iterator[str]:
    if item.get("type") != "Annotation" or not _is_iri(item.get("id")):
        yield "it is no Annotation with an id"
    bodies = item.get("body", [])
    if not isinstance(bodies, list):
        yield "its body is no list"
    elif not all(isinstance(e, dict) and isinstance(e.get("value"), str) for e in bodies):
        yield "a body has no value"
    elif any(each.get("type") != "TextualBody" for each in bodies):
        yield "a body is no TextualBody"
    targets = item.get("target")
    if isinstance(targets, list) and targets:
        for target in targets:
            yield from _wrong_target(target)
    elif not _is_iri(targets):
        yield "it has no target"


def _wrong_target(target: object) -> Iterator[str]:
    if not isinstance(target, dict) or target.get("type") != "SpecificResource":
        yield "a target is no SpecificResource"
        return
    source, selectors = target.get("source"), target.get("selector")
    if not isinstance(source, dict) or not _is_iri(source.get("id")):
        yield "a target has no source with an id"
    if not isinstance(selectors, list) or not selectors:
        yield "a target has no selector"
        return
    for selector in selectors:
        yield from _wrong_selector(selector)


def _wrong_selector(selector: object) -> Iterator[str]:
    match selector:
        case {"type": "TextQuoteSelector", "exact": str(), "prefix": str(), "suffix": str()}:
            return
        case {"type": "TextPositionSelector", "start": int(start), "end": int(end)}:
            if not 0 <= start <= end:
                yield f"a selector goes from {start} to {end}"
        case _:
            yield "a selector is neither a quote with its words nor a position with its places"
