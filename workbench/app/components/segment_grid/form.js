// Forms in sheets: fields, a button that sends them, and what went wrong.

// How long keys wait for the answer to a form, which may be about all segments.
const LONGEST_FORM = 120000;

// A form of fields [name, label, kind, hint, options?]; `onSend` gets the values by name, and what
// goes wrong is said inside the form. Kinds: text, area, number, check, select (with [value, word]).
// What is pressed behind the sending waits for the answer: it is for what comes then.
function sheetForm(grid, before, fields, sendWord) {
  const node = element("form", "fields");
  const inputs = new Map();
  node.append(...before);
  for (const [name, label, kind, hint, options] of fields) {
    const wrap = element("label", `field kind-${kind}`);
    const input = fieldInput(kind, options);
    input.name = name;
    if (hint && kind !== "check" && kind !== "select") input.placeholder = hint;
    if (kind === "check") wrap.append(input, element("span", "", label));
    else wrap.append(element("span", "", label), input);
    inputs.set(name, input);
    node.append(wrap);
  }
  const problem = element("p", "problem");
  problem.setAttribute("role", "alert");
  const send = element("button", "primary", sendWord);
  send.type = "submit";
  node.append(problem, send);
  const form = { node, inputs, send, problem, onSend: null, values: () => formValues(inputs) };
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await grid.waiting.hold(form.onSend(form.values()), LONGEST_FORM);
    } catch (failed) {
      problem.textContent = failed.message;
    }
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    node.requestSubmit();
  });
  return form;
}

function fieldInput(kind, options) {
  if (kind === "area") {
    const area = element("textarea", "area");
    area.rows = 3;
    return area;
  }
  if (kind === "select") {
    const select = element("select");
    for (const [value, word] of options) {
      const option = element("option", "", word);
      option.value = value;
      select.append(option);
    }
    return select;
  }
  const input = element("input");
  input.type = kind === "check" ? "checkbox" : kind;
  if (options) {
    const list = element("datalist");
    list.id = `list-${Math.random().toString(36).slice(2)}`;
    list.append(...options.map((value) => Object.assign(element("option"), { value })));
    input.setAttribute("list", list.id);
    input.append(list);
  }
  return input;
}

function formValues(inputs) {
  const values = {};
  for (const [name, input] of inputs) {
    values[name] = input.type === "checkbox" ? input.checked : input.value;
  }
  return values;
}
