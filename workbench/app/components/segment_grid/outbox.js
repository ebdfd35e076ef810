// Edits on their way to the server. Every edit is written to localStorage before anything else,
// is sent in order (one at a time per segment), and leaves only when the server acknowledged it;
// so a reload, a lost connection or a restarted server loses nothing.

class Outbox {
  constructor(name, client, onState) {
    this.key = `workbench-outbox-${name}`;
    this.client = client;
    this.onState = onState;
    this.entries = new Map(Object.entries(this.read()));
    this.inFlight = new Map();
    this.delay = 500;
    this.timer = null;
    this.stopped = false;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || {};
    } catch {
      return {};
    }
  }

  write() {
    try {
      if (this.entries.size === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.entries)));
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

  // `edit` is {text, version, status?}. A later edit of the same segment replaces the text but
  // keeps the version it was based on, until the server has acknowledged that version.
  put(segment, edit) {
    const id = String(segment);
    const before = this.entries.get(id);
    const merged = { ...edit, serial: (before ? before.serial : 0) + 1 };
    if (before) {
      merged.version = before.version;
      merged.status = edit.status || before.status;
    }
    this.entries.set(id, merged);
    this.write();
    this.onState(id, merged.status ? "saving" : "draft");
  }

  drop(segment) {
    this.entries.delete(String(segment));
    this.write();
  }

  // Sends what waits, and returns when all of it, also what was on its way already, was answered.
  async flush(only) {
    const ids = only === undefined ? [...this.entries.keys()] : [String(only)];
    await Promise.all(ids.map((id) => this.deliver(id)));
  }

  deliver(id) {
    const entry = this.entries.get(id);
    if (this.inFlight.has(id)) return this.inFlight.get(id);
    if (!entry || entry.conflict || this.stopped) return Promise.resolve();
    const delivery = this.send(id, entry).then(() => {
      this.inFlight.delete(id);
      const next = this.entries.get(id);
      return next && next.serial !== entry.serial && next.status ? this.deliver(id) : undefined;
    });
    this.inFlight.set(id, delivery);
    return delivery;
  }

  async send(id, entry) {
    this.onState(id, "saving");
    try {
      const row = await this.client.post(`/segments/${id}`, {
        text: entry.text,
        version: entry.version,
        status: entry.status || null,
      });
      this.delay = 500;
      const now = this.entries.get(id);
      if (now && now.serial !== entry.serial) {
        now.version = row.version;
        if (now.status === entry.status) now.status = undefined;
        this.write();
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
    if (problem.kind === "conflict") {
      entry.conflict = { theirs: problem.body.theirs, version: problem.body.version };
      this.entries.set(id, { ...this.entries.get(id), conflict: entry.conflict });
      this.write();
      this.onState(id, "conflict", problem.body.row);
    } else if (problem.kind === "refused") {
      const kept = this.entries.get(id);
      if (kept) {
        // The status was refused (say, an empty target can't be approved): keep the text.
        this.entries.set(id, { ...kept, status: undefined });
        this.write();
      }
      this.onState(id, "refused", null, problem.message);
    } else {
      this.onState(id, "offline");
      this.retry();
    }
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
