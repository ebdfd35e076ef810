// Splitting the active segment with its translation, and merging it with the next one. Both texts
// are shown with a bar that the arrow keys move, and both parts as they will be.

function askSplit(grid, row) {
  const view = grid.activeView();
  if (!view || !view.editor) return;
  const target = view.editor.value;
  const at = view.editor.selectionStart;
  // At an end of the text, where the cursor is before anybody moves it, it says nothing.
  const placed = at > 0 && at < target.length;
  const guess = placed ? at / target.length : 0.5;
  const halves = [
    new Cut(row.source, boundary(row.source, guess * row.source.length, 0.2), { inside: true }),
    new Cut(target, target ? boundary(target, guess * target.length, placed ? 0 : 0.2) : 0),
  ];
  const content = element("form", "fields split");
  const problem = element("p", "problem");
  problem.setAttribute("role", "alert");
  const send = element("button", "primary", "Split here");
  send.type = "submit";
  content.append(
    element("p", "hint", "← and → move the bar by a word, with Shift by a letter; Tab to the other text."),
    halves[0].block("Source"),
    halves[1].block("Translation"),
    problem,
    send,
  );
  content.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.composedPath()[0] !== send) {
      event.preventDefault();
      content.requestSubmit();
    }
  });
  const splitHere = async () => {
    await grid.outbox.flush(row.id);
    const known = grid.rows.byId(row.id) || row;
    const answer = await grid.client.post(`/segments/${row.id}/split`, {
      source_at: halves[0].offset(),
      target_at: Math.min(halves[1].offset(), Array.from(known.target).length),
      version: known.version,
    });
    grid.sheet.close();
    await grid.reshaped(answer);
  };
  content.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await grid.waiting.hold(splitHere());
    } catch (failed) {
      problem.textContent = failed.message;
    }
  });
  grid.sheet.show(`Split segment ${row.position + 1}`, content, { wide: true });
  halves[0].node.focus();
}

// A text with a bar in it; `inside` keeps it from the ends, so that both parts have words.
class Cut {
  constructor(text, at, options) {
    this.text = text;
    this.inside = Boolean(options && options.inside);
    this.at = at;
    this.node = element("div", "cut");
    this.node.tabIndex = 0;
    this.node.setAttribute("role", "slider");
    this.node.setAttribute("aria-valuemin", "0");
    this.node.setAttribute("aria-valuemax", String(text.length));
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  block(label) {
    this.node.setAttribute("aria-label", `${label}: where the second part begins`);
    const wrap = element("div", "field");
    wrap.append(element("span", "", label), this.node);
    return wrap;
  }

  draw() {
    this.node.textContent = "";
    this.node.append(
      element("span", "", this.text.slice(0, this.at)),
      element("span", "bar", ""),
      element("span", "second", this.text.slice(this.at)),
    );
    this.node.setAttribute("aria-valuenow", String(this.at));
    this.node.setAttribute("aria-valuetext", `${this.text.slice(0, this.at)} | ${this.text.slice(this.at)}`);
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    let at = this.at + step;
    if (!event.shiftKey) {
      while (at > 0 && at < this.text.length && !startsWord(this.text, at)) at += step;
    }
    const ends = at <= 0 || at >= this.text.length;
    if (!ends || !this.inside) this.at = Math.min(this.text.length, Math.max(0, at));
    this.draw();
  }

  // In characters as the server counts them.
  offset() {
    return Array.from(this.text.slice(0, this.at)).length;
  }
}

function startsWord(text, at) {
  return /\s/.test(text[at - 1] || " ") && !/\s/.test(text[at] || " ");
}

// The beginning of a word nearest to a place. Behind the end of a sentence it may be further away,
// by this part of the text.
function boundary(text, near, bonus) {
  let best = text.length;
  let cost = Infinity;
  for (let at = 1; at < text.length; at += 1) {
    if (!startsWord(text, at)) continue;
    const sentence = /\p{L}{2}[.!?:;]["'”’)]?\s+$/u.test(text.slice(Math.max(0, at - 6), at));
    const distance = Math.abs(at - near) - (sentence ? text.length * bonus : 0);
    if (distance < cost) {
      cost = distance;
      best = at;
    }
  }
  return best;
}

async function mergeWithNext(grid, row) {
  await grid.outbox.flush();
  const position = row.position + 1;
  if (position >= grid.shape.size) {
    grid.toolbar.say("There is no segment behind it.", "");
    return;
  }
  await grid.rows.load(position);
  const next = grid.rows.get(position);
  const known = grid.rows.byId(row.id) || row;
  if (!next) return;
  const answer = await grid.client.post(`/documents/${grid.document}/merge`, {
    segments: [
      [known.id, known.version],
      [next.id, next.version],
    ],
  });
  await grid.reshaped(answer);
}
