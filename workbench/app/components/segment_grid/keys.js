// The keyboard, in one table: what a key does, what the help says of it, and what each person has
// changed. `also` is a second key for the same; what is `fixed` can't be changed.

const KEYS = [
  { group: "Decide", action: "approveNext", keys: "Ctrl+Enter", help: "Approve and go to the next that needs work" },
  { group: "Decide", action: "reviewNext", keys: "Ctrl+Shift+Enter", help: "Mark as reviewed and go on" },
  { group: "Decide", action: "approveAlone", keys: "Ctrl+Alt+Enter", help: "Approve this one only, not its repeats" },
  { group: "Decide", action: "reject", keys: "Alt+R", help: "Hand back: reject and say why" },
  { group: "Decide", action: "save", keys: "Ctrl+S", help: "Save the text, keep the status" },
  { group: "Decide", action: "undo", keys: "Alt+Z", help: "Undo the last action in this document" },
  { group: "Decide", action: "redo", keys: "Alt+Shift+Z", help: "Redo" },
  { group: "Decide", action: "bulk", keys: "Alt+B", help: "A status for all segments shown" },
  { group: "Go", action: "down", keys: "Alt+ArrowDown", help: "Next segment" },
  { group: "Go", action: "up", keys: "Alt+ArrowUp", help: "Previous segment" },
  { group: "Go", action: "nextWork", keys: "Alt+N", help: "Next that needs work, without a change" },
  { group: "Go", action: "goTo", keys: "Alt+G", help: "Go to a segment by its number" },
  { group: "Go", action: "search", keys: "Alt+F", help: "Search in both languages" },
  { group: "Go", action: "filters", keys: "Alt+Shift+F", help: "Filters: status, check, person, pattern …" },
  { group: "Go", action: "order", keys: "Alt+O", help: "Order: as in the text, by effort, by confidence" },
  { group: "Write", action: "acceptWord", keys: "Tab", help: "Take the next word of the completion" },
  { group: "Write", action: "acceptAll", keys: "Ctrl+Tab", also: "Alt+ArrowRight", help: "Take all of the completion (Alt+→ where the browser keeps Ctrl+Tab)" },
  { group: "Write", action: "otherWords", keys: "Alt+A", help: "Other words at the cursor" },
  { group: "Write", action: "otherTexts", keys: "Alt+Shift+A", help: "Other translations of the segment" },
  { group: "Write", action: "insertTerm", keys: "Alt+1", help: "Insert glossary term 1 (… 9) at the cursor", fixed: true },
  { group: "Write", action: "addTerm", keys: "Alt+L", help: "New glossary term of the selected words" },
  { group: "Write", action: "insertMatch", keys: "Alt+Shift+1", help: "Take memory match 1 (2, 3)", fixed: true },
  { group: "Write", action: "copySource", keys: "Alt+S", help: "Copy the source" },
  { group: "Write", action: "machineText", keys: "Alt+M", help: "Back to the machine's text" },
  { group: "Write", action: "takeRaw", keys: "Alt+Shift+T", help: "Take the text before / after the glossary" },
  { group: "Write", action: "fix", keys: "Alt+Q", help: "Mend the first finding that can be mended" },
  { group: "Write", action: "dismiss", keys: "Alt+Shift+Q", help: "Dismiss the first finding with a reason" },
  { group: "Write", action: "replace", keys: "Alt+E", help: "Find and replace, with a preview" },
  { group: "Write", action: "split", keys: "Alt+X", help: "Split the segment" },
  { group: "Write", action: "merge", keys: "Alt+J", help: "Merge with the next segment" },
  { group: "Look", action: "toggleRaw", keys: "Alt+T", help: "Show the text before / after the glossary" },
  { group: "Look", action: "doubts", keys: "Alt+W", help: "Mark the words the model is unsure of" },
  { group: "Look", action: "toggleGhost", keys: "Alt+Shift+G", help: "Completion while typing: on / off" },
  { group: "Look", action: "concordance", keys: "Alt+C", help: "Concordance of the selected words" },
  { group: "Look", action: "history", keys: "Alt+H", help: "History of the segment" },
  { group: "Look", action: "remarks", keys: "Alt+K", help: "Remarks on the segment" },
  { group: "Look", action: "assign", keys: "Alt+P", help: "Who reviews what in this document" },
  { group: "Look", action: "larger", keys: "Alt+=", help: "Larger letters" },
  { group: "Look", action: "smaller", keys: "Alt+-", help: "Smaller letters" },
  { group: "Look", action: "leave", keys: "Escape", help: "Leave the text", fixed: true },
  { group: "Look", action: "help", keys: "?", also: "F1", help: "These keys (F1 works inside the text)", fixed: true },
];

