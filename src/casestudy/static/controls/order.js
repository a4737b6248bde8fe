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

CONTROLS.order = order;
