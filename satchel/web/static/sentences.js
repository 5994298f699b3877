// The sentences of an article as they are spoken: without code, tables, marks of notes, and what the page put in.

const BLOCKS = "p, li, h2, h3, h4, h5, h6, dt, dd, figcaption, blockquote, summary";
const SILENT = 'pre, table, .code, .formula, [data-ui], sup a[href^="#note-"], rt, rp';
const LONGEST = 200; // letters of one utterance; browsers stop in the middle of longer ones

// Ends of pieces of `text` of at most `LONGEST` letters, cut at sentences, else at commas and spaces.
const cuts = (text, language) => {
  const found = [];
  let segments;
  try {
    segments = new Intl.Segmenter(language || undefined, { granularity: "sentence" });
  } catch {
    segments = new Intl.Segmenter(undefined, { granularity: "sentence" });
  }
  for (const { segment, index } of segments.segment(text)) {
    let from = index;
    const end = index + segment.length;
    while (end - from > LONGEST) {
      const part = text.slice(from, from + LONGEST);
      const at = Math.max(part.lastIndexOf(", "), part.lastIndexOf("; "), part.lastIndexOf("、"), part.lastIndexOf("，"));
      const cut = at > 40 ? at + 1 : Math.max(part.lastIndexOf(" "), 0) || LONGEST;
      found.push([from, from + cut]);
      from += cut;
    }
    found.push([from, end]);
  }
  return found;
};

// All of `body`: what is said, and the range of the page where it stands.
export const sentences = (body, language) => {
  const found = [];
  const inner = [...body.querySelectorAll(BLOCKS)].filter((one) => !one.querySelector(BLOCKS) && !one.closest(SILENT));
  for (const block of inner.length ? inner : [body]) {
    const nodes = [];
    let text = "";
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(SILENT)) continue;
      nodes.push([node, text.length]);
      text += node.data;
    }
    const point = (at) => {
      const [node, start] = nodes.findLast((one) => one[1] <= at);
      return [node, Math.min(at - start, node.length)];
    };
    const spoken = block.closest("[lang]")?.lang || language;
    for (const [from, to] of cuts(text, spoken)) {
      const said = text.slice(from, to).replace(/\s+/g, " ").trim();
      if (!/[\p{L}\p{N}]/u.test(said)) continue;
      const range = new Range();
      range.setStart(...point(from));
      range.setEnd(...point(to - 1));
      range.setEnd(range.endContainer, Math.min(range.endOffset + 1, range.endContainer.length));
      found.push({ said, range, language: spoken });
    }
  }
  return found;
};
