/** Options to choose from, one or several; the claims of a claim too. */
function choice({ item, base }) {
  const type = item.many ? "checkbox" : "radio";
  const inputs = item.options.map(({ letter }) => make("input", { type, name: base, value: letter }));
  const signs = inputs.map(() => make("span", { class: "cs-key-sign" }));
  const rows = item.options.map(({ letter, segments: words }, place) =>
    make("label", { class: "cs-option" }, inputs[place], letterOf(letter), " ",
      make("span", { class: "cs-words" }, ...inline(words)), " ", signs[place]));
  const set = (letters) => inputs.forEach((each) => { each.checked = (letters ?? []).includes(each.value); });
  return {
    node: make("div", { class: "cs-options" }, ...rows),
    lettered: true,
    value: () => inputs.filter((input) => input.checked).map((input) => input.value),
    set,
    again: () => set([]),
    focus: () => inputs[0]?.focus(),
    /** Once the item is finished, the right answers say so in their rows. */
    mark(result) {
      inputs.forEach(({ value }, place) => {
        const key = result?.finished && result.feedback.find((one) => one.letter === value && one.right);
        rows[place].classList.toggle("cs-key", Boolean(key));
        write(signs[place], key ? `✓ ${key.verdict}` : "");
      });
    },
  };
}

CONTROLS.choice = choice;
