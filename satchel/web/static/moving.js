// Moving rows to a folder, in a dialog. The folders are those that stand beside the list.
import { base, copied } from "./parts.js";
import { act, list, number, title } from "./rows.js";

// Opens the dialog for some rows.
export const moved = (...some) => {
  const dialog = copied("moving"), from = document.activeElement, like = dialog.querySelector("li + li");
  dialog.querySelector(".of").textContent = some.length === 1 ? title(some[0]) : some.length;
  for (const link of document.querySelectorAll(".lists [data-folder]")) {
    const one = like.cloneNode(true);
    one.firstElementChild.value = link.dataset.folder;
    one.firstElementChild.disabled = link.ariaCurrent === "page";
    one.querySelector("bdi").textContent = link.querySelector("bdi").textContent;
    like.before(one);
  }
  like.remove();
  dialog.querySelector("[value='0']").disabled = /^\/(\?|$)/.test(list.dataset.address);
  const made = dialog.querySelector("a");
  if (some.length === 1) made.href = `${base}/read/${number(some[0])}/move?from=${encodeURIComponent(location.pathname.slice(base.length) + location.search)}`;
  dialog.addEventListener("close", () => {
    dialog.remove();
    from.focus({ preventScroll: true });
    const folder = Number(dialog.returnValue);
    if (dialog.returnValue) act(some, folder ? "move" : "home", { folder });
  });
  document.body.append(dialog);
  dialog.showModal();
};
