// The list of an article's parts: open where there is room for it beside the text, and it says where one is.

const BESIDE = matchMedia("(min-width: 80rem)");

// Wires the list, if there is one. Gives what opens and shuts it.
export const contents = () => {
  const box = document.querySelector(".contents");
  if (!box) return () => {};
  const links = [...box.querySelectorAll("a")];
  const parts = links.map((link) => document.getElementById(link.hash.slice(1)));
  const settle = () => { box.open = BESIDE.matches; };
  settle();
  BESIDE.addEventListener("change", settle);
  box.addEventListener("click", (event) => {
    if (event.target.closest("a") && !BESIDE.matches) box.open = false;
  });
  let before = -1;
  const mark = () => {
    const now = parts.findLastIndex((part) => part && part.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, number) => { link.ariaCurrent = number === now ? "location" : null; });
    // Who looks for another part is left alone.
    if (now !== before && now >= 0) box.scrollTop = links[now].offsetTop - box.clientHeight / 2;
    before = now;
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const part of parts) if (part) watch.observe(part);
  addEventListener("scrollend", mark, { passive: true, capture: true }); // a jump leaves parts out
  return () => {
    box.open = !box.open;
    if (box.open) links[0].focus();
  };
};
