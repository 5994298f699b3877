// Saving from a list: the link stands on top at once, and its article takes its place when the page was read.
import { perform } from "./acts.js";
import { base, copied } from "./parts.js";
import { empty, link, list, redraw } from "./rows.js";
import { say } from "./toast.js";

const FIRST = 1000, LONGEST = 8000; // ms between two looks at a page that is being read; each twice as long as the one before
const MOST = 5; // rows that are looked at, of those that wait when the page is opened

const look = (row, pause = FIRST) => {
  setTimeout(async () => {
    const made = row.isConnected && !row.inert && (await redraw(row));
    if (made && "waiting" in made.dataset && pause < LONGEST) look(made, 2 * pause);
  }, pause);
};

// Saves what is in the field.
export const save = (field) => {
  const url = field.value.trim(), front = list.dataset.address === "/";
  const row = copied("new-row");
  link(row).textContent = url;
  const written = (value) => { field.value = value; field.dispatchEvent(new Event("input")); };
  const forth = () => { written(""); if (front) list.prepend(row); empty(); };
  const back = () => { written(field.value || url); document.getElementById(row.id)?.remove(); row.remove(); empty(); };
  forth();
  return perform([{ verb: "save", url }], {
    said: "saved", title: url, back, forth,
    settled: async (answer) => {
      if (answer.status === "refused") return back();
      if (!answer.row) return undefined;
      const { id, title } = answer.row;
      if (!answer.new) say("again", { title });
      if (!row.isConnected) return undefined;
      document.getElementById(`i${id}`)?.remove();
      row.id = `i${id}`;
      link(row).href = `${base}/read/${id}`;
      const made = await redraw(row);
      if (made && "waiting" in made.dataset) look(made);
      return undefined;
    },
  });
};

for (const row of [...list.querySelectorAll("[data-waiting]")].slice(0, MOST)) look(row);
