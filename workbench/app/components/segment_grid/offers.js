// Other words at the cursor, and other translations of the whole segment: a short list under the
// text, chosen from with the keys one's fingers are on.

class Offers {
  // owner: {editor(), row(), client, terms(), window, place(), setText(text, caret), say(text)}
  constructor(owner) {
    this.owner = owner;
    this.node = element("div", "offers");
    this.node.setAttribute("role", "listbox");
    this.node.setAttribute("aria-label", "Other words");
    this.asked = 0;
    this.close();
  }

  get open() {
    return this.offers.length > 0;
  }

  close() {
    this.asked += 1;
    this.offers = [];
    this.chosen = 0;
    this.node.remove();
  }

  // Asks for words in the place of the one at the cursor, or for whole translations.
  async ask(whole) {
    const editor = this.owner.editor();
    const row = this.owner.row();
    if (!editor || !row) return;
    this.close();
    const { asked } = this;
    const caret = editor.selectionStart;
    const start = whole ? 0 : wordStart(editor.value, caret);
    const prefix = editor.value.slice(0, start);
    // At the very beginning, the words that differ are the first ones of whole translations.
    const answer = await this.owner.client.post(`/segments/${row.id}/alternatives`, {
      prefix: whole ? "" : prefix,
      terms: this.owner.terms(),
      window: this.owner.window,
    });
    const now = this.owner.row();
    if (asked !== this.asked || answer.stale || !now || now.id !== row.id) return;
    this.start = start;
    this.end = wordEnd(editor.value, caret);
    this.offers = answer.offers.filter((offer) => offer.text !== editor.value);
    if (this.open) this.show();
    else this.owner.say("The model knows nothing else here.");
  }

  show() {
    this.node.textContent = "";
    this.offers.forEach((offer, index) => {
      const item = element("div", index === this.chosen ? "offer chosen" : "offer");
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === this.chosen));
      const percent = `${Math.round(offer.probability * 100)} %`;
      item.append(element("kbd", "", index < 9 ? String(index + 1) : ""));
      if (offer.word) item.append(element("b", "", offer.word));
      const rest = offer.word
        ? offer.text.slice(this.start).trimStart().slice(offer.word.length)
        : offer.text;
      item.append(element("span", "rest", rest), element("span", "percent-quiet", percent));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        this.take(index, true);
      });
      this.node.append(item);
    });
    const hint = this.offers[0].word
      ? "Enter: take it with what follows, Tab: only the word, Esc: leave"
      : "Enter: take it, Esc: leave";
    this.node.append(element("p", "hint", hint));
    const place = this.owner.place();
    if (place) place.append(this.node);
    const item = this.node.children[this.chosen];
    if (item && item.scrollIntoView) item.scrollIntoView({ block: "nearest" });
  }

  take(index, whole) {
    const offer = this.offers[index];
    const editor = this.owner.editor();
    this.close();
    if (!offer || !editor) return;
    if (whole || !offer.word) {
      this.owner.setText(offer.text, offer.text.length);
      return;
    }
    const before = editor.value.slice(0, this.start);
    const text = before + offer.word + editor.value.slice(this.end);
    this.owner.setText(text, before.length + offer.word.length);
  }

  // Whether a key was meant for the list.
  key(event) {
    if (!this.open || event.ctrlKey || event.altKey || event.metaKey) return false;
    const last = this.offers.length - 1;
    if (event.key === "ArrowDown") this.chosen = Math.min(last, this.chosen + 1);
    else if (event.key === "ArrowUp") this.chosen = Math.max(0, this.chosen - 1);
    else if (event.key === "Enter") this.take(this.chosen, true);
    else if (event.key === "Tab") this.take(this.chosen, false);
    else if (/^[1-9]$/.test(event.key)) this.take(Number(event.key) - 1, true);
    else if (event.key !== "Escape") {
      this.close();
      return false;
    } else this.close();
    if (this.open) this.show();
    return true;
  }
}

function wordStart(text, caret) {
  let start = caret;
  while (start > 0 && !/\s/.test(text[start - 1])) start -= 1;
  return start;
}

function wordEnd(text, caret) {
  let end = caret;
  while (end < text.length && !/[\s.,;:!?)]/.test(text[end])) end += 1;
  return end;
}
