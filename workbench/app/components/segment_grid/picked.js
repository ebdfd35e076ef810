// Words that somebody has selected in a source text: remembered for a new term, with a button beside
// them. They are kept while words are selected in the translation of the same segment.

const BESIDE = 4;

class PickedWords {
  constructor(grid) {
    this.grid = grid;
    this.kept = null;
    this.button = element("button", "take-term", "New term");
    this.button.type = "button";
    this.button.hidden = true;
    // The selection is what the button is about: a press must not take it away.
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => grid.act("addTerm"));
    grid.root.append(this.button);
    this.onChange = () => this.look();
    this.onScroll = () => this.hide();
    document.addEventListener("selectionchange", this.onChange);
    grid.viewport.addEventListener("scroll", this.onScroll, { passive: true });
  }

  look() {
    const range = this.range();
    if (!range) {
      this.hide();
      return;
    }
    const row = range.source.closest(".row");
    const text = trimmedWords(range.text);
    this.kept = text ? { segment: row.dataset.segment, text } : null;
    if (!text || this.grid.sheet.open) {
      this.hide();
      return;
    }
    const place = this.grid.root.getBoundingClientRect();
    this.button.title = `${text} (${keysFor("addTerm")})`;
    this.button.style.left = `${range.box.left - place.left}px`;
    this.button.style.top = `${range.box.bottom - place.top + BESIDE}px`;
    this.button.hidden = false;
  }

  // What is selected within one source text, if anything.
  range() {
    const root = this.grid.root.getRootNode();
    const selection = root.getSelection ? root.getSelection() : document.getSelection();
    if (!selection || !selection.rangeCount) return null;
    const [from, to] = [sourceOf(selection.anchorNode), sourceOf(selection.focusNode)];
    if (!from || from !== to || !this.grid.root.contains(from)) return null;
    const box = selection.getRangeAt(0).getBoundingClientRect();
    return { source: from, text: String(selection), box };
  }

  hide() {
    this.button.hidden = true;
  }

  // The words selected on both sides of a segment.
  words(row) {
    const { editor } = this.grid.activeView() || {};
    const written = editor ? editor.value.slice(editor.selectionStart, editor.selectionEnd) : "";
    const target = trimmedWords(written);
    const source = this.kept && this.kept.segment === String(row.id) ? this.kept.text : "";
    // The glossary is the same for both directions, with the Dutch term first.
    return row.language === "en" ? { dutch: target, english: source } : { dutch: source, english: target };
  }

  stop() {
    document.removeEventListener("selectionchange", this.onChange);
    this.grid.viewport.removeEventListener("scroll", this.onScroll);
  }
}

function sourceOf(node) {
  const place = node && node.nodeType === Node.TEXT_NODE ? node.parentNode : node;
  return place && place.closest ? place.closest(".source") : null;
}

// Without the spaces and marks that a quick selection takes along.
function trimmedWords(text) {
  return text.replace(/\s+/g, " ").replace(/^[\s.,;:!?"“”„‘(\[]+|[\s.,;:!?"“”„(\[)\]]+$/gu, "");
}
