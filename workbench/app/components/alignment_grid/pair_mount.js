// How Streamlit mounts the editor: once for each alignment; a rerun only renews the token.

const EDITORS = new WeakMap();

export default function mount(component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".alignment-grid");
  const known = EDITORS.get(root);
  if (known && known.alignment === data.alignment) {
    known.client.token = data.token;
    known.operations.send();
  } else {
    if (known) known.stop();
    EDITORS.set(
      root,
      new AlignmentGrid(root, data, () => setTriggerValue("expired", Date.now())),
    );
  }
  return () => {
    const grid = EDITORS.get(root);
    if (grid && !root.isConnected) {
      grid.stop();
      EDITORS.delete(root);
    }
  };
}
