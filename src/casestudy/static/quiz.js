// The live quiz: it draws what the kernel says and sends what the learner does. No grading here.
//
// Everything shown comes from the one trait `state`, and every sentence from `state.strings`:
//   check, hint_left {left}, no_hints, hint_title {number}, why, try_again, show, others,
//   choose_many, checking, waiting, no_kernel
//
// What it shares with the other pages stands in page.js, whose text comes before this one.
// A state is patched into the page: a form is built once, so choices, open passages and focus stay.

const WAIT = 300; // ms until the page says that it is waiting
const LIMIT = 1500; // ms until it says that no kernel answers
const SYMBOLS = { correct: "✓", partly: "~", incorrect: "✗", opened: "→" };

let views = 0;

const same = (one, two) => one.length === two.length && one.every((letter) => two.includes(letter));

const letterOf = (letter) => make("span", { class: "cs-letter" }, letter);

function passage(evidence) {
  const lines = [make("cite", {}, evidence.source), make("span", {}, evidence.citation)];
  if (evidence.rights) lines.push(make("small", {}, evidence.rights));
  return make(
    "figure",
    { class: "cs-passage" },
    make("blockquote", {}, make("p", {}, ...inline(evidence.segments))),
    make("figcaption", {}, ...lines.flatMap((line) => [line, " "])),
  );
}

