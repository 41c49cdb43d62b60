// What feedsmith reads from feeds: `node feedsmith.mjs FILE…` prints {FILE: its parsed feed}, or null where it refuses.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

function read(file) {
  try {
    return parseFeed(readFileSync(file, "utf8")).feed;
  } catch {
    return null;
  }
}

console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((file) => [file, read(file)]))));
