// The passages of a text: words, sentences, and places in code points and in UTF-16.
//
//   passage = createPassage(raw, index)  of {start, text, sentences: [[start, end]]}; has `end`,
//     unit(point) and point(unit)        from code points of the document to UTF-16 of the passage,
//     cut(start, end)                    [a, b]: what of a span lies in it, in UTF-16; or null
//     learn(sentences)                   where they come later than the text
//   within(text, start, end)             the passages that a span touches
//   wordsOf({text, start, end})          the words of a span

const WORD =
  /[\p{L}\p{N}\p{M}_]+(?:(?:['’‐‑-]|(?<=\p{N})[.,](?=\p{N}))[\p{L}\p{N}\p{M}_]+)*/gu;

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** The last place in a sorted list whose value is at most `value`. */
function lastUpTo(list, value, read = (each) => each) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (read(list[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A passage with its ruler between code points and UTF-16, which differ where a sign is astral. */
function createPassage(raw, index) {
  let starts = null;
  if (/[\ud800-\udbff][\udc00-\udfff]/.test(raw.text)) {
    starts = [0];
    for (const sign of raw.text) starts.push(starts[starts.length - 1] + sign.length);
  }
  const length = starts ? starts.length - 1 : raw.text.length;
  const end = raw.start + length;
  const unit = (point) => {
    const at = clamp(point - raw.start, 0, length);
    return starts ? starts[at] : at;
  };
  const point = (at) => raw.start + (starts ? lastUpTo(starts, at) : at);
  const found = {};
  let { sentences } = raw;
  const levels = {
    words: () => [...raw.text.matchAll(WORD)].map((m) => [m.index, m.index + m[0].length]),
    sentences: () => {
      const cuts = (sentences ?? []).map(([a, b]) => [unit(a), unit(b)]).filter(([a, b]) => a < b);
      return cuts.length || !raw.text.trim() ? cuts : [[0, raw.text.length]];
    },
  };
  return {
    ...raw,
    index,
    end,
    unit,
    point,
    /** Spans in UTF-16 of the units that the keyboard walks. */
    units: (level) => (found[level] ??= levels[level]()),
    learn(spans) {
      sentences = spans;
      delete found.sentences;
    },
    cut: (from, to) => (from < end && to > raw.start && unit(from) < unit(to) ? [unit(from), unit(to)] : null),
  };
}

const within = (text, start, end) => text.passages.filter((each) => each.cut(start, end));

const wordsOf = ({ text, start, end }) =>
  within(text, start, end).map((each) => each.text.slice(...each.cut(start, end))).join(" … ");
