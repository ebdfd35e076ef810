// The sheet of keys: what each does, and another key for it, kept for the person on the server.

const KEY_GROUPS = ["Decide", "Go", "Write", "Look"];

function showKeys(grid) {
  const content = element("div", "key-settings");
  const problem = element("p", "problem");
  problem.setAttribute("role", "alert");
  const columns = element("div", "key-columns");
  for (const group of KEY_GROUPS) {
    const list = element("dl", "keys");
    for (const entry of KEYS.filter((each) => each.group === group)) {
      const name = element("dt");
      const shown = shownKeys(keysOf(entry));
      if (entry.fixed) name.append(element("kbd", "", shown));
      else name.append(keyButton(grid, entry, shown, problem));
      list.append(name, element("dd", "", entry.help));
    }
    const block = element("section");
    block.append(element("h4", "", group), list);
    columns.append(block);
  }
  const usual = element("button", "", "Back to the usual keys");
  usual.type = "button";
  usual.hidden = Object.keys(chosenKeys).length === 0;
  usual.addEventListener("click", () => keepKeys(grid, {}, problem));
  const hint = "Press a key's button to choose another. Terms: Alt+1 to Alt+9. Outside the text: j, k.";
  content.append(element("p", "hint", hint), problem, columns, usual);
  grid.sheet.show("Keyboard", content, { wide: true });
}

function keyButton(grid, entry, shown, problem) {
  const button = element("button", "key", shown);
  button.type = "button";
  button.dataset.key = entry.action;
  button.setAttribute("aria-label", `${entry.help}: ${shown}. Change`);
  button.addEventListener("click", () => {
    button.textContent = "Press keys…";
    problem.textContent = "";
    grid.sheet.capture = (event) => {
      if (["Control", "Alt", "Shift", "Meta"].includes(event.key)) return;
      grid.sheet.capture = null;
      button.textContent = shownKeys(keysOf(entry));
      if (event.key === "Escape") return;
      const pressed = chord(event);
      const refused = keysRefused(entry.action, pressed);
      if (refused) problem.textContent = refused;
      else keepKeys(grid, { ...chosenKeys, [entry.action]: pressed }, problem, entry.action);
    };
  });
  return button;
}

async function keepKeys(grid, keys, problem, action) {
  try {
    await grid.preferences.set("keys", keys);
    chooseKeys(keys);
    showKeys(grid);
    // Whoever changes several keys goes on from the last one.
    const button = grid.sheet.box.querySelector(`[data-key="${action}"]`);
    if (button) button.focus();
  } catch (failed) {
    problem.textContent = failed.message;
  }
}
