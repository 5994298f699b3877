// The field above the lists: what may stand behind "#", "site:", "author:" and "is:", offered as one types (the combobox
// of the ARIA practices), and a button that says whether it searches or saves.

const PAUSE = 120; // ms without a letter before the server is asked
const FIELDS = { "#": "tag", "tag": "tag", "label": "tag", "folder": "folder", "site": "site", "domain": "site", "author": "author", "by": "author", "is": "is" };
const BEGUN = /(?:^|[\s(!-])(?:(#)|(tag|label|folder|site|domain|author|by|is):)(?:"([^"]*)|([^\s"()]*))$/i;
const LINK = /(?:^|\s)https?:\/\/\S|^\s*(?:www\.)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\/\S*\s*$|^\s*www\.(?:[\w-]+\.)+[a-z]{2,}\s*$/i;

// What is being written at the caret: which field, its beginning, and how many letters that takes.
const begun = (input) => {
  const found = BEGUN.exec(input.value.slice(0, input.selectionStart));
  if (!found) return null;
  const text = found[3] ?? found[4];
  return { of: FIELDS[(found[1] ?? found[2]).toLowerCase()], text, size: text.length + (found[3] === undefined ? 0 : 1) };
};

const wire = (form, input) => {
  const list = form.querySelector("[role=listbox]");
  const blank = form.querySelector("template").content.firstElementChild;
  const [find, keep] = form.querySelectorAll("button > span");
  let timer = 0;
  let asking = null;
  let active = -1;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (at) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", option.id);
  };

  const choose = (value) => {
    const now = begun(input);
    if (now) {
      const caret = input.selectionStart;
      const quoted = /[\s()"|,]/.test(value) ? `"${value.replaceAll('"', "")}"` : value;
      const behind = input.value.slice(caret).replace(/^"/, "");
      input.setRangeText(`${quoted} `, caret - now.size, caret + (input.value.length - caret - behind.length), "end");
    }
    close();
  };

  const show = (found) => {
    list.replaceChildren(...found.map(({ value, count }, at) => {
      const option = blank.cloneNode(true);
      option.id = `offer-${at}`;
      option.dataset.value = value;
      option.setAttribute("aria-selected", "false");
      option.querySelector("bdi").textContent = value;
      option.querySelector(".count").textContent = count;
      return option;
    }));
    active = -1;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const now = begun(input);
    if (!now) return close();
    asking?.abort();
    asking = new AbortController();
    const mine = asking;
    try {
      const query = new URLSearchParams({ of: now.of, begins: now.text });
      const answer = await fetch(`${input.dataset.offers}?${query}`, { signal: mine.signal });
      const found = answer.ok ? await answer.json() : [];
      if (!mine.signal.aborted && document.activeElement === input) show(found.filter(({ value }) => value !== now.text));
    } catch {
      close(); // offline, or asked again meanwhile
    }
    return undefined;
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  const weigh = () => {
    const saves = LINK.test(input.value);
    find.hidden = saves;
    keep.hidden = !saves;
    form.toggleAttribute("data-saves", saves);
  };
  weigh(); // it was there before its help
  input.addEventListener("input", () => {
    weigh();
    clearTimeout(timer);
    if (begun(input)) timer = setTimeout(ask, PAUSE);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") mark((active + 1) % count);
    else if (event.key === "ArrowUp") mark((active <= 0 ? count : active) - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active].dataset.value);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const option = event.target.closest("[role=option]");
    if (option) choose(option.dataset.value);
  });
};

// Wires that field.
export const offering = (input) => wire(input.form, input);
