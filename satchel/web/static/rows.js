// The rows of a list: they go, come back and change as soon as somebody acts on them.
import { perform } from "./acts.js";
import { copied, part } from "./parts.js";

export const list = document.querySelector(".articles");
const FOLDS = 150; // ms
const INVERSE = { archive: "unarchive", unarchive: "archive", favourite: "unfavourite", unfavourite: "favourite" };
const gone = new WeakMap(); // rows that went, and what keeps their place
const folded = new Map(); // those rows by their ids

export const number = (row) => Number(row.id.slice(1));
export const link = (row) => row.querySelector("h2 a");
export const title = (row) => link(row).textContent;
export const rows = () => [...list.children].filter((row) => !row.inert && row.id);

// Gives a row the focus, where it can be seen.
export const go = (row) => {
  link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

// The button of a row that does one of those acts.
export const button = (row, ...verbs) => row.querySelector(verbs.map((verb) => `.acts button[value^="${verb} "]`).join());

// Says that there is nothing left, or no longer so.
export const empty = () => {
  const none = !rows().length && !document.querySelector('.turn [rel="next"]');
  document.querySelector("#nothing").hidden = !none;
};

// Takes a row out of the list. The focus, if it was in the row, goes to the next one, or to the one before.
const fold = (row) => {
  const all = rows(), at = all.indexOf(row), next = all[at + 1] ?? all[at - 1];
  const here = row.contains(document.activeElement);
  const place = document.createComment("");
  gone.set(row, place);
  folded.set(row.id, row);
  row.before(place);
  row.inert = true;
  if (here) next ? link(next).focus({ preventScroll: true }) : document.querySelector("main").focus();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) row.remove();
  else {
    const fading = row.animate(
      [{ blockSize: `${row.offsetHeight}px`, opacity: 1 }, { blockSize: "0", paddingBlock: "0", opacity: 0 }],
      { duration: FOLDS, easing: "ease-out" },
    );
    fading.onfinish = () => { if (row.inert) row.remove(); };
  }
  empty();
};

// Puts a row back to where it was, with the focus in it.
const unfold = (row) => {
  for (const fading of row.getAnimations()) fading.cancel();
  row.inert = false;
  gone.get(row)?.replaceWith(row);
  folded.delete(row.id);
  empty();
  go(row);
};

// Puts the button for the opposite in place of one that was pressed.
const turn = (row, verb) => {
  const old = INVERSE[verb] && button(row, verb);
  if (!old) return;
  const made = copied(`to-${INVERSE[verb]}`);
  made.value = `${INVERSE[verb]} ${number(row)}`;
  made.setAttribute("aria-label", `${made.title}: ${title(row)}`);
  const here = old === document.activeElement;
  old.replaceWith(made);
  if (here) made.focus();
  const mark = row.querySelector(".put-away");
  if (mark) mark.hidden = !button(row, "unarchive");
};

// Shows a row as the server has it now; one that is not on this list any more goes.
export const redraw = async (row) => {
  const at = row.dataset.at ?? list.dataset.address;
  try {
    const made = (await part(`row/${number(row)}?at=${encodeURIComponent(at)}`)).firstElementChild;
    if (row.dataset.at) made.dataset.at = at;
    const here = row.contains(document.activeElement);
    row.replaceWith(made);
    if (here) link(made).focus({ preventScroll: true });
    return made;
  } catch (error) {
    if (error.status === 404 && row.isConnected && !row.inert) fold(row);
    return null;
  }
};

// A row as it stands there now: it may have been drawn anew since.
const now = (row) => document.getElementById(row.id) ?? folded.get(row.id) ?? row;

// What the server made of an act, where that is not what the page shows.
const settle = (row, { status, row: told }, verb, left) => {
  const stays = told ? told.listed : status !== "gone" && (!row.inert || status === "refused");
  if (row.inert === stays && (left || !stays)) stays ? unfold(row) : fold(row);
  if (stays && (verb === "tags" || ["stale", "refused"].includes(status))) redraw(row);
};

// Does an act to some rows, at once for the eye. `more` are the act's own fields.
export const act = (some, verb, more = {}) => {
  const leaves = list.dataset.leaves.split(" ").includes(verb);
  const forth = () => some.map(now).forEach((row) => (leaves ? fold(row) : turn(row, verb)));
  const back = () => some.toReversed().map(now).forEach((row) => {
    if (!leaves) turn(row, INVERSE[verb]);
    if (row.inert) unfold(row); // or what was asked of the list no longer held
  });
  forth();
  return perform(
    some.map((row) => ({ verb, id: number(row), group: some.length > 1 ? some[0].id : "", ...more })),
    {
      said: verb, title: some.length === 1 ? title(some[0]) : "", back, forth,
      settled: (answer, at) => settle(now(some[at]), answer, verb, leaves),
      again: (wrong) => { if (wrong || verb === "tags") some.forEach((row) => redraw(now(row))); },
    },
  );
};
