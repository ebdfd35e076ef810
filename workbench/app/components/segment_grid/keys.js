// The keyboard, in one table: what a key does, and what the help overlay says of it.

const KEYS = [
  { keys: "Ctrl+Enter", action: "approveNext", help: "Approve and go to the next that needs work" },
  { keys: "Ctrl+Shift+Enter", action: "reviewNext", help: "Mark as reviewed and go on" },
  { keys: "Ctrl+S", action: "save", help: "Save the text, keep the status" },
  { keys: "Alt+R", action: "reject", help: "Reject: send back" },
  { keys: "Alt+ArrowDown", action: "down", help: "Next segment" },
  { keys: "Alt+ArrowUp", action: "up", help: "Previous segment" },
  { keys: "Alt+N", action: "nextWork", help: "Next that needs work, without a change" },
  { keys: "Alt+G", action: "goTo", help: "Go to a segment by its number" },
  { keys: "Alt+F", action: "search", help: "Search in both languages" },
  { keys: "Alt+C", action: "concordance", help: "Concordance of the selected words" },
  { keys: "Alt+T", action: "toggleRaw", help: "Show the text before / after the glossary" },
  { keys: "Alt+S", action: "copySource", help: "Copy the source" },
  { keys: "Alt+1", action: "insertTerm", help: "Insert glossary term 1 (… 9) at the cursor" },
  { keys: "Alt+Shift+1", action: "insertMatch", help: "Take memory match 1 (2, 3)" },
  { keys: "Alt+M", action: "machineText", help: "Back to the machine's text" },
  { keys: "Alt+H", action: "history", help: "History of the segment" },
  { keys: "Alt+Z", action: "undo", help: "Undo the last action in this document" },
  { keys: "Alt+Shift+Z", action: "redo", help: "Redo" },
  { keys: "Escape", action: "leave", help: "Leave the text" },
  { keys: "?", action: "help", help: "These keys (F1 works inside the text)" },
];

const OUTSIDE_TEXT = {
  j: "down",
  k: "up",
  ArrowDown: "down",
  ArrowUp: "up",
  Enter: "edit",
  "?": "help",
};

function chord(event) {
  // With Alt, some keyboards send another character: the physical key tells which was meant.
  let key = event.key;
  if (event.altKey && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  if (event.altKey && /^Digit[0-9]$/.test(event.code)) key = event.code.slice(5);
  if (key.length === 1) key = key.toUpperCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  return [...parts, key].join("+");
}

function actionFor(event, inText) {
  const pressed = chord(event);
  if (/^Alt\+Shift\+[1-3]$/.test(pressed)) {
    return { action: "insertMatch", number: Number(pressed.slice(-1)) };
  }
  if (/^Alt\+[1-9]$/.test(pressed)) return { action: "insertTerm", number: Number(pressed.slice(4)) };
  if (pressed === "F1") return { action: "help" };
  const known = KEYS.find((entry) => entry.keys === pressed);
  if (known && known.keys !== "?") return { action: known.action };
  if (!inText && !event.ctrlKey && !event.altKey && OUTSIDE_TEXT[event.key]) {
    return { action: OUTSIDE_TEXT[event.key] };
  }
  return null;
}

function keyHelp() {
  const list = element("dl", "keys");
  for (const entry of KEYS) {
    list.append(element("dt", "", entry.keys.replace("Arrow", "")), element("dd", "", entry.help));
  }
  return list;
}
