// Interactive completion: what the model would write behind what was just typed, in quiet letters at
// the end of the text. It never waits: typing goes on, and an answer to older letters is dropped.

const GHOST_PAUSE = 25;

// Questions on their way at once. A given up one still keeps the server busy: on a slow machine,
// one for each letter would leave it no time for anything else.
const MOST_ASKED = 2;

// Letters of the text again, behind the text area: they are not seen themselves, but carry marks
// (findings, doubtful words) and the completion at the end.
class Mirror {
  constructor() {
    this.node = element("div", "mirror");
    this.node.setAttribute("aria-hidden", "true");
  }

  paint(text, spans, ghost) {
    markedText(this.node, text, spans);
    if (ghost) this.node.append(element("span", "ghost", ghost));
    // A line end at the very end would otherwise have no height.
    this.node.append("\u200b");
  }
}

class Ghost {
  // owner: {editor(), row(), client, terms(), inserted(), show()}
  constructor(owner) {
    this.owner = owner;
    this.window = Math.random().toString(36).slice(2);
    this.on = true;
    this.onTheWay = 0;
    this.later = false;
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    this.asking = null;
    this.later = false;
    this.segment = null;
    this.full = "";
  }

  // What is to be shown behind the text, or an empty text.
  get rest() {
    const editor = this.owner.editor();
    const row = this.owner.row();
    if (!this.on || !editor || !row || row.id !== this.segment) return "";
    const { value } = editor;
    const atEnd = editor.selectionStart === value.length && editor.selectionEnd === value.length;
    if (!atEnd || value.length >= this.full.length || !this.full.startsWith(value)) return "";
    return this.full.slice(value.length);
  }

  get visible() {
    return this.rest !== "";
  }

  // After every change of the text: what was typed may be the beginning of what is shown already.
  typed() {
    const editor = this.owner.editor();
    const row = this.owner.row();
    if (!this.on || !editor || !row) return;
    const { value } = editor;
    if (row.id === this.segment && this.full && this.full.startsWith(value)) return;
    this.clear();
    if (editor.selectionEnd !== value.length) return;
    this.timer = setTimeout(() => this.ask(row, value), GHOST_PAUSE);
  }

  // An answer came, perhaps to older letters: now the newest ones can be asked about.
  answered() {
    this.onTheWay -= 1;
    if (this.onTheWay === MOST_ASKED - 1 && this.later) this.typed();
  }

  async ask(row, prefix) {
    this.later = this.onTheWay >= MOST_ASKED;
    if (this.later) return;
    const asking = {};
    this.asking = asking;
    this.onTheWay += 1;
    try {
      const answer = await this.owner.client.post(`/segments/${row.id}/complete`, {
        prefix,
        terms: this.owner.terms(),
        window: this.window,
      });
      const editor = this.owner.editor();
      const now = this.owner.row();
      if (this.asking !== asking || answer.stale || !editor || !now || now.id !== row.id) return;
      if (editor.value !== prefix) return;
      this.segment = row.id;
      this.full = prefix + answer.rest;
      this.owner.show();
    } catch {
      // Without an answer there is nothing to show; whoever types is not told.
    } finally {
      this.answered();
    }
  }

  // Takes one word of what is shown, or all of it; says whether there was something to take.
  accept(all) {
    const { rest } = this;
    if (!rest) return false;
    const piece = all ? rest : rest.match(/^\s*\S+/)[0];
    const editor = this.owner.editor();
    const end = editor.value.length;
    editor.setRangeText(piece, end, end, "end");
    this.owner.inserted();
    return true;
  }

  dismiss() {
    const { visible } = this;
    this.clear();
    this.owner.show();
    return visible;
  }
}
