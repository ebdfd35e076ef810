// One row of the alignment: source, what holds the two together, target, and its state; under the
// active row what there is to know about it.

function buildPairRow() {
  const node = element("div", "row pair");
  node.setAttribute("role", "row");
  const parts = {};
  for (const name of ["number", "source", "link", "target", "meta", "drawer"]) {
    parts[name] = element("div", name);
    node.append(parts[name]);
  }
  for (const side of SIDES) parts[side].classList.add("cell");
  return { node, parts, filledFor: "" };
}

// `state`: {active, selected, shape, row or undefined, number, crossing, carried, message, bridge}
function fillPairRow(view, state) {
  const { node, parts } = view;
  const { shape, row } = state;
  node.dataset.id = shape.id;
  node.className = `row pair status-${shape.status}`;
  node.classList.toggle("active", state.active);
  node.classList.toggle("selected", state.selected);
  node.classList.toggle("loading", !row);
  node.setAttribute("aria-selected", String(state.active));
  parts.number.textContent = state.number;
  fillLink(parts.link, shape, state.crossing);
  fillPairMeta(parts.meta, shape, row);
  parts.drawer.hidden = !state.active || !row;
  if (!row) {
    for (const side of SIDES) parts[side].textContent = "";
    return;
  }
  SIDES.forEach((side, index) => fillCell(parts[side], row, index, state));
  if (state.active) fillPairDrawer(parts.drawer, row, state);
}

function fillCell(cell, row, side, state) {
  // What is being typed stays, whatever else changes around it.
  if (cell.querySelector("textarea")) return;
  cell.textContent = "";
  if (state.active) guardCell(cell);
  else if (cell.contentEditable === "true") {
    cell.contentEditable = "false";
    cell.removeAttribute("role");
  }
  const sentences = row[SIDES[side]];
  cell.classList.toggle("empty", !sentences.length);
  if (!sentences.length) {
    const word = row.status === "unaligned" ? row.reason : "no partner";
    const gap = element("div", "gap", word);
    gap.contentEditable = "false";
    cell.contentEditable = "false";
    cell.append(gap);
  }
  for (const one of sentences) {
    const line = element("div", "sentence", one.text);
    line.dataset.id = one.id;
    line.dataset.side = side;
    line.classList.toggle("carried", state.carried === one.id);
    if (one.kind === "heading") line.classList.add("heading");
    if (one.original) {
      line.classList.add("edited");
      line.title = `As read: ${one.original}`;
    }
    cell.append(line);
  }
}

// Shape and probability between the two texts.
function fillLink(link, shape, crossing) {
  link.textContent = "";
  const [source, target] = shape.numbers.map((side) => side.length);
  const word = element("span", "shape", `${source}–${target}`);
  word.classList.toggle("plain", source === 1 && target === 1);
  link.append(word);
  if (shape.probability !== null && isOpen(shape)) {
    const gauge = element("span", "gauge");
    gauge.title = `Probability that this row is right: ${percent(shape.probability)}`;
    gauge.setAttribute("aria-label", gauge.title);
    const fill = element("i");
    fill.style.width = `${Math.round(shape.probability * 100)}%`;
    gauge.classList.toggle("doubtful", shape.probability < 0.8);
    gauge.append(fill);
    link.append(gauge, element("span", "chance", percent(shape.probability)));
  }
  if (crossing) link.append(element("span", "crossing", "crossing"));
}

function fillPairMeta(meta, shape, row) {
  meta.textContent = "";
  meta.append(element("span", `status status-${shape.status}`, ROW_STATUS[shape.status]));
  if (row && row.reason) meta.append(element("span", "why", row.reason));
  for (const mark of shape.marks) meta.append(element("span", "flag", ROW_FLAGS[mark] || mark));
  if (row && row.rivals.length) {
    const same = row.rivals.every((rival) => rival.same);
    meta.append(element("span", same ? "known" : "flag", same ? "in the corpus" : "differs from corpus"));
  }
  if (row && row.note) {
    const note = element("span", "has-note", row.note);
    note.title = row.note;
    meta.append(note);
  }
}

function fillPairDrawer(drawer, row, state) {
  drawer.textContent = "";
  const bridge = row.source.map((one) => one.translation).filter(Boolean).join(" ");
  if (bridge && state.bridge) {
    const target = row.target.map((one) => one.text).join(" ");
    const line = element("p", "bridge");
    const text = element("span", "bridge-text");
    markedText(text, bridge, missingWords(bridge, target, "missing", "not in the translation"));
    line.append(element("b", "", "Machine"), text);
    drawer.append(line);
  }
  const facts = reasonsOf(row);
  if (facts.length) {
    const line = element("p", "facts");
    for (const [word, value, bad] of facts) {
      line.append(element("b", "", word), element("span", bad ? "bad" : "", value));
    }
    drawer.append(line);
  }
  for (const rival of row.rivals) {
    const line = element("p", "rival");
    line.append(
      element("b", "", rival.same ? "Already in the corpus" : "The corpus says"),
      element("span", "", rival.same ? rival.document : `${rival.target} (${rival.document})`),
    );
    drawer.append(line);
  }
  if (state.message) {
    const box = element("div", "message", state.message);
    box.setAttribute("role", "alert");
    drawer.append(box);
  }
  drawer.append(buttonsFor(row, state.act));
}

function reasonsOf(row) {
  const { reasons } = row;
  const facts = [];
  const list = (name) => (reasons[name] || []).join(", ");
  if (reasons.known) facts.push(["Memory", "approved before"]);
  if (list("words")) facts.push(["Shared", list("words")]);
  if (list("concepts")) facts.push(["Terms", list("concepts")]);
  if (list("numbers")) facts.push(["Numbers", list("numbers")]);
  if (list("source_numbers")) facts.push(["Only in source", list("source_numbers"), true]);
  if (list("target_numbers")) facts.push(["Only in target", list("target_numbers"), true]);
  if (reasons.length_ratio) facts.push(["Length", `${reasons.length_ratio.toFixed(2)} ×`]);
  return facts;
}

function buttonsFor(row, act) {
  const bar = element("div", "buttons");
  const whole = row.source.length && row.target.length;
  const offers = [
    ...(whole ? [["accept", "Accept"]] : [["unaligned1", "Not translated"], ["unaligned2", "Added"]]),
    ["mergeDown", "Merge"],
    ["splitSentence", "Split at cursor"],
    ["sendUp", "Send up"],
    ["sendDown", "Send down"],
    ["partner", "Partner"],
    ["alternatives", "Alternatives"],
    ["realign", "Align again"],
    ["history", "History"],
  ];
  offers.forEach(([action, word], index) => {
    const button = element("button", index === 0 ? "primary" : "", word);
    button.type = "button";
    button.title = `Key: ${keyOf(action)}`;
    button.dataset.action = action;
    // The cursor stays where it is: the operation is about what it points at.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => act(action));
    bar.append(button);
  });
  return bar;
}
