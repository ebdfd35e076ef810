// The keyboard of the alignment editor: one key for each operation, outside of typing.

const PAIR_KEYS = [
  ["Decide"],
  ["Enter", "accept", "Accept and go to the next uncertain row"],
  ["Shift+Enter", "acceptSure", "Accept all rows above a probability …"],
  ["R", "reject", "Reject: no translation of each other"],
  ["V", "needsReview", "Leave it to somebody else: needs review"],
  ["1", "unaligned1", "No partner: not translated"],
  ["2", "unaligned2", "No partner: added in the translation"],
  ["3", "unaligned3", "No partner: furniture (page numbers, headers)"],
  ["4", "unaligned4", "No partner: another reason …"],
  ["T", "note", "Write a note …"],
  ["Group"],
  ["M", "mergeDown", "Merge with the row below"],
  ["Shift+M", "mergeUp", "Merge with the row above"],
  ["Alt+M", "mergeSideDown", "Merge this side only, with the row below"],
  ["Alt+Shift+M", "mergeSideUp", "Merge this side only, with the row above"],
  ["S", "splitRow", "Split the row behind the sentence at the cursor"],
  ["X", "splitSentence", "Split the sentence at the cursor"],
  ["U", "sendUp", "Send the first sentence of this side up"],
  ["D", "sendDown", "Send the last sentence of this side down"],
  ["Alt+U", "sendTextUp", "Send the text before the cursor up"],
  ["Alt+D", "sendTextDown", "Send the text after the cursor down"],
  ["I", "insertEmpty", "Insert an empty cell: move this side down"],
  ["W", "swapDown", "Swap this side with the row below"],
  ["Shift+W", "swapUp", "Swap this side with the row above"],
  ["O", "ownRow", "Take the sentence at the cursor into a row of its own"],
  ["P", "partner", "Choose a partner anywhere …"],
  ["L", "carry", "Pick up the sentence at the cursor; again in another row: link it there"],
  ["E", "edit", "Correct the text (Enter saves, Esc too)"],
  ["Ask the aligner"],
  ["A", "alternatives", "What else this row could be …"],
  ["G", "realign", "Align again between decided rows, or the selected rows …"],
  ["Shift+G", "realignHere", "Align again from here on …"],
  ["Alt+G", "realignAll", "Align again everything undecided …"],
  ["Move"],
  ["ArrowDown", "down", "Next row (also J)"],
  ["ArrowUp", "up", "Previous row (also K)"],
  ["Shift+ArrowDown", "selectDown", "Select rows downwards"],
  ["Shift+ArrowUp", "selectUp", "Select rows upwards"],
  ["Tab", "otherSide", "The other side"],
  ["N", "nextOpen", "Next uncertain row, without a decision"],
  ["F", "queueOrder", "Least certain first, or in reading order"],
  ["Q", "filter", "Show only some rows: uncertain, not 1–1, numbers differ … (Q 0 shows all)"],
  ["/", "search", "Search in both texts and the notes"],
  ["Y", "bridge", "Show or hide the machine's translation"],
  ["B", "picture", "Show or hide the picture of the whole alignment"],
  ["H", "history", "History of the row"],
  ["Ctrl+Z", "undo", "Undo, without limit"],
  ["Ctrl+Shift+Z", "redo", "Redo"],
  ["?", "help", "These keys (also F1)"],
];

const ALSO = {
  J: "down",
  K: "up",
  "Ctrl+Enter": "accept",
  "Ctrl+Y": "redo",
  F1: "help",
  F2: "edit",
  "Shift+Tab": "otherSide",
  "Shift+?": "help",
};

const PAIR_ACTIONS_BY_KEY = new Map([
  ...PAIR_KEYS.filter((entry) => entry.length > 1).map(([keys, action]) => [keys, action]),
  ...Object.entries(ALSO),
]);

function pairActionFor(event) {
  return PAIR_ACTIONS_BY_KEY.get(chord(event)) || null;
}

function keyOf(action) {
  const entry = PAIR_KEYS.find(([, name]) => name === action);
  return entry ? entry[0].replace("Arrow", "") : "";
}

function pairKeyHelp() {
  const columns = element("div", "key-columns");
  let list = null;
  for (const [keys, , help] of PAIR_KEYS) {
    if (help === undefined) {
      const section = element("section");
      list = element("dl", "keys");
      section.append(element("h4", "", keys), list);
      columns.append(section);
    } else {
      list.append(element("dt", "", keys.replace("Arrow", "")), element("dd", "", help));
    }
  }
  return columns;
}
