// The canonical text of what the reader shows, in which places and passages count their letters (code points). The same
// as `formats/canonical_text.py` makes of the stored article, to the letter.

const BLOCKS = new Set((
  "P DIV SECTION ARTICLE H1 H2 H3 H4 H5 H6 UL OL LI DL DT DD BLOCKQUOTE PRE TABLE CAPTION THEAD TBODY TFOOT TR TD TH " +
  "FIGURE FIGCAPTION HEADER MAIN HR DETAILS SUMMARY BR"
).split(" "));
const GAP = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const ENDS_IN_GAP = new RegExp(`${GAP.source}$`);
const VANISHING = /[\xad\u200b\ufeff]/g;
const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/g;

const sizeOf = (word) => word.length - (word.match(ASTRAL)?.length ?? 0);

// How many letters a text has once its white space is folded, and whether it begins and ends in white space.
const measured = (text) => {
  const bare = text.replace(VANISHING, "");
  const words = bare.split(GAP).filter(Boolean);
  const size = words.reduce((sum, word) => sum + sizeOf(word), Math.max(0, words.length - 1));
  return { size, words, lead: bare.search(GAP) === 0, trail: ENDS_IN_GAP.test(bare) };
};

// An article's text as it stands in the page. `pieces` are its texts: the node, and the letter with which it begins.
export class Text {
  constructor(root) {
    this.root = root;
    this.pieces = [];
    this.length = 0;
    this.words = [];
    this.gap = false;
    this.enter(root);
  }

  enter(parent) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.add(node, node.data);
      else if (node.nodeType === Node.ELEMENT_NODE && !("ui" in node.dataset)) {
        const block = BLOCKS.has(node.tagName);
        this.gap ||= block;
        if (node.localName === "math") this.add(node, node.getAttribute("alttext") ?? "");
        else this.enter(node);
        this.gap ||= block;
      }
    }
  }

  add(node, text) {
    const { size, words, lead, trail } = measured(text);
    if (!size) {
      this.gap ||= lead;
      return;
    }
    const apart = this.length && (this.gap || lead) ? 1 : 0;
    this.length += apart;
    this.pieces.push({ node, start: this.length });
    this.words.push((apart ? " " : "") + words.join(" "));
    this.length += size;
    this.gap = trail;
  }

  // All of it.
  toString() {
    return this.words.join("");
  }

  // At most `most` letters from the letter `at` on.
  slice(at, most) {
    const first = this.place(at);
    if (!this.pieces[first]) return "";
    const skipped = at - this.pieces[first].start;
    let found = "";
    for (let index = first; index < this.pieces.length && found.length < 2 * (skipped + most); index++) {
      found += this.words[index];
    }
    return [...found.trimStart()].slice(skipped, skipped + most).join("");
  }

  // Which piece the letter `at` is in.
  place(at) {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle].start <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // The number of the letter that stands at `offset` in a text node; of a node that has no letters, that of the next.
  at(node, offset) {
    const piece = this.pieces.find((one) => one.node === node);
    if (!piece) {
      const next = this.pieces.find((one) => node.compareDocumentPosition(one.node) & Node.DOCUMENT_POSITION_FOLLOWING);
      return next ? next.start : this.length;
    }
    if (node.nodeType !== Node.TEXT_NODE) return piece.start;
    const { size, trail } = measured(node.data.slice(0, offset));
    return piece.start + size + (size && trail ? 1 : 0);
  }

  // Where the letter `at` stands: a node and the offset in it.
  point(at) {
    const piece = this.pieces[this.place(at)];
    if (!piece) return [this.root, 0];
    if (piece.node.nodeType !== Node.TEXT_NODE) return [piece.node, 0];
    let counted = piece.start;
    let gap = false;
    let begun = false;
    let offset = 0;
    for (const letter of piece.node.data) {
      if (GAP.test(letter)) gap = true;
      else if (letter.search(VANISHING) < 0) {
        if (gap && begun) counted++;
        if (counted >= at) return [piece.node, offset];
        counted++;
        gap = false;
        begun = true;
      }
      offset += letter.length;
    }
    return [piece.node, piece.node.data.length];
  }
}
