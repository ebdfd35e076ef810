// What a key or a button does with the alignment: one entry an action, named as in the table of keys.

const PAIR_ACTIONS = {
  accept: (grid, row) => acceptRows(grid, row),
  acceptSure: (grid) => askSure(grid),
  reject: (grid, row) => decide(grid, row, "rejected"),
  needsReview: (grid, row) => decide(grid, row, "needs-review"),
  unaligned1: (grid, row) => unalign(grid, row, REASONS[1]),
  unaligned2: (grid, row) => unalign(grid, row, REASONS[2]),
  unaligned3: (grid, row) => unalign(grid, row, REASONS[3]),
  unaligned4: (grid, row) =>
    row && grid.sheet.ask("Why has it no partner?", row.reason, (reason) => unalign(grid, row, reason)),
  note: (grid, row) =>
    row && grid.sheet.ask("Note", row.note, (note) => grid.operate("set_note", { row: row.id, note })),
  mergeDown: (grid, row) => grid.operate("merge", { row: row.id, step: 1 }),
  mergeUp: (grid, row) => grid.operate("merge", { row: row.id, step: -1 }),
  mergeSideDown: (grid, row) => grid.operate("merge", { row: row.id, step: 1, side: grid.side }),
  mergeSideUp: (grid, row) => grid.operate("merge", { row: row.id, step: -1, side: grid.side }),
  splitRow: (grid, row) => splitRow(grid, row),
  splitSentence: (grid, row) =>
    atCaret(grid, (place) => grid.operate("split_sentence", { sentence: place.sentence, offset: place.offset, row: row.id })),
  sendUp: (grid, row) => grid.operate("send", { row: row.id, side: grid.side, step: -1 }),
  sendDown: (grid, row) => grid.operate("send", { row: row.id, side: grid.side, step: 1 }),
  sendTextUp: (grid, row) => sendText(grid, row, -1),
  sendTextDown: (grid, row) => sendText(grid, row, 1),
  insertEmpty: (grid, row) =>
    grid.operate("insert_empty", { row: row.id, side: grid.side, moment: grid.model.moment }),
  swapDown: (grid, row) => grid.operate("swap", { row: row.id, side: grid.side, step: 1 }),
  swapUp: (grid, row) => grid.operate("swap", { row: row.id, side: grid.side, step: -1 }),
  ownRow: (grid, row) =>
    atCaret(grid, (place) => grid.operate("own_row", { sentences: [place.sentence], row: row.id })),
  partner: (grid, row) => asked(grid, () => choosePartner(grid, row)),
  carry: (grid, row) => carry(grid, row),
  edit: (grid, row) => atCaret(grid, (place) => grid.texts.edit(row, place)),
  alternatives: (grid, row) => asked(grid, () => showAlternatives(grid, row)),
  realign: (grid, row) => {
    const [first, last] = grid.selection.ends();
    if (first !== last) return asked(grid, () => previewAgain(grid, { scope: "selection", row: first, last }));
    return asked(grid, () => previewAgain(grid, { scope: "around", row: row.id }));
  },
  realignHere: (grid, row) => asked(grid, () => previewAgain(grid, { scope: "here", row: row.id })),
  realignAll: (grid) => asked(grid, () => previewAgain(grid, { scope: "all" })),
  down: (grid) => grid.going.move(1),
  up: (grid) => grid.going.move(-1),
  selectDown: (grid) => grid.going.move(1, true),
  selectUp: (grid) => grid.going.move(-1, true),
  otherSide: (grid) => grid.turn(),
  nextOpen: (grid) => grid.going.pass(),
  queueOrder: (grid) => grid.going.turnOrder(),
  search: (grid) => grid.toolbar.search.focus(),
  filter: (grid) => grid.filters.ask(),
  bridge: (grid) => grid.turnBridge(),
  picture: (grid) => grid.turnPicture(),
  history: (grid, row) => asked(grid, () => showRowHistory(grid, row)),
  undo: (grid) => grid.operate("undo", {}),
  redo: (grid) => grid.operate("redo", {}),
  help: (grid) => grid.sheet.toggleHelp(),
};

