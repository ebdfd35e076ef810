// All conditions in one sheet; those that are set are named in the toolbar.

const CONDITION_WORDS = {
  statuses: (value) => value.map((each) => STATUS_WORDS[each]).join(" or "),
  pattern: (value) => `matches ${value}`,
  within: (value) => `in the ${value === "source" ? "source" : "translation"}`,
  case: () => "case matters",
  words: () => "whole words",
  check: (value, grid) => `check: ${grid.checkTitles.get(value) || "any"}`,
  term: (value) => `term ${value}`,
  author: (value) => `changed by ${value}`,
  assignee: (value) => (value === "-" ? "assigned to nobody" : `assigned to ${value}`),
  comments: (value) => (value === "open" ? "open remarks" : "with remarks"),
  below: (value) => `confidence below ${Math.round(value * 100)} %`,
  repeats: () => "repeated",
};

const ORDER_WORDS = {
  position: "as in the text",
  effort: "most effort first",
  confidence: "least sure first",
  changed: "newest change first",
};

// An order by confidence or effort says what it rests on.
function orderSaid(grid, order) {
  const guessed = order === "effort" || order === "confidence";
  const basis = guessed && grid.shape ? ` (${surenessBasis(grid.shape.calibration)})` : "";
  return `${ORDER_WORDS[order]}${basis}`;
}

function conditionsSaid(grid, wish) {
  const parts = Object.entries(wish)
    .filter(([name]) => CONDITION_WORDS[name])
    .map(([name, value]) => CONDITION_WORDS[name](value, grid));
  if (wish.order && wish.order !== "position") parts.push(orderSaid(grid, wish.order));
  return parts.join(", ");
}

async function showFilters(grid) {
  await grid.outbox.flush();
  const { people } = await grid.client.get(`/documents/${grid.document}/people`);
  const wish = grid.wish;
  const persons = people.map((name) => [name, name]);
  const form = sheetForm(
    grid,
    [statusChoice(wish.statuses || [])],
    [
      ["pattern", "Regular expression", "text", "\\d{4} or ^The"],
      ["within", "Look in", "select", "", [["", "both texts"], ["source", "the source"], ["target", "the translation"]]],
      ["case", "Upper and lower case matter", "check"],
      ["words", "Search for whole words", "check"],
      ["check", "Check", "select", "", [["", "—"], ["any", "any finding"]]],
      ["term", "Glossary term", "text", "in Dutch or English"],
      ["author", "Changed last by", "select", "", [["", "—"], ...persons]],
      ["assignee", "Assigned to", "select", "", [["", "—"], ["-", "nobody"], ...persons]],
      ["comments", "Remarks", "select", "", [["", "—"], ["open", "open ones"], ["any", "any"]]],
      ["below", "Confidence below (%)", "number", "70"],
      ["repeats", "Only repeated segments", "check"],
      ["order", "Order", "select", "", Object.entries(ORDER_WORDS)],
    ],
    "Show",
  );
  for (const [name, input] of form.inputs) {
    if (input.type === "checkbox") input.checked = Boolean(wish[name]);
    else if (name === "below") input.value = wish.below ? Math.round(wish.below * 100) : "";
    else input.value = wish[name] || (name === "order" ? "position" : "");
  }
  const clear = element("button", "", "No conditions");
  clear.type = "button";
  clear.addEventListener("click", () => {
    grid.sheet.close();
    const shown = grid.chooseWish({}).then(() => grid.enterView());
    asked(grid, () => grid.waiting.hold(shown));
  });
  form.node.append(clear);
  form.onSend = async (values) => {
    await grid.chooseWish(wishOf(form, values), { strict: true });
    grid.sheet.close();
    await grid.enterView();
  };
  grid.sheet.show("Filters", form.node, { wide: true });
  fillChecks(grid, form.inputs.get("check"), wish.check || "");
}

function statusChoice(chosen) {
  const group = element("fieldset", "statuses");
  group.append(element("legend", "", "Status"));
  for (const [status, word] of Object.entries(STATUS_WORDS)) {
    const label = element("label", "kind-check");
    const box = element("input");
    box.type = "checkbox";
    box.name = `status-${status}`;
    box.checked = chosen.includes(status);
    label.append(box, element("span", "", word));
    group.append(label);
  }
  return group;
}

function wishOf(form, values) {
  const wish = {};
  for (const [name, value] of Object.entries(values)) {
    if (value && name !== "below") wish[name] = value;
  }
  const below = Number(values.below);
  if (values.below !== "" && below > 0 && below <= 100) wish.below = below / 100;
  if (wish.order === "position") delete wish.order;
  const statuses = Object.keys(STATUS_WORDS).filter(
    (status) => form.node.querySelector(`[name=status-${status}]`).checked,
  );
  if (statuses.length) wish.statuses = statuses;
  return wish;
}

// The checks with their counts come when they are known: the first time all texts are looked at.
async function fillChecks(grid, select, chosen) {
  try {
    const { checks } = await grid.client.get(`/documents/${grid.document}/checks`);
    for (const check of checks) {
      grid.checkTitles.set(check.check, check.title);
      const option = element("option", "", `${check.title} (${check.segments})`);
      option.value = check.check;
      select.append(option);
    }
    select.value = chosen;
  } catch (problem) {
    grid.toolbar.say(problem.message, "bad");
  }
}
