// Marking words in a text, by mouse and by keys: what the reader and the quiz share. The kernel
// puts this text after passages.js and before a page's own script; it draws nothing itself.
//
// A text is {pane, passages, current, stop}: `pane` is the element that has its paragraphs,
// `passages` come from createPassage, `current` is the index of the one where reading is, `stop`
// the one node in it that Tab goes to. Each passage needs a `node`: the element whose DOM text is
// exactly `passage.text`, whatever is drawn over it. Offsets that leave this file are code points
// of the document, as Python counts; a page counts UTF-16, which differs after an emoji.
//
//   settle(text, passage, {node, focus}) moves the one tab stop of a text there
//   marker = createMarker(page), with page =
//     texts()              the texts
//     ready()              may words be marked now?
//     draw(picked)         the selection has changed; null: nothing is selected
//     show(text, passage, {last})  bring a passage into sight (not the focus); while words are
//                          selected by keys, its .picked words, from their end where `last`
//     done()               m or Enter: what is selected is taken
//     speak(words), say(name, values)    of the sentences paragraph {citation} {words}, sentence and
//                          word {number} {total} {words}, sentences and words {count} {words},
//                          choose {words}, dropped
//   marker.picked          null or {text, start, end, level}; level "sentences" or "words" while keys
//                          walk them, none where a mouse selected them
//   marker.pick(picked)    select by program, or nothing with null
//   marker.listen(text)    follow the mouse in a text
//   marker.key(text, event)  true if the key was one of marking: ↑ ↓ Home End paragraphs, m begins;
//                          then ← → another, Shift with them more or fewer, w or Enter words, m done
//   marker.start(text, point)  what m does, at the sentence of a code point
//   marker.resume()        back to the walk: after the focus was elsewhere, or sentences were learnt
//   marker.back()          Escape: from words to the sentence, then nothing; false: there was nothing
//   marker.end()           listens no more

/** Whole words: an end inside a word moves out to its edge, white space at an edge is left out. */
function snap(passage, start, end) {
  const words = passage.units("words");
  const first = words.find(([a, b]) => a < start && start < b);
  const last = words.find(([a, b]) => a < end && end < b);
  let [a, b] = [first ? first[0] : start, last ? last[1] : end];
  while (a < b && /\s/.test(passage.text[a])) a++;
  while (b > a && /\s/.test(passage.text[b - 1])) b--;
  return [a, b];
}

/** Move the one tab stop of a text to a passage, or to a node in it. */
function settle(text, passage, { node: wanted, focus = true } = {}) {
  const stop = wanted ?? passage.node;
  if (text.stop !== stop) {
    text.stop?.removeAttribute("tabindex");
    stop.setAttribute("tabindex", "0");
    text.stop = stop;
  }
  text.current = passage.index;
  if (focus) stop.focus({ preventScroll: true });
}

/** Where in the page a place of a passage is: a text node and an offset in it. */
function locate(passage, unit, open) {
  const walker = document.createTreeWalker(passage.node, NodeFilter.SHOW_TEXT);
  let left = unit;
  let node = walker.nextNode();
  while (node && (open ? left >= node.data.length : left > node.data.length)) {
    left -= node.data.length;
    const following = walker.nextNode();
    if (!following) return [node, node.data.length];
    node = following;
  }
  return [node ?? passage.node, node ? left : 0];
}

/** How many UTF-16 units of a passage stand before a place of the page. */
function measure(passage, node, offset) {
  const upTo = document.createRange();
  upTo.setStart(passage.node, 0);
  upTo.setEnd(node, offset);
  return upTo.toString().length;
}

