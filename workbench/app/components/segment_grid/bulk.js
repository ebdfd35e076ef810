// A status for all segments shown, and find and replace: first what would happen, then it happens in
// one step that one undo takes back.

const SHOWN_CHANGES = 300;

function showBulk(grid) {
  const words = { approved: "Approve", reviewed: "Mark as reviewed", rejected: "Reject", draft: "Back to draft" };
  const form = sheetForm(
    grid,
    [element("p", "", `${countedWord(grid.view.length, "segment")} ${grid.view.length === 1 ? "is" : "are"} shown.`)],
    [["status", "Give them the status", "select", "", Object.entries(words)]],
    "Look first",
  );
  const preview = element("div", "preview");
  preview.setAttribute("role", "status");
  form.node.append(preview);
  let targets = null;
  form.inputs.get("status").addEventListener("change", () => {
    targets = null;
    preview.textContent = "";
    form.send.textContent = "Look first";
  });
  form.onSend = async ({ status }) => {
    await grid.outbox.flush();
    const path = `/documents/${grid.document}/bulk`;
    if (!targets) {
      const answer = await grid.client.post(`${path}/preview`, { status, positions: grid.view });
      drawBulkPreview(preview, answer);
      if (!answer.targets.length) return;
      ({ targets } = answer);
      form.send.textContent = `${words[status]}: ${countedWord(targets.length, "segment")}`;
      return;
    }
    try {
      const answer = await grid.client.post(path, { status, targets });
      grid.sheet.close();
      await grid.changed(answer);
    } finally {
      targets = null;
      form.send.textContent = "Look first";
    }
  };
  grid.sheet.show("A status for all segments shown", form.node);
}

function drawBulkPreview(preview, answer) {
  preview.textContent = "";
  preview.append(element("p", "", `${countedWord(answer.targets.length, "segment")} will change.`));
  const reasons = new Map();
  for (const { position, reason } of answer.skipped) {
    reasons.set(reason, [...(reasons.get(reason) || []), position + 1]);
  }
  for (const [reason, numbers] of reasons) {
    const some = numbers.slice(0, 8).join(", ") + (numbers.length > 8 ? " …" : "");
    preview.append(element("p", "left-out", `${numbers.length} left out (${some}): ${reason}`));
  }
}

function showReplace(grid) {
  const filtered = grid.view.length !== grid.shape.size;
  const form = sheetForm(
    grid,
    [],
    [
      ["find", "Find in the translations", "text", ""],
      ["replacement", "Write instead", "text", ""],
      ["regex", "Regular expression (\\1 is its first group)", "check"],
      ["case", "Upper and lower case matter", "check"],
      ["words", "Whole words", "check"],
      ["shown", `Only in the ${countedWord(grid.view.length, "segment")} shown`, "check"],
      ["keep", "Keep the status of what is reviewed or approved", "check"],
    ],
    "Look first",
  );
  form.inputs.get("shown").checked = filtered;
  const preview = element("div", "preview");
  preview.setAttribute("role", "status");
  form.node.append(preview);
  let changes = null;
  const forget = () => {
    changes = null;
    preview.textContent = "";
    form.send.textContent = "Look first";
  };
  for (const [name, input] of form.inputs) if (name !== "keep") input.addEventListener("input", forget);
  form.onSend = async (values) => {
    await grid.outbox.flush();
    const { find, replacement, regex, case: exact, words } = values;
    const wish = { find, replacement, regex, case: exact, words };
    const path = `/documents/${grid.document}/replace`;
    if (!changes) {
      const positions = values.shown ? grid.view : null;
      const answer = await grid.client.post(`${path}/preview`, { ...wish, positions });
      drawReplacePreview(preview, answer.changes);
      if (!answer.changes.length) return;
      ({ changes } = answer);
      form.send.textContent = `Replace in ${countedWord(changes.length, "segment")}`;
      return;
    }
    const left = new Set(
      [...preview.querySelectorAll("input:not(:checked)")].map((box) => Number(box.value)),
    );
    const targets = changes.filter((each) => !left.has(each.id)).map((each) => [each.id, each.version]);
    try {
      const answer = await grid.client.post(path, { ...wish, targets, keep_status: values.keep });
      grid.sheet.close();
      await grid.changed(answer);
    } finally {
      forget();
    }
  };
  grid.sheet.show("Find and replace", form.node, { wide: true });
}

function drawReplacePreview(preview, changes) {
  preview.textContent = "";
  if (!changes.length) preview.append(element("p", "", "It is found nowhere."));
  for (const change of changes.slice(0, SHOWN_CHANGES)) {
    const line = element("label", "change");
    const box = element("input");
    box.type = "checkbox";
    box.checked = true;
    box.value = String(change.id);
    const text = wordDiff(element("span", "theirs"), change.before, change.after);
    line.append(box, element("span", "number", String(change.position + 1)), text);
    line.append(element("span", `status status-${change.status}`, STATUS_WORDS[change.status]));
    preview.append(line);
  }
  const more = changes.length - SHOWN_CHANGES;
  if (more > 0) preview.append(element("p", "hint", `… and ${more} more.`));
}
