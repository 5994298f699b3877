// Cards beside links: a footnote where it is called, and for a link to elsewhere what can be done with it without leaving.

const NOTE = /^#(note-\d{1,4})$/;
const HOVER = 400; // ms on a link before its card opens
const LEAVE = 300; // ms off it before the card closes

// A copy of a note without names and without the way back.
const copied = (note, number) => {
  const copy = document.createElement("div");
  for (const node of note.childNodes) copy.append(node.cloneNode(true));
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  for (const link of copy.querySelectorAll(`a[href="#${number}"], a[href^="#note-"]`)) link.remove();
  return copy;
};

// The one card that is open.
const opener = (card) => {
  let owner = null;
  const close = () => {
    owner?.classList.remove("anchor");
    owner = null;
    if (card.matches(":popover-open")) card.hidePopover();
  };
  card.addEventListener("toggle", (event) => {
    if (event.newState === "closed") owner?.classList.remove("anchor");
  });
  const open = (link) => {
    close();
    owner = link;
    link.classList.add("anchor");
    card.showPopover();
  };
  return { open, close, owner: () => owner };
};

// Wires the notes and links of `body`; `saved` opens what tells that a page was saved.
export const cards = (body, address) => {
  const noteCard = document.getElementById("note");
  const note = opener(noteCard);
  const linkCard = document.getElementById("link");
  const link = opener(linkCard);
  const [place, host, here, save] = ["p", "bdi", "a", "button"].map((name) => linkCard.querySelector(name));
  let known = {};
  let timer = 0;

  const describe = (one) => {
    const id = known[one.href] ?? known[one.getAttribute("href")];
    host.textContent = new URL(one.href).host.replace(/^www\./, "");
    place.dataset.known = id ? "yes" : one.dataset.saved ? "now" : "no";
    here.hidden = !id;
    if (id) here.href = linkCard.dataset.read.replace("0", id);
    save.hidden = Boolean(id || one.dataset.saved);
  };
  const keep = async (one) => {
    const form = document.querySelector('input[name="form"]').value;
    const words = { form, url: one.href, title: one.textContent.trim().slice(0, 300) };
    const answer = await fetch(linkCard.dataset.save, { method: "POST", body: new URLSearchParams(words), redirect: "manual" }).catch(() => null);
    if (!answer || !(answer.ok || answer.type === "opaqueredirect")) return;
    one.dataset.saved = "yes";
    const toast = document.getElementById("saved");
    toast.hidden = false;
    setTimeout(() => { toast.hidden = true; }, 6000);
    if (link.owner() === one) describe(one);
  };
  const outward = (target) => target.closest?.('.text a[href^="http"]');

  body.addEventListener("click", (event) => {
    const one = event.target.closest?.("a");
    const number = NOTE.exec(one?.getAttribute("href") ?? "")?.[1];
    const found = number && document.getElementById(number);
    // From a note its link leads back, as everywhere.
    if (!found || found.contains(one) || event.ctrlKey || event.metaKey) return;
    const before = one.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!before) return;
    event.preventDefault();
    event.stopPropagation();
    noteCard.querySelector("div").replaceChildren(copied(found, number));
    noteCard.querySelector("a").href = `#${number}`;
    note.open(one);
  });
  noteCard.querySelector("a").addEventListener("click", note.close);
  const later = (what, ms) => {
    clearTimeout(timer);
    timer = setTimeout(what, ms);
  };
  const show = (one) => {
    describe(one);
    link.open(one);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const one = outward(event.target);
    if (one) later(() => show(one), HOVER);
    else if (linkCard.contains(event.target)) clearTimeout(timer);
    else if (link.owner()) later(link.close, LEAVE);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const one = event.target.matches?.(":focus-visible") && outward(event.target);
    if (one) show(one);
    else if (link.owner() && !linkCard.contains(event.target)) link.close();
  });
  save.addEventListener("click", () => keep(link.owner()));

  if (body.querySelector('a[href^="http"]')) {
    requestIdleCallback(async () => {
      const answer = await fetch(address).catch(() => null);
      if (!answer?.ok) return;
      known = await answer.json();
      for (const one of body.querySelectorAll('a[href^="http"]')) {
        if (known[one.getAttribute("href")]) one.classList.add("known");
      }
    });
  }
  // For the key: whether the focus is on a link that was saved by it.
  return () => {
    const one = outward(document.activeElement);
    if (one) keep(one);
    return Boolean(one);
  };
};
