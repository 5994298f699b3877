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
  // A list longer than the window shows the part that is read, until somebody looks for another in it.
  let before = -1;
  const show = (link) => {
    const { top, bottom } = link.getBoundingClientRect(), seen = box.getBoundingClientRect();
    if (BESIDE.matches && (top < seen.top || bottom > seen.bottom)) box.scrollTop += top - seen.top - seen.height / 2;
  };
  const mark = () => {
    const now = parts.findLastIndex((part) => part && part.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, number) => {
      if (number === now) link.ariaCurrent = "location";
      else link.removeAttribute("aria-current");
    });
    if (now !== before && links[now]) show(links[now]);
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
