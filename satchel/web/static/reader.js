// The page of an article: what it can do better with a script. Without one it is whole.
import { placing } from "./place.js";
import { Text } from "./text.js";

const reader = document.querySelector("article");
const body = reader.querySelector(".text");
if (body) placing(reader, new Text(body));
