// Operations on their way to the server: kept in localStorage until they are answered, sent one
// after the other, each with a token so that one sent twice is done once. A restarted server or a
// closed page loses none of them. Each has a storage key of its own, so that two tabs on one pair
// don't overwrite each other's unsent operations.

const WAIT_FIRST = 400;
const WAIT_MOST = 6000;

// How often one is sent that the server fails at: it shall not hold up the others for good.
const MOST_TRIES = 3;

class Operations {
  // owner: {done(wish, answer), failed(wish, problem), waiting(count, offline)}
  constructor(name, client, path, owner) {
    this.key = `workbench-alignment-${name}`;
    this.prefix = `${this.key}-waits-`;
    this.client = client;
    this.path = path;
    this.owner = owner;
    this.entries = this.read();
    this.thens = new Map();
    this.sending = false;
    this.offline = false;
    this.stopped = false;
    this.wait = WAIT_FIRST;
    this.tries = 0;
  }

  // What waits, the oldest first.
  read() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      const found = keys.map((key) => JSON.parse(localStorage.getItem(key)));
      return found.sort((one, other) => one.at - other.at);
    } catch {
      return [];
    }
  }

  keep(entry) {
    try {
      localStorage.setItem(this.prefix + entry.token, JSON.stringify(entry));
    } catch {
      // Private windows can refuse storage; the operation is still sent.
    }
  }

  // Takes away the first one: answered, or given up.
  shift() {
    const { token } = this.entries.shift();
    this.tries = 0;
    try {
      localStorage.removeItem(this.prefix + token);
    } catch {
      // As when it was written.
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
    const last = this.entries.length ? this.entries[this.entries.length - 1].at : 0;
    const entry = { ...wish, token, at: Math.max(Date.now(), last + 1) };
    this.entries.push(entry);
    if (then) this.thens.set(token, then);
    this.keep(entry);
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
        this.shift();
        this.follow(answer);
        this.owner.done(wish, answer);
        const then = this.thens.get(wish.token);
        this.thens.delete(wish.token);
        if (then) then();
      } catch (problem) {
        if (await this.waited(problem)) continue;
        this.shift();
        this.thens.delete(wish.token);
        this.wait = WAIT_FIRST;
        this.owner.failed(wish, problem);
      }
    }
    this.sending = false;
    this.owner.waiting(this.entries.length, false);
  }

  // Whether the first one is to be sent again, after a while.
  async waited(problem) {
    if (problem.kind === "broken") this.tries += 1;
    const again = problem.kind === "broken" && this.tries < MOST_TRIES;
    if (!again && problem.kind !== "offline" && problem.kind !== "expired") return false;
    this.offline = problem.kind === "offline";
    this.owner.waiting(this.entries.length, this.offline);
    await new Promise((resolve) => setTimeout(resolve, this.wait));
    this.wait = Math.min(this.wait * 2, WAIT_MOST);
    return true;
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
      this.keep(entry);
    }
  }

  stop() {
    this.stopped = true;
  }
}

const STILL = new Set(["accept", "set_status", "set_note", "edit_text"]);
