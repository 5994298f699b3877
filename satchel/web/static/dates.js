// Times say how long ago they were; these add the day and the hour, in the page's language and the reader's zone.

// Adds them to each time below `root`.
export const dated = (root) => {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) time.title = words.format(new Date(time.dateTime));
};
