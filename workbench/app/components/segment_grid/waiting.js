// Keys pressed before their segment is there: it is still being loaded, or an undo, a merge, a sheet,
// the answer to a form is on its way. They are kept in order and done once it is there, so that
// nothing is lost and nothing lands in another segment. What is typed goes into a field that nobody
// sees until then; a skeleton of the row shows it.

// Actions that are over only when the server has answered: what is pressed behind them waits.
const AWAITED = new Set([
  ...["undo", "redo", "merge", "order", "remarks", "history", "filters", "assign", "addTerm"],
  ...["machineText", "takeRaw", "insertMatch", "otherWords", "otherTexts"],
  ...["fix", "fixFinding", "dismiss", "dismissFinding", "restoreFinding", "repeatAgain"],
]);

// What only looks or moves on needs no row, and nothing was pressed before it.
const ROWLESS = new Set(["down", "up", "nextWork", "goTo", "search", "filters", "help", "concordance", "larger", "smaller"]);

const LONGEST_HOLD = 20000;
const TOLD_AFTER = 1000;
const WAITING_WORD = "Waiting for the answer…";

const EDITS = new Set(["Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End"]);

// What moves in a list of words or through a form.
const STEPS = new Set(["Tab", "ArrowUp", "ArrowDown"]);

const TYPED_INTO = new Set(["text", "search", "number", "textarea"]);

class Waiting {
  constructor(grid) {
    this.grid = grid;
    // In the order of the keys: {text}, {edit, word}, {step, back} or {action, number, key}.
    this.kept = [];
    this.holds = 0;
    // Where the focus was before the first of these holds.
    this.place = null;
    // What was typed for something that has no text to write in.
    this.homeless = "";
    this.draining = false;
    this.composing = false;
    this.field = element("textarea", "catch");
    this.field.tabIndex = -1;
    this.field.setAttribute("aria-label", "The answer is on its way; what you type waits for it");
    this.field.addEventListener("compositionstart", () => {
      this.composing = true;
    });
    this.field.addEventListener("compositionend", () => {
      this.composing = false;
      this.take();
      this.drain();
    });
    this.field.addEventListener("input", () => !this.composing && this.take());
    this.onUnload = (event) => this.text && event.preventDefault();
    window.addEventListener("beforeunload", this.onUnload);
  }

  // Whether a key has to wait now.
  get on() {
    const { grid } = this;
    const loading = grid.indexOf(grid.active) >= 0 && !grid.activeRow();
    return this.holds > 0 || !grid.shape || loading;
  }

  get text() {
    return this.kept.map((each) => each.text || "").join("");
  }

  take() {
    const text = this.field.value;
    this.field.value = "";
    if (text) this.keep({ text });
  }

  keep(entry) {
    this.kept.push(entry);
    if (this.on) this.grid.refresh(this.grid.active);
    else this.drain();
  }

  // Whether an action was kept for later.
  keeps(known, event) {
    const later = this.on || this.kept.length > 0;
    if (!later) return false;
    const free = this.grid.shape && this.holds === 0 && this.kept.length === 0;
    if (free && ROWLESS.has(known.action)) return false;
    this.keep({ ...known, key: event.key });
    return true;
  }

  // A key in the field that no action is for: letters stay there until `take`.
  edit(event) {
    const all = event.ctrlKey && event.key.toLowerCase() === "a";
    if (STEPS.has(event.key) && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      this.keep({ step: event.key, back: event.shiftKey });
      return;
    }
    if (!all && (!EDITS.has(event.key) || event.shiftKey || event.altKey)) return;
    event.preventDefault();
    this.keep(all ? { edit: "All" } : { edit: event.key, word: event.ctrlKey });
  }

