// How Streamlit mounts the grid: once for each document; a rerun of the page only renews the token.

const GRIDS = new WeakMap();

export default function mount(component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".segment-grid");
  const known = GRIDS.get(root);
  if (known && known.document === data.document) {
    known.client.token = data.token;
    known.outbox.flush();
  } else {
    if (known) known.stop();
    GRIDS.set(
      root,
      new SegmentGrid(root, data, () => setTriggerValue("expired", Date.now())),
    );
  }
  return () => {
    const grid = GRIDS.get(root);
    if (grid && !root.isConnected) {
      grid.stop();
      GRIDS.delete(root);
    }
  };
}