// These need no row; all others wait until the active one is loaded.
const WITHOUT_ROW = new Set([
  "acceptSure", "realignAll", "down", "up", "selectDown", "selectUp", "nextOpen", "queueOrder",
  "search", "filter", "bridge", "picture", "undo", "redo", "help",
]);

async function asked(grid, request) {
  try {
    await request();
  } catch (problem) {
    grid.toolbar.say(problem.message, "bad");
  }
}

// The versions of the rows that an operation may touch, as this page knows them.
function versionsAround(grid, ids) {
  const versions = {};
  for (const id of ids) {
    for (const one of [grid.model.beside(id, -1), id, grid.model.beside(id, 1)]) {
      const row = one !== undefined && grid.model.get(one);
      if (row) versions[one] = row.version;
    }
  }
  return versions;
}

function atCaret(grid, then) {
  const place = caretOf(grid);
  if (place) then(place);
  else grid.toolbar.say("Put the cursor into a text of the row first.", "bad");
}

function acceptRows(grid, row) {
  const ids = grid.selection.rows();
  const lonely = ids.map((id) => grid.model.get(id)).find((one) => !one.numbers[0].length || !one.numbers[1].length);
  if (lonely) {
    grid.answers.tell(lonely.id, "This row has an empty side: find its partner (P), or mark it as unaligned (1, 2, 3, 4).");
    return;
  }
  grid.decided(ids, "accepted");
  grid.operate("accept", { rows: ids, row: row.id });
  grid.going.on();
}

function decide(grid, row, status) {
  const ids = grid.selection.rows();
  grid.decided(ids, status);
  grid.operate("set_status", { rows: ids, status, row: row.id });
  grid.going.on();
}

function unalign(grid, row, reason) {
  if (!row || !reason.trim()) return;
  grid.operate("unalign", { row: row.id, reason }, () => grid.going.on());
}

function askSure(grid) {
  grid.sheet.ask("Accept all unflagged rows with at least this probability (%)", "97", (answer) => {
    const chance = Number(answer.replace(",", ".").replace("%", ""));
    if (chance > 0 && chance <= 100) grid.operate("accept_sure", { probability: chance / 100 });
    else grid.toolbar.say("A number from 1 to 100 is wanted.", "bad");
  });
}

// Up to the sentence at the cursor stays; the other side is parted where the lengths fit best.
function splitRow(grid, row) {
  const place = caretOf(grid);
  const side = place ? place.side : 0;
  const cells = SIDES.map((name) => row[name]);
  let keep = 1;
  if (place) keep = cells[side].findIndex((one) => one.id === place.sentence) + 1;
  if (keep === cells[side].length && keep > 1) keep -= 1;
  const other = cells[1 - side];
  const length = (list) => list.reduce((sum, one) => sum + one.text.length, 0);
  const share = length(cells[side].slice(0, keep)) / Math.max(1, length(cells[side]));
  let best = 0;
  for (let count = 0; count <= other.length; count += 1) {
    const off = (n) => Math.abs(length(other.slice(0, n)) / Math.max(1, length(other)) - share);
    if (off(count) < off(best)) best = count;
  }
  // One to one: the two sides part.
  if (keep === cells[side].length) best = 0;
  const counts = side === 0 ? [keep, best] : [best, keep];
  grid.operate("split_row", { row: row.id, source: counts[0], target: counts[1] });
}

function sendText(grid, row, step) {
  atCaret(grid, (place) =>
    grid.operate("send", { row: row.id, side: place.side, step, sentence: place.sentence, offset: place.offset }),
  );
}