const OUTSIDE_TEXT = {
  j: "down",
  k: "up",
  ArrowDown: "down",
  ArrowUp: "up",
  Enter: "edit",
  "?": "help",
};

// What browsers never give to a page.
const RESERVED = new Set(["Ctrl+T", "Ctrl+N", "Ctrl+W", "Ctrl+Shift+T", "Ctrl+Shift+N", "Ctrl+Shift+W"]);

// Action -> keys, as the person chose.
let chosenKeys = {};

function chooseKeys(keys) {
  chosenKeys = {};
  for (const [action, pressed] of Object.entries(keys || {})) {
    const entry = KEYS.find((each) => each.action === action);
    if (entry && !entry.fixed && typeof pressed === "string") chosenKeys[action] = pressed;
  }
}

function keysOf(entry) {
  return chosenKeys[entry.action] || entry.keys;
}

function keysFor(action) {
  const entry = KEYS.find((each) => each.action === action);
  return entry ? shownKeys(keysOf(entry)) : "";
}

function shownKeys(pressed) {
  return pressed.replace("ArrowDown", "↓").replace("ArrowUp", "↑").replace("ArrowRight", "→");
}

function chord(event) {
  // With Alt, some keyboards send another character: the physical key tells which was meant.
  let key = event.key;
  if (event.altKey && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  if (event.altKey && /^Digit[0-9]$/.test(event.code)) key = event.code.slice(5);
  if (event.altKey && event.code === "Equal") key = "=";
  if (event.altKey && event.code === "Minus") key = "-";
  if (key.length === 1) key = key.toUpperCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  return [...parts, key].join("+");
}

// What would be written in a text; "?" and the space mean something on buttons.
function isLetter(event) {
  const { key, ctrlKey, altKey, metaKey } = event;
  return key.length === 1 && !"? ".includes(key) && !ctrlKey && !altKey && !metaKey;
}

function isFor(entry, pressed) {
  if (keysOf(entry) === pressed) return true;
  return entry.also === pressed && !chosenKeys[entry.action];
}

function actionFor(event, inText) {
  const pressed = chord(event);
  if (/^Alt\+Shift\+[1-3]$/.test(pressed)) {
    return { action: "insertMatch", number: Number(pressed.slice(-1)) };
  }
  if (/^Alt\+[1-9]$/.test(pressed)) return { action: "insertTerm", number: Number(pressed.slice(4)) };
  const known = KEYS.find((entry) => isFor(entry, pressed));
  if (known && pressed !== "?") return { action: known.action };
  if (!inText && !event.ctrlKey && !event.altKey && OUTSIDE_TEXT[event.key]) {
    return { action: OUTSIDE_TEXT[event.key] };
  }
  return null;
}

// Why keys can't be chosen for an action, or an empty text.
function keysRefused(action, pressed) {
  if (RESERVED.has(pressed)) return `The browser keeps ${pressed} for itself.`;
  const free = /^(Ctrl|Alt)\+/.test(pressed) || /^(Shift\+)?F\d+$/.test(pressed);
  if (!free && pressed !== "Tab") return `${pressed} would be typed: take Ctrl, Alt or a function key with it.`;
  if (/^Alt\+(Shift\+)?[1-9]$/.test(pressed)) return `${pressed} inserts terms and matches.`;
  const other = KEYS.find((entry) => entry.action !== action && isFor(entry, pressed));
  return other ? `${shownKeys(pressed)} is taken: ${other.help}.` : "";
}

function keyHelp() {
  const list = element("dl", "keys");
  for (const entry of KEYS) {
    list.append(element("dt", "", shownKeys(keysOf(entry))), element("dd", "", entry.help));
  }
  return list;
}
