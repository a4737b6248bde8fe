// The record that lives: it draws what the kernel says was done, and asks before it starts again.
//
// Everything shown comes from the one trait `state`, and every sentence from `state.strings`:
//   go_on, lessons, more, objectives, again, yes, no, undo, practise, mistakes, calibration, file, save,
//   bring, look, saved {name}, unreadable, large, waiting, no_kernel
//
// What it shares with the other pages stands in page.js, whose text comes before this one.
// A lesson's row is built once and patched, so that open objectives, questions and focus stay.

const SOON = 300; // ms until the page says that it is waiting
const LATE = 1500; // ms until it says that no kernel answers
const MOST = 20_000_000; // bytes of a file that is sent to the kernel
const SVG = "http://www.w3.org/2000/svg";

let pages = 0;

function drawn(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** A share as a dot, on the line of its interval where there is enough to say; 0 to 100 %. */
function dial({ count, enough, share, low, high }) {
  const svg = drawn("svg", { viewBox: "0 0 208 20", class: "cp-dial", "aria-hidden": "true" });
  const at = (part) => 4 + 200 * part;
  svg.append(drawn("line", { class: "cp-track", x1: 4, x2: 204, y1: 10, y2: 10 }));
  for (const tick of [0, 0.5, 1]) {
    svg.append(drawn("line", { class: "cp-track", x1: at(tick), x2: at(tick), y1: 6, y2: 14 }));
  }
  if (enough) svg.append(drawn("line", { class: "cp-range", x1: at(low), x2: at(high), y1: 10, y2: 10 }));
  if (count) svg.append(drawn("circle", { class: "cp-dot", cx: at(share), cy: 10, r: 4 }));
  return svg;
}

/** The row of one lesson, with its question before it starts again. */
function createLesson(desk, first) {
  const { say } = desk;
  let lesson = first;
  let asking = false;
  const name = `cp${desk.page}-${desk.rows++}`;
  const title = make("h5", { id: name });
  const status = make("span", { class: "cp-status" });
  const bar = make("div", { class: "cp-bar", "aria-hidden": "true" }, make("i"), make("b"));
  const facts = make("p", { class: "cp-facts" });
  const changed = make("p", { class: "cp-note" });
  const restarted = make("p", { class: "cp-note cp-calm" });
  const goals = make("ul");
  const able = make("p", {}, say("objectives"));
  const summary = make("summary", { "aria-describedby": name }, say("more"));
  const again = button(say("again"), () => ask(true));
  const undo = button(say("undo"), () => desk.send("undo", { lesson: lesson.id }));
  const yes = button(say("yes"), () => {
    desk.send("reset", { lesson: lesson.id });
    ask(false);
  });
  const no = button(say("no"), () => ask(false));
  const words = make("p", { id: `${name}-ask` });
  const question = make(
    "div",
    { class: "cp-question", role: "group", "aria-labelledby": `${name}-ask`, hidden: true },
    words,
    make("div", { class: "cp-actions" }, yes, no),
  );
  const more = make("details", {}, summary, able, goals, make("div", { class: "cp-actions" }, again, undo), question);
  for (const each of [again, undo, yes, no]) each.setAttribute("aria-describedby", name);
  const row = make(
    "li",
    { class: "cp-lesson" },
    make("div", { class: "cp-head" }, title, " ", status),
    bar,
    facts,
    changed,
    restarted,
    more,
  );

  function ask(open) {
    asking = open;
    draw();
    if (open) no.focus({ preventScroll: true });
    else (again.hidden ? summary : again).focus({ preventScroll: true });
  }

  function draw() {
    write(title, lesson.title);
    write(status, lesson.status_text);
    status.dataset.state = lesson.status;
    bar.children[0].style.width = `${lesson.total ? (100 * lesson.answered) / lesson.total : 0}%`;
    bar.children[1].style.width = `${lesson.total ? (100 * lesson.correct) / lesson.total : 0}%`;
    const told = [lesson.text, lesson.first, lesson.minutes].filter(Boolean);
    patch(facts, told, () => told.flatMap((each) => [make("span", {}, each), " "]));
    write(changed, lesson.changed);
    write(restarted, lesson.restarted);
    able.hidden = !lesson.objectives.length;
    more.hidden = !(lesson.objectives.length || lesson.again || lesson.restarted);
    patch(goals, lesson.objectives, () =>
      lesson.objectives.map(({ text, state, status: mark }) =>
        make("li", { "data-state": state }, text, " ", make("span", { class: "cp-mark" }, mark)),
      ),
    );
    write(words, lesson.again);
    if (!lesson.again) asking = false;
    question.hidden = !asking;
    again.hidden = asking || !lesson.again;
    undo.hidden = asking || !lesson.restarted;
  }

  row.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !asking) return;
    event.stopPropagation();
    ask(false);
  });
  draw();
  const update = (next) => {
    lesson = next;
    const held = row.contains(row.getRootNode().activeElement) && row.getRootNode().activeElement;
    draw();
    // a button that is gone leaves the focus to what stands nearest
    if (held && !held.getClientRects().length) {
      const near = [undo, again, summary].find((each) => each.getClientRects().length);
      near?.focus({ preventScroll: true });
    }
  };
  return { row, update };
}

function button(words, act) {
  const node = make("button", { type: "button" }, words);
  node.addEventListener("click", act);
  return node;
}

