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
  omitted: "words of the source missing",
  number: "a number differs",
  name: "a name differs",
  "name-repaired": "name restored",
  "number-repaired": "number restored",
  term: "term not applied",
  split: "long, translated in parts",
  dutch: "Dutch words left",
  invented: "no English word",
  negation: "a “not” lost or added",
  echo: "a word comes again",
  "passed-english": "English, passed through",
  "passed-nl": "Dutch, passed through",
  "unsure-hyphen": "hyphen unsure",
};

// What the engine did, and no fault.
const NOTES = new Set(["name-repaired", "number-repaired", "split", "passed-english", "passed-nl"]);

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
  return { node, parts, editor: null, mirror: null, drawn: "", drawnSource: "" };
}

// `typed` is what somebody has typed already for a row that is active and not there yet.
function fillSkeleton(view, position, active, typed) {
  view.node.className = active ? "row loading active" : "row loading";
  view.node.dataset.position = position;
  view.node.setAttribute("aria-busy", "true");
  view.parts.number.textContent = position + 1;
  view.parts.source.textContent = "";
  view.drawnSource = "";
  view.parts.target.textContent = typed;
  view.parts.meta.textContent = "";
  view.parts.drawer.hidden = true;
  view.editor = null;
}

// What is passed through can be looked at, not edited.
function fillPassed(view, row) {
  if (!view.parts.target.querySelector(".passed")) {
    view.parts.target.textContent = "";
    view.parts.target.append(element("span", "passed", passedWord(row)));
  }
  view.parts.drawer.hidden = true;
  view.editor = null;
}

// `state` is what `SegmentGrid.stateOf` gives.
function fillRow(view, row, state) {
  const { parts } = view;
  const status = row.status;
  view.node.className = `row kind-${row.kind} status-${status}${state.active ? " active" : ""}`;
  view.node.dataset.segment = row.id;
  view.node.dataset.position = row.position;
  view.node.removeAttribute("aria-busy");
  view.node.setAttribute("aria-selected", String(state.active));
  parts.number.textContent = row.position + 1;
  parts.number.setAttribute("aria-label", `Segment ${row.position + 1}`);
  parts.source.lang = row.language;
  parts.target.lang = targetLanguage(row);
  drawSource(view, row, state.text);
  if (!state.active) {
    view.editor = null;
    const shown = state.showRaw && row.raw ? row.raw : state.text;
    if (!row.translatable && !shown) {
      parts.target.textContent = "";
      parts.target.append(element("span", "passed", passedWord(row)));
    } else {
      const doubts = shown === state.text ? state.doubts : [];
      markedText(parts.target, shown, [...targetSpans(row, shown), ...doubts]);
    }
  }
  fillMeta(parts.meta, row, state);
  parts.drawer.hidden = !state.active;
}

// Only what is new is drawn: words that somebody has selected would be selected no longer.
function drawSource(view, row, text) {
  const spans = sourceSpans(row, text);
  const drawn = JSON.stringify([row.id, row.source, spans]);
  if (view.drawnSource === drawn) return;
  view.drawnSource = drawn;
  markedText(view.parts.source, row.source, spans);
}

// English goes into Dutch, everything else into English.
function targetLanguage(row) {
  return row.translatable && row.language === "en" ? "nl" : "en";
}

function passedWord(row) {
  if (row.kind === "url") return "address, kept as it is";
  if (row.segment_flags.includes("passed-english")) return "already English, kept as it is";
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
    meta.append(surenessGauge(state.calibration, row.confidence));
  }
  if (state.remarks) {
    const { open, all } = state.remarks;
    const word = open ? `${open} open remark${open > 1 ? "s" : ""}` : `${all} settled`;
    meta.append(element("span", open ? "remark-count open" : "remark-count", word));
  }
  if (row.repeats) meta.append(element("span", "repeats", row.alone ? "this one only" : `repeated ×${row.repeats + 1}`));
  if (row.assignee) meta.append(element("span", "assignee", `for ${row.assignee}`));
  const problems = [...row.flags, ...row.segment_flags].filter((flag) => FLAG_WORDS[flag]);
  for (const flag of problems) {
    meta.append(element("span", NOTES.has(flag) ? "note" : "flag", FLAG_WORDS[flag]));
  }
}

// The part under the active row: findings, memory matches, glossary terms, and what a mouse can do.
// A button that has the focus keeps it, though it is drawn anew.
function fillDrawer(drawer, row, state, act) {
  const place = drawer.getRootNode().activeElement;
  const held = place && drawer.contains(place) ? purposeOf(place) : null;
  drawDrawer(drawer, row, state, act);
  if (held === null) return;
  const again = [...drawer.querySelectorAll("button")].find((each) => purposeOf(each) === held);
  if (again) again.focus({ preventScroll: true });
}

// Two findings may have buttons of the same words.
function purposeOf(button) {
  const { action = "", finding = "" } = button.dataset;
  return `${action} ${finding} ${button.textContent}`;
}

function drawDrawer(drawer, row, state, act) {
  drawer.textContent = "";
  drawer.append(...findingLines(state.findings, act));
  state.matches.forEach((match, index) => drawer.append(matchLine(match, row, index + 1, act)));
  termsOf(row).forEach((term, index) => {
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
  drawer.append(drawerButtons(row, state, act));
  if (state.conflict) drawer.append(conflictBox(state, act));
  if (state.message) {
    const box = element("div", "message", state.message);
    box.setAttribute("role", "alert");
    drawer.append(box);
  }
}

function drawerButtons(row, state, act) {
  const buttons = element("div", "buttons");
  const offers = [
    ["approveNext", "Approve"],
    ["reviewNext", "Reviewed"],
    ["reject", "Hand back…"],
    ["remarks", state.remarks ? `Remarks (${state.remarks.all})` : "Remarks"],
    ["otherWords", "Other words"],
    ["addTerm", "New term…"],
    ["split", "Split…"],
    ["merge", "Merge"],
    ["history", "History"],
  ];
  if (row.repeats && !row.alone) offers.splice(1, 0, ["approveAlone", "This one only"]);
  if (row.alone) offers.push(["repeatAgain", "Repeat again"]);
  if (row.raw && row.raw !== row.target) offers.push(["toggleRaw", "Without glossary"]);
  for (const [action, word] of offers) {
    const button = element("button", action === "approveNext" ? "primary" : "", word);
    button.type = "button";
    button.title = keysFor(action);
    button.dataset.action = action;
    button.addEventListener("click", () => act(action));
    buttons.append(button);
  }
  return buttons;
}

function conflictBox(state, act) {
  const box = element("div", "conflict");
  box.setAttribute("role", "alert");
  const { theirs } = state.conflict;
  const merged = state.base === undefined ? null : mergeTexts(state.base, state.text, theirs);
  const mine = element("div", "mine", "Yours: ");
  mine.append(element("span", "mine-text", state.text));
  box.append(
    element("strong", "", "Somebody else saved this segment in the meantime."),
    element("div", "theirs", `Theirs: ${theirs}`),
    mine,
  );
  const choices = [
    ["keepMine", "Save mine over it"],
    ["takeTheirs", "Take theirs"],
  ];
  if (merged !== null && merged !== state.text && merged !== theirs) {
    const both = element("div", "both");
    both.append("Both: ", wordDiff(element("span"), theirs, merged));
    box.append(both);
    choices.unshift(["keepBoth", "Save both changes"]);
  }
  for (const [action, word] of choices) {
    const button = element("button", "", word);
    button.type = "button";
    button.dataset.action = action;
    button.addEventListener("click", () => act(action));
    box.append(button);
  }
  return box;
}
