// Buttons that copy a text of the page: shown where a script can press them.

const STAYS = 2500; // ms that a button says what it did

// Puts the text on the clipboard, or at least selects it. Over plain HTTP browsers have no clipboard for scripts.
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(text);
    return document.execCommand("copy");
  }
};

// Has a button copy `text`, and say so.
export const copies = (button, text) => {
  const label = button.querySelector("[aria-live]");
  const usual = label.textContent;
  let timer = 0;
  button.addEventListener("click", async () => {
    const done = await copy(text);
    label.textContent = done ? button.dataset.done : button.dataset.failed;
    clearTimeout(timer);
    timer = setTimeout(() => { label.textContent = usual; }, STAYS);
  });
};

// Wires the copy buttons below `root`.
export const copying = (root) => {
  for (const button of root.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    copies(button, document.getElementById(button.dataset.copies));
  }
};
