// The live quiz: it draws what the kernel says and sends what the learner does. No grading here.
//
// Two traits: `asked` has what never changes (title, or name where a heading of the lesson shows it;
// strings; and what is asked), `state` all that does (seq, progress, notices, privacy, what is
// collected with its strings, and of each item what was done with it), so that an outcome never
// arrives by halves. What is as usual is left out of an item. `asked.strings` has of these
// sentences those that the controls of this quiz need:
//   legend {number} {total}, check, keep, try_again, skip, why, others, whole, checking, waiting, no_kernel,
//   collect, collected, confidence, guess, fairly, sure, answer, sample {sample}, choose_one, key {value},
//   up {words}, down {words}, moved {number} {total}, keys_order, agreement {yours} {key},
//   count {count}, count_of {count} {words}, kept, checklist, model {title}, your_words, no_words, remove,
//   keys_read, keys_sentences, keys_words, paragraph {citation} {words}, choose {words}, dropped,
//   sentence {number} {total} {words}, sentences {count} {words}, word {number} {total} {words},
//   words {count} {words}
//
// page.js, controls.js and the controls that this quiz needs come before this text.
// A state is patched into the page: a form is built once, so responses, open passages and focus stay.

const WAIT = 300; // ms until the page says that it is waiting
const LIMIT = 1500; // ms until it says that no kernel answers
const SYMBOLS = { correct: "✓", partly: "~", incorrect: "✗", opened: "→" };

/** What an item has where nothing else is said. */
const USUAL = {
  control: "choice", scored: true, many: false, ask: "", stem: [], quotations: [], columns: [], unit: "",
  sample: "", words: 0, source: null, attempt: 0, note: "", draft: "", ticked: [], response: null,
  confidence: null, help: [], next_help: "", outcome: null,
};

let views = 0;

/** An item: what is asked, and what was done with it. Words without a mark come as a string. */
function whole(asked, told, legend) {
  const cut = (words) => (typeof words === "string" ? [[words, ""]] : words);
  const options = Object.entries(asked.options ?? {}).map(([letter, words]) => ({ letter, segments: cut(words) }));
  return { ...USUAL, ...asked, legend, stem: (asked.stem ?? []).map(cut), options, ...told };
}

/** How often the learner and the key gave each label. */
function agreementTable({ labels, table, yours, key }, say) {
  const head = (scope, words) => make("th", { scope }, words);
  return make("table", { class: "cs-agreement" },
    make("caption", {}, say("agreement", { yours, key })),
    make("thead", {}, make("tr", {}, make("td"), ...labels.map((label) => head("col", label)))),
    make("tbody", {}, ...table.map((row, place) =>
      make("tr", {}, head("row", labels[place]), ...row.map((number) => make("td", {}, String(number)))))));
}

const tried = (result) => Boolean(result) && !["not attempted", "skipped"].includes(result.state);
const opened = ({ finished, state }) => finished && ["partly", "incorrect"].includes(state);

