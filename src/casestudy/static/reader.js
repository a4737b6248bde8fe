// The live reader: it draws the texts that the kernel sends, and tells it what the learner marks.
//
// Three traits, each whole in itself: `reading` has what never changes (texts, labels, marking),
// `apparatus` comes once, after the texts (layers, spans, notes, links, and sentences by text),
// `state` is all that changes (seq, notices, privacy, marks, can_undo). `state()` reads them as one.
// Every sentence comes from `reading.strings`:
//   layers, legend, search, hits {number} {total}, no_hits, previous, next, copy {citation},
//   copied {citation}, not_copied, paragraph {citation} {words}, highlight {label} {words} {number}
//   {total}, no_highlights, begin {label}, end {label}, mark_begin {label}, mark_end {label}, close,
//   note_closed, links, shared, conflict, chosen {citations}, mark_as, label, mark, cancel,
//   sentence {number} {total} {words}, sentences {count} {words}, word {number} {total} {words},
//   words {count} {words}, choose {words}, dropped, marks, no_marks, undo, no_undo, remove {words},
//   marked {words} {citation}, collect, collect_this {citation}, in_dossier, collected {citation}, refused, changed, waiting, no_kernel, tools, keys, help_read, help_marking,
//   help_sentences, help_words, help_label
//
// What it shares with the other pages stands in page.js and marking.js, whose text comes before.
// Words between ` in the help are keys. Offsets come and go as code points; the page counts UTF-16.
//
// Three ideas carry it. A paragraph's DOM text is exactly the document's text: what is said about a
// highlight to a screen reader is generated content, so nothing is copied or counted that the
// document does not say. A text is one tab stop that moves (roving tabindex). Only blocks of
// passages near the window are decorated; the others wait, whatever is switched or sought.

