// The menu at the end of a row: what its buttons do, and more. Without a script its button leads to the page for editing.
import { base, copied } from "./parts.js";
import { act, button, number } from "./rows.js";

// Opens the menu of a row at `from`, which gets the focus back when it closes.
export const open = (row, from) => {
  const menu = copied("row-menu");
  for (const item of menu.querySelectorAll("[data-verb]")) item.closest("li").hidden = !button(row, item.dataset.verb);
  for (const way of menu.querySelectorAll("[data-way]")) way.href = `${base}/read/${number(row)}/${way.dataset.way}`;
  menu.querySelector('[data-way="edit"]').href = row.querySelector('.acts a[href*="/edit"]').href;
  menu.addEventListener("toggle", (event) => { if (event.newState === "closed") menu.remove(); });
  menu.addEventListener("click", (event) => {
    const item = event.target.closest("button, a");
    if (!item) return;
    menu.hidePopover();
    if (item.dataset.verb) button(row, item.dataset.verb).click();
    if (item.dataset.does === "delete") act([row], "delete");
    if (item.dataset.does === "tags") import("./tagging.js").then(({ tagged }) => tagged(row));
    if (item.dataset.does === "move") import("./moving.js").then(({ moved }) => moved(row));
    if (item.dataset.does === "select") import("./selecting.js").then(({ toggle }) => toggle(row));
  });
  document.body.append(menu);
  menu.showPopover({ source: from });
  menu.querySelector("li:not([hidden]) > *").focus();
};
