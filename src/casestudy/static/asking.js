// What the dossier and the record share: buttons, asking the kernel, and files for the browser.
//
//   asking = createAsking(model, say, status), with `status` the node of what is said to the learner:
//     send(what, more)   ask the kernel; returns the number it was asked under
//     want(more)         ask it for a file, which is handed to the browser when it comes
//     hear(state)        take note of a new state: what it answers, what it says, and its file
//     tell(words)        say something of the page's own, before what the kernel said
//     stop()             wait no more
//
// Of the strings it needs waiting, no_kernel and saved {name}.

const SOON = 300; // ms until the page says that it is waiting
const LATE = 1500; // ms until it says that no kernel answers
const TYPES = { md: "text/markdown", html: "text/html", jsonl: "application/x-ndjson" };

function button(words, act, attributes = {}) {
  const node = make("button", { type: "button", ...attributes }, ...[].concat(words));
  node.addEventListener("click", act);
  return node;
}

function createAsking(model, say, status) {
  const state = () => model.get("state") ?? {};
  let asked = null; // what is under way to the kernel: {n, key, soon, late}
  let before = null; // what no kernel answered: {n, key}; asked once more, it is done once
  let wanted = 0; // the number under which a file was asked for
  let message = ""; // what the page itself has to say; it goes before what the kernel said

  function tell(words) {
    message = words;
    write(status, message || state().said || "");
  }

  function stop() {
    clearTimeout(asked?.soon);
    clearTimeout(asked?.late);
    asked = null;
  }

  function send(what, more = {}) {
    const key = JSON.stringify([what, more]);
    if (asked?.key === key) return asked.n;
    stop();
    const n = nextNumber(state().seq);
    const retry = before?.key === key ? { retry: before.n } : {};
    const give_up = () => {
      before = { n: before?.key === key ? before.n : n, key };
      stop();
      tell(say("no_kernel"));
    };
    asked = { n, key };
    asked.soon = setTimeout(() => tell(say("waiting")), SOON);
    asked.late = setTimeout(give_up, LATE);
    tell("");
    try {
      model.send({ do: what, ...more, ...retry, seq: n });
    } catch {
      give_up();
    }
    return n;
  }

  /** Give a file to the browser, which keeps it among the downloads. */
  function hand({ name, text }) {
    wanted = 0;
    const url = URL.createObjectURL(new Blob([text], { type: TYPES[name.split(".").pop()] }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    tell(say("saved", { name }));
  }

  function hear(now) {
    if (asked && now.seq >= asked.n) {
      stop();
      before = null;
      message = "";
    }
    tell(message);
    if (wanted && now.file?.seq === wanted) hand(now.file);
  }

  return { send, want: (more) => { wanted = send("save", more); }, hear, tell, stop };
}
