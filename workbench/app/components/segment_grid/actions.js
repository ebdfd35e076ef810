// What a key or a button does with the grid: one entry an action, named as in the table of keys.

const ACTIONS = {
  approveNext: (grid) => grid.decide("approved") && grid.goOn(),
  reviewNext: (grid) => grid.decide("reviewed") && grid.goOn(),
  reject: (grid) => grid.decide("rejected"),
  save: (grid, row) => row && grid.outbox.flush(row.id),
  down: (grid) => grid.move(1),
  up: (grid) => grid.move(-1),
  nextWork: (grid) => grid.goOn(),
  goTo: (grid) => grid.sheet.askNumber(grid.shape.size, (number) => goTo(grid, number)),
  search: (grid) => grid.toolbar.search.focus(),
  concordance: (grid) => grid.concordance.open(),
  edit: (grid) => grid.focusEditor(),
  leave: (grid) => grid.viewport.focus(),
  help: (grid) => grid.sheet.toggleHelp(),
  history: (grid, row) => row && asked(grid, () => showHistory(grid, row)),
  undo: (grid) => asked(grid, () => travel(grid, "undo")),
  redo: (grid) => asked(grid, () => travel(grid, "redo")),
  toggleRaw: (grid) => {
    grid.showRaw = !grid.showRaw;
    grid.list.refillAll();
  },
  copySource: (grid, row) => row && grid.setText(row.source),
  machineText: (grid, row) => row && asked(grid, () => takeMachineText(grid, row)),
  insertTerm: (grid, row, number) =>
    row && row.terms[number - 1] && insert(grid, row.terms[number - 1].target),
  insertMatch: (grid, row, number) => {
    const match = row && grid.matches.of(row)[number - 1];
    if (match) grid.setText(match.target);
  },
  keepMine: (grid, row) => resolveConflict(grid, row, true),
  takeTheirs: (grid, row) => resolveConflict(grid, row, false),
};

// Says what went wrong when a request fails, whatever it was for.
async function asked(grid, request) {
  try {
    await request();
  } catch (problem) {
    grid.toolbar.say(problem.message, "bad");
  }
}

async function revisionsOf(grid, row) {
  const answer = await grid.client.get(`/segments/${row.id}/history`);
  return answer.revisions;
}

async function showHistory(grid, row) {
  const revisions = await revisionsOf(grid, row);
  grid.sheet.history(row.position + 1, revisions, (text) => grid.setText(text));
}

async function takeMachineText(grid, row) {
  const revisions = await revisionsOf(grid, row);
  const machine = revisions.find((revision) => revision.origin === "machine");
  if (machine) grid.setText(machine.text);
  else grid.toolbar.say("The machine never wrote anything here.", "");
}

async function travel(grid, direction) {
  await grid.outbox.flush();
  const answer = await grid.client.post(`/documents/${grid.document}/${direction}`, {});
  answer.rows.forEach((row) => {
    grid.take(row);
    grid.saveStates.delete(String(row.id));
  });
  grid.toolbar.show(grid.shape.counts());
  grid.toolbar.say(answer.message, "");
  if (answer.rows.length) await grid.activate(answer.rows[0].position);
  answer.rows.forEach((row) => grid.refresh(row.position));
}

async function goTo(grid, number) {
  if (grid.indexOf(number - 1) < 0) {
    grid.toolbar.choose("");
    grid.toolbar.search.value = "";
    await grid.applyFilter("", "");
  }
  grid.activate(number - 1);
}

function insert(grid, text) {
  const view = grid.activeView();
  if (!view || !view.editor) return;
  view.editor.focus({ preventScroll: true });
  view.editor.setRangeText(text, view.editor.selectionStart, view.editor.selectionEnd, "end");
  grid.edited(grid.active);
}

function resolveConflict(grid, row, mine) {
  const entry = row && grid.outbox.pending(row.id);
  if (!entry || !entry.conflict) return;
  const { text, conflict, status } = entry;
  grid.outbox.drop(row.id);
  grid.saveStates.delete(String(row.id));
  row.version = conflict.version;
  if (mine) {
    grid.outbox.put(row.id, { text, version: conflict.version, status });
    grid.outbox.deliver(String(row.id));
  } else {
    row.target = conflict.theirs;
    const view = grid.activeView();
    if (view && view.editor) view.editor.value = conflict.theirs;
  }
  grid.refresh(row.position);
}
