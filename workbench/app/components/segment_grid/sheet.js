// A sheet over the page: the keys, a segment's history, a question. It is a dialog: the focus stays
// inside until it is closed, and goes back to where it was.

const FOCUSABLE = "button, input, select, textarea, [tabindex='0']";

class Sheet {
  constructor(onClosed) {
    this.node = element("div", "overlay");
    this.node.hidden = true;
    this.onClosed = onClosed;
    // A sheet that waits for a key of its own takes it before anything else.
    this.capture = null;
    this.node.addEventListener("mousedown", (event) => {
      if (event.composedPath()[0] === this.node) this.close();
    });
  }

  get open() {
    return !this.node.hidden;
  }

  show(title, content, options) {
    const { wide = false } = options || {};
    this.capture = null;
    this.node.textContent = "";
    const box = element("div", wide ? "sheet wide" : "sheet");
    const heading = element("h3", "", title);
    heading.id = "sheet-title";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-labelledby", heading.id);
    box.tabIndex = -1;
    const close = element("button", "close", "Close (Esc)");
    close.type = "button";
    close.addEventListener("click", () => this.close());
    box.append(heading, content, close);
    this.node.append(box);
    this.node.hidden = false;
    this.box = box;
    // Without a field, the sheet itself: what is read begins at its top.
    (box.querySelector("input, select, textarea") || box).focus();
  }

  close() {
    if (!this.open) return;
    this.node.hidden = true;
    this.capture = null;
    this.onClosed();
  }

  // Every key while the sheet is open. Tab goes round inside of it.
  key(event) {
    if (this.capture) {
      event.preventDefault();
      event.stopPropagation();
      this.capture(event);
      return;
    }
    const place = event.composedPath()[0];
    const writing = place.tagName === "INPUT" || place.tagName === "TEXTAREA";
    if (event.key === "Escape" || (event.key === "?" && !writing)) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      return;
    }
    if (event.key !== "Tab") return;
    const stops = this.stops();
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (place === edge || !stops.includes(place)) {
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    }
  }

  // Where the focus can go, in order.
  stops() {
    return [...this.box.querySelectorAll(FOCUSABLE)].filter(
      (node) => !node.disabled && node.offsetParent !== null,
    );
  }

  // What Escape, Enter and Tab do, pressed while the sheet was on its way.
  press(key, back) {
    const form = this.box.querySelector("form");
    if (key === "Escape") this.close();
    else if (key === "Enter" && form) form.requestSubmit();
    else if (key === "Tab") {
      const stops = this.stops();
      const at = stops.indexOf(this.box.getRootNode().activeElement) + (back ? -1 : 1);
      stops[(at + stops.length) % stops.length].focus();
    }
  }

  askNumber(most, onNumber) {
    const form = element("form", "go-to");
    const input = element("input");
    input.type = "number";
    input.min = "1";
    input.max = String(most);
    input.setAttribute("aria-label", `Segment number, 1 to ${most}`);
    form.append(input);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const number = Number(input.value);
      if (number >= 1 && number <= most) {
        this.close();
        onNumber(number);
      }
    });
    this.show("Go to segment", form);
  }
}
