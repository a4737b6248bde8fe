// The dossier that lives: it draws what the kernel keeps, and sends what the learner does.
//
// Everything shown comes from the one trait `state`, and every sentence from `state.strings`, which
// are named in strings.py. Four views of the same entries: the list, the map, the plan, the
// citations. What it shares with the other pages stands in page.js, with the record in asking.js;
// their text comes before this one.
//
// An entry's row is built once and patched, so that what is being written, open parts and the focus
// stay. A sentence is kept when its field is left, or by Ctrl Enter; while it is typed, a draft is.

const PAUSE = 600; // ms without a key until a draft is kept

let desks = 0;

/** A button that is a sign; its words are for those who cannot see it. */
const signed = (sign, act, attributes = {}) =>
  button(make("span", { "aria-hidden": "true" }, sign), act, { class: "cd-sign", ...attributes });

/** Fill a choice with [value, words], the chosen one too where it is no longer offered. */
function offer(select, none, pairs, value) {
  const all = [["", none], ...pairs, ...(value && !pairs.some(([one]) => one === value) ? [[value, value]] : [])];
  patch(select, all, () => all.map(([one, words]) => make("option", { value: one }, words)));
  select.value = value;
}

/** Run a change; the node that had the focus, or the one that took its name, has it afterwards. */
function keepFocus(root, change, instead) {
  const active = root.getRootNode().activeElement;
  const name = active?.dataset?.key;
  const inside = root.contains(active);
  change();
  if (!inside || root.getRootNode().activeElement === active) return;
  const same = active.isConnected ? active : [...root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === name);
  (same ?? instead())?.focus({ preventScroll: true });
}

