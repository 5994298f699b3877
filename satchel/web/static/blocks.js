// Code and tables: what goes beyond its edge can be scrolled by the keyboard, and code can be copied.
import { copies } from "./copying.js";

// Makes a region of what scrolls, so that the Tab key reaches it.
const scrolls = (box, name) => {
  const wide = box.scrollWidth > box.clientWidth + 1;
  if (wide) {
    box.tabIndex = 0;
    box.role = "region";
    box.ariaLabel = name;
  } else {
    box.removeAttribute("tabindex");
    box.removeAttribute("role");
    box.removeAttribute("aria-label");
  }
};

// Wires the blocks of an article's text; the words are those of the template `copy`.
export const blocks = (body) => {
  const template = document.getElementById("copy");
  const { code, table } = template.dataset;
  for (const pre of body.querySelectorAll(".code > pre")) {
    const button = template.content.firstElementChild.cloneNode(true);
    copies(button, pre);
    pre.after(button);
  }
  const all = [
    ...[...body.querySelectorAll("pre")].map((box) => [box, code]),
    ...[...body.querySelectorAll(".wide")].map((box) => [box, box.querySelector("caption")?.textContent || table]),
  ];
  if (!all.length) return;
  const names = new Map(all);
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) scrolls(target, names.get(target));
  });
  for (const [box] of all) watch.observe(box);
};
