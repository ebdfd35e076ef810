// Sheets over the editor: alternatives, a partner anywhere, a preview of a re-alignment, history,
// and questions of one line.

class PairSheet extends Sheet {
  // From its beginning, wherever the focus goes.
  show(title, content, options) {
    super.show(title, content, options);
    this.box.scrollTop = 0;
  }

  toggleHelp() {
    if (this.open) this.close();
    else this.show("Keyboard", pairKeyHelp(), { wide: true });
  }

  // A question with one answer in words.
  ask(title, value, onAnswer) {
    const form = element("form", "ask");
    const input = element("input", "search");
    input.value = value;
    input.setAttribute("aria-label", title);
    const save = element("button", "primary", "Save");
    form.append(input, save);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.close();
      onAnswer(input.value);
    });
    this.show(title, form);
    input.select();
  }

  // Lines to choose from: by click, by the arrow keys, by their own key or their number.
  choose(title, lines, onChoice, { search, short = false } = {}) {
    const content = element("div", "choices");
    const list = element("div", short ? "choice-list short" : "choice-list");
    list.setAttribute("role", "listbox");
    const shown = [];
    const byKey = new Map();
    const fill = (text) => {
      list.textContent = "";
      shown.length = 0;
      byKey.clear();
      const wanted = text.trim().toLowerCase();
      for (const line of lines) {
        if (wanted && !line.text.toLowerCase().includes(wanted)) continue;
        if (shown.length >= 60) break;
        const button = element("button", "choice");
        button.type = "button";
        button.setAttribute("role", "option");
        const number = shown.length + 1;
        const key = line.key ?? (!search && number < 10 ? String(number) : "");
        button.append(element("kbd", "", key.toUpperCase()));
        if (key) byKey.set(key, button);
        const body = element("span", "choice-text");
        for (const part of line.parts || [line.text]) body.append(element("span", "", part));
        button.append(body, element("em", "", line.side || ""));
        button.addEventListener("click", () => {
          this.close();
          onChoice(line);
        });
        shown.push(button);
        list.append(button);
      }
      if (!shown.length) list.append(element("p", "", "Nothing matches."));
    };
    if (search) {
      const input = element("input", "search");
      input.type = "search";
      input.placeholder = search;
      input.setAttribute("aria-label", search);
      input.addEventListener("input", () => fill(input.value));
      content.append(input);
    }
    content.addEventListener("keydown", (event) => {
      const root = content.getRootNode();
      const at = shown.indexOf(root.activeElement);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const next = shown[Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1))];
        if (next) next.focus();
      } else if (event.key === "Enter" && at < 0 && shown.length) {
        event.preventDefault();
        shown[0].click();
      } else if (byKey.has(event.key.toLowerCase()) && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        event.stopPropagation();
        byKey.get(event.key.toLowerCase()).click();
      }
    });
    fill("");
    content.append(list);
    this.show(title, content, { wide: true });
    if (!search && shown.length) shown[0].focus();
  }

  preview(changes, onApply) {
    const content = element("div", "preview");
    const apply = element("button", "primary", changes.length === 1 ? "Change this" : `Change these ${changes.length} places`);
    apply.type = "button";
    apply.dataset.action = "apply";
    apply.addEventListener("click", () => {
      this.close();
      onApply();
    });
    content.append(apply);
    for (const change of changes.slice(0, 200)) {
      const hunk = element("div", "hunk");
      for (const [word, rows] of [["now", change.before], ["then", change.after]]) {
        for (const row of rows) {
          const line = element("div", `hunk-row ${word}`);
          line.append(
            element("span", "sign", word),
            element("span", "", row.source || "—"),
            element("span", "", row.target || "—"),
            element("span", "chance", row.probability === null ? "" : percent(row.probability)),
          );
          hunk.append(line);
        }
      }
      content.append(hunk);
    }
    if (changes.length > 200) content.append(element("p", "", `… and ${changes.length - 200} more`));
    this.show("Align again: what would change", content, { wide: true });
    apply.focus();
  }

  entries(title, entries) {
    const list = element("ol", "history");
    for (const entry of entries) {
      const item = element("li");
      item.append(
        element("time", "", new Date(entry.time).toLocaleString()),
        element("b", "", entry.author),
        element("span", "", `${entry.action}, ${ROW_STATUS[entry.status] || entry.status}`),
      );
      if (entry.note) item.append(element("p", "note", entry.note));
      if (entry.source || entry.target) {
        const texts = element("div", "hunk-row");
        texts.append(element("span", "", entry.source || "—"), element("span", "", entry.target || "—"));
        item.append(texts);
      }
      list.append(item);
    }
    this.show(title, list);
  }
}
