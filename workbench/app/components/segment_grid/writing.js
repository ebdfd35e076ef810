// The active row's text area and what belongs to it: marks behind the letters, the completion, other
// words, findings. What is typed goes into the outbox at once.

const IDLE_SAVE = 1500;

// As the store keeps a text: what differs only in this is no reason to touch what is being typed.
function tidy(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

class Writing {
  constructor(grid) {
    this.grid = grid;
    const shared = {
      client: grid.client,
      editor: () => this.editor(),
      row: () => grid.activeRow(),
      terms: () => !grid.showRaw,
    };
    this.ghost = new Ghost({
      ...shared,
      inserted: () => this.edited(),
      show: () => this.paint(),
    });
    this.offers = new Offers({
      ...shared,
      window: this.ghost.window,
      place: () => {
        const view = grid.activeView();
        return view && view.parts.target;
      },
      setText: (text, caret) => this.setText(text, caret),
      say: (text) => grid.toolbar.say(text, ""),
    });
    this.findings = new Findings(grid.client, (changed) => {
      this.paint();
      if (changed) grid.refresh(grid.active);
    });
  }

  editor() {
    const view = this.grid.activeView();
    return view ? view.editor : null;
  }

  // The cursor and the letters as they are typed, for when the row is drawn anew.
  remember() {
    const editor = this.editor();
    if (!editor) return;
    const { value, selectionStart: start, selectionEnd: end } = editor;
    this.left = { id: this.grid.activeRow().id, value, start, end };
  }

  // Once no letter is being put together any more, as in Japanese or with a dead key.
  composed() {
    if (!this.composing) return Promise.resolve();
    return new Promise((go) => {
      this.composing.addEventListener("compositionend", () => setTimeout(go), { once: true });
    });
  }

  fill(view, row, state) {
    if (!view.editor) {
      this.build(view, row, state);
    } else if (!this.grid.outbox.pending(row.id) && tidy(view.editor.value) !== tidy(state.text)) {
      view.editor.value = state.text;
      this.ghost.clear();
    }
    this.grid.matches.ask(row);
    this.findings.ask(row, view.editor.value);
    this.showRaw(view, row);
    this.paint();
    const shown = { ...state, text: view.editor.value, findings: this.findings.of(row) };
    fillDrawer(view.parts.drawer, row, shown, (action, number) => this.grid.act(action, number));
  }

  build(view, row, state) {
    view.parts.target.textContent = "";
    const field = element("div", "writing");
    const editor = element("textarea", "editor");
    editor.spellcheck = true;
    editor.rows = 1;
    editor.value = state.text;
    this.takeUp(editor, row);
    editor.setAttribute("aria-label", `Translation of segment ${row.position + 1}`);
    editor.addEventListener("input", () => this.edited());
    editor.addEventListener("compositionstart", () => {
      this.composing = editor;
    });
    editor.addEventListener("compositionend", () => {
      this.composing = null;
    });
    for (const moved of ["keyup", "mouseup", "focus"]) {
      editor.addEventListener(moved, () => this.paint());
    }
    view.mirror = new Mirror();
    field.append(view.mirror.node, editor);
    view.parts.target.append(field);
    view.editor = editor;
    view.drawn = "";
    requestAnimationFrame(() => this.paint());
    if (!state.text) requestAnimationFrame(() => this.ghost.typed());
  }

  takeUp(editor, row) {
    const { left } = this;
    this.left = null;
    if (!left || left.id !== row.id || tidy(left.value) !== tidy(editor.value)) return;
    editor.value = left.value;
    editor.setSelectionRange(left.start, left.end);
  }

  showRaw(view, row) {
    let raw = view.parts.target.querySelector(".raw");
    if (this.grid.showRaw && row.raw) {
      if (!raw) {
        raw = element("div", "raw");
        view.parts.target.append(raw);
      }
      raw.textContent = row.raw;
    } else if (raw) {
      raw.remove();
    }
  }

  // Marks and completion behind the letters, and a text area as high as both.
  paint() {
    const view = this.grid.activeView();
    const row = this.grid.activeRow();
    if (!view || !view.editor || !view.mirror || !row) return;
    const { editor, mirror } = view;
    const text = editor.value;
    const ghost = this.ghost.rest;
    const terms = targetSpans(row, text);
    // Of marks in the same place the first is drawn.
    const spans = [
      ...terms.filter((span) => span.className !== "term"),
      ...this.findings.spans(row, text),
      ...this.grid.doubts.spans(row, text),
      ...terms,
    ];
    // In a narrower window, or a larger zoom, the same text takes more lines.
    const drawn = JSON.stringify([text, spans, ghost, editor.clientWidth]);
    if (view.drawn === drawn) return;
    view.drawn = drawn;
    mirror.paint(text, spans, ghost);
    editor.style.height = "0";
    const height = Math.max(editor.scrollHeight, ghost ? mirror.node.offsetHeight : 0);
    editor.style.height = `${height}px`;
    this.grid.list.schedule();
  }

  edited() {
    const { grid } = this;
    const row = grid.activeRow();
    const view = grid.activeView();
    if (!row || !view || !view.editor) return;
    const text = view.editor.value;
    if (grid.messages.delete(String(row.id))) grid.refresh(row.position);
    grid.outbox.put(row.id, { text, version: row.version, base: row.target });
    const mine = view.parts.drawer.querySelector(".conflict .mine-text");
    if (mine) mine.textContent = text;
    this.ghost.typed();
    this.findings.ask(row, text);
    this.paint();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => grid.outbox.flush(row.id), IDLE_SAVE);
  }

  setText(text, caret) {
    const editor = this.editor();
    if (!editor) return;
    editor.value = text;
    const at = caret === undefined ? text.length : caret;
    editor.setSelectionRange(at, at);
    this.edited();
  }

  insert(text) {
    const editor = this.editor();
    if (!editor) return;
    editor.focus({ preventScroll: true });
    editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
    this.edited();
  }

  // What the active text may not be given the status for, or an empty text.
  obstacle(row, text, status) {
    if (!text.trim() && status !== "rejected") {
      return "An empty translation can't be confirmed. Write one first.";
    }
    if (status !== "approved") return "";
    const finding = this.findings.blocking(row, text);
    if (!finding) return "";
    return `Not approved: ${finding.message}. Put it right, or dismiss it with a reason (${keysFor("dismiss")}).`;
  }

  // Before another row becomes active.
  leave() {
    clearTimeout(this.idle);
    this.ghost.clear();
    this.offers.close();
  }
}
