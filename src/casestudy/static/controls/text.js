/** A number or a date, typed. */
function text({ item, base, say }) {
  const [id, sample, fault] = ["field", "sample", "fault"].map((name) => `${base}-${name}`);
  const input = make("input", {
    id, class: "cs-field", autocomplete: "off", spellcheck: "false", "aria-describedby": `${fault} ${sample}`,
  });
  const told = make("p", { class: "cs-fault", id: fault });
  return {
    node: make("div", {}, make("p", {}, input, " ", make("span", { id: sample },
      item.unit, " ", item.sample && !item.ask.includes(item.sample) ? make("small", {}, say("sample", item)) : "")), told),
    field: id,
    value: () => input.value.trim() || null,
    set: (response) => { input.value = response ?? ""; },
    again: () => input.select(),
    focus: () => input.focus(),
    complain(words) {
      write(told, words);
      input.setAttribute("aria-invalid", String(Boolean(words)));
      return Boolean(words);
    },
  };
}

CONTROLS.text = text;
