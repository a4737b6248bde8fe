// The controls of the live quiz, a factory each. They hold a response; none grades or sends it.
//
// A control is {node, value(), set(response), focus()}, and some have more: again(result), what "Try
// again" leaves; mark(result), signs beside the response; complain(words), true if it shows them at
// its field; told(item); key(event), true if it was its own; end(); lettered: its letters are shown;
// field: the id of its one field, which what is asked then labels.
// `quiz` is {item, base, say, speak, changed, draft}: `base` begins every id, `changed()` tells that
// the response is another one, `draft(value)` keeps what is being written.

const letterOf = (letter) => make("span", { class: "cs-letter" }, letter);
const wordsIn = (segments) => segments.map(([words]) => words).join("");
const keyed = (sentence) =>
  sentence.split("`").map((part, place) => (place % 2 ? make("kbd", {}, part) : part));

/** A button that is a sign; its words are for those who cannot see it. */
const signButton = (sign, words) =>
  make("button", { type: "button", class: "cs-small", "aria-label": words }, make("span", { "aria-hidden": "true" }, sign));

/** A few short choices in a row: radios, of which one or none is chosen. */
function segments(name, label, choices) {
  const inputs = choices.map(([value]) => make("input", { type: "radio", name, value }));
  const node = make("span", { class: "cs-segments", role: "radiogroup", "aria-labelledby": label },
    ...inputs.map((input, place) => make("label", {}, input, choices[place][1])));
  return {
    node,
    get: () => inputs.find((input) => input.checked)?.value ?? "",
    put: (value) => inputs.forEach((input) => { input.checked = input.value === value; }),
    lock: (on) => inputs.forEach((input) => { input.disabled = on; }),
  };
}

/** What an outcome says of a row: a sign, the words for it, and in the end what is right. */
function drawVerdict(node, result, letter, say) {
  const row = result?.rows?.find((each) => each.letter === letter);
  node.dataset.right = row?.right ?? "";
  patch(node, [row], () => (row?.verdict ? [
    make("span", { "aria-hidden": "true" }, { true: "✓", false: "✗" }[row.right] ?? "–"), ` ${row.verdict}`,
    ...(row.key && row.right !== true ? [" ", make("b", {}, say("key", { value: row.key }))] : []),
  ] : []));
}

function choice({ item, base }) {
  const type = item.many ? "checkbox" : "radio";
  const inputs = item.options.map(({ letter }) => make("input", { type, name: base, value: letter }));
  const signs = inputs.map(() => make("span", { class: "cs-key-sign" }));
  const rows = item.options.map(({ letter, segments: words }, place) =>
    make("label", { class: "cs-option" }, inputs[place], letterOf(letter), " ",
      make("span", { class: "cs-words" }, ...inline(words)), " ", signs[place]));
  const set = (letters) => inputs.forEach((each) => { each.checked = (letters ?? []).includes(each.value); });
  return {
    node: make("div", { class: "cs-options" }, ...rows),
    lettered: true,
    value: () => inputs.filter((input) => input.checked).map((input) => input.value),
    set,
    again: () => set([]),
    focus: () => inputs[0]?.focus(),
    /** Once the item is finished, the right answers say so in their rows. */
    mark(result) {
      inputs.forEach(({ value }, place) => {
        const key = result?.finished && result.feedback.find((one) => one.letter === value && one.right);
        rows[place].classList.toggle("cs-key", Boolean(key));
        write(signs[place], key ? `✓ ${key.verdict}` : "");
      });
    },
  };
}

function text({ item, base, say }) {
  const [id, sample, fault] = ["field", "sample", "fault"].map((name) => `${base}-${name}`);
  const input = make("input", {
    id, class: "cs-field", autocomplete: "off", spellcheck: "false", "aria-describedby": `${fault} ${sample}`,
  });
  const told = make("p", { class: "cs-fault", id: fault });
  return {
    node: make("div", {}, make("p", {}, input, " ", make("span", { id: sample },
      item.unit, " ", item.sample && !item.ask.includes(item.sample) ? make("small", {}, say("sample", item)) : "")), told),
    field: id,
    value: () => input.value.trim() || null,
    set: (response) => { input.value = response ?? ""; },
    again: () => input.select(),
    focus: () => input.focus(),
    complain(words) {
      write(told, words);
      input.setAttribute("aria-invalid", String(Boolean(words)));
      return Boolean(words);
    },
  };
}

