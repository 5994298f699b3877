// What every page can do better with a script. Without one, each of them is whole.
import { dated } from "./dates.js";
import { pressing } from "./keys.js";

dated(document);
pressing();

// What a page may not have is helped by what comes then.
if (document.querySelector("[data-copies]")) import("./copying.js").then(({ copying }) => copying(document));

// The field for searching is helped when somebody comes to it.
const field = document.querySelector("input[data-offers]");
const helped = async () => (await import("./offers.js")).offering(field);
if (field) field === document.activeElement ? helped() : field.addEventListener("focus", helped, { once: true });
