// The rows of a document, fetched a page at a time as they come into sight.

const PAGE = 100;

class Rows {
  constructor(documentId, client, onLoaded, onFailed) {
    this.documentId = documentId;
    this.client = client;
    this.onLoaded = onLoaded;
    this.onFailed = onFailed;
    this.byPosition = new Map();
    this.positionOf = new Map();
    this.loading = new Map();
  }

  get(position) {
    return this.byPosition.get(position);
  }

  byId(id) {
    const row = this.byPosition.get(this.positionOf.get(String(id)));
    return row && String(row.id) === String(id) ? row : undefined;
  }

  // Forgets all, since positions mean something else now; answers on their way are not taken.
  clear() {
    this.byPosition.clear();
    this.positionOf.clear();
    this.loading.clear();
  }

  // Takes rows in the place of all; what was saved since they were read is newer than they are.
  replace(rows) {
    const newer = rows.map((row) => {
      const known = this.byId(row.id);
      const ours = known && known.version > row.version;
      return ours ? { ...known, position: row.position } : row;
    });
    this.clear();
    newer.forEach((row) => this.put(row));
  }

  // Takes a row and returns it as it is known now. A page that was long on its way does not overwrite
  // a newer row; and a row stays where it is until the shape is read anew, though the server may
  // know already that segments before it were split or merged.
  put(row) {
    const known = this.byId(row.id);
    if (known && known.version > row.version) return known;
    const placed = known ? { ...row, position: known.position } : row;
    this.byPosition.set(placed.position, placed);
    this.positionOf.set(String(placed.id), placed.position);
    return placed;
  }

  // What stands around a position as it is now, to be put there by whoever asks.
  async around(position) {
    const start = Math.max(0, position - PAGE / 2);
    const answer = await this.client.get(
      `/documents/${this.documentId}/rows?start=${start}&limit=${PAGE}`,
    );
    return answer.rows;
  }

  async load(position) {
    const page = Math.floor(position / PAGE);
    if (this.byPosition.has(position)) return;
    if (!this.loading.has(page)) {
      const request = this.client
        .get(`/documents/${this.documentId}/rows?start=${page * PAGE}&limit=${PAGE}`)
        .then((answer) => {
          if (this.loading.get(page) !== request) return;
          answer.rows.forEach((row) => this.put(row));
          this.loading.delete(page);
          this.onLoaded(answer.rows.map((row) => row.position));
        })
        .catch((problem) => {
          if (this.loading.get(page) !== request) return;
          // Told of no rows, the owner looks again at what it needs, and asks again.
          setTimeout(() => {
            if (this.loading.get(page) === request) this.loading.delete(page);
            this.onLoaded([]);
          }, 1500);
          this.onFailed(problem);
        });
      this.loading.set(page, request);
    }
    await this.loading.get(page);
  }
}