/** One item: its form, what is held in its control, and what is under way to the kernel. */
function createItem(quiz, first) {
  const base = `cs${quiz.view}-${quiz.forms++}`;
  const { say } = quiz;
  let item = first;
  let last_told = "";
  let known = ""; // the response that the outcome in `item` is of
  let hidden = false; // that outcome was put away
  let message = ""; // waiting, or no kernel
  let shown = ""; // what the status last said
  let closed = false; // the help was closed, because the question is finished
  let started = null;
  const waiting = new Map(); // by what was asked: {n, key, late}
  const sent = new Map(); // by number, until the kernel has handled it
  const passages = new Map(); // by feedback: the open or closed <details>

  const button = (name, words) => make("button", { type: "button", class: `cs-${name}` }, words);
  const control = CONTROLS[first.control]({
    item: first, base, say, speak: quiz.speak, changed: () => touched(),
    draft: (value) => post({ do: "draft", ...value, seq: quiz.next() }),
  });
  const [stem = [], ...rest] = first.stem;
  const more = make("div", { class: "cs-more-stem", id: `${base}-more` }, ...paragraphs(rest));
  const note = make("p", { class: "cs-note", id: `${base}-note` });
  const ask = make(control.field ? "label" : "p", { class: "cs-ask", id: `${base}-ask`, for: control.field },
    first.ask || (control.field ? say("answer") : ""));
  const help = make("div", { class: "cs-help", "aria-live": "polite" });
  const status = make("div", { class: "cs-status", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  const details = make("div", { class: "cs-details" });
  const outcome = make("div", { class: "cs-outcome", tabindex: "-1" }, status, details);
  const models = make("div", { class: "cs-models" });
  const check = make("button", { type: "submit", class: "cs-check" }, say(first.scored ? "check" : "keep"));
  const again = button("again", say("try_again"));
  const next = button("next", "");
  const skip = button("skip", say("skip"));
  const sure = first.confidence
    && segments(`${base}-sure`, `${base}-sure`, ["guess", "fairly", "sure"].map((each) => [each, say(each)]));
  const confidence = sure
    ? [make("div", { class: "cs-sure" }, make("span", { id: `${base}-sure` }, say("confidence")), " ", sure.node)] : [];
  const form = make("form", { class: "cs-item", "data-item": first.id, novalidate: true },
    make("fieldset", { "aria-describedby": `${base}-more ${base}-note ${base}-ask` },
      make("legend", {}, make("span", { class: "cs-number" }, first.legend), " ",
        make("span", { class: "cs-stem" }, ...inline(stem))),
      more, ...figures(first.quotations, say), note, ask, control.node),
    ...confidence, make("div", { class: "cs-actions" }, check, skip), outcome, help,
    make("div", { class: "cs-actions" }, again, next), models);

  const sign = () => JSON.stringify(control.value());
  const busy = (action) => {
    const asked = waiting.get(action);
    return Boolean(asked) && !asked.late && asked.key === sign();
  };
  const visible = () => (!hidden && known === sign() ? item.outcome : null);

  function restore() {
    control.set(item.response);
    sure?.put(item.confidence?.chosen);
    known = sign();
  }

  function post(told) {
    try {
      quiz.model.send({ item: first.id, ...told });
      return true;
    } catch {
      return false;
    }
  }

  function send(action, extra = {}) {
    if (busy(action)) return undefined;
    const before = waiting.get(action);
    stop(action);
    const asked = { n: quiz.next(), key: sign(), late: false };
    // the same thing asked once more: a kernel that was only busy does it once
    if (before?.key === asked.key) extra = { ...extra, retry: before.retry ?? before.n };
    asked.retry = extra.retry;
    const tell = (words) => {
      message = words;
      if (action === "answer") hidden = true; // what stood there is not the outcome of this try
      draw();
    };
    const give_up = () => {
      clearTimeout(asked.end);
      clearTimeout(asked.soon);
      asked.late = true;
      tell(say("no_kernel"));
    };
    asked.soon = setTimeout(() => tell(say(action === "answer" ? "checking" : "waiting")), WAIT);
    asked.end = setTimeout(give_up, LIMIT);
    waiting.set(action, asked);
    sent.set(asked.n, { action, key: asked.key });
    if (!post({ do: action, ...extra, seq: asked.n })) return give_up();
    if (!message) return undefined; // a kernel that answers at once finds the page with nothing to draw
    message = "";
    return draw();
  }

  function stop(action) {
    clearTimeout(waiting.get(action)?.soon);
    clearTimeout(waiting.get(action)?.end);
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
      if (action === "help" && !item.outcome?.finished) continue;
      if (action.startsWith("collect")) continue;
      asked_for = true;
      hidden = false;
      if (action !== "help") known = key;
      else if (key === sign()) restore();
      else known = JSON.stringify(item.response);
    }
    return asked_for;
  }

  function update(now, seq, told) {
    const { attempt } = item;
    if (told === last_told && !sent.size && !control.told) return;
    last_told = told;
    const untouched = !hidden && known === sign() && !waiting.has("answer");
    item = now;
    const asked_for = acknowledge(seq);
    if (!asked_for && now.attempt !== attempt) { // answered elsewhere, in a second view or in code
      if (untouched) restore();
      else known = JSON.stringify(now.response);
      hidden = false;
    }
    draw(asked_for);
    // it was asked for below, where the passages stand
    if (asked_for && opened(item.outcome ?? {})) status.scrollIntoView({ block: "nearest" });
  }

  function heading(result) {
    const state = opened(result) ? "opened" : result.state;
    outcome.dataset.state = state.replace(" ", "-");
    const symbol = make("span", { class: "cs-symbol", "aria-hidden": "true" }, SYMBOLS[state] ?? "•");
    return make("p", { class: "cs-heading" }, symbol, " ", make("strong", {}, result.heading));
  }

  const lettersOf = ({ letter }) => (control.lettered && letter ? [letterOf(letter), " "] : []);

  const nameOf = (feedback) => (lettersOf(feedback).length ? lettersOf(feedback) : inline(feedback.segments));

  /** What is said of an option; its verdict where it has no row that says it. */
  function entry(feedback, titled) {
    const verdict = item.outcome.rows?.length ? "" : feedback.verdict;
    const title = () => make("p", { class: "cs-title" }, ...lettersOf(feedback),
      make("span", { class: "cs-words" }, ...inline(feedback.segments)), " ",
      make("span", { class: "cs-verdict" }, verdict ?? ""));
    const lines = [...(titled ? [title()] : []),
      ...(feedback.mistake ? [make("p", { class: "cs-mistake" }, feedback.mistake)] : []), ...paragraphs(feedback.paragraphs)];
    return lines.flatMap((line) => [line, " "]);
  }

  /** "Why?" of one option: kept as it is, open or closed, when more feedback comes. */
  function why(feedback, named) {
    if (!feedback.evidence?.length) return [];
    const key = JSON.stringify([feedback.letter, feedback.segments]);
    const node = passages.get(key) ?? make("details", { class: "cs-why" }, make("summary"));
    const [summary, ...before] = node.children;
    patch(summary, named, () => [say("why"), " ", ...(named ? nameOf(feedback) : [])]);
    patch(node, feedback.evidence, () => {
      for (const figure of before) figure.remove();
      return [...node.childNodes, ...figures(feedback.evidence, say)];
    });
    passages.set(key, node);
    return [node];
  }

  /** Below the status, outside the live region: how labels agree, the passages, the other options. */
  function below(result, mine, others) {
    const nodes = mine.flatMap((feedback) => why(feedback, mine.length + others.length > 1));
    if (result?.agreement) nodes.unshift(agreementTable(result.agreement, say));
    if (!others.length) return nodes;
    return [...nodes, make("p", { class: "cs-others" }, say("others")),
      make("ul", {}, ...others.map((one) => make("li", {}, ...entry(one, true), ...why(one, true))))];
  }

  /** Steps of help; only a new one is read out. Once all is said below the answers, they close. */
  function drawHelp() {
    const all = item.help;
    help.setAttribute("aria-live", all.length > help.children.length ? "polite" : "off");
    while (help.children.length > all.length) help.lastChild.remove();
    all.forEach((step, place) => {
      if (!help.children[place]) help.append(folded(!over()));
      patch(help.children[place], step, () => unfolded(step));
    });
    if (over() && !closed) for (const each of help.children) each.open = false;
    closed = over();
  }

  const over = () => first.scored && Boolean(item.outcome?.finished);
  const folded = (open) => make("details", { class: "cs-why", open });
  const unfolded = ({ title, paragraphs: words, evidence }) =>
    [make("summary", {}, title), ...paragraphs(words), ...figures(evidence, say)];

  /** What was chosen comes first; of an opened answer, and of a value, what is right. */
  function sort(result) {
    const feedback = result?.feedback ?? [];
    if (result?.rows?.length) return [feedback, []];
    const chose = ({ letter }) => [].concat(item.response?.letter ?? item.response).includes(letter);
    const lettered = first.options.length > 0;
    const first_of = (one) => (result.finished && (opened(result) || !lettered) ? one.right : !lettered || chose(one));
    const mine = feedback.filter(first_of);
    const others = feedback.filter((one) => !mine.includes(one));
    return [mine, others.sort((one, two) => chose(two) - chose(one))];
  }

  function drawOutcome(aloud) {
    const result = visible();
    const [mine, others] = sort(result);
    const titled = mine.length + others.length > 1 || Boolean(result?.rows?.length);
    const now = JSON.stringify([result, message]);
    if (!result) delete outcome.dataset.state;
    if (now !== shown || (aloud && result)) {
      shown = now;
      const lines = result ? [heading(result), " ", make("p", {}, result.text), " "] : [];
      for (const one of mine) lines.push(...entry(one, titled));
      if (result?.agreement) lines.push(make("p", { class: "cs-title" }, result.agreement.sentence), " ");
      if (message) lines.push(make("p", { class: "cs-message" }, message));
      status.replaceChildren(...lines);
    }
    if (message && !result) outcome.dataset.state = "message";
    if (!result) passages.clear();
    const complaint = result?.state === "not attempted" ? result.text : "";
    outcome.classList.toggle("cs-spoken", Boolean(control.complain?.(complaint)) && !message);
    patch(details, [result, titled], () => below(result, mine, others));
    control.mark?.(result);
    const texts = item.outcome?.models ?? []; // they stay while one's own text is written on
    patch(models, texts, () => texts.map((model) => {
      const node = folded(true);
      node.append(...unfolded({ ...model, title: say("model", model) }));
      return node;
    }));
    return result;
  }

  function draw(aloud = false) {
    quiz.keepFocus(form, outcome, () => {
      write(note, item.note);
      drawHelp();
      control.told?.(item);
      const result = drawOutcome(aloud);
      write(next, item.next_help);
      next.hidden = !item.next_help;
      skip.hidden = item.attempt > 0 || item.outcome?.state === "skipped";
      again.hidden = !tried(result) || result.finished || !first.scored;
      check.hidden = tried(result);
      sure?.lock(tried(result));
      check.setAttribute("aria-disabled", String(busy("answer")));
      next.setAttribute("aria-disabled", String(busy("help")));
      form.classList.toggle("cs-answered", tried(result));
      offerPassages();
    });
  }

  /** Below a finished question each passage can be collected; what is collected says so. */
  function offerPassages() {
    const now = Boolean(item.outcome?.finished);
    for (const words of form.querySelectorAll("[data-at]")) {
      const { at } = words.dataset;
      const known = quiz.collected().includes(at);
      let node = words.querySelector(".cs-collect");
      if (!node && now) {
        node = button("collect", "");
        node.addEventListener("click", () => {
          if (!quiz.collected().includes(at)) send(`collect ${at}`, { do: "collect", at });
        });
        words.append(node);
      }
      if (!node) continue;
      write(node, say(known ? "collected" : "collect"));
      node.hidden = !now;
      node.setAttribute("aria-disabled", String(known));
    }
  }

  function touched() {
    hidden = true;
    if (!busy("answer") && message === say("checking")) message = "";
    draw();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const now = performance.now();
    const seconds = Math.round((now - (started ?? now)) / 100) / 10;
    if (!busy("answer")) started = now;
    const extra = sure ? { confidence: sure.get() } : {};
    send("answer", { response: control.value(), seconds, ...extra });
  });
  form.addEventListener("input", ({ target }) => { if (!confidence[0]?.contains(target)) touched(); });
  form.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey } = event;
    if (key === "Enter" && (ctrlKey || metaKey)) form.requestSubmit(); // JupyterLab would run the cell
    else if (!control.key?.(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const name of ["focusin", "pointerover"]) {
    form.addEventListener(name, () => { started ??= performance.now(); });
  }
  next.addEventListener("click", () => send("help"));
  skip.addEventListener("click", () => send("skip"));
  again.addEventListener("click", () => {
    control.again(visible() ?? {});
    sure?.put("");
    hidden = true;
    message = "";
    draw();
    control.focus();
  });

  restore();
  control.told?.(item, true);
  draw();
  const end = () => {
    for (const action of [...waiting.keys()]) stop(action);
    control.end?.();
  };
  return { form, update, end };
}

