/** Lay looks over a passage, each [[a, b] in UTF-16 or null, attributes]; the last one wins. */
function paint(passage, ...all) {
  const looks = all.filter(([cut]) => cut);
  patch(passage.node, looks, () => {
    const cuts = looks.flatMap(([cut]) => cut).concat(0, passage.text.length);
    const places = [...new Set(cuts)].sort((one, two) => one - two);
    return places.slice(1).map((end, i) => {
      const words = passage.text.slice(places[i], end);
      const look = looks.findLast(([[a, b]]) => a <= places[i] && end <= b);
      return look ? make("mark", look[1], words) : words;
    });
  });
}

/** Passages of a document, each with its number; their DOM text is exactly their own. */
function excerpt(source, attributes) {
  const passages = source.passages.map((raw, place) => ({
    ...createPassage(raw, place), node: make("p", { class: "cs-line" }),
  }));
  const pane = make("div", { class: "cs-pane", ...attributes }, ...passages.map((passage) =>
    make("div", { "data-kind": passage.kind },
      make("span", { class: "cs-pilcrow" }, passage.number == null ? "" : `¶${passage.number}`), passage.node)));
  for (const passage of passages) paint(passage);
  const lines = [make("cite", {}, source.source), ...(source.rights ? [" ", make("small", {}, source.rights)] : [])];
  return { passages, pane, node: make("figure", { class: "cs-passage" }, pane, make("figcaption", {}, ...lines)) };
}
