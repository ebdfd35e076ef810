// The line above the rows: how far, how many errors to expect, filters with counts, search.

class PairToolbar {
  // owner: {filter(name, text), act(action)}
  constructor(owner) {
    this.owner = owner;
    this.filter = "";
    this.node = element("div", "toolbar");
    this.progress = element("div", "progress");
    this.bar = element("i");
    this.progress.append(this.bar);
    this.summary = element("span", "summary");
    this.filters = element("div", "filters");
    this.filters.setAttribute("role", "group");
    this.filters.setAttribute("aria-label", "Show");
    this.search = element("input", "search");
    this.search.type = "search";
    this.search.placeholder = "Search ( / )";
    this.search.setAttribute("aria-label", "Search both texts and the notes");
    let timer = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => owner.filter(this.filter, this.search.value), 200);
    });
    this.order = element("button", "queue-order");
    this.order.type = "button";
    this.order.title = "Where “next” goes (F)";
    this.order.addEventListener("click", () => owner.act("queueOrder"));
    this.sure = element("button", "", "Accept sure rows");
    this.sure.type = "button";
    this.sure.title = "Accept all rows above a probability (Shift+Enter)";
    this.sure.addEventListener("click", () => owner.act("acceptSure"));
    this.notice = element("span", "notice");
    this.notice.setAttribute("role", "status");
    const help = element("button", "help-button", "?");
    help.type = "button";
    help.title = "Keyboard (?)";
    help.addEventListener("click", () => owner.act("help"));
    const first = element("div", "line");
    first.append(this.progress, this.summary, this.notice, this.order, this.sure, this.search, help);
    this.node.append(first, this.filters);
  }

  show(model, leastCertain) {
    const counts = model.counts();
    this.filters.textContent = "";
    for (const [key, name, word] of ROW_FILTERS) {
      if (!counts[name] && !MAIN_FILTERS.has(name) && name !== this.filter) continue;
      const button = element("button", "filter");
      button.type = "button";
      button.dataset.filter = name;
      button.title = `Keys: Q ${key.toUpperCase()}`;
      button.setAttribute("aria-pressed", String(name === this.filter));
      button.append(element("span", "", word), element("b", "", String(counts[name])));
      button.addEventListener("click", () => {
        this.filter = name;
        this.owner.filter(name, this.search.value);
      });
      this.filters.append(button);
    }
    const decided = counts[""] - counts.open;
    this.bar.style.width = `${counts[""] ? (100 * decided) / counts[""] : 0}%`;
    const errors = model.expectedErrors();
    const left = errors < 0.5 ? "hardly any error left" : `about ${Math.round(errors)} wrong left`;
    this.summary.textContent = `${decided} of ${countedWord(counts[""], "row")} decided, ${left}`;
    this.summary.title = "Expected number of wrong rows among the undecided: the sum of their doubts";
    this.order.textContent = leastCertain ? "Least certain first" : "In reading order";
  }

  say(text, kind) {
    this.notice.textContent = text;
    this.notice.className = `notice ${kind || ""}`;
  }
}
