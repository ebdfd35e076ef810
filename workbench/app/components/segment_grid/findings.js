// What the checks say of the active segment, asked again while somebody types; with one-key fixes,
// and dismissal with a reason.

const FINDINGS_PAUSE = 250;

// Lines in sight at once; the rest is one click away, so that the text stays the main thing.
const FINDING_LINES = 4;

const SEVERITY_WORDS = { error: "error", warning: "warning", info: "hint" };

class Findings {
  constructor(client, onFound) {
    this.client = client;
    this.onFound = onFound;
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    if (this.asking) this.asking.abort();
    this.asking = null;
    this.settle();
    this.segment = null;
    this.text = null;
    this.wanted = null;
    this.found = [];
  }

  // Whoever needs to know what is found in the newest text waits for this.
  async settled() {
    while (this.pending) await this.pending;
  }

  // The newest question was answered, or given up with a problem.
  settle(problem) {
    const { go, no } = this;
    this.pending = null;
    if (problem && no) no(problem);
    else if (go) go();
  }

  // What is known for a row, though perhaps of its text a moment ago.
  of(row) {
    return this.segment === row.id ? this.found : [];
  }

  // Places in the target to be marked, only if they are those of this very text.
  spans(row, text) {
    if (this.segment !== row.id || this.text !== text) return [];
    return this.found
      .filter((finding) => !finding.dismissed)
      .flatMap((finding) =>
        finding.target_spans.map(([start, end]) => ({
          start,
          end,
          className: `finding ${finding.severity}`,
          title: finding.message,
        })),
      );
  }

  // The first error that keeps this text from being approved, if it was checked already.
  blocking(row, text) {
    if (this.segment !== row.id || this.text !== text) return null;
    return this.found.find((each) => each.severity === "error" && !each.dismissed) || null;
  }

  ask(row, text) {
    const wanted = `${row.id} ${text}`;
    if (this.wanted === wanted) return;
    const other = this.about !== row.id;
    this.about = row.id;
    this.wanted = wanted;
    if (other) this.found = [];
    clearTimeout(this.timer);
    if (this.asking) this.asking.abort();
    this.asking = null;
    if (!this.pending) {
      this.pending = new Promise((go, no) => Object.assign(this, { go, no }));
      // Nobody may be waiting for it.
      this.pending.catch(() => {});
    }
    // What is not written yet has no findings, but terms.
    if (!text.trim()) this.take(row, text, []);
    this.timer = setTimeout(() => this.fetch(row, text), other ? 60 : FINDINGS_PAUSE);
  }

  // Lets the next `ask` go out, though its text was asked about already.
  renew() {
    this.wanted = null;
  }

  async fetch(row, text) {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await this.client.post(
        `/segments/${row.id}/findings`,
        { text },
        asking.signal,
      );
      if (this.asking !== asking) return;
      this.take(row, text, answer.findings, answer.terms);
      this.settle();
    } catch (problem) {
      if (this.asking !== asking) return;
      this.wanted = null;
      this.settle(problem);
    }
  }

  take(row, text, findings, terms) {
    const before = JSON.stringify([this.found, liveTerms.get(row.id)]);
    if (terms) liveTerms.set(row.id, { text, terms });
    const now = JSON.stringify([findings, liveTerms.get(row.id)]);
    const changed = this.segment !== row.id || before !== now;
    this.segment = row.id;
    this.text = text;
    this.found = findings;
    this.onFound(changed);
  }

  async dismiss(row, key, reason) {
    const answer = await this.client.post(`/segments/${row.id}/dismiss`, { key, reason });
    this.take(row, this.text, answer.findings);
  }

  async restore(row, key) {
    const answer = await this.client.post(`/segments/${row.id}/restore`, { key });
    this.take(row, this.text, answer.findings);
  }
}

function findingLines(findings, act) {
  const lines = findings.map((finding) => findingLine(finding, act));
  const more = lines.length - FINDING_LINES;
  if (more < 2) return lines;
  const hidden = lines.slice(FINDING_LINES);
  hidden.forEach((line) => {
    line.hidden = true;
  });
  const button = element("button", "quiet", `and ${more} more findings`);
  button.type = "button";
  button.addEventListener("click", () => {
    hidden.forEach((line) => {
      line.hidden = false;
    });
    button.remove();
  });
  return [...lines, button];
}

function findingLine(finding, act) {
  const line = element("div", `finding-line ${finding.severity}`);
  if (finding.dismissed) line.classList.add("dismissed");
  const word = finding.dismissed ? "dismissed" : SEVERITY_WORDS[finding.severity];
  line.append(element("b", "", word), element("span", "finding-text", finding.message));
  if (finding.dismissed) {
    line.title = `${finding.dismissed.by}: ${finding.dismissed.reason}`;
    line.append(lineButton("Take back", "restoreFinding", finding.key, act));
    return line;
  }
  line.title = finding.title;
  if (finding.fix) {
    const fix = lineButton(finding.fix.label, "fixFinding", finding.key, act);
    fix.title = finding.fix.text;
    line.append(fix);
  }
  line.append(lineButton("Dismiss…", "dismissFinding", finding.key, act));
  return line;
}

function lineButton(word, action, key, act) {
  const button = element("button", "quiet", word);
  button.type = "button";
  button.dataset.action = action;
  button.dataset.finding = key;
  button.addEventListener("click", () => act(action, key));
  return button;
}

// Asks for the reason of a dismissal; nothing is dismissed without one.
function askReason(grid, row, finding) {
  const form = sheetForm(
    grid,
    [element("p", "", finding.message)],
    [["reason", "Why it may stay", "text", "A quotation, a name, on purpose …"]],
    "Dismiss",
  );
  form.onSend = async ({ reason }) => {
    await grid.outbox.flush(row.id);
    await grid.findings.dismiss(row, finding.key, reason);
    grid.sheet.close();
  };
  grid.sheet.show("Dismiss a finding", form.node);
}
