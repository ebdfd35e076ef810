// One segment as it stands in the list. A row is built once and updated in place; only the active
// row has a text area, and a row that is not loaded yet can't be edited at all.

const STATUS_WORDS = {
  untranslated: "to do",
  draft: "draft",
  reviewed: "reviewed",
  approved: "approved",
  rejected: "rejected",
};

const SAVE_WORDS = {
  draft: "unsaved",
  saving: "saving…",
  saved: "saved",
  conflict: "conflict",
  offline: "offline, kept here",
  refused: "not accepted",
};

const FLAG_WORDS = {
  loop: "repeats itself",
  copy: "copied, not translated",
  truncated: "cut short",
  dropped: "something left out",
  number: "a number differs",
  name: "a name differs",
  "name-repaired": "name restored",
  term: "term not applied",
  split: "long, translated in parts",
  dutch: "Dutch words left",
  "passed-english": "English, passed through",
  "unsure-hyphen": "hyphen unsure",
};

function buildRow() {
  const node = element("div", "row");
  node.setAttribute("role", "row");
  const parts = {
    number: element("div", "number"),
    source: element("div", "source"),
    target: element("div", "target"),
    meta: element("div", "meta"),
    drawer: element("div", "drawer"),
  };
  for (const cell of Object.values(parts)) cell.setAttribute("role", "gridcell");
  parts.source.lang = "nl";
  parts.target.lang = "en";
  node.append(parts.number, parts.source, parts.target, parts.meta, parts.drawer);
  return { node, parts, editor: null };
}

function fillSkeleton(view, position) {
  view.node.className = "row loading";
  view.parts.number.textContent = position + 1;
  view.parts.source.textContent = "";
  view.parts.target.textContent = "";
  view.parts.meta.textContent = "";
  view.parts.drawer.hidden = true;
}

// `state` is {active, text, saveState, showRaw}.
function fillRow(view, row, state) {
  const { parts } = view;
  const status = row.status;
  view.node.className = `row kind-${row.kind} status-${status}${state.active ? " active" : ""}`;
  view.node.dataset.segment = row.id;
  view.node.dataset.position = row.position;
  view.node.setAttribute("aria-selected", String(state.active));
  parts.number.textContent = row.position + 1;
  parts.source.lang = row.language;
  markedText(parts.source, row.source, sourceSpans(row, state.text));
  if (!state.active) {
    view.editor = null;
    const shown = state.showRaw && row.raw ? row.raw : state.text;
    if (!row.translatable && !shown) {
      parts.target.textContent = "";
      parts.target.append(element("span", "passed", passedWord(row)));
    } else {
      markedText(parts.target, shown, targetSpans(row, shown));
    }
  }
  fillMeta(parts.meta, row, state);
  parts.drawer.hidden = !state.active;
}

function passedWord(row) {
  if (row.kind === "url") return "address, kept as it is";
  if (row.language === "en") return "already English, kept as it is";
  return "kept as it is";
}

function fillMeta(meta, row, state) {
  meta.textContent = "";
  if (!row.translatable) return;
  meta.append(element("span", `status status-${row.status}`, STATUS_WORDS[row.status]));
  if (state.saveState && (state.saveState !== "saved" || state.active)) {
    const word = element("span", `save save-${state.saveState}`, SAVE_WORDS[state.saveState]);
    word.setAttribute("role", "status");
    meta.append(word);
  }
  if (row.confidence !== null && row.origin === "machine" && row.status === "draft") {
    const percent = Math.round(row.confidence * 100);
    const gauge = element("span", "gauge");
    gauge.title = `The model's own probability: ${percent} % a word`;
    gauge.setAttribute("aria-label", gauge.title);
    const fill = element("i");
    fill.style.width = `${percent}%`;
    gauge.append(fill);
    meta.append(gauge);
  }
  const problems = [...row.flags, ...row.segment_flags].filter((flag) => FLAG_WORDS[flag]);
  for (const flag of problems) meta.append(element("span", "flag", FLAG_WORDS[flag]));
}

// The part under the active row: memory matches, glossary terms, and what a mouse can do.
function fillDrawer(drawer, row, state, act) {
  drawer.textContent = "";
  state.matches.forEach((match, index) => drawer.append(matchLine(match, index + 1, act)));
  row.terms.forEach((term, index) => {
    const { missing, word } = termState(row, term, state.text);
    const chip = element("button", missing ? "chip missing" : "chip");
    chip.type = "button";
    chip.append(
      element("kbd", "", index < 9 ? `Alt+${index + 1}` : ""),
      element("span", "", `${term.source} → ${term.target}`),
      element("em", "", word),
    );
    chip.addEventListener("click", () => act("insertTerm", index + 1));
    drawer.append(chip);
  });
  const buttons = element("div", "buttons");
  const offers = [
    ["approveNext", "Approve", "Ctrl+Enter"],
    ["reviewNext", "Reviewed", "Ctrl+Shift+Enter"],
    ["reject", "Reject", "Alt+R"],
    ["history", "History", "Alt+H"],
  ];
  if (row.raw && row.raw !== row.target) offers.push(["toggleRaw", "Without glossary", "Alt+T"]);
  for (const [action, word, keys] of offers) {
    const button = element("button", action === "approveNext" ? "primary" : "", word);
    button.type = "button";
    button.title = keys;
    button.dataset.action = action;
    button.addEventListener("click", () => act(action));
    buttons.append(button);
  }
  drawer.append(buttons);
  if (state.conflict) drawer.append(conflictBox(state, act));
  if (state.message) {
    const box = element("div", "message", state.message);
    box.setAttribute("role", "alert");
    drawer.append(box);
  }
}

function conflictBox(state, act) {
  const box = element("div", "conflict");
  box.setAttribute("role", "alert");
  box.append(
    element("strong", "", "Somebody else saved this segment in the meantime."),
    element("div", "theirs", `Theirs: ${state.conflict.theirs}`),
    element("div", "mine", `Yours: ${state.text}`),
  );
  for (const [action, word] of [
    ["keepMine", "Save mine over it"],
    ["takeTheirs", "Take theirs"],
  ]) {
    const button = element("button", "", word);
    button.type = "button";
    button.dataset.action = action;
    button.addEventListener("click", () => act(action));
    box.append(button);
  }
  return box;
}
