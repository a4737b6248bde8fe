// What all pages share. The kernel puts this text before a page's own script: one module, no import.

const MARKS = ["em", "strong", "mark"];
const HELD = ["Control", "Meta"];

let last = 0; // highest number sent; shared, so that two views of one widget never use the same one

const nextNumber = (seq) => (last = Math.max(last, seq ?? 0) + 1);

/** Make an element; `children` are nodes or strings, and strings only ever become text. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

const inline = (segments) =>
  (segments ?? []).map(([text, mark]) => (MARKS.includes(mark) ? make(mark, {}, text) : text));

const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (braces, name) => (name in values ? String(values[name]) : braces));

/** A sentence in which keys stand between backticks. */
const keyed = (sentence) =>
  sentence.split("`").map((part, place) => (place % 2 ? make("kbd", {}, part) : part));

/** Write text only where it differs, so that a live region is not read out for nothing. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Fill a node anew only if what it shows has changed. */
function patch(node, value, children) {
  const sign = JSON.stringify(value);
  if (node.csSign === sign) return;
  node.csSign = sign;
  node.replaceChildren(...children());
}

/** Escape out of `el` gives the keyboard back to the notebook's cell. */
function leave(el) {
  el.closest(".jp-Cell")?.focus({ preventScroll: true });
  const active = el.getRootNode().activeElement;
  if (el.contains(active)) active.blur();
}

/** JupyterLab would take plain keys for its shortcuts: arrows leave the cell, "d d" deletes it. */
function keepKeys(node) {
  const keep = (event) => {
    if (!event.ctrlKey && !event.metaKey && !HELD.includes(event.key)) event.stopPropagation();
  };
  for (const name of ["keydown", "keypress", "keyup"]) node.addEventListener(name, keep);
}

// anywidget 0.11 drops every message for a model that was not ready within two seconds, which is how
// it goes on a slow machine where all cells run at once: no answer would ever be heard of. From here
// on the model takes its messages as any other widget does. Backbone hands out the model itself.
/** Let a widget hear its kernel, however long its page took to load. */
function hearKernel(model) {
  let heard;
  const take = (own) => (heard = own);
  model.on("change:_heard", take);
  model.set?.("_heard", true);
  model.off("change:_heard", take);
  const ways = [];
  for (let own = heard; own; own = Object.getPrototypeOf(own)) {
    if (Object.hasOwn(own, "_handle_comm_msg")) ways.push(own._handle_comm_msg);
  }
  if (ways.length > 1) heard.comm?.on_msg((message) => ways.at(-1).call(heard, message));
}