/** One item: its form, what is chosen in it, and what is under way to the kernel. */
function createItem(quiz, first) {
  const base = `cs${quiz.view}-${quiz.forms++}`;
  const say = quiz.say;
  const many = first.choose === "many";
  const playable = first.choose !== "none";
  let item = first;
  let hidden = false; // the outcome in `item` is of another choice, or was put away
  let message = ""; // waiting, or no kernel
  let shown = ""; // what the status last said
  let started = null;
  const waiting = new Map(); // by what was asked: {n, key, late}
  const sent = new Map(); // by number, until the kernel has handled it
  const passages = new Map(); // by letter: the open or closed <details>

  const inputs = first.options.map((option) =>
    make("input", { type: many ? "checkbox" : "radio", name: base, value: option.letter }),
  );
  const signs = first.options.map(() => make("span", { class: "cs-key-sign" }));
  const rows = first.options.map((option, place) =>
    make(
      playable ? "label" : "div",
      { class: "cs-option" },
      ...(playable ? [inputs[place]] : []),
      letterOf(option.letter),
      " ",
      make("span", { class: "cs-words" }, ...inline(option.segments)),
      " ",
      signs[place],
    ),
  );
  const [stem = [], ...rest] = first.stem;
  const more = make(
    "div",
    { class: "cs-more-stem", id: `${base}-more` },
    ...rest.map((paragraph) => make("p", {}, ...inline(paragraph))),
  );
  const note = make("p", { class: "cs-note", id: `${base}-note` });
  const hints = make("div", { class: "cs-hints", "aria-live": "polite" });
  const status = make("div", {
    class: "cs-status", role: "status", "aria-live": "polite", "aria-atomic": "true",
  });
  const details = make("div", { class: "cs-details" });
  const outcome = make("div", { class: "cs-outcome", tabindex: "-1" }, status, details);
  const check = make("button", { type: "submit", class: "cs-check" }, say("check"));
  const hint = make("button", { type: "button", class: "cs-hint" });
  const again = make("button", { type: "button", class: "cs-again" }, say("try_again"));
  const show = make("button", { type: "button", class: "cs-show" }, say("show"));
  const apply = make("p", { class: "cs-choose", id: `${base}-choose` }, many ? say("choose_many") : "");
  const form = make(
    "form",
    { class: "cs-item", "data-item": first.id, novalidate: true },
    make(
      "fieldset",
      { "aria-describedby": `${base}-more ${base}-note ${base}-choose` },
      make(
        "legend",
        {},
        make("span", { class: "cs-number" }, first.legend),
        " ",
        make("span", { class: "cs-stem" }, ...inline(stem)),
      ),
      more,
      ...(first.quotations ?? []).map(passage),
      note,
      apply,
      make("div", { class: "cs-options" }, ...rows),
    ),
    hints,
    ...(playable ? [make("div", { class: "cs-actions" }, check, again, hint, show)] : []),
    outcome,
  );

  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const choose = (letters) => {
    for (const input of inputs) input.checked = letters.includes(input.value);
  };

  /** An outcome is shown only beside the choice that it is of. */
  function visible() {
    if (!item.outcome || hidden) return false;
    const choice = chosen();
    return item.outcome.state === "not attempted" ? !choice.length : same(choice, item.chosen);
  }

  const keyOf = (action) => `${action} ${chosen().join(" ")}`;
  const busy = (action) => {
    const asked = waiting.get(action);
    return Boolean(asked) && !asked.late && asked.key === keyOf(action);
  };

  function send(action, extra = {}) {
    if (busy(action)) return;
    const before = waiting.get(action);
    stop(action);
    const n = quiz.next();
    const asked = { n, key: keyOf(action), late: false };
    // the same thing asked once more: a kernel that was only busy does it once
    if (before?.key === asked.key) extra = { ...extra, retry: before.retry ?? before.n };
    asked.retry = extra.retry;
    const say_so = (text) => {
      message = text;
      if (action === "answer") hidden = true; // what stood there is not the outcome of this try
      draw();
    };
    const give_up = () => {
      clearTimeout(asked.soon);
      asked.late = true;
      say_so(say("no_kernel"));
    };
    asked.soon = setTimeout(() => say_so(say(action === "answer" ? "checking" : "waiting")), WAIT);
    asked.end = setTimeout(give_up, LIMIT);
    waiting.set(action, asked);
    sent.set(n, { action, key: asked.key });
    message = "";
    draw();
    try {
      quiz.model.send({ do: action, item: item.id, ...extra, seq: n });
    } catch {
      clearTimeout(asked.end);
      give_up();
    }
  }

  function stop(action) {
    const asked = waiting.get(action);
    if (!asked) return;
    clearTimeout(asked.soon);
    clearTimeout(asked.end);
    waiting.delete(action);
  }

  /** What the kernel has handled since the last state; true if an outcome was asked for. */
  function acknowledge(seq) {
    let asked_for = false;
    for (const [n, { action, key }] of sent) {
      if (n > seq) continue;
      sent.delete(n);
      const asked = waiting.get(action);
      if (asked && (asked.n <= seq || asked.key === key)) {
        stop(action);
        message = "";
      }
      if (action === "hint") continue;
      asked_for = true;
      hidden = false;
      if (action === "show" && key === keyOf("show")) choose(item.chosen);
    }
    return asked_for;
  }

  function update(next, seq) {
    const before = item;
    const untouched = same(chosen(), before.chosen) && !waiting.has("answer") && !hidden;
    item = next;
    const asked_for = acknowledge(seq);
    if (!asked_for && next.attempt !== before.attempt) {
      if (untouched) choose(next.chosen); // answered elsewhere, in a second view or in code
      hidden = false;
    }
    draw(asked_for);
  }

  const opened = ({ finished, state }) => finished && ["partly", "incorrect"].includes(state);

  function heading(result) {
    const state = opened(result) ? "opened" : result.state;
    outcome.dataset.state = state.replace(" ", "-");
    const symbol = make("span", { class: "cs-symbol", "aria-hidden": "true" }, SYMBOLS[state] ?? "•");
    return make("p", { class: "cs-heading" }, symbol, " ", make("strong", {}, result.heading));
  }

  function entry(feedback, titled) {
    const title = make(
      "p",
      { class: "cs-title" },
      letterOf(feedback.letter),
      " ",
      make("span", { class: "cs-words" }, ...inline(feedback.segments)),
      " ",
      make("span", { class: "cs-verdict" }, feedback.verdict ?? ""),
    );
    const lines = (feedback.paragraphs ?? []).map((line) => make("p", {}, ...inline(line)));
    return [...(titled ? [title] : []), ...lines].flatMap((line) => [line, " "]);
  }

  /** "Why?" of one option: kept as it is, open or closed, when more feedback comes. */
  function why(feedback, lettered) {
    if (!feedback.evidence?.length) return [];
    const node = passages.get(feedback.letter) ?? make("details", { class: "cs-why" }, make("summary"));
    const [summary, ...figures] = node.children;
    const letter = lettered ? [" ", letterOf(feedback.letter)] : [];
    patch(summary, letter.length, () => [say("why"), ...letter]);
    patch(node, feedback.evidence, () => {
      for (const figure of figures) figure.remove();
      return [...node.childNodes, ...feedback.evidence.map(passage)];
    });
    passages.set(feedback.letter, node);
    return [node];
  }

  /** Below the status, outside the live region: the passages, and the other options. */
  function below(mine, others) {
    const nodes = mine.flatMap((feedback) => why(feedback, mine.length + others.length > 1));
    if (!others.length) return nodes;
    const list = others.map((feedback) =>
      make("li", {}, ...entry(feedback, true), ...why(feedback, true)),
    );
    return [...nodes, make("p", { class: "cs-others" }, say("others")), make("ul", {}, ...list)];
  }

  /** Hints are only ever added, so that the live region reads the new one alone. */
  function drawHints() {
    const all = item.hints ?? [];
    while (hints.children.length > all.length) hints.lastChild.remove();
    all.forEach((words, place) => {
      if (!hints.children[place]) hints.append(make("p"));
      patch(hints.children[place], words, () => [
        make("strong", {}, say("hint_title", { number: place + 1 })),
        " ",
        ...inline(words),
      ]);
    });
  }

  /** Once the item is finished, the right answers say so in their rows. */
  function drawKeys(feedback) {
    first.options.forEach(({ letter }, place) => {
      const key = feedback.find((one) => one.letter === letter && one.right);
      rows[place].classList.toggle("cs-key", Boolean(key));
      write(signs[place], key ? `✓ ${key.verdict}` : "");
    });
  }

  function drawOutcome(aloud) {
    const result = visible() ? item.outcome : null;
    const feedback = result?.feedback ?? [];
    const chose = ({ letter }) => item.chosen.includes(letter);
    // an opened answer begins with the key; any other outcome with what was chosen
    const mine = feedback.filter(result && opened(result) ? ({ right }) => right : chose);
    const others = feedback
      .filter((one) => !mine.includes(one))
      .sort((one, two) => chose(two) - chose(one));
    const sign = JSON.stringify([result, item.chosen, message]);
    if (!result && !message) delete outcome.dataset.state;
    if (sign !== shown || (aloud && result)) {
      shown = sign;
      const lines = result
        ? [heading(result), " ", make("p", {}, result.text), " "]
        : [];
      for (const one of mine) lines.push(...entry(one, feedback.length > 1));
      if (message && !result) outcome.dataset.state = "message";
      if (message) lines.push(make("p", { class: "cs-message" }, message));
      status.replaceChildren(...lines);
    }
    if (!result) passages.clear();
    patch(details, [feedback, item.chosen], () => below(mine, others));
    drawKeys(result?.finished ? feedback : []);
    return result;
  }

  function draw(aloud = false) {
    quiz.keepFocus(form, outcome, () => {
      write(note, item.note ?? "");
      drawHints();
      const result = drawOutcome(aloud);
      const finished = Boolean(item.outcome?.finished);
      const left = item.hints_left ?? 0;
      hint.hidden = finished || !(left || hints.children.length);
      write(hint, left ? say("hint_left", { left }) : say("no_hints"));
      again.hidden = !result || finished || result.state === "not attempted";
      show.hidden = finished || !item.outcome || !(item.attempt > 0);
      check.hidden = Boolean(result) && result.state !== "not attempted";
      check.setAttribute("aria-disabled", String(busy("answer")));
      hint.setAttribute("aria-disabled", String(busy("hint") || !left));
      show.setAttribute("aria-disabled", String(busy("show")));
      form.classList.toggle("cs-answered", Boolean(result));
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const now = performance.now();
    const seconds = Math.round((now - (started ?? now)) / 100) / 10;
    if (!busy("answer")) started = now;
    send("answer", { response: chosen(), seconds });
  });
  form.addEventListener("change", () => {
    hidden = true;
    if (!busy("answer") && message === say("checking")) message = "";
    draw();
  });
  for (const name of ["focusin", "pointerover"]) {
    form.addEventListener(name, () => { started ??= performance.now(); });
  }
  hint.addEventListener("click", () => { if (item.hints_left) send("hint"); });
  show.addEventListener("click", () => send("show"));
  again.addEventListener("click", () => {
    hidden = true;
    message = "";
    choose([]);
    inputs[0]?.focus();
    started = performance.now();
    draw();
  });

  choose(first.chosen);
  draw();
  const end = () => [...waiting.keys()].forEach(stop);
  return { form, update, end, chosen, choose };
}

/** What of an item never changes while it lives; if it does, its form is built anew. */
const shape = ({ id, legend, choose, stem, quotations, options }) =>
  JSON.stringify([id, legend, choose, stem, quotations, options]);

function render({ model, el }) {
  const state = () => model.get("state") ?? {};
  const items = new Map();
  const quiz = {
    model,
    view: ++views,
    forms: 0,
    say: (name, values = {}) => fill(state().strings?.[name] ?? name, values),
    next: () => nextNumber(state().seq),
    /** Run a change; whoever had the focus has it afterwards, or what takes its place. */
    keepFocus(form, instead, change) {
      const active = form.getRootNode().activeElement;
      const within = active && form.contains(active);
      change();
      if (!within || form.getRootNode().activeElement === active && active.getClientRects().length) return;
      if (active.isConnected && active.getClientRects().length) active.focus({ preventScroll: true });
      else instead.focus({ preventScroll: true });
    },
  };

  const title = make("h3", {});
  const count = make("p", { class: "cs-count" });
  const bar = make("div", { class: "cs-bar", "aria-hidden": "true" }, make("i"), make("b"));
  const notices = make("div", { class: "cs-notices", "aria-live": "polite" });
  const list = make("div", { class: "cs-items" });
  const privacy = make("p", { class: "cs-privacy" });
  const head = make("header", {}, title, count, bar);
  const section = make("section", {}, head, notices, list, privacy);

  function drawItems(now) {
    const known = new Set();
    (now.items ?? []).forEach((item, place) => {
      known.add(item.id);
      const sign = shape(item);
      let entry = items.get(item.id);
      if (entry && entry.sign === sign) entry.update(item, now.seq ?? 0);
      else {
        const made = { ...createItem(quiz, item), sign };
        if (entry) {
          const focused = entry.form.contains(entry.form.getRootNode().activeElement);
          entry.end();
          entry.form.replaceWith(made.form);
          if (focused) made.form.querySelector("input, button")?.focus({ preventScroll: true });
        }
        entry = made;
        items.set(item.id, entry);
      }
      if (list.children[place] !== entry.form) list.insertBefore(entry.form, list.children[place] ?? null);
    });
    for (const [id, entry] of items) {
      if (known.has(id)) continue;
      entry.end();
      entry.form.remove();
      items.delete(id);
    }
  }

  function draw() {
    const now = state();
    const { answered = 0, correct = 0, total = 0, text = "" } = now.progress ?? {};
    section.setAttribute("aria-label", now.title ?? "");
    write(title, now.title ?? "");
    write(count, text);
    bar.children[0].style.width = `${total ? (100 * answered) / total : 0}%`;
    bar.children[1].style.width = `${total ? (100 * correct) / total : 0}%`;
    patch(notices, now.notices ?? [], () => (now.notices ?? []).map((line) => make("p", {}, line)));
    write(privacy, now.privacy ?? "");
    drawItems(now);
  }

  keepKeys(section);
  section.addEventListener("keydown", ({ key }) => { if (key === "Escape") leave(el); });
  draw();
  el.classList.add("cs-quiz", "cs-live");
  el.append(section);
  model.on("change:state", draw);
  return () => {
    model.off("change:state", draw);
    for (const entry of items.values()) entry.end();
    section.remove();
    el.classList.remove("cs-quiz", "cs-live");
  };
}

export default { render };
