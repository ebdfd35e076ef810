// Edits on their way to the server. Every edit is written to localStorage before anything else,
// is sent in order (one at a time), and leaves only when the server acknowledged it;
// so a reload, a lost connection or a restarted server loses nothing. Each segment has a storage
// key of its own, so that two tabs on one document don't overwrite each other's unsent edits.

// Texts whose answer may have been lost, the newest ones.
const REMEMBERED = 5;

class Outbox {
  constructor(name, user, client, onState) {
    this.user = user;
    this.prefix = `workbench-outbox-${name}-`;
    this.client = client;
    this.onState = onState;
    this.entries = new Map(Object.entries(this.read()));
    this.inFlight = new Map();
    // What is on its way, one after the other as it was done: undo takes back the last one.
    this.line = Promise.resolve();
    this.delay = 500;
    this.timer = null;
    this.stopped = false;
    // Told of the text of an edit whose segment is not there any more; without it, such an edit
    // counts as refused.
    this.onGone = null;
  }

  read() {
    const found = {};
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(this.prefix)) continue;
        found[key.slice(this.prefix.length)] = JSON.parse(localStorage.getItem(key));
      }
    } catch {
      // Private windows can refuse storage.
    }
    return found;
  }

  set(id, entry) {
    this.entries.set(id, entry);
    try {
      localStorage.setItem(this.prefix + id, JSON.stringify(entry));
    } catch {
      // Private windows can refuse storage; the edit is still sent.
    }
  }

  pending(segment) {
    return this.entries.get(String(segment));
  }

  get size() {
    return this.entries.size;
  }

  // `edit` is {text, version, status?} and what else the server is to be told (`extra`) or a merge
  // needs (`base`, the text it was made from). A later edit of the same segment replaces the text
  // but keeps the version it was based on, until the server has acknowledged that version; a
  // conflict stays until it is resolved, also while somebody types on.
  put(segment, edit) {
    const id = String(segment);
    const before = this.entries.get(id);
    const serial = (before ? before.serial : 0) + 1;
    const merged = { ...edit, serial, statusSerial: serial };
    if (before) {
      merged.version = before.version;
      merged.sent = before.sent;
      if (before.base !== undefined) merged.base = before.base;
      if (before.conflict) merged.conflict = before.conflict;
      if (!edit.status) {
        merged.status = before.status;
        merged.statusSerial = before.statusSerial;
        if (before.extra && merged.status) merged.extra = before.extra;
      }
    }
    this.set(id, merged);
    if (merged.conflict) this.onState(id, "conflict");
    else this.onState(id, merged.status ? "saving" : "draft");
  }

  drop(segment) {
    const id = String(segment);
    this.entries.delete(id);
    try {
      localStorage.removeItem(this.prefix + id);
    } catch {
      // As when it was written.
    }
  }

  // Sends what waits, and returns when all of it, also what was on its way already, was answered.
  async flush(only) {
    const ids = only === undefined ? [...this.entries.keys()] : [String(only)];
    await Promise.all(ids.map((id) => this.deliverAll(id)));
  }

  async deliverAll(id) {
    const before = this.entries.get(id);
    await this.deliver(id);
    const after = this.entries.get(id);
    // Typed on while a save was on its way.
    if (before && after && after.version !== before.version) {
      await this.deliver(id);
    }
  }

  deliver(id) {
    const entry = this.entries.get(id);
    if (this.inFlight.has(id)) return this.inFlight.get(id);
    if (!entry || entry.conflict || this.stopped) return Promise.resolve();
    let sent;
    const turn = this.line.then(() => {
      sent = this.entries.get(id);
      return sent && !sent.conflict && !this.stopped ? this.send(id, sent) : undefined;
    });
    this.line = turn.catch(() => {});
    const delivery = turn.then(() => {
      this.inFlight.delete(id);
      const next = this.entries.get(id);
      return next && sent && next.serial !== sent.serial && next.status ? this.deliver(id) : undefined;
    });
    this.inFlight.set(id, delivery);
    return delivery;
  }

  async send(id, entry) {
    this.onState(id, "saving");
    const sent = [...(entry.sent || []), entry.text].slice(-REMEMBERED);
    this.set(id, { ...this.entries.get(id), sent });
    try {
      const row = await this.client.post(`/segments/${id}`, {
        text: entry.text,
        version: entry.version,
        status: entry.status || null,
        ...entry.extra,
      });
      this.delay = 500;
      const now = this.entries.get(id);
      if (now && now.serial !== entry.serial) {
        const decided = now.statusSerial === entry.statusSerial;
        this.set(id, {
          ...now,
          version: row.version,
          base: row.target,
          sent: undefined,
          status: decided ? undefined : now.status,
          extra: decided ? undefined : now.extra,
        });
        this.onState(id, "draft", row);
      } else {
        this.drop(id);
        this.onState(id, "saved", row);
      }
    } catch (problem) {
      this.failed(id, entry, problem);
    }
  }

  failed(id, entry, problem) {
    if (problem.kind === "conflict" && this.isOurs(id, problem.body)) {
      const { version, theirs: base, row } = problem.body;
      this.set(id, { ...this.entries.get(id), version, base, sent: undefined });
      this.onState(id, "draft", row);
      this.retry();
    } else if (problem.kind === "conflict") {
      entry.conflict = { theirs: problem.body.theirs, version: problem.body.version };
      this.set(id, { ...this.entries.get(id), conflict: entry.conflict });
      this.onState(id, "conflict", problem.body.row);
    } else if (problem.kind === "gone" && this.onGone) {
      const { text } = this.entries.get(id) || entry;
      this.drop(id);
      this.onGone(id, text, problem.message);
    } else if (problem.kind === "refused" || problem.kind === "gone") {
      const kept = this.entries.get(id);
      if (kept && kept.statusSerial === entry.statusSerial) {
        // The status was refused (say, an empty target can't be approved): keep the text.
        this.set(id, { ...kept, status: undefined });
      }
      this.onState(id, "refused", null, problem.message, problem.body);
    } else {
      const told = problem.kind === "broken" ? problem.message : "";
      this.onState(id, problem.kind === "expired" ? "saving" : "offline", null, told);
      this.retry();
    }
  }

  // Whether the text that is said to be somebody else's was sent from here, and only the answer to
  // it was lost.
  isOurs(id, { theirs, row }) {
    const { sent } = this.entries.get(id) || {};
    const mine = row && row.changer === this.user && sent;
    return Boolean(mine) && sent.some((text) => tidy(text) === theirs);
  }

  retry() {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.flush();
    }, this.delay);
    this.delay = Math.min(this.delay * 2, 8000);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