function render({ model, el }) {
  const state = () => model.get("state") ?? {};
  const say = (name, values = {}) => fill(state().strings?.[name] ?? name, values);
  const lessons = new Map();
  let asked = null; // what is under way to the kernel: {n, key, soon, late}
  let before = null; // what no kernel answered: {n, key}; asked once more, it is done once
  let wanted = 0; // the number under which a file was asked for
  let message = ""; // what the page itself has to say; it goes before what the kernel said

  const desk = { page: ++pages, rows: 0, say, send };
  const title = make("h3");
  const learner = make("p", { class: "cp-soft" });
  const summary = make("p", { class: "cp-summary" });
  const bar = make("div", { class: "cp-bar", "aria-hidden": "true" }, make("i"), make("b"));
  const notices = make("div", { class: "cp-notices", "aria-live": "polite" });
  const status = make("p", { class: "cp-said", role: "status", "aria-live": "polite" });
  const next = make("p", { class: "cp-next" });
  const list = make("ol", { class: "cp-lessons" });
  const practise = make("ul", { class: "cp-practise" });
  const idle = make("p", { class: "cp-soft" });
  const mistakes = make("ul", { class: "cp-mistakes" });
  const secret = make("p", { class: "cp-soft" });
  const calibration = make("ul", { class: "cp-calibration" });
  const save = button(say("save"), () => { wanted = send("save"); });
  const look = button(say("look"), () => send("look"));
  const input = make("input", { type: "file", accept: ".jsonl", id: `cp${desk.page}-file` });
  const label = make("label", { for: input.id, class: "cp-bring" }, say("bring"));
  const privacy = make("p", { class: "cp-soft cp-privacy" });
  const part = (name, ...nodes) => make("div", { class: "cp-part" }, make("h4", {}, say(name)), ...nodes);
  const section = make(
    "section",
    {},
    make("header", {}, make("div", { class: "cp-head" }, title, " ", look), learner, summary, bar),
    notices,
    part("go_on", next),
    part("lessons", list),
    part("practise", practise, idle),
    part("mistakes", secret, mistakes),
    part("calibration", calibration),
    part("file", make("div", { class: "cp-actions" }, save, input, label)),
    status,
    privacy,
  );

  function tell(words) {
    message = words;
    drawStatus();
  }

  function stop() {
    clearTimeout(asked?.soon);
    clearTimeout(asked?.late);
    asked = null;
  }

  /** Ask the kernel for something, and return the number it was asked under. */
  function send(what, more = {}) {
    const key = JSON.stringify([what, more]);
    if (asked?.key === key) return asked.n;
    stop();
    const n = nextNumber(state().seq);
    const retry = before?.key === key ? { retry: before.n } : {};
    const give_up = () => {
      before = { n: before?.key === key ? before.n : n, key };
      stop();
      tell(say("no_kernel"));
    };
    asked = { n, key };
    asked.soon = setTimeout(() => tell(say("waiting")), SOON);
    asked.late = setTimeout(give_up, LATE);
    tell("");
    try {
      model.send({ do: what, ...more, ...retry, seq: n });
    } catch {
      give_up();
    }
    return n;
  }

  /** Give the file that was asked for to the browser, which keeps it among the downloads. */
  function hand({ name, text }) {
    wanted = 0;
    const url = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
    const link = make("a", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    tell(say("saved", { name }));
  }

  async function bring() {
    const [file] = input.files;
    if (!file) return;
    if (file.size > MOST) tell(say("large"));
    else {
      try {
        send("take", { text: await file.text() });
      } catch {
        tell(say("unreadable"));
      }
    }
    input.value = ""; // the same file may be chosen again
  }

  function drawStatus() {
    write(status, message || state().said || "");
  }

  function drawLessons(now) {
    const known = new Set(now.map(({ id }) => id));
    now.forEach((lesson, place) => {
      const entry = lessons.get(lesson.id) ?? createLesson(desk, lesson);
      if (lessons.has(lesson.id)) entry.update(lesson);
      lessons.set(lesson.id, entry);
      if (list.children[place] !== entry.row) list.insertBefore(entry.row, list.children[place] ?? null);
    });
    for (const [id, { row }] of lessons) {
      if (known.has(id)) continue;
      row.remove();
      lessons.delete(id);
    }
  }

  function draw() {
    const now = state();
    if (asked && now.seq >= asked.n) {
      stop();
      before = null;
      message = "";
    }
    const { total = 0, answered = 0, correct = 0 } = now;
    section.setAttribute("aria-label", now.title ?? "");
    write(title, now.title ?? "");
    write(learner, now.learner ?? "");
    write(summary, now.summary ?? "");
    bar.children[0].style.width = `${total ? (100 * answered) / total : 0}%`;
    bar.children[1].style.width = `${total ? (100 * correct) / total : 0}%`;
    patch(notices, now.notices ?? [], () => (now.notices ?? []).map((line) => make("p", {}, line)));
    write(next, now.next ?? "");
    drawLessons(now.lessons ?? []);
    patch(practise, now.practise ?? [], () =>
      (now.practise ?? []).map(({ text, code }) => make("li", {}, text, " ", make("code", {}, code))),
    );
    write(idle, now.practise_none ?? "");
    write(secret, now.private ?? "");
    patch(mistakes, now.mistakes ?? [], () => (now.mistakes ?? []).map((line) => make("li", {}, line)));
    patch(calibration, now.calibration ?? [], () =>
      (now.calibration ?? []).map((each) => make("li", {}, dial(each), make("p", {}, each.text))),
    );
    write(privacy, now.privacy ?? "");
    drawStatus();
    if (wanted && now.file?.seq === wanted) hand(now.file);
  }

  keepKeys(section);
  section.addEventListener("keydown", ({ key }) => { if (key === "Escape") leave(el); });
  input.addEventListener("change", bring);
  draw();
  el.classList.add("cs-record", "cs-live");
  el.append(section);
  model.on("change:state", draw);
  return () => {
    model.off("change:state", draw);
    stop();
    section.remove();
    el.classList.remove("cs-record", "cs-live");
  };
}

export default { render };
