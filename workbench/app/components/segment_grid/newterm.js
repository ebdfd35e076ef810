// A new concept from the editor: the words selected on both sides, the forms under which it will be
// recognised, the sentences in which it occurs, and what they become; saved as on the Glossary page.

const TERM_TYPING = 300;
const SHOWN_FORMS = 40;

const LOOKED_AT = ["dutch", "english", "admitted", "pos"];

async function askTerm(grid, row) {
  const words = grid.picked.words(row);
  grid.picked.hide();
  const choices = await grid.client.get("/terms");
  new TermPanel(grid, choices, words).open();
}

class TermPanel {
  constructor(grid, choices, words) {
    this.grid = grid;
    this.asked = 0;
    // What would change, once it was looked at.
    this.found = null;
    const options = (values) => values.map((value) => [value, value]);
    this.form = sheetForm(
      grid,
      [],
      [
        ["dutch", "Dutch", "text"],
        ["english", "English", "text"],
        ["admitted", "Also allowed in English", "text", "separate with ;"],
        ["forbidden", "Not allowed in English", "text", "separate with ;"],
        ["pos", "Word class", "select", "", options(choices.pos)],
        ["enforcement", "Use", "select", "", options(choices.use)],
        ["status", "Status", "select", "", options(choices.status)],
        ["file", "Glossary", "select", "", options(choices.files)],
        ["domain", "Domain", "text", "", choices.domains],
        ["note", "Note", "text"],
      ],
      "Add",
    );
    this.fill(words);
    this.forms = element("div", "forms");
    this.seen = element("div", "preview");
    this.effect = element("div", "preview");
    for (const node of [this.forms, this.seen, this.effect]) node.setAttribute("role", "status");
    this.only = element("button", "", "Save only");
    this.only.type = "button";
    this.only.hidden = true;
    this.only.addEventListener("click", () => this.say(() => this.save(false)));
    this.form.node.append(this.only, this.effect, this.forms, this.seen);
    this.form.node.classList.add("term-panel");
    for (const [name, input] of this.form.inputs) {
      input.addEventListener("input", () => this.changed(name));
    }
    this.form.onSend = () => (this.found ? this.save(true) : this.look());
  }

  fill(words) {
    const kept = this.grid.preferences.get("view");
    const values = { ...words, file: kept.termFile, domain: kept.termDomain };
    for (const [name, value] of Object.entries(values)) {
      const input = this.form.inputs.get(name);
      const known = !input.options || [...input.options].some((each) => each.value === value);
      if (value && known) input.value = value;
    }
  }

  open() {
    this.grid.sheet.show("New term", this.form.node, { wide: true });
    const { inputs } = this.form;
    if (inputs.get("dutch").value) inputs.get("english").focus();
    this.preview();
  }

  // Whether the sheet is still that of this panel.
  get there() {
    return this.grid.sheet.open && this.form.node.isConnected;
  }

  changed(name) {
    this.forget();
    if (!LOOKED_AT.includes(name)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.preview(), TERM_TYPING);
  }

  forget() {
    this.found = null;
    this.effect.textContent = "";
    this.only.hidden = true;
    this.form.send.textContent = "Add";
    this.form.problem.textContent = "";
  }

  async say(request) {
    this.form.problem.textContent = "";
    try {
      await request();
    } catch (failed) {
      this.form.problem.textContent = failed.message;
    }
  }

  // Forms and sentences of what the fields say now.
  async preview() {
    this.asked += 1;
    const { asked } = this;
    const { dutch, english, admitted, pos } = this.form.values();
    const wish = { dutch, english, admitted, pos, document: this.grid.document };
    try {
      const answer = await this.grid.client.post("/terms/look", wish);
      if (asked === this.asked && this.there) this.draw(answer);
    } catch (failed) {
      if (asked === this.asked && this.there) this.form.problem.textContent = failed.message;
    }
  }

  draw(answer) {
    this.forms.textContent = "";
    this.seen.textContent = "";
    for (const one of answer.known) this.forms.append(knownTerm(one));
    if (answer.nl.length) {
      this.forms.append(formLine("Recognised as", answer.nl, ", and in compounds"));
      if (answer.en.length) this.forms.append(formLine("Counts as its translation", answer.en, ""));
      const number = answer.more
        ? `${answer.segments} or more segments`
        : countedWord(answer.segments, "segment");
      const word = answer.segments ? `In ${number}` : "It occurs in no document so far.";
      this.seen.append(element("h4", "", word));
    }
    for (const sentence of answer.sentences) this.seen.append(sentenceLine(sentence));
    const more = answer.segments - answer.sentences.length;
    if (more > 0) this.seen.append(element("p", "hint", `… and ${more} more.`));
  }