/** The row of one entry. */
function createEntry(desk, first) {
  const { say, send } = desk;
  let entry = first;
  let pause = null;
  const base = `cd${desk.page}-${desk.rows++}`;
  const key = (name) => ({ "data-key": `${first.id} ${name}` });
  const act = (what, more = {}) => send(what, { id: entry.id, ...more });

  const number = make("span", { class: "cd-number", "aria-hidden": "true" });
  const field = make("textarea", { class: "cd-claim", rows: "2", maxlength: "2000", "aria-describedby": `${base}-note`, placeholder: say("hint"), ...key("claim") });
  const note = make("p", { class: "cd-note", id: `${base}-note` });
  const turns = make("span", { class: "cd-turns" },
    signed("↑", () => act("move", { by: -1 }), key("up")),
    signed("↓", () => act("move", { by: 1 }), key("down")),
    signed("×", () => act("remove"), key("remove")));
  const passages = make("ul", { class: "cd-passages" });
  const choices = ["role", "side", "section"].map((name) => {
    const select = make("select", key(name));
    select.addEventListener("change", () => act(name, { value: select.value }));
    return { name, select, node: make("label", {}, make("span", {}, say(name)), " ", select) };
  });
  const joins = make("ul", { class: "cd-joins" });
  const wanted = make("input", { class: "cd-wanted", autocomplete: "off", spellcheck: "false", ...key("wanted") });
  const put = () => (wanted.value.trim() ? act("quote", { text: wanted.value.trim() }) : wanted.focus());
  const how = make("select", { "aria-label": say("link"), ...key("how") },
    ...["supports", "answers"].map((each) => make("option", { value: each }, say(each))));
  const other = make("select", key("other"));
  const link = button(say("link"), () => (other.value ? act("join", { how: how.value, other: other.value }) : other.focus()), key("link"));
  const linking = make("div", { class: "cd-actions", role: "group" }, how, other, link);
  const earlier = make("ul", { class: "cd-earlier" });
  const past = make("details", {}, make("summary", {}, say("earlier")), earlier);
  const asks = make("label", { for: `${base}-wanted` });
  wanted.id = `${base}-wanted`;
  const more = make("details", { class: "cd-more" }, make("summary", key("more"), say("more")),
    asks, make("div", { class: "cd-actions" }, wanted, button(say("put"), put, key("put"))), linking, past);
  const row = make("li", { class: "cd-entry" },
    make("div", { class: "cd-head" }, number, field, turns), note, passages, joins,
    make("div", { class: "cd-choices" }, ...choices.map(({ node }) => node)), more);

  const dirty = () => field.value.trim() !== entry.claim;
  function marked() {
    write(note, dirty() && field.value.trim() ? say("unsaved") : "");
    field.rows = Math.max(2, Math.min(8, Math.ceil(field.value.length / 62)));
  }
  function keep() {
    clearTimeout(pause);
    if (dirty()) act("claim", { text: field.value.trim() });
  }
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => desk.post({ do: "draft", id: entry.id, text: field.value }), PAUSE);
    marked();
  });
  field.addEventListener("change", keep);
  wanted.addEventListener("keydown", (event) => { if (event.key === "Enter") put(); });
  row.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by) act("move", { by });
    else if (event.target === field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function update(next, now, begin) {
    const held = begin ? next.draft : dirty() && field.value;
    if (wanted.value && next.passages.length > entry.passages.length) wanted.value = "";
    entry = next;
    if (typeof held === "string") field.value = held;
    else if (field.value !== entry.claim) field.value = entry.claim;
    marked();
    write(number, String(entry.number));
    field.setAttribute("aria-label", say("claim", entry));
    ["up", "down", "remove"].forEach((name, place) => turns.children[place].setAttribute("aria-label", say(name, entry)));
    turns.children[0].setAttribute("aria-disabled", String(entry.number === 1));
    turns.children[1].setAttribute("aria-disabled", String(entry.number === now.entries.length));
    for (const { name, select } of choices) offer(select, say("none"), now[`${name}s`], entry[name]);
    patch(passages, entry.passages, () => entry.passages.map((each, place) =>
      make("li", { class: each.lost ? "cd-lost" : null }, make("span", {}, each.words), " ", make("cite", {}, each.citation), " ",
        signed("×", () => act("unquote", { place: place + 1 }), { "aria-label": say("drop", each), ...key(`drop ${place}`) }))));
    patch(joins, entry.joins, () => entry.joins.map((each) => {
      const words = say("joined", { how: say(each.how), number: each.number });
      return make("li", {}, words, " ",
        signed("×", () => act("unjoin", { other: each.id }), { "aria-label": say("unjoin", { words }), ...key(`unjoin ${each.id}`) }));
    }));
    write(asks, say("passage", { ...entry, sample: now.sample }));
    linking.setAttribute("aria-label", say("join", entry));
    const others = now.entries.filter(({ id }) => id !== entry.id)
      .map((each) => [each.id, `${each.number}. ${each.claim || each.passages[0]?.words || ""}`.slice(0, 60)]);
    other.setAttribute("aria-label", say("join", entry));
    offer(other, "…", others, others.some(([id]) => id === other.value) ? other.value : "");
    linking.hidden = !others.length;
    past.hidden = !entry.earlier.length;
    patch(earlier, entry.earlier, () => entry.earlier.map((words) => make("li", {}, words, " ",
      button(say("use"), () => { field.value = words; keep(); marked(); }))));
  }

  return { row, update, end: () => clearTimeout(pause) };
}

function branch(tree, say) {
  const head = [tree.how && say(tree.how), tree.role, tree.side].filter(Boolean).join(" · ");
  return make("li", { "data-how": tree.how },
    make("div", { class: "cd-box" }, ...(head ? [make("small", {}, head), " "] : []), tree.words),
    ...(tree.branches.length ? [make("ul", {}, ...tree.branches.map((each) => branch(each, say)))] : []));
}

