// Keys: the template "keys" says which keys do what; whoever can do something wires it here by its name.
import { base, copied } from "./parts.js";

const PAUSE = 1500; // ms between two keys that are pressed in turn
const wired = new Map();
let first = "", timer = 0;

// Has the command of that name do something here. What says false has done nothing.
export const wire = (commands) => { for (const each of Object.entries(commands)) wired.set(...each); };

const does = () => document.querySelector("template#keys")?.content.querySelectorAll("[data-does]") ?? [];
const can = (each) => wired.has(each.dataset.does) || "goes" in each.dataset;
const keys = (each) => Array.from(each.querySelectorAll("kbd"), (kbd) => kbd.dataset.key ?? kbd.textContent);

// What a key writes, in any layout: letters of other scripts by their place, capitals by Shift and not by its lock.
const written = ({ key, code, shiftKey }) => {
  if (key === " ") return shiftKey ? "Shift-Space" : "Space";
  if (!/^\p{L}$/u.test(key)) return key;
  const letter = /^[a-z]$/i.test(key) || !/^Key/.test(code) ? key : code.slice(3);
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
};

const isForPage = (event) => {
  const modified = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
  const within = event.target.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable], dialog[open], [popover]");
  // The space bar presses buttons.
  if (event.key === " " && event.target.closest?.("button, summary, a, [role=button]")) return false;
  return !event.defaultPrevented && !event.isComposing && !modified && !within && !document.querySelector("dialog:modal");
};

const press = (event) => {
  if (!isForPage(event)) return;
  const key = written(event), both = first ? `${first} ${key}` : key;
  const all = Array.from(does()).filter(can);
  clearTimeout(timer);
  first = !first && all.some((each) => keys(each).some((one) => one.startsWith(`${key} `))) ? key : "";
  if (first) timer = setTimeout(() => { first = ""; }, PAUSE);
  const found = all.find((each) => keys(each).includes(both));
  if (!found || (event.repeat && !("repeats" in found.dataset))) return;
  const { does: name, goes } = found.dataset;
  if (goes) location.href = base + goes;
  else if (wired.get(name)(event) === false) return;
  event.preventDefault();
};

const help = () => {
  const dialog = copied("keys");
  for (const each of dialog.querySelectorAll("[data-does]")) if (!can(each)) each.remove();
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
};

// Wires what works on every page.
export const pressing = () => {
  if (!document.querySelector("template#keys")) return;
  document.addEventListener("keydown", press);
  const field = (name) => document.querySelector(`header input[name="${name}"]`);
  const up = document.querySelector("a.back, .bar > a.button");
  const undo = document.querySelector(".toast form button"); // of what a form did
  wire({ help, save: () => (field("q") ? field("q").focus() : (location.href = `${base}/save`)) });
  if (field("q")) wire({ search: () => field("q").focus() });
  if (undo) wire({ undo: () => undo.click() });
  if (up) wire({ up: () => up.click() });
};