function carry(grid, row) {
  const place = caretOf(grid);
  if (!grid.carried) {
    if (!place) {
      grid.toolbar.say("Put the cursor into the sentence to be linked.", "bad");
      return;
    }
    grid.carried = { sentence: place.sentence, row: row.id };
    grid.toolbar.say("Picked up. Go to the row it belongs to and press L again; Esc puts it back.", "");
  } else {
    const { sentence, row: from } = grid.carried;
    grid.carried = null;
    grid.toolbar.say("", "");
    if (from !== row.id) grid.operate("link", { row: row.id, sentences: [sentence], from });
  }
  grid.refreshAll();
}

// Sentences of the side that the row lacks most, those without a partner nearby first.
async function choosePartner(grid, row) {
  const side = row.target.length <= row.source.length ? 1 : 0;
  const here = grid.model.places.get(row.id);
  const near = grid.model.order
    .map((id, place) => ({ id, place, shape: grid.model.get(id) }))
    .filter(({ id, shape }) => id !== row.id && shape.numbers[side].length)
    .sort((a, b) => loneliness(a, side, here) - loneliness(b, side, here))
    .slice(0, 300);
  await grid.rows.load(near.map(({ id }) => id));
  const lines = [];
  for (const { id, shape } of near) {
    const other = grid.rows.get(id);
    if (!other) continue;
    for (const one of other[SIDES[side]]) {
      lines.push({ text: `${one.number} ${one.text}`, sentence: one.id, from: id, side: shape.numbers[1 - side].length ? ROW_STATUS[shape.status] : "no partner" });
    }
  }
  grid.sheet.choose(
    `A partner for “${(row.source[0] || row.target[0]).text.slice(0, 80)}”`,
    lines,
    (line) => grid.operate("link", { row: row.id, sentences: [line.sentence], from: line.from }),
    { search: "Search all sentences of the other side" },
  );
}

function loneliness(entry, side, here) {
  return Math.abs(entry.place - here) + (entry.shape.numbers[1 - side].length ? 10000 : 0);
}

async function showAlternatives(grid, row) {
  const answer = await grid.client.get(`${grid.path}/rows/${row.id}/alternatives`);
  const lines = answer.alternatives.map((one) => ({
    text: "",
    parts: [
      one.source.map(([, text]) => text).join(" ") || "— nothing —",
      one.target.map(([, text]) => text).join(" ") || "— nothing —",
    ],
    side: percent(one.probability),
    bead: one,
  }));
  if (!lines.length) grid.toolbar.say("There is no alternative.", "");
  else grid.sheet.choose("What this row could be", lines, (line) => takeAlternative(grid, row, line.bead));
}

// Takes what the alternative has and this row lacks, and puts out what it has too much.
function takeAlternative(grid, row, bead) {
  const wanted = new Set([...bead.source, ...bead.target].map(([id]) => id));
  const mine = [...row.source, ...row.target].map((one) => one.id);
  const missing = [...wanted].filter((id) => !mine.includes(id));
  const extra = mine.filter((id) => !wanted.has(id));
  if (missing.length) grid.operate("link", { row: row.id, sentences: missing, wide: true }, () => putOut(grid, row.id, extra));
  else putOut(grid, row.id, extra);
}

function putOut(grid, id, extra) {
  if (extra.length) grid.operate("own_row", { sentences: extra, row: id });
}

async function previewAgain(grid, wish) {
  await grid.operations.send();
  grid.toolbar.say("Aligning …", "");
  const answer = await grid.client.post(`${grid.path}/preview`, wish);
  if (!answer.changes.length) {
    grid.toolbar.say("Aligned again: nothing would change.", "");
    return;
  }
  grid.toolbar.say("", "");
  grid.sheet.preview(answer.changes, () => grid.applyPlan(answer.plan));
}

async function showRowHistory(grid, row) {
  const answer = await grid.client.get(`${grid.path}/rows/${row.id}/history`);
  grid.sheet.entries(`History of row ${grid.numberOf(row.id)}`, answer.entries);
}