function render({ model, el }) {
  hearKernel(model);
  const state = () => model.get("state") ?? {};
  const say = (name, values = {}) => fill(state().strings?.[name] ?? name, values);
  const rows = new Map();
  const page = ++desks;
  let shown = "entries";
  let pause = null;

  const title = make("h3");
  const summary = make("p", { class: "cd-soft" });
  const notices = make("div", { class: "cd-notices", "aria-live": "polite" });
  const status = make("p", { class: "cd-said", role: "status", "aria-live": "polite" });
  const asking = createAsking(model, say, status);
  const { send } = asking;
  const desk = { page, rows: 0, say, send, post };
  const views = ["entries", "map", "plan", "citations"];
  const tabs = make("div", { class: "cd-tabs", role: "tablist" }, ...views.map((name) =>
    button(say(name), () => choose(name), { role: "tab", id: `cd${page}-${name}`, "aria-controls": `cd${page}-${name}-panel` })));
  const list = make("ol", { class: "cd-entries" });
  const empty = make("p", { class: "cd-soft" });
  const keys = make("p", { class: "cd-soft cd-keys" });
  const fresh = button(say("new"), () => send("add"), { "data-key": "new" });
  const undo = button(say("undo"), () => send("undo"), { "data-key": "undo" });
  const gone = make("ul");
  const removed = make("details", { class: "cd-more" }, make("summary", {}, say("removed")), gone);
  const map = make("ul", { class: "cd-map" });
  const no_map = make("p", { class: "cd-soft" });
  const plan = make("div");
  const citations = make("ul", { class: "cd-citations" });
  const no_citations = make("p", { class: "cd-soft" });
  const panels = {
    entries: [empty, list, keys, removed],
    map: [no_map, map],
    plan: [plan],
    citations: [no_citations, citations],
  };
  const panes = views.map((name) => make("div", { role: "tabpanel", id: `cd${page}-${name}-panel`, "aria-labelledby": `cd${page}-${name}` }, ...panels[name]));
  const name = make("input", { id: `cd${page}-name`, maxlength: "120", autocomplete: "off", spellcheck: "false" });
  const save = ["page", "text"].map((as) => button(say(as), () => { keepName(); asking.want({ as }); }, { "data-key": `save ${as}` }));
  const privacy = make("p", { class: "cd-soft cd-privacy" });
  const section = make("section", {},
    make("header", {}, make("div", { class: "cd-top" }, title, " ", button(say("look"), () => send("look"), { "data-key": "look" })), summary),
    notices, tabs, ...panes, make("div", { class: "cd-actions" }, fresh, undo), status,
    make("div", { class: "cd-actions cd-file" }, make("label", { for: name.id }, say("name")), name, ...save), privacy);

  function post(told) {
    try {
      model.send({ ...told, seq: nextNumber(state().seq) });
    } catch { /* what is typed stays on the page, and says that it is not kept */ }
  }

  function choose(next) {
    shown = next;
    views.forEach((each, place) => {
      const on = each === shown;
      tabs.children[place].setAttribute("aria-selected", String(on));
      tabs.children[place].tabIndex = on ? 0 : -1;
      panes[place].hidden = !on;
    });
  }

  function keepName() {
    clearTimeout(pause);
    if (name.value !== (state().name ?? "")) post({ do: "draft", id: "name", text: name.value });
  }

  function drawEntries(now) {
    const known = new Set(now.entries.map(({ id }) => id));
    for (const [id, entry] of rows) {
      if (known.has(id)) continue;
      entry.end();
      entry.row.remove();
      rows.delete(id);
    }
    now.entries.forEach((entry, place) => {
      const made = rows.has(entry.id);
      if (!made) rows.set(entry.id, createEntry(desk, entry));
      const held = rows.get(entry.id);
      held.update(entry, now, !made);
      if (list.children[place] !== held.row) list.insertBefore(held.row, list.children[place] ?? null);
    });
    write(empty, now.entries.length ? "" : say("empty"));
    keys.hidden = !now.entries.length;
    removed.hidden = !now.removed.length;
    patch(gone, now.removed, () => now.removed.map(({ id, words }) => make("li", {}, words, " ",
      button(say("restore"), () => send("restore", { id }), { "data-key": `restore ${id}` }))));
  }

  /** One entry of the plan: its sentence, its part, and its way up and down in that part. */
  function planned(entry, now, place, all) {
    const key = (part) => ({ "data-key": `plan ${entry.id} ${part}` });
    const select = make("select", { "aria-label": `${say("section")}: ${entry.number}`, ...key("section") });
    offer(select, say("none"), now.sections, entry.section);
    select.addEventListener("change", () => send("section", { id: entry.id, value: select.value }));
    const turn = (by, sign, word) => signed(sign, () => send("move", { id: entry.id, by, within: true }),
      { "aria-label": say(word, entry), "aria-disabled": String(place === (by < 0 ? 0 : all.length - 1)), ...key(word) });
    const cites = entry.passages.map(({ citation }) => citation).join("; ");
    const node = make("li", {}, make("span", { class: "cd-words" }, `${entry.number}. ${entry.claim || say("hint")} `, make("cite", {}, cites)),
      make("span", { class: "cd-turns" }, select, turn(-1, "↑", "up"), turn(1, "↓", "down")));
    node.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      send("move", { id: entry.id, by, within: true });
    });
    return node;
  }

  function drawPlan(now) {
    const parts = [...now.sections, ["", say("unplanned")]];
    patch(plan, [now.entries, now.sections], () => parts.flatMap(([value, words]) => {
      const all = now.entries.filter(({ section: part }) => part === value);
      if (!value && !all.length) return [];
      const nodes = all.map((entry, place) => planned(entry, now, place, all));
      return [make("h4", {}, words), make("ol", { class: "cd-plan" }, ...(nodes.length ? nodes : [make("li", { class: "cd-none" }, "–")]))];
    }));
  }

  function draw() {
    const now = { entries: [], removed: [], sections: [], roles: [], sides: [], map: [], citations: [], ...state() };
    asking.hear(now);
    section.setAttribute("aria-label", now.title ?? "");
    write(title, now.title ?? "");
    write(summary, now.summary ?? "");
    patch(notices, now.notices ?? [], () => (now.notices ?? []).map((line) => make("p", {}, line)));
    keepFocus(section, () => {
      drawEntries(now);
      write(no_map, now.map.length ? "" : say("no_map"));
      patch(map, now.map, () => now.map.map((tree) => branch(tree, say)));
      drawPlan(now);
      write(no_citations, now.citations.length ? "" : say("no_citations"));
      patch(citations, now.citations, () => now.citations.map(({ document: called, source, rights, passages }) =>
        make("li", {}, make("b", {}, called), " ", source,
          make("ul", {}, ...passages.map(({ words, citation }) => make("li", {}, make("cite", {}, citation), " ", words))),
          make("small", {}, rights))));
    }, () => (list.querySelector("textarea") ?? fresh));
    undo.setAttribute("aria-disabled", String(!now.can_undo));
    if (name.getRootNode().activeElement !== name) name.value = now.name ?? "";
    write(privacy, now.privacy ?? "");
  }

  tabs.setAttribute("aria-label", say("views"));
  patch(keys, say("keys"), () => keyed(say("keys")));
  tabs.addEventListener("keydown", (event) => {
    const here = views.indexOf(shown);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: views.length - 1 }[event.key];
    if (!views[to]) return;
    event.preventDefault();
    choose(views[to]);
    tabs.children[to].focus();
  });
  name.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keepName, PAUSE);
  });
  name.addEventListener("change", keepName);
  keepKeys(section);
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave(el);
    // Ctrl Enter would have JupyterLab run the cell, and what is written would be gone
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.stopPropagation();
  });
  choose(shown);
  draw();
  el.classList.add("cs-dossier", "cs-live");
  el.append(section);
  model.on("change:state", draw);
  return () => {
    model.off("change:state", draw);
    asking.stop();
    clearTimeout(pause);
    for (const entry of rows.values()) entry.end();
    section.remove();
    el.classList.remove("cs-dossier", "cs-live");
  };
}

export default { render };
