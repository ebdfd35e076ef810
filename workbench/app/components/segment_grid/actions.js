// What a key or a button does with the grid: one entry an action, named as in the table of keys.

const ACTIONS = {
  approveNext: (grid, row) => (isPassed(row) || decide(grid, "approved")) && grid.goOn(),
  approveAlone: (grid, row) => (isPassed(row) || decide(grid, "approved", { alone: true })) && grid.goOn(),
  reviewNext: (grid, row) => (isPassed(row) || decide(grid, "reviewed")) && grid.goOn(),
  reject: (grid, row) => row && row.translatable && askHandBack(grid, row),
  save: (grid, row) => row && grid.outbox.flush(row.id),
  down: (grid) => grid.move(1),
  up: (grid) => grid.move(-1),
  nextWork: (grid) => grid.goOn(),
  goTo: (grid) => grid.sheet.askNumber(grid.shape.size, (number) => asked(grid, () => grid.waiting.hold(goTo(grid, number)))),
  search: (grid) => grid.toolbar.search.focus(),
  filters: (grid) => showFilters(grid),
  order: (grid) => nextOrder(grid),
  concordance: (grid) => grid.concordance.open(),
  addTerm: (grid, row) => row && askTerm(grid, row),
  edit: (grid) => grid.focusEditor(),
  leave: (grid) => grid.writing.ghost.dismiss() || grid.viewport.focus(),
  help: (grid) => (grid.sheet.open ? grid.sheet.close() : showKeys(grid)),
  history: (grid, row) => row && showHistory(grid, row),
  remarks: (grid, row) => row && showRemarks(grid, row),
  assign: (grid) => showAssignments(grid),
  bulk: (grid) => showBulk(grid),
  replace: (grid) => showReplace(grid),
  undo: (grid) => travel(grid, "undo"),
  redo: (grid) => travel(grid, "redo"),
  split: (grid, row) => row && row.translatable && askSplit(grid, row),
  merge: (grid, row) => row && row.translatable && mergeWithNext(grid, row),
  toggleRaw: (grid) => {
    grid.showRaw = !grid.showRaw;
    grid.writing.ghost.clear();
    grid.list.refillAll();
    grid.toolbar.say(grid.showRaw ? "As the model wrote it, without the glossary" : "With the glossary", "");
  },
  takeRaw: (grid, row) => row && takeOther(grid, row),
  doubts: (grid) => {
    grid.doubts.on = !grid.doubts.on;
    grid.preferences.view("doubts", grid.doubts.on);
    grid.toolbar.say(grid.doubts.on ? "Words the model is unsure of are dotted" : "", "");
    grid.redraw();
  },
  toggleGhost: (grid) => {
    const { ghost } = grid.writing;
    ghost.on = !ghost.on;
    ghost.clear();
    grid.preferences.view("ghost", ghost.on);
    grid.toolbar.say(ghost.on ? "Completion is on" : "Completion is off", "");
    grid.writing.paint();
  },
  larger: (grid) => zoomGrid(grid, 1),
  smaller: (grid) => zoomGrid(grid, -1),
  acceptWord: (grid) => grid.writing.ghost.accept(false),
  acceptAll: (grid) => grid.writing.ghost.accept(true),
  otherWords: (grid) => grid.writing.offers.ask(false),
  otherTexts: (grid) => grid.writing.offers.ask(true),
  copySource: (grid, row) => row && grid.writing.setText(row.source),
  machineText: (grid, row) => row && takeMachineText(grid, row),
  insertTerm: (grid, row, number) => row && insertTerm(grid, row, number),
  insertMatch: async (grid, row, number) => {
    const match = row && (await grid.matches.take(row, number));
    if (match) grid.writing.setText(match.target);
    else grid.toolbar.say(`There is no match ${number}.`, "");
  },
  fix: (grid, row) => row && fixFinding(grid, row, (finding) => finding.fix),
  dismiss: (grid, row) => row && dismissFinding(grid, row, (finding) => !finding.dismissed),
  fixFinding: (grid, row, key) => fixFinding(grid, row, (finding) => finding.key === key),
  dismissFinding: (grid, row, key) => dismissFinding(grid, row, (finding) => finding.key === key),
  restoreFinding: (grid, row, key) => grid.findings.restore(row, key),
  repeatAgain: (grid, row) => row && repeatAgain(grid, row),
  keepMine: (grid, row) => resolveConflict(grid, row, "mine"),
  keepBoth: (grid, row) => resolveConflict(grid, row, "both"),
  takeTheirs: (grid, row) => resolveConflict(grid, row, "theirs"),
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
  const list = element("ol", "history");
  for (const revision of revisions) {
    const item = element("li");
    const back = element("button", "", "Take this text");
    back.type = "button";
    back.addEventListener("click", () => {
      grid.sheet.close();
      grid.writing.setText(revision.text);
    });
    const revert = element("button", "", "Go back to this");
    revert.type = "button";
    revert.title = "Text, status and origin as they were; undo takes it back";
    revert.addEventListener("click", () => {
      grid.sheet.close();
      asked(grid, () => grid.waiting.hold(revertTo(grid, row, revision)));
    });
    const older = revision.segment === row.id ? "" : ", before it was split or merged";
    item.append(
      element("time", "", new Date(revision.time).toLocaleString()),
      element("b", "", revision.author),
      element("span", "", `${revision.action}, ${STATUS_WORDS[revision.status]}${older}`),
      wordDiff(element("p"), revision.old_text, revision.text),
      back,
    );
    if (revision.segment === row.id && revision.version !== row.version) item.append(revert);
    list.append(item);
  }
  grid.sheet.show(`History of segment ${row.position + 1}`, list);
}

