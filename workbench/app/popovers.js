// What a popover holds lies at the end of the page: who opens one by a key is led into it. Streamlit
// brings the focus back to its button when it is closed by Escape.
if (!window.workbenchPopovers) {
  window.workbenchPopovers = true;
  document.addEventListener("click", ({ detail, target }) => {
    // A press of a key is a click of no button.
    const button = detail === 0 && target.closest?.('[data-testid="stPopoverButton"]');
    // Before Streamlit hears of it: one that is open is going to be closed.
    if (!button || button.ariaExpanded === "true") return;
    let looks = 40;
    const lead = () => {
      const body = document.querySelector('[data-testid="stPopoverBody"]');
      const first = body?.querySelector(
        ":is(input, textarea, select, button):not(:disabled), [tabindex='0']"
      );
      if (first) first.focus({ preventScroll: true });
      else if ((looks -= 1)) setTimeout(lead, 25);
    };
    setTimeout(lead, 25);
  }, true);
}