  // Lets keys wait until `work` is done, at most for `longest` milliseconds. If it fails, what was
  // meant for its outcome is not done to something else; a text that was typed is told.
  async hold(work, longest = LONGEST_HOLD) {
    const place = this.grid.root.getRootNode().activeElement;
    const inside = Boolean(place) && this.grid.root.contains(place);
    if (this.holds === 0) this.place = inside ? place : null;
    this.holds += 1;
    if (inside) this.catch();
    let late = 0;
    const told = setTimeout(() => this.grid.toolbar.say(WAITING_WORD, ""), TOLD_AFTER);
    const limit = new Promise((_, no) => {
      const slow = new RequestFailed("offline", "The workbench does not answer");
      late = setTimeout(() => no(slow), longest);
    });
    try {
      await Promise.race([work, limit]);
    } catch (problem) {
      const { text } = this;
      this.kept = [];
      if (!text) throw problem;
      throw new RequestFailed(problem.kind, `${problem.message}. Not written anywhere: “${text}”`);
    } finally {
      clearTimeout(late);
      clearTimeout(told);
      this.grid.toolbar.unsay(WAITING_WORD);
      this.holds -= 1;
      this.drain();
    }
  }

  catch() {
    this.field.focus({ preventScroll: true });
  }

  // Does what was kept, as far as it does not have to wait again.
  async drain() {
    if (this.draining || this.composing) return;
    this.draining = true;
    try {
      while (this.kept.length && !this.on) await this.replay(this.kept.shift());
    } finally {
      this.draining = false;
    }
    if (this.homeless && !this.kept.length) {
      this.grid.toolbar.say(`Not written anywhere: “${this.homeless}”`, "bad");
      this.homeless = "";
    }
    if (!this.on && this.grid.root.getRootNode().activeElement === this.field) this.back();
  }

  // Back to where somebody was, if that is still there; or else into the text.
  back() {
    const { sheet } = this.grid;
    const { place } = this;
    const there = Boolean(place) && place.isConnected && place.offsetParent !== null;
    if (sheet.open) {
      const inside = there && sheet.node.contains(place);
      (inside ? place : sheet.box).focus();
    } else if (there && (place.tagName === "BUTTON" || (place.tagName === "INPUT" && this.grid.active < 0))) {
      place.focus({ preventScroll: true });
    } else this.grid.focusEditor();
  }

  async replay(entry) {
    const { grid } = this;
    const { offers } = grid.writing;
    const { sheet } = grid;
    if (sheet.open) {
      if (!sheet.node.contains(grid.root.getRootNode().activeElement)) this.back();
      const key = entry.key || entry.step || (entry.text === "\n" ? "Enter" : "");
      if (key) sheet.press(key, entry.back);
      else this.write(entry);
      return;
    }
    const chosen = entry.step || (entry.action === "leave" ? "Escape" : entry.text);
    if (chosen && offers.key({ key: chosen === "\n" ? "Enter" : chosen })) return;
    if (entry.step) {
      if (entry.step === "Tab" && !entry.back) grid.writing.ghost.accept(false);
      return;
    }
    if (entry.action) {
      const done = grid.act(entry.action, entry.number);
      if (this.holds) await done;
      return;
    }
    grid.focusEditor();
    this.write(entry);
  }

  // What was typed goes where the focus is now.
  write(entry) {
    const place = this.grid.root.getRootNode().activeElement;
    if (place && place.type === "checkbox" && entry.text === " ") {
      place.click();
      return;
    }
    if (!place || !TYPED_INTO.has(place.type) || place === this.field) {
      this.homeless += entry.text || "";
      return;
    }
    if (entry.edit) editText(place, entry.edit, entry.word);
    else if (place.type === "number") place.value += entry.text;
    else place.setRangeText(entry.text, place.selectionStart, place.selectionEnd, "end");
    place.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }

  stop() {
    window.removeEventListener("beforeunload", this.onUnload);
  }
}

// What an editing key does to a field, with Ctrl by a word.
function editText(field, key, word) {
  if (key === "All") {
    field.select();
    return;
  }
  const { value, selectionStart: start, selectionEnd: end } = field;
  const back = value.slice(0, start).match(word ? /\S*\s*$/u : /.?$/su)[0].length;
  const forth = value.slice(end).match(word ? /^\s*\S*/u : /^.?/su)[0].length;
  const some = start !== end;
  if (key === "Backspace") field.setRangeText("", some ? start : start - back, end, "end");
  if (key === "Delete") field.setRangeText("", start, some ? end : end + forth, "end");
  const caret = { ArrowLeft: some ? start : start - back, ArrowRight: some ? end : end + forth, Home: 0, End: value.length }[key];
  if (caret !== undefined) field.setSelectionRange(caret, caret);
}
