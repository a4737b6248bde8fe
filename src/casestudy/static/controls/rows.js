/** Where the words of a clause stand in a passage; signs and spaces between them do not count. */
function placeOf(passage, clause) {
  const wanted = clause.toLowerCase().match(WORD) ?? [];
  const units = passage.units("words");
  const at = units.findIndex((_, i) => wanted.length && wanted.every((word, k) =>
    units[i + k] && passage.text.slice(...units[i + k]).toLowerCase() === word));
  return at < 0 ? null : [units[at][0], units[at + wanted.length - 1][1]];
}

/** A value for each row and column: chosen from a list, or from a few short words in a row. */
function rows({ item, base, say }) {
  const { columns, options, source } = item;
  const many = columns.length > 1;
  const cell = ({ choices }, r, c) => {
    const label = many ? `${base}-r${r} ${base}-c${c}` : `${base}-r${r}`;
    const short = choices.length <= 4 && choices.every((each) => each.length < 15) && choices.join("").length < 36;
    if (short) {
      const control = segments(`${base}-${r}-${c}`, label, choices.map((each) => [each, each]));
      const longest = Math.max(...choices.map((each) => each.length));
      control.node.style.setProperty("--row", `${choices.length * (0.52 * longest + 1)}em`); // what one row of them needs
      return control;
    }
    const node = make("select", { "aria-labelledby": label },
      make("option", { value: "" }, say("choose_one")), ...choices.map((each) => make("option", { value: each }, each)));
    return { node, get: () => node.value, put: (value) => { node.value = value; } };
  };
  const cells = options.map((_, r) => columns.map((column, c) => cell(column, r, c)));
  const signs = options.map(() => make("span", { class: "cs-verdict" }));
  const lettered = Boolean(source);
  const wordsOfRow = ({ letter, segments: words }) => [...(lettered ? [letterOf(letter), " "] : []), ...inline(words)];
  const above = [];
  if (source) {
    const { passages, node } = excerpt(source, { tabindex: "0", role: "group", "aria-label": source.source });
    for (const passage of passages) {
      paint(passage, ...options.map(({ letter, segments: words }) =>
        [placeOf(passage, wordsIn(words)), { class: "cs-clause", "data-letter": letter }]));
    }
    above.push(node);
  }
  // the roles stay where a narrow page lays the table out as a list
  const table = () => make("table", { role: "table", class: "cs-grid" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("td", { role: "cell" }), ...columns.map(({ name }, c) =>
      make("th", { scope: "col", role: "columnheader", id: `${base}-c${c}` }, name)))),
    make("tbody", { role: "rowgroup" }, ...options.map((row, r) => make("tr", { role: "row" },
      make("th", { scope: "row", role: "rowheader" }, make("span", { id: `${base}-r${r}` }, ...wordsOfRow(row)), " ", signs[r]),
      ...cells[r].map(({ node }, c) => make("td", { role: "cell", "data-column": columns[c].name }, node))))));
  const list = () => make("ul", { class: "cs-rows" }, ...options.map((row, r) => make("li", {},
    make("span", { class: "cs-words", id: `${base}-r${r}` }, ...wordsOfRow(row)), " ", cells[r][0].node, signs[r])));
  const set = (response) => options.forEach(({ letter }, r) =>
    cells[r].forEach(({ put }, c) => put(response?.[letter]?.[c] ?? "")));
  const value = () => {
    const all = options.map(({ letter }, r) => [letter, cells[r].map(({ get }) => get())]);
    return all.some(([, values]) => values.some(Boolean)) ? Object.fromEntries(all) : null;
  };
  return {
    node: make("div", {}, ...above, many ? table() : list()),
    lettered,
    value,
    set,
    /** Rows that are right stay. */
    again(result) {
      const kept = (result.rows ?? []).filter((row) => row.right).map(({ letter }) => [letter, value()[letter]]);
      set(Object.fromEntries(kept));
    },
    focus: () => {
      const open = cells.flat().find(({ get }) => !get()) ?? cells[0][0];
      (open.node.querySelector("input") ?? open.node).focus();
    },
    mark: (result) => options.forEach(({ letter }, r) => drawVerdict(signs[r], result, letter, say)),
  };
}

CONTROLS.rows = rows;
