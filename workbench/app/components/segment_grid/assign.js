// Who reviews what: the document, or ranges of it, given to people; and whether a second person has
// to approve.

async function showAssignments(grid) {
  const { people } = await grid.client.get(`/documents/${grid.document}/people`);
  const content = element("div");
  const list = element("ul", "assignments");
  drawAssignments(list, grid.shape.assignments);
  const form = sheetForm(
    grid,
    [],
    [
      ["person", "Person (empty takes it away)", "text", "name", people],
      ["first", "From segment", "number", "1"],
      ["last", "To segment", "number", String(grid.shape.size)],
    ],
    "Assign",
  );
  form.inputs.get("first").min = "1";
  form.inputs.get("last").min = "1";
  form.onSend = async ({ person, first, last }) => {
    const body = { person, first: first ? Number(first) - 1 : 0 };
    if (last) body.last = Number(last) - 1;
    const answer = await grid.client.post(`/documents/${grid.document}/assign`, body);
    drawAssignments(list, answer.assignments);
    await grid.reshape();
  };
  const second = element("label", "kind-check");
  const box = element("input");
  box.type = "checkbox";
  box.checked = Boolean(grid.shape.second_reviewer);
  box.addEventListener("change", async () => {
    try {
      await grid.client.post(`/documents/${grid.document}/second-reviewer`, { wanted: box.checked });
      await grid.reshape();
    } catch (problem) {
      box.checked = !box.checked;
      form.problem.textContent = problem.message;
    }
  });
  second.append(box, element("span", "", "Somebody else approves what a first person has reviewed"));
  content.append(list, form.node, second);
  grid.sheet.show("Who reviews what", content);
}

function drawAssignments(list, ranges) {
  list.textContent = "";
  for (const { first, last, person } of ranges) {
    const item = element("li");
    const range = first === last ? `Segment ${first + 1}` : `Segments ${first + 1}–${last + 1}`;
    item.append(element("span", "", range), element("b", "", person));
    list.append(item);
  }
  if (!ranges.length) list.append(element("p", "hint", "Nobody yet: everybody may review everything."));
}
