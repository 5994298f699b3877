// What every page can do better with a script. Without one, each of them is whole.
import { copying } from "./copying.js";
import { dated } from "./dates.js";
import { offering } from "./offers.js";

copying(document);
dated(document);
offering(document);
