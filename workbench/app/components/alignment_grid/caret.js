// Where the cursor is: side, sentence and offset. Cells of the active row can hold a cursor but
// not be typed in; offsets count code points, as Python does.

function caretOf(grid) {
  const view = grid.activeView();
  if (!view) return null;
  const root = grid.root.getRootNode();
  const selection = root.getSelection ? root.getSelection() : document.getSelection();
  const node = selection && selection.rangeCount ? selection.anchorNode : null;
  if (!node || !view.node.contains(node)) return null;
  const start = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const sentence = start.closest(".sentence");
  if (!sentence) return null;
  const range = document.createRange();
  range.selectNodeContents(sentence);
  range.setEnd(node, selection.anchorOffset);
  return {
    side: Number(sentence.dataset.side),
    sentence: Number(sentence.dataset.id),
    offset: Array.from(range.toString()).length,
  };
}

function placeCaret(grid, place) {
  const view = grid.activeView();
  if (!view) return;
  const wanted = place && view.node.querySelector(`.sentence[data-id="${place.sentence}"]`);
  let side = place ? place.side : grid.side;
  // An empty cell has no place for a cursor.
  if (!wanted && !view.parts[SIDES[side]].querySelector(".sentence")) side = 1 - side;
  const cell = view.parts[SIDES[side]];
  const sentence = wanted || cell.querySelector(".sentence");
  const home = wanted ? wanted.closest(".cell") : cell;
  home.focus({ preventScroll: true });
  if (!sentence) return;
  const root = grid.root.getRootNode();
  const selection = root.getSelection ? root.getSelection() : document.getSelection();
  const text = sentence.firstChild;
  const offset = wanted && place.offset ? utf16(sentence.textContent, place.offset) : 0;
  if (!selection || !text) return;
  selection.collapse(text, Math.min(offset, text.textContent.length));
}

function utf16(text, points) {
  return Array.from(text).slice(0, points).join("").length;
}

// The cell takes the cursor, and nothing else.
function guardCell(cell) {
  cell.contentEditable = "true";
  cell.spellcheck = false;
  cell.setAttribute("role", "textbox");
  cell.setAttribute("aria-readonly", "true");
  if (cell.dataset.guarded) return;
  cell.dataset.guarded = "yes";
  for (const name of ["beforeinput", "paste", "drop", "cut"]) {
    cell.addEventListener(name, (event) => {
      if (event.target.tagName !== "TEXTAREA") event.preventDefault();
    });
  }
}

// Words of a text that another one lacks, as spans for markedText.
function missingWords(text, other, className, title) {
  const fold = (word) => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const there = new Set((other.match(/[\p{L}\p{N}]+/gu) || []).map(fold));
  const spans = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (there.has(fold(match[0]))) continue;
    const start = Array.from(text.slice(0, match.index)).length;
    spans.push({ start, end: start + Array.from(match[0]).length, className, title });
  }
  return spans;
}
