// The page of an article: what it can do better with a script. Without one it is whole.
import { blocks } from "./blocks.js";
import { looking } from "./looks.js";
import { placing } from "./place.js";
import { Text } from "./text.js";

const reader = document.querySelector("article");
const body = reader.querySelector(".text");
const place = body && placing(reader, new Text(body));

// Runs what changes the layout, and leaves the letter at the top of the screen there.
const still = (change) => {
  const at = place && scrollY > 0 ? place.top() : 0;
  change();
  if (at) place.go(at);
};

looking(reader, still, () => {});
if (body) blocks(body);