const WAIT = 300; // ms until the page says that it is waiting
const LIMIT = 1500; // ms until it says that no kernel answers
const BLOCK = 24; // passages that are laid out together
const SHORT = 2; // paragraphs that need no toolbar until somebody asks for it
const DEEP = 3; // lines under one another, where highlights nest
const LISTED = ["list item", "infobox item"];
const SIGNS = [[/[‘’‚‛‹›′`´]/g, "'"], [/[“”„‟«»″]/g, '"'], [/[‐‑‒–—―−]/g, "-"], [/ß/g, "ss"]];

let views = 0;

/** Case, accents, curly quotes, long dashes and white space make no difference to a search. */
function fold(text) {
  let plain = text;
  if (/[^ -~]/.test(text)) {
    for (const [others, sign] of SIGNS) plain = plain.replace(others, sign);
    plain = plain.normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "");
  }
  return plain.toLowerCase().replace(/ς/g, "σ").replace(/\s+/g, " ").replace(/-{2,}/g, "-");
}

/** For each character of the folded text, the span of the text that it stands for (UTF-16). */
function foldMap(text) {
  const spans = [];
  let before = "";
  let unit = 0;
  for (const character of text) {
    const end = unit + character.length;
    const plain = fold(character);
    if (!plain && spans.length) spans[spans.length - 1][1] = end;
    for (const each of plain) {
      if (each === before && " -".includes(each)) spans[spans.length - 1][1] = end;
      else for (let i = 0; i < each.length; i++) spans.push([unit, end]);
      before = each;
    }
    unit = end;
  }
  return spans;
}

const startOf = (each) => each.start;

/** Lay decorations over a text, nested where they nest and cut where they cross. */
function weave(text, items, nodeOf) {
  const cuts = new Set([0, text.length]);
  for (const { a, b } of items) cuts.add(a).add(b);
  const places = [...cuts].sort((one, two) => one - two);
  const open = []; // {item, node} from the outside in
  const root = document.createDocumentFragment();
  let next = 0;
  places.forEach((place, i) => {
    const now = open.map((each) => each.item).filter((item) => item.b > place);
    while (next < items.length && items[next].a === place) now.push(items[next++]);
    if (i === places.length - 1) return;
    let kept = 0;
    while (kept < open.length && open[kept].item === now[kept]) kept++;
    open.length = kept;
    for (const item of now.slice(kept)) {
      const node = nodeOf(item, !item.nodes);
      (item.nodes ??= []).push(node);
      (open.length ? open[open.length - 1].node : root).append(node);
      open.push({ item, node });
    }
    let lines = 0;
    for (const item of [...now].reverse()) {
      if (item.kind === "span") item.deep = Math.max(item.deep ?? 0, lines++);
    }
    (open.length ? open[open.length - 1].node : root).append(text.slice(place, places[i + 1]));
  });
  for (const { kind, nodes, last, end, deep } of items) {
    if (last && end) nodes[nodes.length - 1].setAttribute("data-end", end);
    if (kind === "span") for (const node of nodes) node.classList.add(`cr-d${Math.min(deep, DEEP)}`);
  }
  return root;
}

/** One text: its passages, what lies over them, and where its one tab stop is. */
function createText(reader, raw) {
  const { say } = reader;
  const base = `cr${reader.view}-${reader.made++}`;
  const passages = raw.passages.map(createPassage);
  const text = { id: raw.id, raw, passages, spans: [], hits: [], current: 0, stop: null };
  const blocks = [];
  const near = new Set();
  let over = new Map(); // by passage: the spans that are switched on
  let folded = null; // {all, starts}: the whole text, folded

  const message = make("p", { class: "cr-message", role: "status" });
  const hint = make("p", { class: "cr-hint", id: `${base}-hint` });
  const foot = make("div", { class: "cr-foot" }, message, hint);
  const pane = make("div", {
    class: "cr-pane", role: "group", tabindex: "-1", "aria-label": raw.title || raw.id,
    "aria-describedby": `${reader.help} ${hint.id}`,
  });
  const named = !raw.title || passages[0]?.kind === "heading" && fold(passages[0].text) === fold(raw.title);
  const title = named ? [] : [make("h4", { id: base }, raw.title)];
  const rights = raw.rights ? [make("p", { class: "cr-rights" }, raw.rights)] : [];
  const head = make("div", { class: "cr-head" }, make("p", { class: "cr-source" }, raw.source), ...title);
  const node = make("div", { class: "cr-text" }, head, pane, foot, ...rights);

  const frame = document.createDocumentFragment();
  passages.forEach((passage, place) => {
    if (place % BLOCK === 0) {
      blocks.push(make("div", { class: passages.length > 4 * BLOCK ? "cr-block cr-lazy" : "cr-block" }));
      blocks[blocks.length - 1].crFirst = place;
      frame.append(blocks[blocks.length - 1]);
    }
    const heading = passage.kind === "heading";
    passage.node = heading
      ? make("p", { role: "heading", "aria-level": clamp((passage.level || 1) + 3, 4, 6) }, passage.text)
      : make("p", {}, passage.text);
    passage.row = make("div", { class: "cr-row", "data-kind": passage.kind }, passage.node);
    if (heading) passage.row.setAttribute("data-level", passage.level || 1);
    passage.row.crPassage = passage;
    const block = blocks[blocks.length - 1];
    if (passage.gap) block.append(make("p", { class: "cr-gap", "aria-hidden": "true" }, passage.gap));
    if (!LISTED.includes(passage.kind)) block.append(passage.row);
    else {
      const list = passages[place - 1]?.kind === passage.kind && place % BLOCK ? block.lastChild : make("div", { role: "list" });
      passage.row.setAttribute("role", "listitem");
      list.append(passage.row);
      block.append(list);
    }
  });
  pane.append(frame);

  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) ready(target);
        else near.delete(target);
      }
    },
    { root: pane, rootMargin: "100% 0px" },
  );
  for (const block of blocks) sight.observe(block);

  const blockOf = (passage) => blocks[Math.floor(passage.index / BLOCK)];
  const inBlock = ({ crFirst }) => passages.slice(crFirst, crFirst + BLOCK);

  function ready(block) {
    near.add(block);
    for (const passage of inBlock(block)) {
      if (passage.number != null && !passage.button) {
        passage.button = make(
          "button",
          { type: "button", class: "cr-number", tabindex: "-1", "aria-label": say("copy", passage) },
          String(passage.number),
        );
        passage.row.prepend(passage.button);
      }
      decorate(passage);
    }
  }

  /** What lies over a passage, outermost first, in UTF-16 of its words. */
  function items(passage) {
    const found = [];
    const put = ({ start, end }, item) => {
      const [a, b] = passage.cut(start, end) ?? [];
      if (a < b) found.push({ ...item, a, b, first: start >= passage.start, last: end <= passage.end });
    };
    for (const end of reader.linked) if (end.text === raw.id) put(end, { kind: "linked", sort: end.kind });
    for (const mark of reader.marks) {
      if (mark.text === raw.id) {
        put(mark, { kind: "mark", label: mark.label, end: say("mark_end", mark) });
      }
    }
    for (const span of over.get(passage.index) ?? []) {
      const open = reader.opened?.text === raw.id && reader.opened.span.key === span.key;
      put(span, { kind: "span", ...span.look, key: span.key, open });
    }
    const { picked } = reader.marker;
    if (picked?.text === text) put(picked, { kind: "picked" });
    found.push(...hitsIn(passage));
    return found.sort((one, two) => one.a - two.a || two.b - one.b);
  }

  function nodeOf(item, first) {
    const begin = first && item.first ? item.begin : null;
    switch (item.kind) {
      case "hit": return make("mark", { class: item.now ? "cr-hit cr-now" : "cr-hit" });
      case "picked": return make("span", { class: "cr-picked" });
      case "linked": return make("span", { class: "cr-linked", "data-kind": item.sort });
      case "mark":
        return make("span", {
          class: "cr-mark",
          "data-begin": first && item.first ? say("mark_begin", item) : null,
          "data-label": item.label,
        });
      default: {
        const node = make("span", {
          class: `cr-hl cr-s${item.style}${item.open ? " cr-open" : ""}`, title: item.label, "data-begin": begin,
        });
        node.crKey = item.key;
        return node;
      }
    }
  }

  /** Draw a passage anew if what lies over it has changed; the focus stays where it is. */
  function decorate(passage) {
    const found = items(passage);
    const sign = found.length ? JSON.stringify(found) : "";
    if (sign === (passage.sign ?? "")) return;
    passage.sign = sign;
    const p = passage.node;
    const inside = text.stop && text.stop !== p && p.contains(text.stop);
    const focused = inside && text.stop === p.getRootNode().activeElement;
    const key = inside ? text.stop.crKey : null;
    p.replaceChildren(weave(passage.text, found, nodeOf));
    passage.spans = new Map(found.filter(({ kind }) => kind === "span").map((item) => [item.key, item.nodes[0]]));
    if (inside) settle(text, passage, { node: passage.spans.get(key), focus: focused });
  }

  const refresh = () => {
    for (const block of near) inBlock(block).forEach(decorate);
  };

  const at = (point) => passages[Math.max(0, lastUpTo(passages, point, startOf))];
  /** Bring a node into sight: first in its pane, then the pane in whatever scrolls around it. */
  function reveal(node, place, around = true) {
    for (let turn = 0; turn < 5; turn++) {
      const box = node.getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      const room = Math.min(32, frame.height / 8);
      const [above, below] = [frame.top + room - box.top, box.bottom - frame.bottom + room];
      if (place == null && (above <= 1 || below >= 0) && (below <= 1 || above >= 0)) break;
      const step = place != null || box.height > frame.height - 2 * room
        ? box.top - frame.top - Math.max(room, frame.height * (place ?? 0))
        : above > 0 ? -above : below;
      const before = pane.scrollTop;
      pane.scrollTop += step;
      if (Math.abs(pane.scrollTop - before) < 1) break;
    }
    if (around) node.scrollIntoView({ block: "nearest" });
  }

  /** Decorate around a passage and show it, or one of the nodes that lie over it. */
  function show(passage, find = "", place = 0.25, around = true) {
    ready(blockOf(passage));
    const node = (find && passage.node.querySelector(find)) || passage.node;
    reveal(node, place, around);
  }

  /** Switch layers: spans that are seen, in reading order, and in which passages they lie. */
  function setSpans(spans) {
    text.spans = spans;
    over = new Map();
    for (const span of spans) {
      let i = Math.max(0, lastUpTo(passages, span.start, startOf));
      for (; i < passages.length && passages[i].start < span.end; i++) {
        if (!over.has(i)) over.set(i, []);
        over.get(i).push(span);
      }
    }
  }

  function prepare() {
    if (folded) return;
    const starts = [];
    const parts = passages.map((passage) => fold(passage.text));
    let length = 0;
    for (const part of parts) {
      starts.push(length);
      length += part.length + 1;
    }
    folded = { all: parts.join("\n"), starts };
  }

  function seek(wanted) {
    text.hits = [];
    text.wanted = wanted.length;
    if (!wanted) return;
    prepare();
    let place = folded.all.indexOf(wanted);
    for (; place >= 0; place = folded.all.indexOf(wanted, place + wanted.length)) text.hits.push(place);
  }

  const passageOfHit = (number) => passages[lastUpTo(folded.starts, text.hits[number])];
  const hitFrom = (index) => lastUpTo(text.hits, (folded?.starts[index] ?? 0) - 1) + 1;

  function hitsIn(passage) {
    if (!text.hits.length) return [];
    const start = folded.starts[passage.index];
    const end = folded.starts[passage.index + 1] ?? folded.all.length + 1;
    const found = [];
    for (let k = lastUpTo(text.hits, start - 1) + 1; k < text.hits.length && text.hits[k] < end; k++) {
      passage.map ??= foldMap(passage.text);
      const from = text.hits[k] - start;
      const [a, b] = [passage.map[from]?.[0], passage.map[from + text.wanted - 1]?.[1]];
      if (a < b) found.push({ kind: "hit", a, b, now: reader.hit?.text === text && reader.hit.number === k });
    }
    return found;
  }

  settle(text, passages[0] ?? { node: pane, index: 0 }, { focus: false });
  return Object.assign(text, {
    node, head, pane, foot, message, hint, at, show, reveal, refresh, setSpans, prepare, seek, passageOfHit, hitFrom,
    start: () => blocks.slice(0, 2).forEach(ready),
    end: () => sight.disconnect(),
    citation: ({ start, end }) => within(text, start, end)[0]?.citation ?? raw.id,
  });
}

function render({ model, el }) {
  hearKernel(model);
  const traits = ["reading", "apparatus", "state"];
  const state = () => Object.assign({}, ...traits.map((name) => model.get(name)));
  const say = (name, values = {}) => fill(state().strings?.[name] ?? name, values);
  const view = ++views;
  const id = (name) => `cr${view}-${name}`;
  const reader = { view, made: 0, say, help: id("help"), marks: [], linked: [], hit: null, opened: null };
  const button = (name, attributes, ...children) =>
    make("button", { type: "button", class: name, ...attributes }, ...children);

  let texts = [];
  let known = null; // the texts as they were sent
  let learnt = null; // their sentences
  let laid = {}; // what highlights were made of
  let here = null; // the text that was used last
  let told = "";
  const switched = new Map(); // by layer: {kernel, on}, for a click outlives a new state
  const sent = new Map(); // by number: {key, done} until the kernel has handled it
  let asked = null; // the last message: {n, key, late, soon, end}
  let asking = false; // the bar waits for a label
  let chosen = -1; // the link whose ends are shown
  let wanted = ""; // what is sought
  let unfolded = false; // the tools of a short text were asked for

  // What the page is made of

  const layers = make("div", { class: "cr-layers", role: "group" });
  const legend = make("ul", { class: "cr-legend" });
  const field = make("input", { type: "search", class: "cr-field", autocomplete: "off", spellcheck: "false" });
  const count = make("span", { class: "cr-count", role: "status" });
  const previous = button("cr-step", {}, make("span", { "aria-hidden": "true" }, "‹"));
  const next = button("cr-step", {}, make("span", { "aria-hidden": "true" }, "›"));
  const search = make("div", { class: "cr-search", role: "search" }, field, count, previous, next);
  const tools = make("div", { class: "cr-tools" }, layers, search);
  const opener = button("cr-fold");
  const links = make("div", { class: "cr-links" });
  const panes = make("div", { class: "cr-panes" });
  const panel = make("div", { class: "cr-note", role: "dialog", hidden: true, "aria-labelledby": id("note") });
  const bar = make("div", { class: "cr-bar", role: "group", hidden: true });
  const body = make("div", { class: "cr-body" }, panes, panel, bar);
  const offer = make("input", { class: "cr-offer", readonly: true, hidden: true });
  const spoken = make("p", { class: "cr-spoken", "aria-live": "polite" });
  const help = make("p", { class: "cr-help" });
  const described = make("p", { id: reader.help, hidden: true }); // what is closed describes nothing
  const keysTitle = make("summary");
  const keys = make("details", { class: "cr-keys" }, keysTitle, help);
  const heading = make("h4", { tabindex: "-1", id: id("marks") });
  const undo = button("cr-undo");
  const none = make("p", { class: "cr-none" });
  const list = make("ol", { "aria-labelledby": id("marks") });
  const own = make("div", { class: "cr-own" }, make("div", { class: "cr-own-head" }, heading, undo), none, list);
  const notices = make("div", { class: "cr-notices", "aria-live": "polite" });
  const privacy = make("p", { class: "cr-privacy" });
  const section = make("section", {}, notices, tools, legend, links, body, keys, own, privacy, spoken, described);

  /** A status stands at the foot of the text that was used last, where the eyes are. */
  const tell = (words) => {
    told = words;
    if (!texts.includes(here)) [here] = texts;
    for (const text of texts) write(text.message, text === here ? words : "");
    drawBar();
  };
  const speak = (words) => {
    spoken.textContent = spoken.textContent === words ? `${words}\u00a0` : words;
  };
  const active = () => section.getRootNode().activeElement;
  const refresh = () => texts.forEach((text) => text.refresh());

  // To the kernel and back

  function stop() {
    clearTimeout(asked?.soon);
    clearTimeout(asked?.end);
  }

  function send(does, done = () => {}) {
    const key = JSON.stringify(does);
    const again = asked?.key === key && sent.has(asked.n);
    if (again && !asked.late) return;
    stop();
    const n = nextNumber(state().seq);
    // the same thing asked once more: a kernel that was only busy does it once
    const extra = again ? { retry: asked.retry ?? asked.n } : {};
    asked = { n, key, late: false, retry: extra.retry };
    sent.set(n, { key, done });
    const give_up = () => {
      stop();
      asked.late = true;
      tell(say("no_kernel"));
    };
    asked.soon = setTimeout(() => tell(say("waiting")), WAIT);
    asked.end = setTimeout(give_up, LIMIT);
    tell("");
    try {
      model.send({ ...does, ...extra, seq: n });
    } catch {
      give_up();
    }
  }

  function acknowledge(seq) {
    const dones = [];
    for (const [n, { done }] of sent) {
      if (n > seq) continue;
      sent.delete(n);
      dones.push(done);
    }
    if (!dones.length) return;
    if (asked.n <= seq) stop();
    tell("");
    for (const done of dones) done();
  }

  // Layers and their highlights

  const isOn = (layer) => switched.get(layer.id)?.on ?? layer.on;

  function drawLayers(now) {
    const all = now.layers ?? [];
    for (const { id: name, on } of all) {
      if (switched.get(name)?.kernel !== on) switched.set(name, { kernel: on, on });
    }
    layers.setAttribute("aria-label", say("layers"));
    legend.setAttribute("aria-label", say("legend"));
    layers.hidden = !all.length;
    const shown = all.filter(isOn);
    patch(layers, [all.map(({ id: name, name: words }) => [name, words]), say("layers")], () =>
      all.map((layer) => {
        const node = button("cr-layer", {}, layer.name);
        node.addEventListener("click", () => {
          const known = switched.get(layer.id);
          known.on = !known.on;
          drawLayers(state());
          refresh();
        });
        return node;
      }));
    all.forEach((layer, place) => layers.children[place].setAttribute("aria-pressed", String(isOn(layer))));
    legend.hidden = !shown.length;
    patch(legend, shown, () =>
      shown.flatMap((layer) => [
        make("li", { class: "cr-legend-name" }, layer.name),
        ...(layer.values ?? []).map((value) =>
          make("li", {}, make("span", { class: `cr-hl cr-s${value.style & 7} cr-d0` }, value.name))),
      ]));
    const on = shown.map((layer) => layer.id).join();
    if (laid.spans === now.spans && laid.texts === texts && laid.on === on) return;
    laid = { spans: now.spans, texts, on };
    const values = new Map();
    for (const layer of shown) {
      for (const value of layer.values ?? []) values.set(JSON.stringify([layer.id, value.id]), value);
    }
    const by = new Map(texts.map((text) => [text.id, []]));
    for (const span of now.spans ?? []) {
      const value = values.get(JSON.stringify([span.layer, span.value]));
      if (!value || !(span.start < span.end)) continue;
      const label = span.label || value.name;
      by.get(span.text)?.push({
        ...span,
        label,
        kindName: value.name,
        key: JSON.stringify([span.start, span.end, span.layer, span.value, span.note]),
        look: {
          style: value.style & 7, label, begin: say("begin", { label }), end: say("end", { label: value.name }),
        },
      });
    }
    for (const text of texts) {
      text.setSpans(by.get(text.id).sort((one, two) => one.start - two.start || two.end - one.end));
    }
  }

  function toHighlight(text, step) {
    const { spans, current, passages, stop: node } = text;
    if (!spans.length) return speak(say("no_highlights"));
    const here = node.crKey ? spans.findIndex((span) => span.key === node.crKey) : -1;
    const start = passages[current].start;
    let place = here + step;
    if (here < 0) {
      const before = lastUpTo(spans, start - 1, startOf);
      place = step > 0 ? before + 1 : before;
    }
    const number = clamp(place, 0, spans.length - 1);
    const span = spans[number];
    toSpan(text, span);
    const passage = text.at(span.start);
    const words = passage.text.slice(passage.unit(span.start), passage.unit(span.end));
    speak(say("highlight", { label: span.label, words, number: number + 1, total: spans.length }));
  }

  function toSpan(text, span) {
    const passage = text.at(span.start);
    text.show(passage, "", null);
    const node = passage.spans?.get(span.key);
    settle(text, passage, { node });
    if (node) text.reveal(node);
  }

  /** A short text is quiet: what one can do with it stands behind one button. */
  function drawFold(now) {
    const short = texts.length === 1 && texts[0].passages.filter(({ number }) => number != null).length <= SHORT && !(now.layers ?? []).some(({ on }) => on);
    opener.hidden = !short;
    if (short && opener.parentNode !== texts[0].head) texts[0].head.prepend(opener);
    write(opener, say("tools"));
    opener.setAttribute("aria-expanded", String(unfolded));
    section.classList.toggle("cr-quiet", short && !unfolded);
  }

  function unfold(open) {
    unfolded = open;
    drawFold(state());
  }

  // A note beside the text

  function drawNote() {
    const { opened } = reader;
    panel.hidden = !opened;
    body.classList.toggle("cr-noted", Boolean(opened));
    if (!opened) return;
    const { span } = opened;
    const note = state().notes?.[span.note] ?? { title: span.label, kind: span.kindName };
    patch(panel, [note, say("close")], () => {
      const close = button("cr-close", { "aria-label": say("close") }, make("span", { "aria-hidden": "true" }, "×"));
      close.addEventListener("click", () => closeNote());
      return [
        close,
        make("p", { class: "cr-kind" }, note.kind ?? ""),
        make("h4", { id: id("note"), tabindex: "-1" }, note.title ?? ""),
        ...(note.paragraphs ?? []).map((each) => make("p", {}, ...inline(each))),
        ...(note.accounts ?? []).map(account),
      ];
    });
  }

  function account({ document: name, text: words, evidence }) {
    const source = texts.find((text) => text.id === name)?.raw.source ?? name;
    return make(
      "div",
      { class: "cr-account" },
      make("p", { class: "cr-kind" }, source),
      make("p", {}, words ?? ""),
      ...(evidence ?? []).map((each) => {
        const lines = [make("q", {}, each.words), " ", make("cite", {}, each.citation)];
        const text = texts.find((one) => one.id === each.text);
        if (!text) return make("p", { class: "cr-quote" }, ...lines);
        const node = button("cr-quote", {}, ...lines);
        node.addEventListener("click", () => showEnds([each]));
        return node;
      }),
    );
  }

  function openNote(text, span) {
    reader.opened = { text: text.id, span };
    refresh();
    drawNote();
    toSpan(text, span);
    panel.querySelector("h4").focus({ preventScroll: true });
    panel.scrollTop = 0;
    panel.scrollIntoView({ block: "nearest" });
  }

  function closeNote() {
    const { text: name, span } = reader.opened;
    reader.opened = null;
    refresh();
    drawNote();
    const text = texts.find((each) => each.id === name);
    if (text) toSpan(text, span);
    speak(say("note_closed"));
  }

  // Passages that belong together

  /** Outline stretches of the texts, scroll each text to its own, and let the outline flash. */
  function showEnds(ends, kind = "shared") {
    reader.linked = ends.map((end) => ({ ...end, kind }));
    refresh();
    for (const text of texts) {
      const end = ends.find((each) => each.text === text.id);
      const passage = end && within(text, end.start, end.end)[0];
      if (!passage) continue;
      text.show(passage, ".cr-linked");
      settle(text, passage, { focus: false });
      for (const node of text.pane.querySelectorAll(".cr-linked")) {
        node.classList.remove("cr-flash");
        void node.offsetWidth; // so that the flash starts again
        node.classList.add("cr-flash");
      }
    }
  }

  /** A list of buttons that is one tab stop: arrows, Home and End walk in it. */
  function walked(list) {
    list.addEventListener("keydown", (event) => {
      const nodes = [...list.querySelectorAll("button")];
      const here = nodes.indexOf(active());
      const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: nodes.length - 1 }[event.key];
      if (here < 0 || !nodes[to]) return;
      event.preventDefault();
      nodes[here].tabIndex = -1;
      nodes[to].tabIndex = 0;
      nodes[to].focus();
    });
    return list;
  }

  function drawLinks(now) {
    const all = now.links ?? [];
    links.hidden = !all.length;
    const endsOf = (link) => link.ends.map(([text, start, end]) => ({ text, start, end }));
    const citations = (link) => endsOf(link)
      .map((end) => texts.find((text) => text.id === end.text)?.citation(end) ?? end.text).join(" · ");
    patch(links, [all, now.strings], () => {
      chosen = -1;
      return [
        make("h4", { id: id("links") }, say("links")),
        walked(make("ul", { "aria-labelledby": id("links") }, ...all.map((link, place) => {
          const kind = link.kind === "conflict" ? "conflict" : "shared";
          const node = button(
            "cr-link",
            { "aria-pressed": "false", "data-kind": kind, tabindex: place ? "-1" : "0" },
            make("span", { class: "cr-sort" }, say(kind)), " ",
            make("span", {}, link.label), " ",
            make("cite", {}, citations(link)),
          );
          node.addEventListener("click", () => {
            chosen = place;
            showEnds(endsOf(link), kind);
            drawPressed();
            speak(say("chosen", { citations: citations(link) }));
          });
          return make("li", {}, node);
        }))),
      ];
    });
  }

  function drawPressed() {
    links.querySelectorAll("button").forEach((node, place) =>
      node.setAttribute("aria-pressed", String(place === chosen)));
  }

  function unlink() {
    reader.linked = [];
    chosen = -1;
    drawPressed();
    refresh();
  }

  // Search

  const total = () => texts.reduce((sum, text) => sum + text.hits.length, 0);

  function drawCount() {
    let number = 0;
    for (const text of texts) {
      if (text === reader.hit?.text) { number += reader.hit.number + 1; break; }
      number += text.hits.length;
    }
    const all = total();
    for (const node of [previous, next]) {
      node.hidden = !wanted;
      node.setAttribute("aria-disabled", String(!all));
    }
    const words = all ? say("hits", { number, total: all }) : say("no_hits");
    write(count, wanted ? words : "");
  }

  /** While one types, nothing scrolls but the pane: the field must stay where it is. */
  function toHit(text, number, around) {
    reader.hit = { text, number };
    refresh();
    const passage = text.passageOfHit(number);
    settle(text, passage, { focus: false });
    text.show(passage, ".cr-now", null, false);
    if (around) both(text);
    drawCount();
  }

  const seen = (node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return node.contains(section.getRootNode().elementFromPoint(left + width / 2, top + height / 2));
  };

  /** Field and hit in one view. Where no window holds both, the field comes along to the text. */
  function both(text) {
    const hit = text.pane.querySelector(".cr-now");
    const near = (node) => node.scrollIntoView({ block: "nearest" });
    search.style.translate = "";
    near(search);
    if (seen(hit)) return;
    text.reveal(hit, 0.25, false);
    near(hit);
    if (seen(search)) return;
    const [from, to] = [search, text.head].map((node) => node.getBoundingClientRect());
    search.style.translate = `0 ${to.top - from.top}px`;
    near(search);
  }

  function seek({ go = true } = {}) {
    wanted = fold(field.value).trim() && fold(field.value);
    for (const text of texts) text.seek(wanted);
    reader.hit = null;
    const found = texts.filter((text) => text.hits.length);
    if (!go || !found.length) { refresh(); return drawCount(); }
    const text = found.find((each) => each.hitFrom(each.current) < each.hits.length) ?? found[0];
    toHit(text, text.hitFrom(text.current) % text.hits.length, false);
  }

  function stepHit(step) {
    if (!total()) return;
    const found = texts.filter((text) => text.hits.length);
    let { text, number } = reader.hit ?? { text: found[0], number: step > 0 ? -1 : 0 };
    number += step;
    if (number < 0 || number >= text.hits.length) {
      text = found[(found.indexOf(text) + step + found.length) % found.length];
      number = step > 0 ? 0 : text.hits.length - 1;
    }
    toHit(text, number, true);
  }

  // Copying a citation

  async function copy(text, passage) {
    const { citation } = passage;
    offer.hidden = true;
    try {
      await navigator.clipboard.writeText(citation);
      tell(say("copied", { citation }));
    } catch {
      text.foot.append(offer);
      offer.value = citation;
      offer.hidden = false;
      offer.setAttribute("aria-label", citation);
      offer.focus();
      offer.select();
      offer.crBack = () => settle(text, passage);
      tell(say("not_copied"));
    }
  }

  // Marking: what is selected stands in `marker.picked`

  const marker = createMarker({
    say,
    speak,
    texts: () => texts,
    ready: () => state().marking && !bar.contains(active()),
    draw(picked) {
      if (!picked) asking = false;
      if (picked?.level) unlink();
      else refresh();
      drawBar();
      drawHelp();
    },
    show(text, passage, { last }) {
      text.show(passage, "", null);
      const nodes = [...passage.node.querySelectorAll(".cr-picked")];
      const node = last ? nodes.pop() : nodes[0];
      if (!node) return;
      text.reveal(node);
      // its keys stand at the foot; a window that is lower than the text holds both all the same
      text.foot.scrollIntoView({ block: "nearest" });
      if (!seen(node)) text.reveal(node, 0.5, false);
    },
    done: ask,
  });
  reader.marker = marker;

  function ask() {
    asking = true;
    drawBar();
    drawHelp();
    bar.querySelector("input, button")?.focus({ preventScroll: true });
    speak(say("choose", { words: wordsOf(marker.picked) }));
  }

  function mark(label) {
    const { picked } = marker;
    const { text, start, end } = picked;
    const before = new Set(reader.marks.map((each) => each.id));
    asking = asking || bar.contains(active());
    send({ do: "mark", text: text.id, start, end, label }, () => {
      const made = reader.marks.find((each) => !before.has(each.id))
        ?? reader.marks.find((each) => each.text === text.id && each.start === start && each.end === end);
      if (!made) return tell(say("refused"));
      tell(say("marked", made));
      if (marker.picked?.start !== start || marker.picked.end !== end) return undefined;
      const held = bar.contains(active()) || active() === document.body;
      marker.pick(null);
      document.getSelection()?.removeAllRanges();
      if (held) settle(text, text.at(start));
      return undefined;
    });
  }

  /** Put words into the dossier; a selection ends with it, as with a mark. */
  function collect({ text, start, end, citation }, picked) {
    send({ do: "collect", text, start, end }, () => {
      const known = state().collected ?? [];
      if (!picked && !known.includes(`${text} ${start} ${end}`)) return tell(say("refused"));
      tell(say("collected", { citation }));
      if (!picked || marker.picked !== picked) return undefined;
      const held = bar.contains(active()) || active() === document.body;
      marker.pick(null);
      document.getSelection()?.removeAllRanges();
      if (held) settle(picked.text, picked.text.at(start));
      return undefined;
    });
  }

  function drawBar() {
    const { picked } = marker;
    bar.hidden = !picked || (picked.level && !asking);
    if (bar.hidden) return;
    const labels = state().labels ?? [];
    bar.setAttribute("aria-label", say("mark_as"));
    patch(bar, [labels, say("mark_as")], () => {
      const cancel = button("cr-cancel", { "aria-label": say("cancel") }, make("span", { "aria-hidden": "true" }, "×"));
      cancel.addEventListener("click", back);
      const note = make("span", { class: "cr-bar-note", "aria-hidden": "true" });
      const add = button("cr-collect", {}, say("collect"));
      add.addEventListener("click", () => {
        const { picked } = marker;
        const { text, start, end } = picked;
        collect({ text: text.id, start, end, citation: text.citation(picked) }, picked);
      });
      if (labels.length) {
        const nodes = labels.map((label) => {
          const node = button("cr-label", {}, label);
          node.addEventListener("click", () => mark(label));
          return node;
        });
        return [make("span", { class: "cr-bar-words" }, say("mark_as")), ...nodes, add, cancel, note];
      }
      const input = make("input", { class: "cr-free", "aria-label": say("label"), placeholder: say("label"), maxlength: 80 });
      const go = button("cr-label", {}, say("mark"));
      const done = () => (input.value.trim() ? mark(input.value.trim()) : input.focus());
      go.addEventListener("click", done);
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") done(); });
      return [make("span", { class: "cr-bar-words" }, say("mark_as")), input, go, add, cancel, note];
    });
    write(bar.querySelector(".cr-bar-note"), told);
    const nodes = picked.text.pane.querySelectorAll(".cr-picked");
    const [first, last] = [nodes[0]?.getClientRects()[0], [...(nodes[nodes.length - 1]?.getClientRects() ?? [])].pop()];
    if (!first || !last) return;
    const frame = body.getBoundingClientRect();
    const pane = picked.text.pane.getBoundingClientRect();
    const [high, low] = [pane.top - frame.top, pane.bottom - frame.top - bar.offsetHeight];
    let top = last.bottom - frame.top + 8;
    if (top > low) top = first.top - frame.top - bar.offsetHeight - 8;
    bar.style.top = `${clamp(top, Math.min(high, low), Math.max(high, low))}px`;
    bar.style.left = `${clamp(last.left - frame.left, 0, Math.max(0, frame.width - bar.offsetWidth))}px`;
  }

  /** One step back: from the label to the words, then out of marking, step by step. */
  function back() {
    if (!asking || !marker.picked.level) return marker.back();
    asking = false;
    drawBar();
    drawHelp();
    marker.resume();
    return true;
  }

  // The learner's marks

  const rows = new Map();

  function createRow(first) {
    let shown = first;
    const labels = state().labels ?? [];
    const choice = labels.length
      ? make("select", { class: "cr-choice", "aria-label": say("label") })
      : make("input", { class: "cr-choice", "aria-label": say("label"), maxlength: 80 });
    const quote = button("cr-quote");
    const cite = make("cite");
    const remove = button("cr-remove", {}, make("span", { "aria-hidden": "true" }, "×"));
    const add = button("cr-collect");
    const node = make("li", {}, choice, quote, cite, add, remove);
    add.addEventListener("click", () => { if (add.getAttribute("aria-disabled") !== "true") collect(shown); });
    const changed = () => tell(say("changed"));
    choice.addEventListener("change", () => {
      const label = choice.value.trim();
      if (label && label !== shown.label) send({ do: "relabel", id: shown.id, label }, changed);
    });
    quote.addEventListener("click", () => showEnds([shown]));
    remove.addEventListener("click", () => send({ do: "unmark", id: shown.id }, changed));
    const update = (now) => {
      shown = now;
      if (labels.length) {
        const all = labels.includes(now.label) ? labels : [now.label, ...labels];
        patch(choice, all, () => all.map((each) => make("option", { value: each }, each)));
      }
      if (!sent.size || active() !== choice) choice.value = now.label;
      write(quote, now.words);
      write(cite, now.citation);
      const known = (state().collected ?? []).includes(`${now.text} ${now.start} ${now.end}`);
      write(add, say(known ? "in_dossier" : "collect"));
      add.setAttribute("aria-disabled", String(known));
      add.setAttribute("aria-label", known ? say("in_dossier") : say("collect_this", now));
      remove.setAttribute("aria-label", say("remove", now));
    };
    update(first);
    return { node, update, labels: JSON.stringify(labels) };
  }

  function drawMarks(now) {
    own.hidden = !reader.marks.length && !now.can_undo;
    write(heading, say("marks"));
    write(none, reader.marks.length ? "" : say("no_marks"));
    write(undo, say("undo"));
    undo.setAttribute("aria-disabled", String(!now.can_undo));
    const known = new Set(reader.marks.map((each) => each.id));
    const before = active();
    const held = list.contains(before) ? [...list.children].findIndex((row) => row.contains(before)) : -1;
    for (const [name, row] of rows) {
      if (known.has(name) && row.labels === JSON.stringify(now.labels ?? [])) continue;
      row.node.remove();
      rows.delete(name);
    }
    reader.marks.forEach((each, place) => {
      if (!rows.has(each.id)) rows.set(each.id, createRow(each));
      const row = rows.get(each.id);
      row.update(each);
      if (list.children[place] !== row.node) list.insertBefore(row.node, list.children[place] ?? null);
    });
    if (held >= 0 && !list.contains(active())) {
      const row = list.children[Math.min(held, list.children.length - 1)];
      (row?.querySelector(".cr-remove") ?? heading).focus({ preventScroll: true });
    }
  }

  function takeBack() {
    if (state().can_undo) send({ do: "undo" }, () => tell(say("changed")));
    else tell(say("no_undo"));
  }

  function drawHelp() {
    const { picked } = marker;
    write(keysTitle, say("keys"));
    patch(help, say("help_read"), () => keyed(say("help_read")));
    write(described, help.textContent);
    for (const text of texts) {
      const level = picked?.text === text && (asking ? "label" : picked.level) || "marking";
      const words = state().marking ? say(`help_${level}`) : "";
      patch(text.hint, words, () => keyed(words));
    }
  }

  // The whole

  function drawTexts(now) {
    const before = known;
    known = now.texts ?? [];
    if (known === before || JSON.stringify(known) === JSON.stringify(before)) return false;
    for (const text of texts) text.end();
    Object.assign(reader, { linked: [], hit: null });
    marker.picked = null;
    asking = false;
    texts = known.map((raw) => createText(reader, raw));
    learnt = null;
    for (const text of texts) listen(text);
    panes.replaceChildren(...texts.map((text) => text.node));
    section.classList.toggle("cr-two", texts.length > 1);
    return true;
  }

  /** Sentences come after the texts. */
  function learn({ sentences }) {
    if (!sentences || sentences === learnt) return;
    learnt = sentences;
    for (const { id: name, passages } of texts) {
      passages.forEach((passage, place) => passage.learn(sentences[name]?.[place]));
    }
    marker.resume();
  }

  function draw() {
    const now = state();
    const fresh = drawTexts(now);
    learn(now);
    reader.marks = now.marks ?? [];
    section.setAttribute("aria-label", (now.texts ?? []).map((text) => text.title || text.id).join(" · "));
    field.placeholder = say("search");
    field.setAttribute("aria-label", say("search"));
    previous.setAttribute("aria-label", say("previous"));
    next.setAttribute("aria-label", say("next"));
    drawLayers(now);
    if (fresh) {
      for (const text of texts) text.start();
      seek({ go: false });
    }
    refresh();
    drawFold(now);
    drawLinks(now);
    drawNote();
    drawMarks(now);
    drawHelp();
    drawBar();
    patch(notices, now.notices ?? [], () => (now.notices ?? []).map((each) => make("p", {}, each)));
    write(privacy, now.privacy ?? "");
    privacy.hidden = own.hidden;
    acknowledge(now.seq ?? 0);
  }

  // Keys and clicks

  function escape() {
    if (back()) return;
    if (reader.opened) closeNote();
    else if (reader.linked.length) unlink();
    else leave(el);
  }

  /** The keys of reading; those of marking, and of going from paragraph to paragraph, are the marker's. */
  function readingKey(text, { key }) {
    const span = text.stop.crKey && text.spans.find((each) => each.key === text.stop.crKey);
    const does = {
      n: () => toHighlight(text, 1),
      p: () => toHighlight(text, -1),
      c: () => copy(text, text.passages[text.current]),
      "/": () => { unfold(true); field.focus(); },
      ...(span && !marker.picked && { Enter: () => openNote(text, span) }),
      ...(span && !marker.picked && state().marking && { m: () => marker.start(text, span.start) }),
    };
    return Object.hasOwn(does, key) ? does[key] : null;
  }

  function listen(text) {
    const { pane } = text;
    pane.addEventListener("focusin", () => { here = text; });
    pane.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("button") && [" ", "Enter"].includes(event.key)) return;
      const { picked } = marker;
      const walked = picked?.level && picked.text === text;
      const act = event.key === "u" && state().marking ? takeBack : walked ? null : readingKey(text, event);
      if (!act) return void marker.key(text, event);
      event.preventDefault();
      act();
    });
    marker.listen(text);
    pane.addEventListener("click", (event) => {
      const row = event.target.closest(".cr-row");
      if (!row) return;
      const passage = row.crPassage;
      if (event.target.closest(".cr-number")) { settle(text, passage); copy(text, passage); return; }
      if (marker.picked || !document.getSelection().isCollapsed) { settle(text, passage); return; }
      const key = event.target.closest(".cr-hl")?.crKey;
      const span = key && text.spans.find((each) => each.key === key);
      if (span) openNote(text, span);
      else settle(text, passage);
    });
    pane.addEventListener("scroll", () => { if (!bar.hidden) drawBar(); }, { passive: true });
  }

  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      if (event.target === offer) offer.blur();
      else if (event.target === field && field.value) { field.value = ""; seek(); }
      else if (event.target === field) { const { text } = reader.hit ?? { text: texts[0] }; text?.stop.focus(); }
      else escape();
      event.preventDefault();
    }
  });
  bar.addEventListener("keydown", (event) => {
    const node = bar.querySelectorAll(".cr-label")[Number(event.key) - 1];
    if (node && event.target.tagName !== "INPUT" && !event.ctrlKey && !event.metaKey && !event.altKey) node.click();
  });
  // a click on the bar must not take the selection away
  bar.addEventListener("pointerdown", (event) => { if (event.target.tagName !== "INPUT") event.preventDefault(); });
  bar.addEventListener("mousedown", (event) => { if (event.target.tagName !== "INPUT") event.preventDefault(); });
  field.addEventListener("input", () => seek());
  search.addEventListener("focusout", (event) => {
    if (!search.contains(event.relatedTarget)) search.style.translate = "";
  });
  field.addEventListener("focus", () => texts.forEach((text) => text.prepare()));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    stepHit(event.shiftKey ? -1 : 1);
  });
  opener.addEventListener("click", () => unfold(!unfolded));
  previous.addEventListener("click", () => stepHit(-1));
  next.addEventListener("click", () => stepHit(1));
  undo.addEventListener("click", takeBack);
  offer.addEventListener("blur", () => {
    offer.hidden = true;
    if (active() === document.body) offer.crBack?.();
  });
  const size = new ResizeObserver(() => { if (!bar.hidden) drawBar(); });
  size.observe(body);

  keepKeys(section);
  el.classList.add("cs-reader", "cs-live");
  el.append(section);
  draw();
  for (const name of traits) model.on(`change:${name}`, draw);
  return () => {
    for (const name of traits) model.off(`change:${name}`, draw);
    marker.end();
    stop();
    size.disconnect();
    for (const text of texts) text.end();
    section.remove();
    el.classList.remove("cs-reader", "cs-live");
  };
}

export default { render };
