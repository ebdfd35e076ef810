// Concordance: a sheet that finds a phrase in all documents, in either language, as one types.

const TYPING = 200;

class Concordance {
  constructor(grid) {
    this.grid = grid;
    this.asked = 0;
  }

  // Opens with what is selected, in the text area or anywhere in the rows.
  open() {
    const phrase = this.selected();
    const content = element("div", "concordance");
    this.input = element("input", "search");
    this.input.type = "search";
    this.input.value = phrase;
    this.input.setAttribute("aria-label", "Word or phrase");
    this.lines = element("div", "lines");
    let timer = 0;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.find(), TYPING);
    });
    content.append(this.input, this.lines);
    this.grid.sheet.show("Concordance", content);
    if (phrase) this.find();
  }

  selected() {
    const view = this.grid.activeView();
    const editor = view && view.editor;
    if (editor && editor.selectionEnd > editor.selectionStart) {
      return editor.value.slice(editor.selectionStart, editor.selectionEnd).trim();
    }
    const root = this.grid.root.getRootNode();
    const selection = root.getSelection ? root.getSelection() : document.getSelection();
    return selection ? String(selection).trim() : "";
  }

  async find() {
    const phrase = this.input.value.trim();
    this.asked += 1;
    const { asked } = this;
    try {
      const query = new URLSearchParams({ text: phrase });
      const answer = await this.grid.client.get(`/concordance?${query}`);
      if (asked === this.asked) this.show(phrase, answer.lines);
    } catch (problem) {
      if (asked === this.asked) this.lines.replaceChildren(element("p", "", problem.message));
    }
  }

  show(phrase, lines) {
    this.lines.textContent = "";
    if (!lines.length) this.lines.append(element("p", "", "It occurs nowhere."));
    for (const line of lines) {
      const item = element("div", "line");
      const source = element("div", "theirs");
      const target = element("div", "theirs");
      markedText(source, line.source, phraseSpans(line.source, phrase));
      markedText(target, line.target, phraseSpans(line.target, phrase));
      const document = line.memory ? [`memory ${line.memory}`, line.document] : [line.document];
      const place = `${document.filter(Boolean).join(", ")}, ${line.position + 1}`;
      item.append(source, target, element("span", "place", `${place}, ${placeWord(line)}`));
      this.lines.append(item);
    }
  }
}

function placeWord(line) {
  if (line.memory) return "imported";
  return line.target ? STATUS_WORDS[line.status] : `only in ${line.language}`;
}

function phraseSpans(text, phrase) {
  const spans = [];
  const lower = text.toLowerCase();
  const wanted = phrase.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    const start = Array.from(text.slice(0, at)).length;
    spans.push({ start, end: start + Array.from(phrase).length, className: "found", title: "" });
  }
  return spans;
}
