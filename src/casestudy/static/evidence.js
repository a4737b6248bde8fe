// Passages as evidence: what the quiz and the projector show of the words that carry an answer.

const paragraphs = (all) => (all ?? []).map((words) => make("p", {}, ...inline(words)));

/** The words of a passage. Of a long paragraph the rest is shown on request. */
function quoted({ segments: words, before = "", after = "" }, where, say) {
  const more = before || after;
  const node = make("p", {}, before && "… ", ...inline(words), after && " …");
  if (!more) return [node, ...where];
  const button = make("button", { type: "button", class: "cs-whole" }, say("whole"));
  button.addEventListener("click", () => {
    node.replaceChildren(before, ...inline(words), after);
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
    button.remove();
  });
  return [node, ...where, button];
}

/** Passages as figures, one for each document: its source and its rights stand there once. */
function figures(all, say) {
  const documents = new Map();
  for (const each of all ?? []) {
    const [name] = each.citation.match(/^[^\s,]*/);
    documents.set(name, [...(documents.get(name) ?? []), each]);
  }
  return [...documents.values()].map((passages) => {
    const [{ source, rights, citation }] = passages;
    const alone = passages.length === 1;
    const where = (each) => (alone ? [] : [" ", make("p", { class: "cs-where" }, each.citation)]);
    const words = passages.map((each) => make("blockquote", { "data-at": each.at }, ...quoted(each, where(each), say)));
    const lines = [make("cite", {}, source)];
    if (alone) lines.push(make("span", {}, citation));
    if (rights) lines.push(make("small", {}, rights));
    return make("figure", { class: "cs-passage" }, ...words,
      make("figcaption", {}, ...lines.flatMap((line) => [line, " "])));
  });
}

