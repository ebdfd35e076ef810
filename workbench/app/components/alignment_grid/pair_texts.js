// Correcting the text of a sentence: what is typed survives a reload, and is an operation when left.

class PairTexts {
  constructor(grid) {
    this.grid = grid;
    this.typing = null;
  }

  edit(row, place) {
    const { grid } = this;
    const view = grid.activeView();
    const line = view && view.node.querySelector(`.sentence[data-id="${place.sentence}"]`);
    const one = [...row.source, ...row.target].find((each) => each.id === place.sentence);
    if (!line || !one) return;
    const editor = element("textarea", "editor");
    editor.value = this.kept(place.sentence) ?? one.text;
    editor.spellcheck = true;
    editor.rows = 1;
    editor.setAttribute("aria-label", "Text of the sentence");
    line.closest(".cell").contentEditable = "false";
    line.replaceWith(editor);
    this.typing = { editor, row: row.id, sentence: place.sentence, text: one.text };
    const grow = () => {
      editor.style.height = "0";
      editor.style.height = `${editor.scrollHeight}px`;
      grid.list.schedule();
    };
    editor.addEventListener("input", () => {
      this.keep(place.sentence, editor.value);
      grow();
    });
    editor.addEventListener("blur", () => this.leave());
    grow();
    editor.focus({ preventScroll: true });
    const units = utf16(editor.value, place.offset);
    editor.setSelectionRange(units, units);
  }

  // Ends the typing and saves what is new.
  leave() {
    const { typing, grid } = this;
    if (!typing) return;
    this.typing = null;
    const text = typing.editor.value.replace(/\s+/g, " ").trim();
    typing.editor.remove();
    this.keep(typing.sentence, null);
    const row = grid.rows.get(typing.row);
    if (row && text && text !== typing.text) {
      for (const one of [...row.source, ...row.target]) if (one.id === typing.sentence) one.text = text;
      grid.operate("edit_text", { row: typing.row, sentence: typing.sentence, text });
    }
    grid.refresh(typing.row);
  }

  // What is typed is in the browser's storage until it is an operation.
  kept(sentence) {
    try {
      return localStorage.getItem(`${this.grid.operations.key}-typed-${sentence}`);
    } catch {
      return null;
    }
  }

  keep(sentence, text) {
    const key = `${this.grid.operations.key}-typed-${sentence}`;
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch {
      // Private windows can refuse storage.
    }
  }
}
