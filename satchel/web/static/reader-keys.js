// Keys of the reader. The page has the table of them, in words; what is written there is what is wired.

// Has each key of the table `keys` do what `acts` has for its row; an act that gives false leaves the key to the browser.
export const keys = (acts) => {
  const help = document.getElementById("keys");
  const table = new Map();
  acts.help = () => help.showModal();
  for (const row of help.querySelectorAll("[data-does]")) {
    if (!acts[row.dataset.does]) {
      row.hidden = true;
      continue;
    }
    for (const key of row.dataset.keys.split(" ")) table.set(key, row.dataset.does);
  }
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    const name = event.key === " " ? (event.shiftKey ? "Shift-Space" : "Space") : event.key;
    const does = table.get(name);
    // A button that has the focus is pressed by the space bar.
    if (!does || (event.key === " " && event.target.closest?.("button, summary, a, [role=button]"))) return;
    if (acts[does]() !== false) event.preventDefault();
  });
};
