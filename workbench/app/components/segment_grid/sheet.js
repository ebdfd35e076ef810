// A sheet over the page: the keys, a segment's history, a question.

class Sheet {
  constructor(onClosed) {
    this.node = element("div", "overlay");
    this.node.hidden = true;
    this.onClosed = onClosed;
  }

  get open() {
    return !this.node.hidden;
  }

  show(title, content) {
    this.node.textContent = "";
    const box = element("div", "sheet");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", title);
    const close = element("button", "close", "Close (Esc)");
    close.type = "button";
    close.addEventListener("click", () => this.close());
    box.append(element("h3", "", title), content, close);
    this.node.append(box);
    this.node.hidden = false;
    (box.querySelector("input") || close).focus();
  }

  close() {
    this.node.hidden = true;
    this.onClosed();
  }

  toggleHelp() {
    if (this.open) this.close();
    else this.show("Keyboard", keyHelp());
  }

  history(number, revisions, onTake) {
    const list = element("ol", "history");
    for (const revision of revisions) {
      const item = element("li");
      const back = element("button", "", "Take this text");
      back.type = "button";
      back.addEventListener("click", () => {
        this.close();
        onTake(revision.text);
      });
      item.append(
        element("time", "", new Date(revision.time).toLocaleString()),
        element("b", "", revision.author),
        element("span", "", `${revision.action}, ${STATUS_WORDS[revision.status]}`),
        element("p", "", revision.text),
        back,
      );
      list.append(item);
    }
    this.show(`History of segment ${number}`, list);
  }

  askNumber(most, onNumber) {
    const form = element("form", "go-to");
    const input = element("input");
    input.type = "number";
    input.min = "1";
    input.max = String(most);
    input.setAttribute("aria-label", "Segment number");
    form.append(input);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const number = Number(input.value);
      if (number >= 1 && number <= most) {
        this.node.hidden = true;
        onNumber(number);
      }
    });
    this.show("Go to segment", form);
  }
}
