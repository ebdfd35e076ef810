// The rows with their texts, fetched as they come into sight.

const ROWS_AT_ONCE = 120;

class PairRows {
  constructor(client, path, onLoaded, onFailed) {
    this.client = client;
    this.path = path;
    this.onLoaded = onLoaded;
    this.onFailed = onFailed;
    this.known = new Map();
    this.asking = new Set();
  }

  get(id) {
    return this.known.get(id);
  }

  put(row) {
    const before = this.known.get(row.id);
    if (!before || before.version <= row.version) this.known.set(row.id, row);
  }

  drop(ids) {
    ids.forEach((id) => this.known.delete(id));
  }

  async load(ids) {
    const wanted = ids.filter((id) => !this.known.has(id) && !this.asking.has(id));
    for (let first = 0; first < wanted.length; first += ROWS_AT_ONCE) {
      const some = wanted.slice(first, first + ROWS_AT_ONCE);
      some.forEach((id) => this.asking.add(id));
      try {
        const answer = await this.client.post(`${this.path}/rows`, { rows: some });
        answer.rows.forEach((row) => this.put(row));
        this.onLoaded(answer.rows);
      } catch (problem) {
        this.onFailed(problem);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      } finally {
        some.forEach((id) => this.asking.delete(id));
      }
    }
  }
}
