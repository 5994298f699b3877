// The tags of a row, in a dialog.
import { base, copied } from "./parts.js";
import { act, number, title } from "./rows.js";
import { tagField } from "./tags.js";

// Opens the dialog for a row. What it changes is added and removed, so that nothing is lost that another page did meanwhile.
export const tagged = async (row) => {
  const dialog = copied("tagging"), from = document.activeElement;
  dialog.querySelector(".of").textContent = title(row);
  document.body.append(dialog);
  const field = tagField(dialog.querySelector("input"), number(row));
  let had = [];
  dialog.addEventListener("close", () => {
    dialog.remove();
    from.focus({ preventScroll: true });
    if (dialog.returnValue !== "save") return;
    const has = field.tags(), add = has.filter((tag) => !had.includes(tag)), remove = had.filter((tag) => !has.includes(tag));
    if (add.length || remove.length) act([row], "tags", { add, remove });
  });
  dialog.showModal();
  const answer = await fetch(`${base}/parts/tags?id=${number(row)}`).catch(() => null);
  if (!answer?.ok || !dialog.open) return;
  had = (await answer.json()).tags;
  field.add(had);
};
