// From one highlight of an article to the next.
import { runOf } from "./place.js";

const isSeen = ({ top, left }) => top >= 0 && left >= 0 && top < innerHeight && left < innerWidth;

// Goes `by` so many on in `reader`: from the one that one came to last, if that is still seen, or from what is read now.
// `place` tells what lies behind that, and turns to the page of a box.
export const step = (reader, place, by) => {
  const marks = [...reader.querySelectorAll('mark[id^="h-"]')];
  const boxes = marks.map((mark) => mark.getBoundingClientRect());
  const now = marks.findIndex((mark, at) => mark.matches(":target") && isSeen(boxes[at]));
  const behind = boxes.filter(place.behind).length;
  const at = now < 0 ? marks.length - behind - (by < 0) : now + by;
  if (!marks[at]) return;
  if (runOf(reader) !== "rows") place.turn(boxes[at]);
  location.replace(`#${marks[at].id}`);
};
