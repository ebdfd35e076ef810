// Remarks on a segment: a thread that is added to, settled and opened again, and handing back with a
// remark that says why.

async function showRemarks(grid, row) {
  const answer = await grid.client.get(`/segments/${row.id}/comments`);
  drawRemarks(grid, row, answer.comments);
}

function drawRemarks(grid, row, remarks) {
  grid.shape.remark(row.position, remarks);
  grid.refresh(row.position);
  const list = element("ol", "remarks");
  for (const remark of remarks) list.append(remarkItem(grid, row, remark));
  if (!remarks.length) list.append(element("p", "hint", "Nobody has said anything about it yet."));
  const form = sheetForm(grid, [], [["text", "A remark", "area", "Ctrl+Enter adds it"]], "Add");
  form.onSend = async ({ text }) => {
    const answer = await grid.client.post(`/segments/${row.id}/comments`, { text });
    drawRemarks(grid, row, answer.comments);
  };
  const content = element("div");
  content.append(element("p", "theirs", row.source), list, form.node);
  grid.sheet.show(`Remarks on segment ${row.position + 1}`, content);
}

function remarkItem(grid, row, remark) {
  const item = element("li", remark.settled ? "settled" : "");
  const word = remark.settled ? "Open again" : "Settle";
  const button = lineButton(word, "settle", remark.id, () =>
    asked(grid, () => grid.waiting.hold(settleRemark(grid, row, remark))),
  );
  button.dataset.remark = remark.id;
  item.append(
    element("b", "", remark.author),
    element("time", "", new Date(remark.time).toLocaleString()),
  );
  if (remark.kind === "hand-back") item.append(element("span", "flag", "handed back"));
  if (remark.settled) item.append(element("span", "state", `settled by ${remark.settler}`));
  item.append(button, element("p", "", remark.text));
  return item;
}

async function settleRemark(grid, row, remark) {
  const body = { settled: !remark.settled };
  const answer = await grid.client.post(`/comments/${remark.id}/settle`, body);
  drawRemarks(grid, row, answer.comments);
  // Whoever settles several goes on from the last one.
  grid.sheet.box.querySelector(`[data-remark="${remark.id}"]`).focus();
}

// Rejects the active segment; the note says to whoever gets it back what is wrong.
function askHandBack(grid, row) {
  const form = sheetForm(
    grid,
    [element("p", "theirs", row.source)],
    [["note", "What is wrong with it", "area", "Ctrl+Enter hands it back"]],
    "Hand back",
  );
  form.onSend = async ({ note }) => {
    await grid.outbox.flush(row.id);
    const known = grid.rows.byId(row.id) || row;
    const body = { version: known.version, note };
    const now = await grid.client.post(`/segments/${row.id}/hand-back`, body);
    grid.saveStates.delete(String(row.id));
    grid.take(now);
    const before = grid.shape.remarks.get(row.position) || { open: 0, all: 0 };
    grid.shape.remarks.set(row.position, { open: before.open + 1, all: before.all + 1 });
    grid.toolbar.show(grid.shape.counts());
    grid.sheet.close();
    grid.refresh(row.position);
    grid.toolbar.say(`Segment ${row.position + 1} was handed back.`, "");
  };
  grid.sheet.show("Hand back", form.node);
}
