// JSON over the routes of the same server. A failure says which of these it was: offline (no
// answer, or "not now"), broken (an error that nobody foresaw), expired (token), conflict (somebody
// else saved), gone (not there any more), stopped (by the page itself), refused (anything else).

// "Not now", by the workbench or by a server in front of it.
const LATER = new Set([502, 503, 504]);

class RequestFailed extends Error {
  constructor(kind, message, body) {
    super(message);
    this.kind = kind;
    this.body = body || {};
  }
}

class Client {
  constructor(token, onExpired) {
    this.token = token;
    this.onExpired = onExpired;
  }

  get(path) {
    return this.send("GET", path);
  }

  // With `signal`, a request that nobody waits for any more can be stopped.
  post(path, body, signal) {
    return this.send("POST", path, body, signal);
  }

  async send(method, path, body, signal) {
    let response;
    try {
      response = await fetch(`/api${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${this.token}`,
          // A refusal that was foreseen is no error of the page, and is none in its console.
          "X-Quiet": "1",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        credentials: "same-origin",
        signal,
      });
    } catch {
      if (signal && signal.aborted) throw new RequestFailed("stopped", "Not waited for");
      throw new RequestFailed("offline", "The workbench does not answer");
    }
    const renewed = response.headers.get("X-Token");
    if (renewed) this.token = renewed;
    const answer = await response.json().catch(() => null);
    const status = Number(response.headers.get("X-Status")) || response.status;
    if (status < 400 && answer !== null) return answer;
    if (status < 400) {
      // The answer began and broke off: given up by the page, or the server went away.
      if (signal && signal.aborted) throw new RequestFailed("stopped", "Not waited for");
      throw new RequestFailed("offline", "The workbench's answer broke off");
    }
    return refuse(status, answer || {}, this.onExpired);
  }
}

// Turns an answer that says no into the failure it means.
function refuse(status, answer, onExpired) {
  const message = answer.error || `The workbench answered ${status}`;
  const kinds = { 401: "expired", 404: "gone", 409: "conflict" };
  if (status === 401) onExpired();
  const other = status >= 500 ? "broken" : "refused";
  const kind = LATER.has(status) ? "offline" : kinds[status] || other;
  throw new RequestFailed(kind, message, answer);
}
