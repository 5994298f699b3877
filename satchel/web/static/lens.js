// Pictures on the whole screen: with the arrows from one to the next, Esc leads back.

const SMALL = 120; // pixels; a smaller picture shows no more there

// Wires the pictures of `body`.
export const lens = (body) => {
  const dialog = document.getElementById("lens");
  const [shown] = dialog.getElementsByTagName("img");
  const caption = dialog.querySelector("figcaption");
  const pictures = [...body.querySelectorAll("img")].filter((one) => !one.closest("a") && !(one.width && one.width < SMALL));
  if (!pictures.length) return;
  const told = pictures.map((one) => one.alt);
  let at = 0;
  const show = (number) => {
    at = (number + pictures.length) % pictures.length;
    const picture = pictures[at];
    shown.src = picture.currentSrc || picture.src;
    shown.alt = told[at];
    const words = picture.closest("figure")?.querySelector("figcaption")?.textContent.trim();
    caption.textContent = words || told[at];
    delete dialog.dataset.zoom;
    dialog.querySelector(".count").textContent = pictures.length > 1 ? `${at + 1} / ${pictures.length}` : "";
  };
  const open = (number) => {
    show(number);
    dialog.showModal();
  };
  pictures.forEach((picture, number) => {
    picture.tabIndex = 0;
    picture.role = "button";
    picture.ariaHasPopup = "dialog";
    // A picture that tells nothing is no button to screen readers, whatever it is called.
    if (!picture.alt) picture.alt = dialog.getAttribute("aria-label");
    picture.addEventListener("click", () => open(number));
    picture.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(number);
    });
  });
  for (const button of dialog.querySelectorAll("[data-step]")) {
    button.hidden = pictures.length < 2;
    button.addEventListener("click", () => show(at + Number(button.dataset.step)));
  }
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  shown.addEventListener("dblclick", () => dialog.toggleAttribute("data-zoom"));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at + (document.dir === "rtl" ? -step : step));
  });
  dialog.addEventListener("close", () => {
    pictures[at].focus();
    shown.removeAttribute("src");
  });
};
