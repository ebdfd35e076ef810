// The line above the list: progress, filters with their counts, search, and the help key.

const FILTERS = [
  ["", "All"],
  ["work", "Needs work"],
  ["untranslated", "To do"],
  ["draft", "Draft"],
  ["reviewed", "Reviewed"],
  ["approved", "Approved"],
  ["rejected", "Rejected"],
  ["flagged", "Flagged"],
];

class Toolbar {
  // `tools` is [[action, word], ...]: what else can be reached from here without the keyboard;
  // `onEnter` is told when somebody wants to go to what they search.
  constructor(onFilter, onHelp, tools, onTool, onEnter) {
    this.node = element("div", "toolbar");
    this.filter = "";
    this.buttons = new Map();
    const group = element("div", "filters");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Show");
    for (const [name, word] of FILTERS) {
      const button = element("button", "filter");
      button.type = "button";
      button.dataset.filter = name;
      button.append(element("span", "", word), element("b", "", ""));
      button.addEventListener("click", () => {
        this.choose(name);
        onFilter();
      });
      this.buttons.set(name, button);
      group.append(button);
    }
    this.search = element("input", "search");
    this.search.type = "search";
    this.search.placeholder = "Search (Alt+F)";
    this.search.setAttribute("aria-label", "Search source and translation");
    let timer = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(onFilter, 200);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.shiftKey) return;
      // Or else it would be written where the focus goes.
      event.preventDefault();
      clearTimeout(timer);
      onEnter();
    });
    this.progress = element("div", "progress");
    this.bar = element("i");
    this.progress.append(this.bar);
    this.summary = element("span", "summary");
    this.notice = element("span", "notice");
    this.notice.setAttribute("role", "status");
    const help = element("button", "help-button", "?");
    help.type = "button";
    help.title = "Keyboard (F1)";
    help.addEventListener("click", onHelp);
    this.conditions = element("button", "conditions", "");
    this.conditions.type = "button";
    this.conditions.hidden = true;
    this.conditions.title = "Change the conditions";
    this.conditions.addEventListener("click", () => onTool("filters"));
    const menu = element("span", "tools");
    for (const [action, word] of tools || []) {
      const button = element("button", "tool", word);
      button.type = "button";
      button.dataset.action = action;
      button.title = keysFor(action);
      button.addEventListener("click", () => onTool(action));
      menu.append(button);
    }
    this.node.append(this.progress, this.summary, group, this.search, menu, help);
    this.node.append(this.conditions, this.notice);
    this.choose("");
  }

  choose(name) {
    this.filter = name;
    for (const [key, button] of this.buttons) {
      button.setAttribute("aria-pressed", String(key === name));
    }
  }

  // Names the conditions that are set beside the filter buttons.
  condition(text) {
    this.conditions.textContent = text;
    this.conditions.hidden = !text;
  }

  show(counts) {
    const total = counts.all || 0;
    for (const [name, button] of this.buttons) {
      button.querySelector("b").textContent = counts[name || "all"] || 0;
    }
    const work = counts.translatable || 0;
    const done = counts.approved || 0;
    this.bar.style.width = `${work ? Math.min(100, (100 * done) / work) : 0}%`;
    this.summary.textContent = `${done} of ${work} approved`;
    this.progress.title = `${total} segments, ${work} to translate, ${done} approved`;
  }

  say(text, kind) {
    this.notice.textContent = text;
    this.notice.className = `notice ${kind || ""}`;
  }

  // Takes a notice back, if no other one has taken its place.
  unsay(text) {
    if (this.notice.textContent === text) this.say("");
  }
}
