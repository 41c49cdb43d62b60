// What music-metadata and node-id3 read from audio files: `node audio.mjs FILE…` prints {FILE: {reader: {chapters, tags}}}.
// Chapter: {start_ms, end_ms, title, url, image} (image: size in bytes, or null); a field the reader has no word for is null.
import { parseFile } from "music-metadata";
import nodeId3 from "node-id3";

const size = (image) => image?.imageBuffer?.length ?? image?.data?.length ?? null;

// Chapter times count units of 1/timeScale seconds; without a scale they are seconds.
const milliseconds = (time, scale) => (time === undefined ? null : Math.round((time * 1000) / (scale || 1)));

async function musicMetadata(file) {
  const { format, common, native } = await parseFile(file, { includeChapters: true, duration: true });
  const chapters = (format.chapters ?? []).map((c) => ({
    start_ms: milliseconds(c.start, c.timeScale),
    end_ms: milliseconds(c.end, c.timeScale),
    title: c.title ?? null,
    url: c.url?.url ?? c.url ?? null,
    image: size(c.image),
  }));
  const frames = Object.fromEntries(Object.entries(native).map(([kind, rows]) => [kind, rows.map((r) => r.id)]));
  const { title, artist, album } = common;
  return {
    chapters,
    tags: { title: title ?? null, artist: artist ?? null, album: album ?? null },
    duration_ms: Math.round((format.duration ?? 0) * 1000),
    frames,
  };
}

function nodeID3(file) {
  const tags = nodeId3.read(file);
  const chapters = (tags.chapter ?? []).map((c) => ({
    start_ms: c.startTimeMs,
    end_ms: c.endTimeMs,
    title: c.tags?.title ?? null,
    url: c.tags?.userDefinedUrl?.[0]?.url ?? null,
    image: size(c.tags?.image),
  }));
  return {
    chapters,
    tags: { title: tags.title ?? null, artist: tags.artist ?? null, album: tags.album ?? null },
    contents: (tags.tableOfContents ?? []).map((t) => ({ ordered: t.isOrdered, elements: t.elements })),
  };
}

const answers = {};
for (const file of process.argv.slice(2)) {
  answers[file] = { "music-metadata": await musicMetadata(file), "node-id3": nodeID3(file) };
}
console.log(JSON.stringify(answers));