/** Rows to be put in order: by buttons, by Alt with arrows on a row, or by dragging its grip. */
function order({ item, base, say, speak, changed }) {
  const list = make("ol", { class: "cs-rows cs-order", "aria-describedby": `${base}-keys` });
  let held = null; // the row that is dragged
  const rows = item.options.map(({ letter, segments: words }) => {
    const turn = (by, name, arrow) => {
      const node = signButton(arrow, say(name, { words: wordsIn(words) }));
      node.addEventListener("click", () => move(row, by));
      return node;
    };
    const grip = make("span", { class: "cs-grip", "aria-hidden": "true" });
    const verdict = make("span", { class: "cs-verdict" });
    const turns = [turn(-1, "up", "↑"), turn(1, "down", "↓")];
    const row = make("li", {}, grip,
      make("span", { class: "cs-words" }, ...inline(words)), " ", verdict, make("span", { class: "cs-turns" }, ...turns));
    grip.addEventListener("pointerdown", (event) => {
      hold(row);
      list.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    return Object.assign(row, { csLetter: letter, csVerdict: verdict, csTurns: turns });
  });
  const now = () => [...list.children].map((row) => row.csLetter);
  const first = JSON.stringify(rows.map((row) => row.csLetter));

  /** One tab stop: the buttons of the other rows are reached by going to their row. */
  function settle_on(current) {
    const all = [...list.children];
    all.forEach((row, place) => {
      row.tabIndex = row === current ? 0 : -1;
      row.csTurns.forEach((node, down) => {
        node.tabIndex = row.tabIndex;
        node.setAttribute("aria-disabled", String(place === (down ? all.length - 1 : 0)));
      });
    });
  }

  function put(row, place) {
    const active = list.getRootNode().activeElement;
    const [all, total] = [[...list.children], list.children.length];
    if (place < 0 || place >= total || all[place] === row) return;
    list.insertBefore(row, all.indexOf(row) < place ? all[place].nextSibling : all[place]);
    if (row.contains(active)) active.focus({ preventScroll: true });
    settle_on(row);
    changed();
    speak(say("moved", { number: place + 1, total }));
  }
  function hold(row) {
    held = row;
    for (const each of rows) each.classList.toggle("cs-held", each === row);
  }
  const move = (row, by) => put(row, now().indexOf(row.csLetter) + by);

  list.addEventListener("focusin", ({ target }) => settle_on(target.closest("li")));
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest("li");
    if (!by || !row || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.altKey) move(row, by);
    else (by < 0 ? row.previousSibling : row.nextSibling)?.focus();
  });
  list.addEventListener("pointermove", ({ clientY }) => {
    const over = [...list.children].findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return row !== held && Math.abs(clientY - top - height / 2) < height / 4;
    });
    if (held && over >= 0) put(held, over);
  });
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, () => hold(null));
  return {
    node: make("div", {}, make("p", { class: "cs-keys", id: `${base}-keys` }, ...keyed(say("keys_order"))), list),
    value: () => (JSON.stringify(now()) === first ? null : now()),
    set(response) {
      list.append(...[...rows].sort((one, two) =>
        (response ?? []).indexOf(one.csLetter) - (response ?? []).indexOf(two.csLetter)));
      settle_on(list.firstChild);
    },
    focus: () => list.firstChild.focus(),
    mark: (result) => rows.forEach((row) => drawVerdict(row.csVerdict, result, row.csLetter, say)),
  };
}

/** Where the words of a clause stand in a passage; signs and spaces between them do not count. */
function placeOf(passage, clause) {
  const wanted = clause.toLowerCase().match(WORD) ?? [];
  const units = passage.units("words");
  const at = units.findIndex((_, i) => wanted.length && wanted.every((word, k) =>
    units[i + k] && passage.text.slice(...units[i + k]).toLowerCase() === word));
  return at < 0 ? null : [units[at][0], units[at + wanted.length - 1][1]];
}

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