async function revertTo(grid, row, revision) {
  await grid.outbox.flush();
  const now = grid.rows.get(row.position) || row;
  const wish = { to: revision.version, version: now.version };
  await arrive(grid, await grid.client.post(`/segments/${row.id}/revert`, wish));
}

async function takeMachineText(grid, row) {
  const revisions = await revisionsOf(grid, row);
  const machine = revisions.find((revision) => revision.origin === "machine");
  if (machine) grid.writing.setText(machine.text);
  else grid.toolbar.say("The machine never wrote anything here.", "");
}

// From the text with the glossary to that without it, and back.
async function takeOther(grid, row) {
  const editor = grid.writing.editor();
  if (!editor) return;
  if (!row.raw) grid.toolbar.say("There is no other text of the machine.", "");
  else if (editor.value === row.raw) await takeMachineText(grid, row);
  else grid.writing.setText(row.raw);
}

async function travel(grid, direction) {
  await grid.outbox.flush();
  await arrive(grid, await grid.client.post(`/documents/${grid.document}/${direction}`, {}));
}

// Shows rows that came back as they were before, and goes to the first of them.
async function arrive(grid, answer) {
  if (answer.shape > grid.shape.shape) {
    await grid.reshaped(answer);
    return;
  }
  answer.rows.forEach((row) => {
    grid.take(row);
    grid.saveStates.delete(String(row.id));
  });
  grid.shape.takeRemarks(answer.remarks).forEach((position) => grid.refresh(position));
  // A dismissal may have come or gone, with no other letter in the text.
  grid.findings.renew();
  grid.toolbar.show(grid.shape.counts());
  grid.toolbar.say(answer.message, "");
  if (answer.rows.length) await grid.activate(answer.rows[0].position);
  answer.rows.forEach((row) => grid.refresh(row.position));
}

async function goTo(grid, number) {
  if (grid.indexOf(number - 1) < 0) {
    grid.toolbar.choose("");
    grid.toolbar.search.value = "";
    await grid.chooseWish({});
  }
  // Not waited for: keys wait for its row by themselves.
  grid.activate(number - 1);
}

async function nextOrder(grid) {
  const orders = ["position", "effort", "confidence"];
  const now = orders.indexOf(grid.wish.order || "position");
  const order = orders[(now + 1) % orders.length];
  const { order: _, ...wish } = grid.wish;
  await grid.chooseWish(order === "position" ? wish : { ...wish, order });
  grid.toolbar.say(`Order: ${orderSaid(grid, order)}`, "");
  if (grid.active < 0 || order === "position") return;
  const first = grid.shape.nextWork(grid.view, -1);
  if (first >= 0) await grid.activate(first, { screenTop: 60 });
}

// A term by its number; whoever asks before the terms are known gets it then.
async function insertTerm(grid, row, number) {
  const insert = () => {
    const term = termsOf(row)[number - 1];
    if (term) grid.writing.insert(term.target);
    return Boolean(term);
  };
  if (insert()) return;
  await grid.waiting.hold(grid.findings.settled().then(insert));
  if (!termsOf(row)[number - 1]) grid.toolbar.say(`There is no term ${number}.`, "");
}

// What is mended is the text as it is now: the findings of a text before it are waited out.
async function fixFinding(grid, row, wanted) {
  await grid.findings.settled();
  const finding = grid.findings.of(row).find(wanted);
  if (finding && finding.fix) grid.writing.setText(finding.fix.text);
  else grid.toolbar.say("There is nothing that can be mended by itself.", "");
}

async function dismissFinding(grid, row, wanted) {
  await grid.findings.settled();
  const finding = grid.findings.of(row).find(wanted);
  if (finding) askReason(grid, row, finding);
  else grid.toolbar.say("There is no finding.", "");
}

// Takes a segment back among its repeats.
async function repeatAgain(grid, row) {
  await grid.outbox.flush(row.id);
  const known = grid.rows.byId(row.id) || row;
  const body = { text: known.target, version: known.version, alone: !known.alone };
  const now = await grid.client.post(`/segments/${row.id}`, body);
  grid.take(now);
  grid.refresh(row.position);
}
