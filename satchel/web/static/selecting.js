// Selecting rows in place: boxes before them, a bar at the foot that acts on all of them, and one undoing for all.
import { copied, styled } from "./parts.js";
import { act, go, link, list, rows, title } from "./rows.js";

const form = list.closest("form");
let bar = null, last = null; // the row that was selected last: where an extension begins

const box = (row) => row.querySelector(":scope > input[type=checkbox]");
const selected = () => rows().filter((row) => box(row)?.checked);

const boxed = (row) => {
  if (box(row)) return;
  const [made, label] = ["input", "label"].map((name) => document.createElement(name));
  made.type = "checkbox";
  made.id = label.htmlFor = `c${row.id}`;
  label.className = "box";
  label.textContent = title(row);
  row.prepend(made, label);
};
const watching = new MutationObserver(() => { rows().forEach(boxed); count(); });

const end = () => {
  const active = document.activeElement, row = active.closest(".articles > li") ?? selected()[0];
  const lost = bar?.contains(active) || active.matches(".articles > li > input");
  watching.disconnect();
  for (const each of list.querySelectorAll(":scope > li > :is(input, .box)")) each.remove();
  form.classList.remove("choosing");
  bar?.remove();
  bar = last = null;
  if (lost) (row ? link(row) : document.getElementById("select"))?.focus({ preventScroll: true });
};

function count() {
  const many = selected().length;
  bar.querySelector("output").textContent = many;
  for (const button of bar.querySelectorAll("[name=many], [data-does=move]")) button.disabled = !many;
}

const work = (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  const some = selected(), verb = button.value;
  if (button.dataset.does === "cancel") return end();
  if (button.dataset.does === "move" && some.length) return import("./moving.js").then(({ moved }) => { end(); moved(...some); });
  const fields = Object.fromEntries(["add", "remove"].map((name) => [name, bar.querySelector(`[name=${name}]`)?.value ?? ""]));
  if (!some.length || (verb === "tags" && !fields.add.trim() && !fields.remove.trim())) return undefined;
  end();
  return act(some, verb, verb === "tags" ? fields : {});
};

const begin = () => {
  if (bar) return;
  styled("selecting");
  bar = copied("selecting");
  if (document.getElementById("select-all")) bar.append(copied("select-all"));
  bar.addEventListener("click", work);
  bar.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); });
  form.append(bar);
  form.classList.add("choosing");
  rows().forEach(boxed);
  watching.observe(list, { childList: true });
  count();
};

// Begins to select, or ends.
export const start = () => (bar ? end() : begin());

const set = (some, on) => {
  begin();
  for (const row of some) box(row).checked = on;
  last = some.at(-1) ?? last;
  count();
};

// Selects a row, or no longer.
export const toggle = (row) => { begin(); set([row], !box(row).checked); go(row); };

// Selects a row and the one `step` further, which gets the focus.
export const extend = (row, step) => {
  const all = rows(), next = all[all.indexOf(row) + step] ?? row;
  set([row, next], true);
  go(next);
};

// Selects all rows that are shown, or none.
export const all = (on) => (on ? set(rows(), true) : end());

list.addEventListener("click", (event) => {
  if (!event.target.matches(".articles > li > input")) return;
  const row = event.target.closest("li"), every = rows(), { checked } = event.target;
  const [from, to] = [every.indexOf(last ?? row), every.indexOf(row)].sort((one, other) => one - other);
  if (event.shiftKey && from >= 0) set(every.slice(from, to + 1), checked);
  last = row;
  count();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && bar && !document.querySelector("dialog:modal, :popover-open")) end();
});
