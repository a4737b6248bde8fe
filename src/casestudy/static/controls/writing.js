/** A text of one's own with lines to tick; what is written is kept as a draft. */
function writing({ item, base, say, speak, draft }) {
  const id = `${base}-text`;
  const area = make("textarea", { id, class: "cs-field", rows: "5", "aria-describedby": `${base}-count` });
  const count = make("span", { id: `${base}-count` });
  const kept = make("span");
  const boxes = item.options.map(({ letter }) => make("input", { type: "checkbox", value: letter }));
  let sent = "";
  let timer = 0;
  const whole = () => ({ text: area.value, ticked: boxes.filter((box) => box.checked).map((box) => box.value) });
  const sign = () => JSON.stringify(whole());
  const told = () => say(item.words ? "count_of" : "count", { count: (area.value.match(WORD) ?? []).length, words: item.words });

  function draw() {
    write(count, told());
    // where the browser does not let a field grow by itself
    area.rows = area.value.split("\n").reduce((lines, line) => lines + 1 + Math.floor(line.length / 70), 4);
  }
  function keep() {
    clearTimeout(timer);
    if (sign() === sent) return;
    sent = sign();
    draft(whole());
  }
  const touched = () => {
    draw();
    write(kept, "");
    clearTimeout(timer);
    timer = setTimeout(() => { keep(); speak(told()); }, 800);
  };
  const node = make("div", {}, area, make("p", { class: "cs-count" }, count, " ", kept),
    ...(boxes.length ? [make("p", { class: "cs-ask", id: `${base}-list` }, say("checklist")),
      make("ul", { class: "cs-ticks", "aria-labelledby": `${base}-list` }, ...boxes.map((box, place) => make("li", {}, make("label", {}, box,
        make("span", {}, ...inline(item.options[place].segments))))))] : []));
  node.addEventListener("input", touched);
  node.addEventListener("focusout", keep);
  addEventListener("pagehide", keep);
  function set(response) {
    area.value = response?.text ?? "";
    for (const box of boxes) box.checked = (response?.ticked ?? []).includes(box.value);
    sent = sign();
    draw();
  }
  return {
    node,
    field: id,
    value: () => (area.value.trim() ? whole() : null),
    set,
    focus: () => area.focus(),
    told(now, first) {
      if (first && now.draft) set({ text: now.draft, ticked: now.ticked });
      else if (now.draft === area.value) write(kept, now.draft === (now.response?.text ?? "") ? "" : say("kept"));
    },
    end() {
      keep();
      removeEventListener("pagehide", keep);
    },
  };
}

CONTROLS.writing = writing;
