// read.mjs TOOL FILE: reads the texts of FILE, a JSON list, with that tool; prints [flagged, milliseconds] for each.
import { readFileSync } from "node:fs";

const tools = {
  "retext-equality": async () => {
    const [{ unified }, english, equality, stringify] = await Promise.all([
      import("unified"),
      import("retext-english"),
      import("retext-equality"),
      import("retext-stringify"),
    ]);
    const chain = unified().use(english.default).use(equality.default).use(stringify.default).freeze();
    return (text) => chain.processSync(text).messages.length > 0;
  },
  alex: async () => {
    const { text: read } = await import("alex");
    return (text) => read(text).messages.length > 0;
  },
  "write-good": async () => {
    const { default: read } = await import("write-good");
    return (text) => read(text).length > 0;
  },
};

const flags = await tools[process.argv[2]]();
const texts = JSON.parse(readFileSync(process.argv[3], "utf8"));
// Just-in-time compilers need some rounds before they are warm.
for (const text of texts.slice(0, 50)) flags(text);
const answers = texts.map((text) => {
  const start = process.hrtime.bigint();
  const flagged = flags(text);
  return [flagged, Number(process.hrtime.bigint() - start) / 1e6];
});
process.stdout.write(JSON.stringify(answers));
