// What partytime reads from feeds: `node feed.mjs FILE…` prints {FILE: its parsed feed}, or null where it refuses.
// The answer is the last line; what partytime logs while reading stands above it.
import { readFileSync } from "node:fs";
import { parseFeed } from "podcast-partytime";

function read(file) {
  try {
    return parseFeed(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

const answers = Object.fromEntries(process.argv.slice(2).map((file) => [file, read(file)]));
console.log(JSON.stringify(answers));
