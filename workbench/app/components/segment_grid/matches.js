// What the translation memory knows for the active segment, asked for once one stays there.

const PAUSE = 60;

class Matches {
  constructor(client, onFound) {
    this.client = client;
    this.onFound = onFound;
    this.segment = null;
    this.found = [];
  }

  // Matches of a row, or none as long as they are not known.
  of(row) {
    return this.segment === row.id ? this.found : [];
  }

  ask(row) {
    if (this.segment === row.id) return;
    this.segment = row.id;
    this.found = [];
    clearTimeout(this.timer);
    if (this.settle) this.settle();
    this.known = new Promise((go) => {
      this.settle = go;
      this.timer = setTimeout(() => this.fetch(row.id).then(go), PAUSE);
    });
  }

  // A match by its number; whoever asks early gets it when it is known.
  async take(row, number) {
    if (this.segment === row.id) await this.known;
    return this.of(row)[number - 1];
  }

  // Asks again where nothing was found: the memory may know more by now.
  renew() {
    if (this.segment !== null && !this.found.length) this.fetch(this.segment);
  }

  async fetch(segment) {
    try {
      const answer = await this.client.get(`/segments/${segment}/matches`);
      if (this.segment !== segment) return;
      this.found = answer.matches;
      if (this.found.length) this.onFound();
    } catch {
      this.segment = null;
    }
  }
}

// One match: its percentage and text, what its source has otherwise, and where it comes from.
function matchLine(match, row, number, act) {
  const line = element("button", "match");
  line.type = "button";
  const text = element("span", "match-text", match.target);
  text.lang = targetLanguage(row);
  line.append(
    element("b", match.percent >= 100 ? "percent exact" : "percent", `${match.percent} %`),
    text,
    element("kbd", "", `Alt+Shift+${number}`),
  );
  if (match.source !== row.source) {
    const source = wordDiff(element("span", "match-source"), match.source, row.source);
    source.lang = row.language;
    line.append(source);
  }
  line.append(element("span", "match-origin", matchOrigin(match)));
  line.addEventListener("click", () => act("insertMatch", number));
  return line;
}

function matchOrigin(match) {
  const kind = { 101: "same text, same neighbours", 100: "same text" }[match.percent];
  const document = match.segment ? `${match.document}, ${match.segment}` : match.document;
  const place = match.memory ? [`memory ${match.memory}`, document] : [document];
  const status = match.status ? STATUS_WORDS[match.status] : "";
  const day = match.changed ? new Date(match.changed).toLocaleDateString() : "";
  return [kind, ...place, status, match.author, day].filter(Boolean).join(" · ");
}
