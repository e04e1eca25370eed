/** RFC 4180 read letter by letter: an opinion on the generator's files that is independent of its writer. */
export function parseCsv(text: string, recordEnd: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      let field = "";
      if (text[at] === '"') {
        at += 1;
        for (; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
          if (at >= text.length) throw new Error("a quote is not closed");
          if (text[at] === '"') at += 1;
          field += text.charAt(at);
        }
        at += 1;
      } else {
        while (at < text.length && text[at] !== "," && !text.startsWith(recordEnd, at)) {
          field += text.charAt(at);
          at += 1;
        }
      }
      record.push(field);
      if (text[at] !== ",") break;
      at += 1;
    }
    if (!text.startsWith(recordEnd, at)) throw new Error(`no record end at ${at}`);
    at += recordEnd.length;
    records.push(record);
  }
  return records;
}
