// A field for tags: chosen ones are buttons that remove them, and one's own tags are offered while one types.
// Without a script it is a line with commas.
import { base, copied, styled } from "./parts.js";

const REST = 120; // ms without a key before tags are asked for
const form = (text) => text.trim().replace(/\s+/g, " ").toLowerCase();

// Makes a field of an input for a list with commas; `id` is the article, for which tags are offered that may fit.
export const tagField = (given, id) => {
  styled("tag-field");
  const made = copied("tag-field");
  const [chosen, offered] = made.querySelectorAll("ul"), typed = made.querySelector("input");
  const kept = document.createElement("input");
  let at = -1, timer = 0, asked = 0, waits = false;
  kept.type = "hidden";
  kept.name = given.name;
  typed.id = given.id;
  typed.placeholder = given.placeholder;
  const about = given.getAttribute("aria-describedby");
  if (about) typed.setAttribute("aria-describedby", about);
  given.replaceWith(made);
  made.append(kept);

  const tags = () => Array.from(chosen.querySelectorAll("bdi"), (tag) => tag.textContent);
  const all = () => [...new Set([...tags(), ...typed.value.split(",").map(form)])].filter(Boolean);
  const keep = () => { kept.value = all().join(", "); };
  const close = () => {
    clearTimeout(timer);
    asked += 1;
    at = -1;
    waits = false;
    offered.hidden = true;
    offered.replaceChildren();
    typed.setAttribute("aria-expanded", "false");
    typed.removeAttribute("aria-activedescendant");
  };
  const add = (names) => {
    for (const name of names.map(form)) {
      if (!name || tags().includes(name)) continue;
      const item = copied("chosen-tag"), remove = item.querySelector("button");
      item.querySelector("bdi").textContent = name;
      remove.setAttribute("aria-label", `${remove.title}: ${name}`);
      remove.addEventListener("click", () => { item.remove(); keep(); typed.focus(); });
      chosen.append(item);
    }
    keep();
  };
  const take = (text) => { add(text.split(",")); typed.value = ""; keep(); close(); };
  const mark = (step) => {
    const options = [...offered.children];
    if (!options.length) return;
    at = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    typed.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const offer = async () => {
    const mine = ++asked, query = new URLSearchParams({ q: typed.value, id });
    const answer = await fetch(`${base}/parts/tags?${query}`).catch(() => null);
    const found = answer?.ok ? (await answer.json()).offered : [];
    if (mine !== asked) return;
    waits = false;
    if (document.activeElement !== typed) return;
    const fresh = found.filter((name) => !tags().includes(name));
    close();
    asked = mine;
    offered.replaceChildren(...fresh.map((name, place) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${offered.id}-${place}`, role: "option", textContent: name, dir: "auto" });
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    offered.hidden = !fresh.length;
    typed.setAttribute("aria-expanded", String(fresh.length > 0));
  };

  typed.addEventListener("input", () => {
    const parts = typed.value.split(",");
    if (parts.length > 1) { add(parts.slice(0, -1)); typed.value = parts.at(-1).trimStart(); }
    keep();
    clearTimeout(timer);
    asked += 1; // an answer to what stood there before is late
    waits = true;
    timer = setTimeout(offer, REST);
  });
  typed.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!text.includes(",")) return;
    event.preventDefault();
    take(`${typed.value}${text}`);
  });
  typed.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const option = offered.children[at], text = option?.textContent ?? typed.value, { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") offered.hidden ? offer() : mark(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape" && (waits || !offered.hidden)) close(); // and not the dialog, though they are still to come
    else if ((key === "Enter" || (key === "Tab" && !event.shiftKey)) && text.trim()) take(text);
    else if (key === "Backspace" && !typed.value && chosen.lastElementChild) { chosen.lastElementChild.remove(); keep(); }
    else return;
    event.preventDefault();
  });
  typed.addEventListener("focus", () => { if (!typed.value) offer(); });
  typed.addEventListener("blur", close);
  offered.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const option = event.target.closest("li");
    if (option) take(option.textContent);
  });
  add(given.value.split(","));
  return { add, tags: all };
};

// The fields of the page as it came.
for (const field of document.querySelectorAll("input[data-tags]")) {
  tagField(field, field.dataset.tags);
  document.querySelector(".suggested")?.remove();
  if (location.hash === "#tags") document.getElementById("tags").focus();
}
