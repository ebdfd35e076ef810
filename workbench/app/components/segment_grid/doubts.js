// How sure the model is of each word, asked for the rows in sight when somebody wants to see it.

const DOUBT_BELOW = 0.5;
const DOUBT_PAUSE = 120;

class Doubts {
  constructor(client, onFound) {
    this.client = client;
    this.onFound = onFound;
    this.on = false;
    this.known = new Map();
    this.wanted = new Map();
  }

  // Marks for a text of a row, if it is the stored one and its words are known.
  spans(row, text) {
    if (!this.on || !row.translatable || !row.target || text !== row.target) return [];
    const known = this.known.get(row.id);
    if (!known || known.version !== row.version) {
      this.want(row);
      return [];
    }
    return known.words
      .filter(([, , sure]) => sure < DOUBT_BELOW)
      .map(([start, end, sure]) => ({
        start,
        end,
        className: sure < DOUBT_BELOW / 2 ? "doubt much" : "doubt",
        title: `The model gives this word ${Math.round(sure * 100)} %`,
      }));
  }

  want(row) {
    if (this.wanted.has(row.id)) return;
    this.wanted.set(row.id, row.version);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), DOUBT_PAUSE);
  }

  async fetch() {
    const asked = [...this.wanted.keys()].slice(0, 100);
    if (!asked.length) return;
    try {
      const answer = await this.client.post(`/documents/${this.document}/confidence`, {
        segments: asked,
      });
      for (const each of answer.segments) this.known.set(each.id, each);
      for (const id of asked) this.wanted.delete(id);
      this.onFound();
    } catch {
      for (const id of asked) this.wanted.delete(id);
      return;
    }
    if (this.wanted.size) this.timer = setTimeout(() => this.fetch(), DOUBT_PAUSE);
  }
}
