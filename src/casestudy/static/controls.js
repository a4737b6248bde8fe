// What the controls of the live quiz share. Each has a file of its own in controls/, which is sent
// where an item needs it, and puts its factory into CONTROLS. A control holds a response; none grades
// or sends it.
//
// A control is {node, value(), set(response), focus()}, and some have more: again(result), what "Try
// again" leaves; mark(result), signs beside the response; complain(words), true if it shows them at
// its field; told(item); key(event), true if it was its own; end(); lettered: its letters are shown;
// field: the id of its one field, which what is asked then labels.
// `quiz` is {item, base, say, speak, changed, draft}: `base` begins every id, `changed()` tells that
// the response is another one, `draft(value)` keeps what is being written.

const CONTROLS = {};

const letterOf = (letter) => make("span", { class: "cs-letter" }, letter);
const wordsIn = (segments) => segments.map(([words]) => words).join("");

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
  const state = row?.part ? "part" : row?.right ?? "";
  node.dataset.right = state;
  patch(node, [row], () => (row?.verdict ? [
    make("span", { "aria-hidden": "true" }, { true: "✓", false: "✗", part: "~" }[state] ?? "–"), ` ${row.verdict}`,
    ...(row.key && row.right !== true ? [" ", make("b", {}, say("key", { value: row.key }))] : []),
  ] : []));
}
