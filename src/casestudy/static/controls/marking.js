/** Words of an excerpt, marked by mouse or by keys; for a claim, with the choice that they support. */
function marking(quiz) {
  const { item, base, say, speak, changed } = quiz;
  const claims = item.options.length ? CONTROLS.choice(quiz) : null;
  const { passages, pane, node: figure } = excerpt(item.source, {
    role: "group", tabindex: "-1", "aria-label": item.source.source, "aria-describedby": `${base}-keys`,
  });
  const text = { pane, passages, current: 0, stop: null };
  const keys = make("p", { class: "cs-keys", id: `${base}-keys` });
  pane.after(keys);
  const mine = make("div", { class: "cs-mine" });
  let taken = null; // {start, end}: the words that are the answer

  function draw(picked = walking() ? marker.picked : null) {
    for (const passage of passages) {
      const look = (span, name) => [span && passage.cut(span.start, span.end), { class: name }];
      paint(passage, look(taken, "cs-taken"), look(picked, "cs-picked"));
    }
    const names = picked?.level ? `keys_${picked.level}` : "keys_read";
    patch(keys, names, () => keyed(say(names)));
    patch(mine, [taken], () => {
      if (!taken) return [make("p", {}, say("no_words"))];
      const remove = signButton("×", say("remove"));
      remove.addEventListener("click", () => { marker.picked = null; take(null); settle(text, passages[text.current]); });
      const words = wordsOf({ text, ...taken });
      return [make("p", {}, say("your_words"), " ", make("q", {}, words), " ",
        make("cite", {}, within(text, taken.start, taken.end)[0]?.citation ?? "")), remove];
    });
  }

  function take(span) {
    const same = taken?.start === span?.start && taken?.end === span?.end;
    taken = span && { start: span.start, end: span.end };
    draw();
    if (!same) changed();
  }

  const marker = createMarker({
    texts: () => [text],
    ready: () => true,
    draw: (picked) => (picked && !picked.level ? take(picked) : draw(picked)),
    show: (_, { node }, { last }) => {
      const nodes = node.querySelectorAll(".cs-picked");
      (nodes[last ? nodes.length - 1 : 0] ?? node).scrollIntoView({ block: "nearest" });
    },
    done() {
      marker.pick({ ...marker.picked, level: undefined });
      speak(say("choose", { words: wordsOf(marker.picked) }));
    },
    speak,
    say,
  });
  const walking = () => Boolean(marker.picked?.level);
  marker.listen(text);
  pane.addEventListener("keydown", (event) => {
    if (!walking()) marker.picked = null; // what is taken is no longer being selected
    marker.key(text, event);
  });
  const set = (response) => {
    claims?.set([response?.letter]);
    taken = response?.start == null ? null : { start: response.start, end: response.end };
    draw();
  };
  set(null);
  if (passages.length) settle(text, passages[0], { focus: false });
  return {
    node: make("div", {}, ...(claims ? [claims.node] : []), figure, mine),
    lettered: true,
    value() {
      const letter = claims?.value()[0] ?? "";
      const { start = null, end = null } = taken ?? {};
      return letter || taken ? { letter, document: item.source.document, start, end } : null;
    },
    set,
    again: () => {},
    focus: () => (claims ?? { focus: () => text.stop?.focus() }).focus(),
    mark: (result) => claims?.mark(result),
    key: ({ key }) => key === "Escape" && walking() && marker.back(),
    end: marker.end,
  };
}

CONTROLS.marking = marking;
