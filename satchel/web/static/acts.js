// Acts: shown at once, sent behind, taken back when the server could not do them, and undone as long as the page is there.
import { base } from "./parts.js";
import { button, say } from "./toast.js";

const MOST = 100; // acts in one call
const done = []; // what can be undone, the last at the end

const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const counted = (counts) => {
  const written = new Intl.NumberFormat(document.documentElement.lang);
  for (const [kind, number] of Object.entries(counts)) {
    const place = document.querySelector(`[data-count="${kind}"]`);
    if (place) place.textContent = number ? written.format(number) : "";
  }
};

const post = async (acts) => {
  const body = JSON.stringify({ now: Date.now(), list: document.querySelector(".articles")?.dataset.address, acts });
  let answer;
  try {
    // What was done just before the page is left arrives, too; only small bodies may.
    const headers = { "Content-Type": "application/json" };
    answer = await fetch(`${base}/acts`, { method: "POST", headers, body, keepalive: body.length < 50_000, redirect: "error" });
  } catch {
    throw { what: "unreachable" };
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401) throw { what: "signed-out" };
  if (!answer.ok) throw told.error ? { what: "refused", why: told.error } : { what: "unreachable" };
  counted(told.counts);
  return told;
};

// Sends acts, however many, and gives their answers, with what is `said` of all of them where one call took them.
// Throws what is to be said where the server took none.
export const send = async (acts) => {
  const named = acts.map((act) => ({ uuid: name(), ...act })), answers = [];
  for (let at = 0; at < named.length; at += MOST) {
    const told = await post(named.slice(at, at + MOST));
    answers.push(...told.acts);
    if (named.length <= MOST) answers.said = told.said;
  }
  return answers;
};

// What undoes acts, each once: those of a group have one.
const undoing = (answers) => [...new Map(answers.flatMap(({ undo: act }) => (act ? [[act.id, act]] : []))).values()];

// Does `acts`, which the page shows already, and says so. `back` and `forth` have the page show what was before, and
// this again; `settled` is told what became of each act, and which one it was; `again` draws all of it anew.
export const perform = async (acts, { said, title, back, forth, settled, again }) => {
  const deed = { sent: send(acts), title, back, forth, again };
  const lasts = said === "purge"; // what is gone for good cannot come back
  if (!lasts) done.push(deed);
  say(said, { title, undo: !lasts && undo });
  const drop = () => { if (done.includes(deed)) done.splice(done.indexOf(deed), 1); };
  try {
    const answers = await deed.sent;
    const bad = answers.find(({ status }) => ["refused", "gone", "stale"].includes(status));
    const undone = !lasts && !done.includes(deed), can = undoing(answers).length > 0;
    if (bad) say(bad.status, { title, why: bad.why });
    else if (answers.said && (lasts || deed === done.at(-1))) say(said, { why: answers.said, undo: can && undo });
    if (!can && !undone) drop();
    if (!undone) answers.forEach(settled);
    return answers;
  } catch (failure) {
    drop();
    back();
    say(failure.what, { title, why: failure.why });
    return null;
  }
};

// Takes the last act back: the page shows it at once, and the server hears of it when it has answered the act.
export const undo = async () => {
  const deed = done.pop();
  if (!deed) return button()?.click();
  deed.back();
  say("undone", { title: deed.title });
  try {
    const acts = undoing(await deed.sent);
    const answers = acts.length ? await send(acts) : [];
    const bad = answers.find(({ status }) => status !== "done");
    if (bad) say("changed-since", { title: deed.title });
    deed.again?.(Boolean(bad));
    return answers;
  } catch (failure) {
    deed.forth?.();
    if (failure.what) say(failure.what, { title: deed.title, why: failure.why });
    return null;
  }
};