/** Selecting words of texts. What is selected by keys is {level, anchor, head} in units of passages. */
function createMarker(page) {
  const { say, speak } = page;
  const marker = { picked: null, pick, listen, key, start, back, resume, end };
  let dragging = false;
  let settled = 0; // a timer

  function pick(to) {
    marker.picked = to;
    page.draw(to);
  }

  function toPassage(text, index) {
    const passage = text.passages[clamp(index, 0, text.passages.length - 1)];
    if (!passage) return;
    page.show(text, passage, {});
    settle(text, passage);
    speak(say("paragraph", { citation: passage.citation, words: passage.text }));
  }

  /** A passage taller than its pane is read before the next one comes. */
  function walk(text, by) {
    const { pane, passages, current } = text;
    const [box, frame] = [passages[current].node, pane].map((each) => each.getBoundingClientRect());
    const more = by > 0 ? box.bottom - frame.bottom > 2 : frame.top - box.top > 2;
    const before = pane.scrollTop;
    if (box.height > pane.clientHeight - 64 && more) pane.scrollTop += by * pane.clientHeight * 0.8;
    if (pane.scrollTop === before) toPassage(text, current + by);
  }

  /** Put the selection where anchor and head say, and say what is selected. */
  function extent(picked) {
    const { text, level, anchor, head } = picked;
    const [from, to] = [anchor, head].sort((one, two) => one.i - two.i || one.k - two.k);
    const [one, two] = [text.passages[from.i], text.passages[to.i]];
    const units = ({ i }) => text.passages[i].units(level);
    pick({ ...picked, start: one.point(units(from)[from.k][0]), end: two.point(units(to)[to.k][1]) });
    const passage = text.passages[head.i];
    page.show(text, passage, { last: head === to });
    settle(text, passage);
    let count = to.k - from.k + 1;
    for (let i = from.i; i < to.i; i++) count += units({ i }).length;
    const words = wordsOf(marker.picked);
    speak(count > 1
      ? say(level, { count, words })
      : say(level.slice(0, -1), { number: head.k + 1, total: units(head).length, words }));
  }

  function start(text, point = 0) {
    const passage = text.passages.find((each) => each.index >= text.current && each.units("sentences").length);
    if (!passage) return;
    const k = Math.max(0, lastUpTo(passage.units("sentences"), passage.unit(point), ([a]) => a));
    const at = { i: passage.index, k };
    extent({ text, level: "sentences", anchor: at, head: at });
  }

  function step(picked, by, extend) {
    const { text, level } = picked;
    if (picked.whole && !extend) { // a whole sentence was narrowed: walk its words from an end
      const at = by > 0 ? picked.anchor : picked.head;
      return extent({ ...picked, anchor: at, head: at, whole: false });
    }
    let { i, k } = picked.head;
    k += by;
    while (!text.passages[i].units(level)[k]) {
      i += by;
      if (!text.passages[i]) return undefined;
      k = by > 0 ? 0 : text.passages[i].units(level).length - 1;
    }
    const head = { i, k };
    return extent({ ...picked, head, anchor: extend ? picked.anchor : head, whole: false });
  }

  /** From sentences to their words, or back: what is selected stays selected. */
  function narrow({ text, start: begin, end: finish }, level) {
    const inside = within(text, begin, finish).filter((each) => each.units(level).length);
    if (!inside.length) return;
    const place = (passage, find) => {
      const units = passage.units(level);
      return { i: passage.index, k: clamp(find(units), 0, units.length - 1) };
    };
    const [one, two] = [inside[0], inside[inside.length - 1]];
    const anchor = place(one, (units) => units.findIndex(([, b]) => b > one.unit(begin)));
    const head = place(two, (units) => lastUpTo(units, two.unit(finish) - 1, ([a]) => a));
    extent({ text, level, anchor, head, whole: level === "words" });
  }

  function resume() {
    if (marker.picked?.level === "sentences") narrow(marker.picked, "sentences");
    else if (marker.picked?.level) extent(marker.picked);
  }

  function back() {
    const { picked } = marker;
    if (picked?.level === "words") narrow(picked, "sentences");
    else if (picked) {
      pick(null);
      document.getSelection()?.removeAllRanges();
      settle(picked.text, picked.text.passages[picked.text.current]);
      speak(say("dropped", {}));
    }
    return Boolean(picked);
  }

  /** The stretches of passages in a selection of the browser, in UTF-16. */
  function partsOf(text, range) {
    const parts = [];
    for (const passage of text.passages) {
      const { node } = passage;
      if (!range.intersectsNode(node)) { if (parts.length) break; continue; }
      const a = node.contains(range.startContainer) ? measure(passage, range.startContainer, range.startOffset) : 0;
      const b = node.contains(range.endContainer)
        ? measure(passage, range.endContainer, range.endOffset) : passage.text.length;
      if (passage.text.slice(a, b).trim()) parts.push({ passage, a, b });
    }
    return parts;
  }

  /** Take over what the mouse (or a finger, or a caret) has selected. */
  function take() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed || !page.ready()) return;
    const range = selection.getRangeAt(0);
    const texts = page.texts();
    const text = texts.find(({ pane }) => pane.contains(range.startContainer))
      ?? texts.find(({ pane }) => range.intersectsNode(pane));
    const parts = text ? partsOf(text, range) : [];
    if (!parts.length) return;
    const [one, two] = [parts[0], parts[parts.length - 1]];
    const [a, d] = one === two
      ? snap(one.passage, one.a, one.b)
      : [snap(one.passage, one.a, one.passage.text.length)[0], snap(two.passage, 0, two.b)[1]];
    const [begin, finish] = [one.passage.point(a), two.passage.point(d)];
    const { picked } = marker;
    if (begin >= finish || picked?.text === text && picked.start === begin && picked.end === finish) return;
    settle(text, one.passage, { focus: false });
    pick({ text, start: begin, end: finish });
    const whole = document.createRange();
    whole.setStart(...locate(one.passage, a, true));
    whole.setEnd(...locate(two.passage, d, false));
    selection.removeAllRanges();
    selection.addRange(whole); // drawing has taken the browser's own selection away
    speak(say("choose", { words: wordsOf(marker.picked) }));
  }

  function listen(text) {
    text.pane.addEventListener("pointerdown", (event) => {
      if (event.target === text.pane) return; // its scroll bar
      dragging = true;
      if (marker.picked && !event.shiftKey && event.pointerType !== "touch") pick(null);
    });
  }

  function key(text, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const { picked } = marker;
    const walked = picked?.level && picked.text === text;
    const turn = (by) => () => step(picked, by, event.shiftKey);
    const words = () => narrow(picked, "words");
    const does = walked ? {
      ArrowUp() {},
      ArrowDown() {},
      ArrowRight: turn(1),
      ArrowLeft: turn(-1),
      m: page.done,
      w: picked.level === "words" ? null : words,
      Enter: picked.level === "words" ? page.done : words,
    } : {
      ArrowUp: () => walk(text, -1),
      ArrowDown: () => walk(text, 1),
      Home: () => toPassage(text, 0),
      End: () => toPassage(text, text.passages.length - 1),
      m: page.ready() ? (picked ? page.done : () => start(text)) : null,
      Enter: picked ? page.done : null,
    };
    const act = Object.hasOwn(does, event.key) ? does[event.key] : null;
    if (!act) return false;
    event.preventDefault();
    act();
    return true;
  }

  const up = () => {
    if (!dragging) return;
    dragging = false;
    setTimeout(take);
  };
  const selected = () => {
    clearTimeout(settled);
    if (!dragging) settled = setTimeout(take, 400);
  };
  const outside = { pointerup: up, pointercancel: up, selectionchange: selected };
  for (const [name, call] of Object.entries(outside)) document.addEventListener(name, call);

  function end() {
    for (const [name, call] of Object.entries(outside)) document.removeEventListener(name, call);
    clearTimeout(settled);
  }

  return marker;
}
