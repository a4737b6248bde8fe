// The record that lives: it draws what the kernel says was done, and asks before it starts again.
//
// Everything shown comes from the one trait `state`, and every sentence from `state.strings`:
//   go_on, lessons, more, objectives, again, yes, no, undo, practise, mistakes, calibration, file, save,
//   bring, look, saved {name}, unreadable, large, waiting, no_kernel
//
// What it shares with the other pages stands in page.js, with the dossier in asking.js; their text
// comes before this one.
// A lesson's row is built once and patched, so that open objectives, questions and focus stay.

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

function render({ model, el }) {
  hearKernel(model);
  const state = () => model.get("state") ?? {};
  const say = (name, values = {}) => fill(state().strings?.[name] ?? name, values);
  const lessons = new Map();

  const status = make("p", { class: "cp-said", role: "status", "aria-live": "polite" });
  const asking = createAsking(model, say, status);
  const { send, tell } = asking;
  const desk = { page: ++pages, rows: 0, say, send };
  const title = make("h3");
  const learner = make("p", { class: "cp-soft" });
  const summary = make("p", { class: "cp-summary" });
  const bar = make("div", { class: "cp-bar", "aria-hidden": "true" }, make("i"), make("b"));
  const notices = make("div", { class: "cp-notices", "aria-live": "polite" });
  const next = make("p", { class: "cp-next" });
  const list = make("ol", { class: "cp-lessons" });
  const practise = make("ul", { class: "cp-practise" });
  const idle = make("p", { class: "cp-soft" });
  const mistakes = make("ul", { class: "cp-mistakes" });
  const secret = make("p", { class: "cp-soft" });
  const calibration = make("ul", { class: "cp-calibration" });
  const save = button(say("save"), () => asking.want());
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
    asking.hear(now);
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
    asking.stop();
    section.remove();
    el.classList.remove("cs-record", "cs-live");
  };
}

export default { render };
