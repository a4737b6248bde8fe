// The quiz on a projector: it draws one question large, and sends which step and how many hands.
//
// What is asked comes once, in the trait `asked`; what was counted and revealed in the trait `state`,
// and every sentence from `asked.strings`:
//   large, small, previous, next, steps, status {legend} {step}, hands {letter}, fewer {letter},
//   more {letter}, right, right_first, right_second, fewer_right, more_right, total {count}, talk,
//   show, first, second, peeked {count}, is {letter} {verdict}, numbers {before} {after},
//   not_counted, why, whole, others, kept, keys, waiting,
//   no_kernel
//
// What it shares with the other pages stands in page.js, whose text comes before this one.
// Steps and numbers are the page's until the kernel has heard of them, so that nothing waits in
// front of a class; only what is revealed comes from the kernel.

const SOON = 300; // ms until the page says that it is waiting
const LATE = 1500; // ms until it says that no kernel answers
const MOST = 9999; // no class has more hands

let projectors = 0;

const button = (words, act, more = {}) => {
  const node = make("button", { type: "button", ...more }, words);
  node.addEventListener("click", () => { if (node.getAttribute("aria-disabled") !== "true") act(); });
  return node;
};

function render({ model, el }) {
  hearKernel(model);
  const base = `ck${++projectors}`;
  const state = () => model.get("state") ?? {};
  const asked = model.get("asked") ?? {};
  const say = (name, values = {}) => fill(asked.strings?.[name] ?? name, values);
  const here = { at: "", steps: {}, counts: {} }; // what this page shows and counted
  let mine = 0; // the last number sent
  let soon = 0;
  let late = 0;
  let peek = false; // the first vote is shown while the class discusses
  let since = 0; // when the discussion began
  let spoken = "";

  const title = make("h3");
  const number = make("p", { class: "ck-number" });
  const large = button("", () => (isLarge() ? shrink() : grow()), { class: "ck-quiet" });
  const question = make("div", { class: "ck-question" });
  const board = make("div", { class: "ck-board" });
  const said = make("p", { class: "ck-said", role: "status" });
  const status = make("p", { class: "ck-spoken", role: "status" });
  const back = button("", () => move(-1), { class: "ck-move" });
  const on = button("", () => move(1), { class: "ck-move" });
  const steps = make("div", { class: "ck-steps", role: "group" });
  const kept = make("p", { class: "ck-kept" });
  const section = make("section", { tabindex: "-1" },
    make("div", { class: "ck-desk" },
      make("header", {}, title, number, large),
      question, board, said, status,
      make("footer", {}, make("div", { class: "ck-bar" }, back, steps, on), kept)));

  // ── what is shown now ──

  const items = () => (asked.items ?? []).map((item, place) => ({ ...item, ...state().items?.[place] }));
  const place = () => Math.max(0, items().findIndex(({ id }) => id === here.at));
  const current = () => items()[place()];
  const stepOf = (item) => here.steps[item.id] ?? item.stage;
  const votes = (item, vote) => ((here.counts[item.id] ??= {})[vote] ??= {});
  const total = (item, vote) => Object.values(votes(item, vote)).reduce((sum, each) => sum + each, 0);

  /** Take what the kernel knows: it has heard everything that was sent from here. */
  function adopt(now) {
    here.at = now.at;
    for (const { id, stage, counts } of now.items ?? []) {
      here.steps[id] = stage;
      here.counts[id] = structuredClone(counts);
    }
  }

  function send(told) {
    clearTimeout(soon);
    clearTimeout(late);
    mine = nextNumber(Math.max(mine, state().seq ?? 0));
    const give_up = () => { clearTimeout(soon); write(said, say("no_kernel")); };
    soon = setTimeout(() => write(said, say("waiting")), SOON);
    late = setTimeout(give_up, LATE);
    try {
      model.send({ ...told, seq: mine });
    } catch {
      clearTimeout(late);
      give_up();
    }
  }

  // ── walking ──

  function go(item, step) {
    peek = false;
    if (step === "discuss" && (stepOf(item) !== step || here.at !== item.id)) since = Date.now();
    here.at = item.id;
    here.steps[item.id] = step;
    send({ do: "go", item: item.id, stage: step });
    draw();
    if (!section.contains(section.getRootNode().activeElement)) section.focus({ preventScroll: true });
    section.scrollTop = 0;
  }

  /** The next question, or the one before it, at the step where it was left. */
  function move(by) {
    const item = items()[place() + by];
    if (item) go(item, stepOf(item));
  }

  /** The next step; after the last one, the next question: a presenter's clicker has two buttons. */
  function step(by) {
    const item = current();
    const names = item.stages.map(([name]) => name);
    const next = names[names.indexOf(stepOf(item)) + by];
    if (next) go(item, next);
    else move(by);
  }

  // ── what a question is drawn of ──

  function drawQuestion(item) {
    patch(question, [item.id, item.stem, item.quotations, item.ask, item.choices], () => [
      ...item.stem.map((words, place) => make("p", { class: place ? "ck-more" : "ck-stem" }, ...inline(words))),
      ...figures(item.quotations, say),
      make("p", { class: "ck-ask" }, item.ask),
      ...item.choices.map((line) => make("p", { class: "ck-choices" }, line)),
    ]);
  }

  const letterOf = (letter) => make("span", { class: "ck-letter" }, letter);

  /** The options or rows, each with what `beside` puts at its end. */
  function list(item, beside = () => [], mark = () => ({})) {
    const plainly = item.control === "writing";
    const rows = item.options.map(({ letter, segments }) =>
      make("li", { class: "ck-option", ...mark(letter) },
        ...(plainly ? [] : [letterOf(letter)]),
        make("span", { class: "ck-words" }, ...inline(segments)), ...beside(letter)));
    return make("div", {}, make("p", { class: "ck-ask" }, item.lead), make("ol", { class: "ck-options" }, ...rows));
  }

  /** A number of hands: typed, or one more and one fewer. */
  function field(item, vote, letter, label) {
    const right = letter === "right";
    const input = make("input", {
      type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "4", size: "3",
      "aria-label": label, id: `${base}-${vote}-${letter}`,
    });
    const put = (value) => {
      const hands = votes(item, vote);
      if (value === null) delete hands[letter];
      else hands[letter] = Math.min(MOST, Math.max(0, value));
      show();
      totals(item);
      send({ do: "count", item: item.id, vote, counts: { ...hands } });
    };
    const show = () => {
      const hands = votes(item, vote)[letter];
      const text = hands === undefined ? "" : String(hands);
      if (input.value !== text) input.value = text;
    };
    const add = (by) => put((votes(item, vote)[letter] ?? 0) + by);
    input.addEventListener("input", () => {
      const digits = input.value.replace(/\D/g, "");
      put(digits ? Number(digits) : null);
    });
    input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (by) add(by);
      else if (event.key === "Enter") {
        const all = [...board.querySelectorAll("input[type=text]")];
        all[(all.indexOf(input) + 1) % all.length].focus();
      } else return;
      event.preventDefault();
    });
    input.csShow = show;
    show();
    return make("span", { class: "ck-hands" },
      button("−", () => add(-1), { "aria-label": say(right ? "fewer_right" : "fewer", { letter }) }),
      input,
      button("+", () => add(1), { "aria-label": say(right ? "more_right" : "more", { letter }) }));
  }

  const isRight = (item) => item.fields[0] === "right";

  function ask(item, vote, sentence) {
    return make("p", { class: "ck-right" }, make("span", {}, sentence), " ", field(item, vote, "right", sentence));
  }

  function drawVote(item, vote) {
    const sum = make("p", { class: "ck-total" });
    sum.csVote = vote;
    if (isRight(item)) return [list(item), ask(item, vote, say("right"))];
    return [list(item, (letter) => [field(item, vote, letter, say("hands", { letter }))]), sum];
  }

  /** The numbers of a vote, without drawing the fields anew: one of them has the focus. */
  function totals(item) {
    for (const node of board.querySelectorAll("input")) node.csShow?.();
    for (const node of board.querySelectorAll(".ck-total")) {
      write(node, say("total", { count: total(item, node.csVote) }));
    }
  }

  function drawTalk(item) {
    const first = votes(item, "first");
    const counted = Object.keys(first).length > 0;
    const time = make("span", { class: "ck-time", role: "timer" });
    const told = make("p", { class: "ck-talk" }, make("span", {}, say("talk")), " ", time);
    const box = make("input", { type: "checkbox", role: "switch", id: `${base}-peek` });
    box.checked = peek;
    box.addEventListener("change", () => {
      peek = box.checked;
      draw();
      board.querySelector("[role=switch]")?.focus({ preventScroll: true });
    });
    const peeks = make("p", { class: "ck-peek" }, box, make("label", { for: box.id }, say("show")));
    const numbers = (letter) => (peek ? [make("span", { class: "ck-count" }, String(first[letter] ?? 0))] : []);
    const alone = peek && isRight(item) ? [make("p", { class: "ck-total" }, say("peeked", { count: first.right }))] : [];
    const talk = item.stages.length > 1 && item.fields.length ? [told] : [];
    return [list(item, isRight(item) ? undefined : numbers), ...talk, ...(counted ? [peeks] : []), ...alone];
  }

  // ── what is revealed ──

  function bars({ letter, before, after, text, change }, most) {
    const bar = (name, hands) => {
      const node = make("span", { class: name });
      node.style.width = `${(100 * (hands ?? 0)) / most}%`;
      return node;
    };
    const told = (hands) => hands ?? say("not_counted");
    return make("span", { class: "ck-shift", "data-letter": letter },
      make("span", { class: "ck-pair", "aria-hidden": "true" }, bar("ck-before", before), bar("ck-after", after)),
      make("span", { class: "ck-spoken" }, say("numbers", { before: told(before), after: told(after) })),
      make("span", { class: "ck-numbers", "aria-hidden": "true" }, text),
      make("span", { class: "ck-change", "aria-hidden": "true" }, change));
  }

  function verdict({ right, verdict: words }) {
    return make("span", { class: "ck-verdict", "data-right": right }, right ? "✓ " : "✗ ", words);
  }

  function drawShift(item) {
    const { rows, most, sentences } = item.reveal.shift;
    const counted = rows.some(({ text }) => text);
    const summed = sentences.length ? [make("p", { class: "ck-sum" }, sentences.join(" "))] : [];
    if (isRight(item)) {
      return counted ? [make("div", { class: "ck-told" }, ...summed, bars(rows[0], most))] : [];
    }
    const told = new Map(item.reveal.answers.map((each) => [each.letter, each]));
    const found = new Map(rows.map((each) => [each.letter, each]));
    const beside = (letter) => [
      ...(told.has(letter) ? [verdict(told.get(letter))] : []),
      ...(counted ? [bars(found.get(letter), most)] : []),
    ];
    const mark = (letter) => ({ "data-key": Boolean(told.get(letter)?.right) });
    const legend = make("p", { class: "ck-legend" },
      make("span", { class: "ck-before" }), say("first"), " ",
      make("span", { class: "ck-after" }), say("second"));
    return [list(item, beside, mark), make("div", { class: "ck-told" }, ...summed, ...(counted ? [legend] : []))];
  }

  const reasons = ({ paragraphs: words, mistake, evidence }) => [
    ...paragraphs(words),
    ...(mistake ? [make("p", { class: "ck-mistake" }, mistake)] : []),
    ...figures(evidence, say),
  ];

  const named = ({ letter, segments }) => [
    ...(letter ? [letterOf(letter), " "] : []), make("span", {}, ...inline(segments)),
  ];

  /** An answer with its reasons; whether it is right stands here where no option says it. */
  function entry(answer) {
    return make("div", { class: "ck-entry" },
      make("h4", {}, ...named(answer), " ", ...(answer.letter ? [] : [verdict(answer)])), ...reasons(answer));
  }

  /** A row with what belongs to it; it opens to its reasons. */
  function row(answer) {
    const why = reasons(answer);
    const line = [letterOf(answer.letter), make("span", { class: "ck-words" }, ...inline(answer.segments)),
      make("strong", { class: "ck-belongs" }, answer.key)];
    if (!why.length) return make("li", { class: "ck-option" }, ...line);
    const opens = make("span", { class: "ck-opens" }, say("why"));
    return make("li", {}, make("details", {}, make("summary", { class: "ck-option" }, ...line, opens), ...why));
  }

  function drawAnswers({ answers, models }) {
    const rows = answers.filter(({ key }) => key);
    const right = answers.filter((each) => each.right && !each.key);
    const others = answers.filter((each) => !each.right && !each.key);
    return [
      ...(rows.length ? [make("ol", { class: "ck-options" }, ...rows.map(row))] : []),
      ...right.map(entry),
      ...(others.length
        ? [make("details", { class: "ck-others" }, make("summary", {}, say("others")), ...others.map(entry))]
        : []),
      ...models.map((each) => make("div", { class: "ck-entry" }, make("h4", {}, each.title), ...reasons(each))),
    ];
  }

  function drawRevealed(item) {
    if (!item.reveal) return [list(item)];
    const fields = isRight(item)
      ? [make("div", { class: "ck-both" }, ...["first", "second"].map((vote) => ask(item, vote, say(`right_${vote}`))))]
      : [];
    const shown = make("div", {});
    const sums = make("div", {});
    sums.csDraw = (now) => patch(sums, now.reveal.shift, () => drawShift(now));
    shown.append(...drawAnswers(item.reveal));
    sums.csDraw(item);
    // the rows come first where they are the answer, the votes where they are
    return isRight(item) ? [shown, ...fields, sums] : [sums, shown];
  }

  function drawBoard(item) {
    const at = stepOf(item);
    const draws = { first: () => drawVote(item, "first"), second: () => drawVote(item, "second"),
      discuss: () => drawTalk(item), reveal: () => drawRevealed(item) };
    const answers = at === "reveal" && item.reveal ? [item.reveal.answers, item.reveal.models] : null;
    const peeked = at === "discuss" ? [peek, votes(item, "first")] : null;
    patch(board, [item.id, at, item.options, answers, peeked], draws[at]);
    for (const node of board.children) node.csDraw?.(item);
    totals(item);
    drawTime();
  }

  function drawTime() {
    const node = board.querySelector(".ck-time");
    if (!node) return;
    const seconds = Math.floor((Date.now() - (since ||= Date.now())) / 1000);
    write(node, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
  }

  function drawSteps(item) {
    steps.setAttribute("aria-label", say("steps"));
    patch(steps, [item.id, item.stages], () => item.stages.map(([name, words], place) => {
      const node = button("", () => go(current(), name), { "data-step": name });
      node.append(make("span", { class: "ck-place", "aria-hidden": "true" }, String(place + 1)), words);
      return node;
    }));
    for (const node of steps.children) {
      if (node.dataset.step === stepOf(item)) node.setAttribute("aria-current", "step");
      else node.removeAttribute("aria-current");
    }
  }

  function draw() {
    const now = state();
    if ((now.seq ?? 0) >= mine) {
      clearTimeout(soon);
      clearTimeout(late);
      write(said, "");
      adopt(now);
    }
    const item = current();
    section.setAttribute("aria-label", asked.title ?? "");
    write(title, asked.title ?? "");
    patch(kept, "", () => [say("kept"), " ", make("span", {}, ...keyed(say("keys")))]);
    const grown = isLarge();
    write(large, say(grown ? "small" : "large"));
    if (!item) return;
    write(number, item.legend);
    write(back, say("previous"));
    write(on, say("next"));
    back.setAttribute("aria-disabled", String(place() === 0));
    on.setAttribute("aria-disabled", String(place() === items().length - 1));
    drawQuestion(item);
    drawBoard(item);
    drawSteps(item);
    tell(item);
  }

  /** Say once to a screen reader where we are, and what was revealed. */
  function tell(item) {
    const at = stepOf(item);
    const label = item.stages.find(([name]) => name === at)?.[1] ?? "";
    const right = (item.reveal?.answers ?? []).filter((each) => each.right && each.letter && !each.key);
    const shown = at === "reveal" && item.reveal
      ? [...right.map((each) => say("is", each)), ...item.reveal.shift.sentences]
      : [];
    const words = [say("status", { legend: item.legend, step: label }), ...shown].join(" ");
    if (spoken && words !== spoken) write(status, words);
    spoken = words;
  }

  // ── large ──

  const isLarge = () => section.matches(":fullscreen") || section.classList.contains("ck-large");

  async function grow() {
    try {
      await section.requestFullscreen();
    } catch { // not allowed here: over the page, in the browser's top layer where it has one
      section.classList.add("ck-large");
      if (section.showPopover) {
        section.setAttribute("popover", "manual");
        section.showPopover();
      }
    }
    section.focus({ preventScroll: true });
    draw();
  }

  function shrink() {
    if (section.matches(":fullscreen")) document.exitFullscreen();
    section.classList.remove("ck-large");
    section.removeAttribute("popover");
    draw();
    large.focus({ preventScroll: true });
  }

  // ── keys ──

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const typing = event.target.matches("input[type=text]");
    const acts = {
      PageDown: () => step(1), PageUp: () => step(-1),
      ...(typing ? {} : { ArrowRight: () => move(1), ArrowLeft: () => move(-1) }),
      Escape: () => (isLarge() ? shrink() : leave(el)),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  keepKeys(section);
  section.addEventListener("keydown", pressed);
  section.addEventListener("fullscreenchange", draw);
  const clock = setInterval(drawTime, 1000);
  draw();
  el.classList.add("cs-projector", "cs-live");
  el.append(section);
  model.on("change:state", draw);
  return () => {
    model.off("change:state", draw);
    clearInterval(clock);
    clearTimeout(soon);
    clearTimeout(late);
    section.remove();
    el.classList.remove("cs-projector", "cs-live");
  };
}

export default { render };