/** A value for each row and column: chosen from a list, or from a few short words in a row. */
function rows({ item, base, say }) {
  const { columns, options, source } = item;
  const many = columns.length > 1;
  const cell = ({ choices }, r, c) => {
    const label = many ? `${base}-r${r} ${base}-c${c}` : `${base}-r${r}`;
    const short = choices.length <= 4 && choices.every((each) => each.length < 15) && choices.join("").length < 36;
    if (short) return segments(`${base}-${r}-${c}`, label, choices.map((each) => [each, each]));
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

/** Words of an excerpt, marked by mouse or by keys, and for a claim the claim that they support. */
function marking(quiz) {
  const { item, base, say, speak, changed } = quiz;
  const claims = item.options.length ? choice(quiz) : null;
  const { passages, pane, node: figure } = excerpt(item.source, {
    role: "group", tabindex: "-1", "aria-label": item.source.source, "aria-describedby": `${base}-keys`,
  });
  const text = { pane, passages, current: 0, stop: null };
  const keys = make("p", { class: "cs-keys", id: `${base}-keys` });
  pane.after(keys);
  const mine = make("div", { class: "cs-mine" });
  let taken = null; // {start, end}: the words that are the answer

  function draw(picked = walking() ? marker.picked : null) {
    for (const passage of passages) {
      const look = (span, name) => [span && passage.cut(span.start, span.end), { class: name }];
      paint(passage, look(taken, "cs-taken"), look(picked, "cs-picked"));
    }
    const names = picked?.level ? `keys_${picked.level}` : "keys_read";
    patch(keys, names, () => keyed(say(names)));
    patch(mine, [taken], () => {
      if (!taken) return [make("p", {}, say("no_words"))];
      const remove = signButton("×", say("remove"));
      remove.addEventListener("click", () => { marker.picked = null; take(null); settle(text, passages[text.current]); });
      const words = wordsOf({ text, ...taken });
      return [make("p", {}, say("your_words"), " ", make("q", {}, words), " ",
        make("cite", {}, within(text, taken.start, taken.end)[0]?.citation ?? "")), remove];
    });
  }

  function take(span) {
    const same = taken?.start === span?.start && taken?.end === span?.end;
    taken = span && { start: span.start, end: span.end };
    draw();
    if (!same) changed();
  }

  const marker = createMarker({
    texts: () => [text],
    ready: () => true,
    draw: (picked) => (picked && !picked.level ? take(picked) : draw(picked)),
    show: (_, { node }, { last }) => {
      const nodes = node.querySelectorAll(".cs-picked");
      (nodes[last ? nodes.length - 1 : 0] ?? node).scrollIntoView({ block: "nearest" });
    },
    done() {
      marker.pick({ ...marker.picked, level: undefined });
      speak(say("choose", { words: wordsOf(marker.picked) }));
    },
    speak,
    say,
  });
  const walking = () => Boolean(marker.picked?.level);
  marker.listen(text);
  pane.addEventListener("keydown", (event) => {
    if (!walking()) marker.picked = null; // what is taken is no longer being selected
    marker.key(text, event);
  });
  const set = (response) => {
    claims?.set([response?.letter]);
    taken = response?.start == null ? null : { start: response.start, end: response.end };
    draw();
  };
  set(null);
  if (passages.length) settle(text, passages[0], { focus: false });
  return {
    node: make("div", {}, ...(claims ? [claims.node] : []), figure, mine),
    lettered: true,
    value() {
      const letter = claims?.value()[0] ?? "";
      const { start = null, end = null } = taken ?? {};
      return letter || taken ? { letter, document: item.source.document, start, end } : null;
    },
    set,
    again: () => {},
    focus: () => (claims ?? { focus: () => text.stop?.focus() }).focus(),
    mark: (result) => claims?.mark(result),
    key: ({ key }) => key === "Escape" && walking() && marker.back(),
    end: marker.end,
  };
}

/** A text of one's own with lines to tick; what is written is kept as a draft. */
function writing({ item, base, say, speak, draft }) {
  const id = `${base}-text`;
  const area = make("textarea", { id, class: "cs-field", rows: "5", "aria-describedby": `${base}-count` });
  const count = make("span", { id: `${base}-count` });
  const kept = make("span");
  const boxes = item.options.map(({ letter }) => make("input", { type: "checkbox", value: letter }));
  let sent = "";
  let timer = 0;
  const whole = () => ({ text: area.value, ticked: boxes.filter((box) => box.checked).map((box) => box.value) });
  const sign = () => JSON.stringify(whole());
  const told = () => say(item.words ? "count_of" : "count", { count: (area.value.match(WORD) ?? []).length, words: item.words });

  function draw() {
    write(count, told());
    // where the browser does not let a field grow by itself
    area.rows = area.value.split("\n").reduce((lines, line) => lines + 1 + Math.floor(line.length / 70), 4);
  }
  function keep() {
    clearTimeout(timer);
    if (sign() === sent) return;
    sent = sign();
    draft(whole());
  }
  const touched = () => {
    draw();
    write(kept, "");
    clearTimeout(timer);
    timer = setTimeout(() => { keep(); speak(told()); }, 800);
  };
  const node = make("div", {}, area, make("p", { class: "cs-count" }, count, " ", kept),
    ...(boxes.length ? [make("p", { class: "cs-ask", id: `${base}-list` }, say("checklist")),
      make("ul", { class: "cs-ticks", "aria-labelledby": `${base}-list` }, ...boxes.map((box, place) => make("li", {}, make("label", {}, box,
        make("span", {}, ...inline(item.options[place].segments))))))] : []));
  node.addEventListener("input", touched);
  node.addEventListener("focusout", keep);
  addEventListener("pagehide", keep);
  function set(response) {
    area.value = response?.text ?? "";
    for (const box of boxes) box.checked = (response?.ticked ?? []).includes(box.value);
    sent = sign();
    draw();
  }
  return {
    node,
    field: id,
    value: () => (area.value.trim() ? whole() : null),
    set,
    focus: () => area.focus(),
    told(now, first) {
      if (first && now.draft) set({ text: now.draft, ticked: now.ticked });
      else if (now.draft === area.value) write(kept, now.draft === (now.response?.text ?? "") ? "" : say("kept"));
    },
    end() {
      keep();
      removeEventListener("pagehide", keep);
    },
  };
}

const CONTROLS = { choice, text, order, rows, marking, writing };
