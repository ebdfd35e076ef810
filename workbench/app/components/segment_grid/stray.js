// Keys that would get lost: the page took the focus out of the grid without anybody asking (a
// notice that the server is gone opens and closes, a row is drawn anew). As long as nothing else was
// clicked or has the focus, what is typed next goes where the reviewer was writing. The window in
// which Streamlit says that its server is gone is closed at once: the grid says so itself, keeps what
// is written, and the window would swallow every key until then.

const LOST_SERVER = "[data-testid=stDialog]";
const CLOSED = 400;

class StrayKeys {
  constructor(grid) {
    this.grid = grid;
    this.here = false;
    this.onFocus = (event) => {
      if (event.target.closest && event.target.closest(LOST_SERVER)) return;
      this.here = event.composedPath().includes(grid.root);
    };
    this.dialogs = new MutationObserver(() => this.closeLostServer());
    this.dialogs.observe(document.body, { childList: true, subtree: true });
    this.onDown = (event) => {
      if (!event.composedPath().includes(grid.root)) this.here = false;
    };
    this.onKey = (event) => {
      // Tab behind the last button leaves the grid, as it should: the page goes on at its top.
      if (event.key === "Tab" || !this.lost() || event.defaultPrevented || grid.active < 0) return;
      // Before the letter is written: it goes to what has the focus then.
      grid.focusEditor();
      grid.keyDown(event, grid.root.getRootNode().activeElement);
    };
    document.addEventListener("focusin", this.onFocus);
    document.addEventListener("mousedown", this.onDown, true);
    document.addEventListener("keydown", this.onKey);
  }

  closeLostServer() {
    const dialog = document.querySelector(LOST_SERVER);
    const button = dialog && dialog.querySelector("button[aria-label=Close]");
    if (!button || !dialog.textContent.startsWith("Connection error")) return;
    button.click();
    // The window gives the focus back to nothing when it has faded away.
    setTimeout(() => this.takeBack(), CLOSED);
  }

  takeBack() {
    if (this.lost()) this.grid.focusEditor();
  }

  // Whether the reviewer was in the grid and nothing has the focus now.
  lost() {
    const { activeElement } = document;
    const free = !activeElement || activeElement === document.body;
    return this.here && free && !this.grid.sheet.open;
  }

  stop() {
    this.dialogs.disconnect();
    document.removeEventListener("focusin", this.onFocus);
    document.removeEventListener("mousedown", this.onDown, true);
    document.removeEventListener("keydown", this.onKey);
  }
}
