// On paper the addresses of links stand at the end, by the numbers that the styles put behind the links.

// Lists the links of `body` whenever the page is printed.
export const papering = (body) => {
  const list = document.getElementById("addresses");
  addEventListener("beforeprint", () => {
    const rows = [...body.querySelectorAll('a[href^="http"]')].slice(0, 500).map((link) => {
      const row = document.createElement("li");
      row.textContent = link.href;
      return row;
    });
    list.replaceChildren(...rows);
  });
  addEventListener("afterprint", () => list.replaceChildren());
};
