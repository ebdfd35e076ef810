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
    return this.byPosition.get(this.positionOf.get(String(id)));
  }

  // Forgets all, since positions mean something else now; answers on their way are not taken.
  clear() {
    this.byPosition.clear();
    this.positionOf.clear();
    this.loading.clear();
  }

  // A page that was long on its way does not overwrite a newer row.
  put(row) {
    const known = this.byPosition.get(row.position);
    if (known && known.id === row.id && known.version > row.version) return;
    this.byPosition.set(row.position, row);
    this.positionOf.set(String(row.id), row.position);
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