  // What saving would do; where nothing would change it is saved at once.
  async look() {
    const { send } = this.form;
    const wish = this.form.values();
    send.disabled = true;
    send.textContent = "Looking at the segments concerned …";
    try {
      await this.grid.outbox.flush();
      const found = await this.grid.client.post("/terms/impact", wish);
      if (!this.there || JSON.stringify(wish) !== JSON.stringify(this.form.values())) return;
      this.found = found;
      if (found.nothing) await this.save(true);
      else this.drawEffect();
    } finally {
      send.disabled = false;
      if (!this.found) send.textContent = "Add";
    }
  }

  drawEffect() {
    const { drafts, people, right, waiting } = this.found;
    this.effect.textContent = "";
    const facts = [
      `${countedWord(drafts.length + waiting, "machine draft")} to change`,
      `${countedWord(people.length, "text")} of people to decide about`,
      `${countedWord(right, "segment")} with the term as it shall be`,
    ];
    this.effect.append(element("h4", "", "Before it is saved"), element("p", "", facts.join(" · ")));
    for (const one of drafts) this.effect.append(effectLine(one, null));
    if (waiting) this.effect.append(element("p", "hint", `${waiting} more are translated after saving.`));
    if (people.length) {
      const hint = "Edited or approved by people: they change only where you tick them.";
      this.effect.append(element("p", "hint", hint));
    }
    for (const one of people) this.effect.append(effectLine(one, () => this.nameSend()));
    this.nameSend();
  }

  ticked() {
    return [...this.effect.querySelectorAll("input:checked")].map((box) => Number(box.value));
  }

  nameSend() {
    const { drafts, waiting } = this.found;
    const count = drafts.length + waiting + this.ticked().length;
    this.form.send.textContent = count ? `Save and change ${countedWord(count, "segment")}` : "Save";
    this.only.hidden = count === 0;
  }

  async save(apply) {
    const { grid } = this;
    const body = {
      wish: this.found.wish,
      apply,
      people: apply ? this.ticked() : [],
      document: grid.document,
    };
    const { file, domain } = this.form.values();
    let answer;
    try {
      answer = await grid.client.post("/terms", body);
    } catch (failed) {
      this.forget();
      throw failed;
    }
    grid.preferences.view("termFile", file);
    grid.preferences.view("termDomain", domain);
    if (this.there) grid.sheet.close();
    // The checks know the term from now on.
    grid.findings.clear();
    liveTerms.clear();
    await grid.changed(answer);
  }
}

function knownTerm(one) {
  const line = element("p", "problem", `In ${one.file} already (${one.status}): ${one.nl} → ${one.en || "–"}. `);
  const link = element("a", "", "Look at it");
  link.href = `/glossary?find=${encodeURIComponent(one.nl)}`;
  link.target = "_blank";
  link.rel = "noopener";
  line.append(link);
  return line;
}

function formLine(word, forms, rest) {
  const line = element("p", "");
  const more = forms.length - SHOWN_FORMS;
  const shown = forms.slice(0, SHOWN_FORMS).join(", ") + (more > 0 ? ` … and ${more} more` : "");
  line.append(element("b", "", `${word}: `), element("span", "", `${shown}${rest}`));
  return line;
}

function sentenceLine(one) {
  const line = element("div", "line");
  const marked = (text, spans) => {
    const node = element("div", "theirs");
    const places = spans.map(([start, end]) => ({ start, end, className: "found", title: "" }));
    markedText(node, text, places);
    return node;
  };
  const place = `${one.place}, ${STATUS_WORDS[one.status]}`;
  line.append(marked(one.source, one.found), marked(one.target, one.there), element("span", "place", place));
  return line;
}

// A text beside what it would become; with `onTick`, a box for it.
function effectLine(one, onTick) {
  const line = element(onTick ? "label" : "div", "change");
  const box = element("input");
  box.type = "checkbox";
  box.value = String(one.id);
  box.hidden = !onTick || !one.after;
  if (onTick) box.addEventListener("change", onTick);
  const text = element("span", "theirs");
  if (one.after) wordDiff(text, one.before, one.after);
  else text.append(one.before, " ", element("span", "hint", "(no proposal: look at it)"));
  line.title = `${one.document}: ${one.source}`;
  line.append(box, element("span", "number", String(one.position + 1)), text);
  line.append(element("span", `status status-${one.status}`, STATUS_WORDS[one.status]));
  return line;
}
