/** What the program says of the form of a text, below the lines to tick: it stays while one writes on. */
const plainWriting = CONTROLS.writing;
const ADVISED = { true: "✓", false: "→", null: "·" };
const BARE = "list-style: none; padding-inline-start: 0; margin: 0.3em 0";

function adviceList({ title, lines }) {
  const line = ({ met, said, text, notes }) => make("li", { style: "margin: 0.4em 0" },
    make("span", { "aria-hidden": "true" }, `${ADVISED[met]} `), make("span", { class: "cs-spoken" }, `${said}: `), text,
    ...(notes.length ? [make("ul", { style: BARE }, ...notes.map((note) => make("li", { style: "margin-inline-start: 1.4em" }, "– ", note)))] : []));
  return [make("p", { class: "cs-ask" }, title), make("ul", { style: BARE }, ...lines.map(line))];
}

CONTROLS.writing = (given) => {
  const control = plainWriting(given);
  const list = make("div", { class: "cs-form", "aria-live": "polite", style: "margin-top: 1em" });
  const { told } = control;
  control.node.append(list);
  control.told = (now, first) => {
    told(now, first);
    const advice = now.outcome?.advice ?? null;
    patch(list, advice, () => (advice ? adviceList(advice) : []));
  };
  return control;
};
