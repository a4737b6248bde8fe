// The drawing under a table: the kernel says of which elements it is made, as lists of tag,
// attributes and what is inside. It stays while the table is changed, until the next try is kept.

const drawn = (part) => (typeof part === "string" ? part : make(part[0], part[1], ...part.slice(2).map(drawn)));

const { rows: undrawn } = CONTROLS;

CONTROLS.rows = (quiz) => {
  const control = undrawn(quiz);
  const node = make("div", { class: "cs-drawings" });
  return {
    ...control,
    told({ outcome }, first) {
      if (first) control.node.closest("form").querySelector(".cs-outcome").before(node);
      const drawings = outcome?.drawings ?? [];
      if (drawings.length || !outcome) patch(node, drawings, () => drawings.map(drawn));
    },
  };
};
