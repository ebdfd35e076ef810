// Operations on their way to the server: kept in localStorage until they are answered, sent one
// after the other, each with a token so that one sent twice is done once. A restarted server or a
// closed page loses none of them.

const WAIT_FIRST = 400;
const WAIT_MOST = 6000;

class Operations {
  // owner: {done(wish, answer), failed(wish, problem), waiting(count, offline)}
  constructor(name, client, path, owner) {
    this.key = `workbench-alignment-${name}`;
    this.client = client;
    this.path = path;
    this.owner = owner;
    this.entries = this.read();
    this.thens = new Map();
    this.sending = false;
    this.offline = false;
    this.stopped = false;
    this.wait = WAIT_FIRST;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.entries.length) localStorage.setItem(this.key, JSON.stringify(this.entries));
      else localStorage.removeItem(this.key);
    } catch {
      // Private windows can refuse storage; the operation is still sent.
    }
  }

  get size() {
    return this.entries.length;
  }

  // Whether an operation that moves sentences is still on its way: what follows would be blind.
  get moving() {
    return this.entries.some((entry) => !STILL.has(entry.operation));
  }

  // `then` is called after the answer, if the page is still there.
  put(wish, then) {
    const random = crypto.getRandomValues(new Uint32Array(3));
    const token = Array.from(random, (n) => n.toString(36)).join("");
    this.entries.push({ ...wish, token });
    if (then) this.thens.set(token, then);
    this.keep();
    this.send();
  }

  async send() {
    if (this.sending || this.stopped) return;
    this.sending = true;
    while (this.entries.length && !this.stopped) {
      const wish = this.entries[0];
      try {
        const route = wish.plan ? "apply" : "operations";
        const answer = await this.client.post(`${this.path}/${route}`, wish);
        this.wait = WAIT_FIRST;
        this.offline = false;
        this.entries.shift();
        this.follow(answer);
        this.keep();
        this.owner.done(wish, answer);
        const then = this.thens.get(wish.token);
        this.thens.delete(wish.token);
        if (then) then();
      } catch (problem) {
        if (problem.kind === "offline" || problem.kind === "expired") {
          this.offline = problem.kind === "offline";
          this.owner.waiting(this.entries.length, this.offline);
          await new Promise((resolve) => setTimeout(resolve, this.wait));
          this.wait = Math.min(this.wait * 2, WAIT_MOST);
          continue;
        }
        this.entries.shift();
        this.keep();
        this.owner.failed(wish, problem);
      }
    }
    this.sending = false;
    this.owner.waiting(this.entries.length, false);
  }

  // What waits was meant for the rows as our own operation before it has left them.
  follow({ rows, moment }) {
    for (const entry of this.entries) {
      if (entry.moment === moment - 1) entry.moment = moment;
      for (const row of rows) {
        if (entry.versions && entry.versions[row.id] === row.version - 1) {
          entry.versions[row.id] = row.version;
        }
      }
    }
  }

  stop() {
    this.stopped = true;
  }
}

const STILL = new Set(["accept", "set_status", "set_note", "edit_text"]);
