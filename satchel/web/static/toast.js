// One line at the foot of the page that says what happened; its words are in the template "said".

const STAYS = 10_000; // ms; as long again after somebody has pointed at it or had the focus there
const toast = document.querySelector(".toast");
let timer = 0;

const clear = () => toast.replaceChildren();
const stay = () => clearTimeout(timer);
const wait = () => {
  stay();
  if (!toast.matches(":hover, :focus-within")) timer = setTimeout(clear, STAYS);
};

// Says the sentence called `what`, or `why` as the server put it, of the article called `title`. With `undo` there is a button.
export const say = (what, { title = "", why = "", undo } = {}) => {
  const all = document.getElementById("said").content;
  const sentence = all.querySelector(`[data-said="${what}"]`).cloneNode(true);
  if (why) sentence.textContent = why;
  if (title) {
    const of = document.createElement("bdi");
    of.className = "of";
    of.textContent = title;
    sentence.append(" ", of);
  }
  const button = undo ? all.querySelector("button").cloneNode(true) : null;
  button?.addEventListener("click", undo);
  toast.replaceChildren(sentence, ...(button ? [button] : []));
  wait();
};

// The button of the page's own toast that undoes what a form did; null where it has none.
export const button = () => toast?.querySelector("form button");

if (toast) {
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, stay);
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, () => setTimeout(wait));
  if (toast.firstElementChild) wait();
}
