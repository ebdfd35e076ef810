// JSON over the routes of the same server. A failure says which of four things it was:
// offline (no answer), expired (token), conflict (somebody else saved), refused (anything else).

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

  post(path, body) {
    return this.send("POST", path, body);
  }

  async send(method, path, body) {
    let response;
    try {
      response = await fetch(`/api${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${this.token}`,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        credentials: "same-origin",
      });
    } catch {
      throw new RequestFailed("offline", "The workbench does not answer");
    }
    const renewed = response.headers.get("X-Token");
    if (renewed) this.token = renewed;
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    const message = answer.error || `The workbench answered ${response.status}`;
    if (response.status === 401) {
      this.onExpired();
      throw new RequestFailed("expired", message, answer);
    }
    if (response.status === 409) throw new RequestFailed("conflict", message, answer);
    if (response.status >= 500) throw new RequestFailed("offline", message, answer);
    throw new RequestFailed("refused", message, answer);
  }
}
