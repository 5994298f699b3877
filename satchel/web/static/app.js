// What every page can do better with a script. Without one, each of them is whole.
import { copying } from "./copying.js";
import { dated } from "./dates.js";
import { pressing } from "./keys.js";

copying(document);
dated(document);
pressing();

// The field for searching is helped when somebody comes to it.
const field = document.querySelector("input[data-offers]");
const helped = async () => (await import("./offers.js")).offering(field);
if (field) field === document.activeElement ? helped() : field.addEventListener("focus", helped, { once: true });
