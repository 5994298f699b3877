// A list with a script: acts without a new page, keys, more rows at the end, and the way back to the same row.
import { undo } from "./acts.js";
import { wire } from "./keys.js";
import { base, part } from "./parts.js";
import { act, button, go, link, list, number, rows } from "./rows.js";

const MOST = 500; // rows on one page; behind them comes a real next one

// The row that has the focus; without one, the first that can be seen.
const here = () => document.activeElement.closest(".articles > li");
const seen = () => rows().find((row) => row.getBoundingClientRect().bottom > 0);

const move = (step) => {
  const all = rows(), at = all.indexOf(here());
  const to = at < 0 ? seen() : all[at + step];
  if (to) go(to);
  else if (step > 0) return more();
  return undefined;
};
const arrow = (step) => (event) => (event.key.startsWith("Arrow") && !here() ? false : move(step));
const on = (work) => () => { const row = here(); return row ? work(row) : false; };
let loaded; // once: of two imports the second may come first
const selection = () => (loaded ??= import("./selecting.js"));
const selecting = (work) => () => { const row = here() ?? seen(); if (row) selection().then((found) => work(found, row)); };
const press = (...verbs) => on((row) => button(row, ...verbs)?.click());

// The next rows go behind the last one, in the place of the way to the next page.
let loading = false;
const more = async () => {
  const turn = document.querySelector(".turn"), next = turn?.querySelector('[rel="next"]');
  if (!next || loading || list.children.length >= MOST) return;
  loading = true;
  const at = next.getAttribute("href").slice(base.length);
  try {
    const found = await part(`rows?at=${encodeURIComponent(at)}`);
    const there = new Set(rows().map((row) => row.id));
    for (const row of [...found.querySelectorAll("li[id]")]) {
      row.dataset.at = at;
      if (!there.has(row.id)) list.append(row);
    }
    const following = found.querySelector('[rel="next"]');
    following ? next.replaceWith(following) : next.remove();
    if (!turn.querySelector("a")) turn.remove();
  } finally {
    loading = false;
  }
  watch();
};
const near = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) more(); }, { rootMargin: "100% 0px" });
const watch = () => {
  near.disconnect();
  const next = document.querySelector('.turn [rel="next"]');
  if (next) near.observe(next);
};

// Whoever comes back from an article finds the page that begins where theirs did, at the row that they left.
const leave = (event) => {
  const row = event.target.closest("h2 a")?.closest("li");
  if (row) history.replaceState(null, "", `${base}${row.dataset.at ?? list.dataset.address}#${row.id}`);
};
const arrive = () => {
  if (location.hash === "#select") selection().then(({ start }) => start());
  const row = location.hash.startsWith("#i") && document.getElementById(location.hash.slice(1));
  if (row && list.contains(row)) link(row).focus({ preventScroll: true });
};

// Who selects without a script has one form for all. Of single rows the list does better.
const form = list?.closest("form");
if (form?.matches(".choosing:not(:has([name=all]))")) location.replace(`${base}${list.dataset.address}#select`);
else if (list && !form.matches(".choosing")) {
  form.addEventListener("submit", (event) => {
    const [verb] = event.submitter?.value.split(" ") ?? [];
    const row = event.submitter?.closest("li");
    if (!row || !["archive", "unarchive", "favourite", "unfavourite", "restore"].includes(verb)) return;
    event.preventDefault();
    act([row], verb);
  });
  list.addEventListener("click", leave);
  addEventListener("pageshow", (event) => { if (!event.persisted) arrive(); });
  wire({
    undo,
    next: arrow(1),
    previous: arrow(-1),
    first: () => rows().length > 0 && go(rows()[0]),
    last: () => rows().length > 0 && go(rows().at(-1)),
    open: on((row) => link(row).click()),
    original: on((row) => void open(`${base}/read/${number(row)}/original`, "_blank", "noopener")),
    "original-here": on((row) => { location.href = `${base}/read/${number(row)}/original`; }),
    archive: press("archive", "unarchive"),
    favourite: press("favourite", "unfavourite"),
    tags: on(async (row) => (await import("./tagging.js")).tagged(row)),
    move: on(async (row) => (await import("./moving.js")).moved(row)),
    delete: on((row) => act([row], list.dataset.leaves.includes("restore") ? "restore" : "delete")),
    select: selecting(({ toggle }, row) => toggle(row)),
    "select-next": selecting(({ extend }, row) => extend(here() ?? row, 1)),
    "select-previous": selecting(({ extend }, row) => extend(here() ?? row, -1)),
    "select-all": selecting(({ all }) => all(true)),
    "select-none": selecting(({ all }) => all(false)),
  });
  document.getElementById("select")?.addEventListener("click", (event) => {
    event.preventDefault();
    selection().then(({ start }) => start());
  });
  watch();
  // Comes when it is used.
  list.addEventListener("click", async (event) => {
    const from = event.target.closest('.acts a[href*="/edit"]');
    if (!from || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (await import("./menu.js")).open(from.closest("li"), from);
  });
  if ("swipes" in list.dataset && matchMedia("(any-pointer: coarse)").matches) import("./swipe.js");
  const paste = document.querySelector("form.paste");
  const saving = () => import("./saving.js");
  if (list.querySelector("[data-waiting]")) saving();
  paste?.addEventListener("focusin", saving, { once: true });
  paste?.addEventListener("submit", async (event) => {
    const field = paste.elements.q;
    if (!("saves" in paste.dataset) || !field?.value.trim()) return; // it is looked for
    event.preventDefault();
    (await saving()).save(field);
  });
}
