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
    this.timer = setTimeout(() => this.fetch(row.id), PAUSE);
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

function matchLine(match, number, act) {
  const line = element("button", "match");
  line.type = "button";
  const differences = element("span", "differences");
  for (const word of match.differences) {
    differences.append(element(word[0] === "-" ? "del" : "ins", "", word.slice(1)));
  }
  const text = element("span", "match-text");
  text.append(element("span", "", match.target), differences);
  line.append(
    element("b", match.percent >= 100 ? "percent exact" : "percent", `${match.percent} %`),
    text,
    element("kbd", "", `Alt+Shift+${number}`),
  );
  line.title = `${match.source} (${match.place}, ${match.author})`;
  line.addEventListener("click", () => act("insertMatch", number));
  return line;
}