function render({ model, el }) {
  hearKernel(model);
  const state = () => model.get("state") ?? {};
  const asked = model.get("asked") ?? {};
  const items = [];
  const title = make("h3", {}, asked.title ?? ""); // empty under a heading of the lesson that says it
  const count = make("p", { class: "cs-count" });
  const bar = make("div", { class: "cs-bar", "aria-hidden": "true" }, make("i"), make("b"));
  const notices = make("div", { class: "cs-notices", "aria-live": "polite" });
  const list = make("div", { class: "cs-items" });
  const privacy = make("p", { class: "cs-privacy" });
  const spoken = make("p", { class: "cs-spoken", "aria-live": "polite" });
  const section = make("section", { "aria-label": asked.title ?? asked.name ?? "" }, make("header", {}, title, count, bar), notices, list, privacy, spoken);
  const quiz = {
    model,
    view: ++views,
    forms: 0,
    say: (name, values = {}) => fill(asked.strings?.[name] ?? state().strings?.[name] ?? name, values),
    next: () => nextNumber(state().seq),
    collected: () => state().collected ?? [],
    speak: (words) => { spoken.textContent = spoken.textContent === words ? `${words}\u00a0` : words; },
    /** Run a change; whoever had the focus has it afterwards, or what takes its place. */
    keepFocus(form, instead, change) {
      const active = form.getRootNode().activeElement;
      if (!active || !form.contains(active)) return change();
      change();
      // asking where it is would have the page laid out at every answer
      const kept = active.isConnected && !active.closest("[hidden]") && !active.matches(":disabled");
      if (kept && form.getRootNode().activeElement === active) return undefined;
      return (kept ? active : instead).focus({ preventScroll: true });
    },
  };

  function drawItems(now) {
    (asked.items ?? []).forEach((one, place, all) => {
      const told = now.items?.[place] ?? {};
      const item = whole(one, told, quiz.say("legend", { number: place + 1, total: all.length }));
      if (place < items.length) items[place].update(item, now.seq ?? 0, JSON.stringify(told));
      else {
        items.push(createItem(quiz, item));
        list.append(items[place].form);
      }
    });
  }

  function draw() {
    const now = state();
    const { answered = 0, correct = 0, total = 0, text: words = "" } = now.progress ?? {};
    write(count, words);
    bar.children[0].style.width = `${total ? (100 * answered) / total : 0}%`;
    bar.children[1].style.width = `${total ? (100 * correct) / total : 0}%`;
    patch(notices, now.notices ?? [], () => (now.notices ?? []).map((line) => make("p", {}, line)));
    write(privacy, now.privacy ?? "");
    drawItems(now);
  }

  keepKeys(section);
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave(el);
  });
  draw();
  el.classList.add("cs-quiz", "cs-live");
  el.append(section);
  model.on("change:state", draw);
  return () => {
    model.off("change:state", draw);
    for (const item of items) item.end();
    section.remove();
    el.classList.remove("cs-quiz", "cs-live");
  };
}

export default { render };
