// Throughline beside its peers, through its interface for scripts. `cargo xtask bench peers` runs this, and tells it by
// variables where the built engine and the program that makes bundles are.

export const name = "throughline";
export const meta = {
  what: "the release build of the worker; whole events (stories, links, sources, aliases) in a bundle",
  package: null,
  facets: "native",
  typos: "native",
};

/** Whether everything is loaded before anything is asked; `cargo xtask bench peers` measures both. */
const WAITS_FOR_EVERYTHING = false;
/** More than there are categories or years. */
const ALL_VALUES = 1000;

export async function prepare(c) {
  const { execFileSync } = await import("node:child_process");
  const { cpSync } = await import("node:fs");
  cpSync(process.env.THROUGHLINE_CODE, c.lib, { recursive: true });
  execFileSync(process.env.THROUGHLINE_BUNDLER, [c.eventsFile, c.out], { stdio: "inherit" });
}

let engine;

export async function load(ctx) {
  const { open } = await import(ctx.lib + "throughline.js");
  engine = await open(ctx.data + "manifest.json");
  const { failures, events } = WAITS_FOR_EVERYTHING ? await engine.whenReady() : engine.progress;
  if (failures.length || events !== ctx.n) throw new Error(`${events} of ${ctx.n} events. ${failures.join(" ")}`);
}

/** The text as the peers have it: the stories, then the event. */
const shown = ({ id, date, category, story, headline }) => ({ id, date, category, text: [...story, headline].join(" › ") });

export async function search(q, { limit, prefix, phrase }) {
  const { hits, total } = await engine.search({ query: phrase ? `"${q}"` : q, typing: prefix, limit });
  return { hits: hits.map(shown), total };
}

export async function facets(q, { limit, from, to, category }) {
  await engine.whenCounted();
  const { hits, total, facets, histogram } = await engine.search({
    query: q,
    // The counts to compare with are of the word as it is written.
    exact: true,
    filters: { category: category ?? [], after: from, before: to },
    facets: ["category"],
    facetLimit: ALL_VALUES,
    timeline: { by: "year" },
    limit,
  });
  // The engine counts the alternatives to a chosen category too.
  const counted = facets[0].values.filter(({ value }) => !category || value === category);
  return {
    hits: hits.map(shown),
    total,
    category: Object.fromEntries(counted.map(({ value, count }) => [value, count])),
    year: Object.fromEntries(histogram.map(({ from, count }) => [from.slice(0, 4), count])),
  };
}
