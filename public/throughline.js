// The engine of Throughline for scripts: opens a bundle in a worker, and answers in plain objects. Types: throughline.d.ts.

/** The worker of this build: the hook that finishes a build puts its hashed name here. */
const WORKER = "./worker.js";
const SEARCH_DEFAULTS = { limit: 20, facetLimit: 10, facets: [], timeline: "off" };
const RELATED_LIMIT = 10;
const SUGGEST_LIMIT = 10;
const LINK_LIMIT = 5;

// ---- How values travel: postcard, https://postcard.jamesmunns.com/wire-format.
// A codec has `read(from)`, `write(to, value, path)`, or both; `from` is {bytes, at}, `to` an array of bytes, and `path`
// says in an error which part of a request is meant.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function refuse(path, wanted, value) {
  throw new TypeError(`${path} must be ${wanted}, not ${JSON.stringify(value)}`);
}

const unsigned = {
  read(from) {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = from.bytes[from.at++];
      value += (byte & 127) * unit;
      // Beyond the end there is nothing, which ends a number too.
      if (!(byte > 127)) return value;
    }
  },
  write(to, value, path) {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) refuse(path, "a whole number of 32 bits", value);
    for (; value > 127; value >>>= 7) to.push((value & 127) | 128);
    to.push(value);
  },
};

const bool = {
  read: (from) => from.bytes[from.at++] === 1,
  write(to, value, path) {
    if (typeof value !== "boolean") refuse(path, "true or false", value);
    to.push(+value);
  },
};

const float = {
  read(from) {
    const { buffer, byteOffset } = from.bytes;
    from.at += 4;
    return new DataView(buffer, byteOffset).getFloat32(from.at - 4, true);
  },
};

const text = {
  read(from) {
    const length = unsigned.read(from);
    from.at += length;
    return decoder.decode(from.bytes.subarray(from.at - length, from.at));
  },
  write(to, value, path) {
    if (typeof value !== "string") refuse(path, "a text", value);
    const bytes = encoder.encode(value);
    unsigned.write(to, bytes.length, path);
    for (const byte of bytes) to.push(byte);
  },
};

/** A day, which the worker takes only if the calendar has it. */
const day = {
  read: text.read,
  write(to, value, path) {
    const [, year, month, number] = /^-?(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
    const sign = value?.[0] === "-" ? -1 : 1;
    // The calendar comes back after 400 years; JavaScript's own dates take years below 100 for another century.
    const inMonth = new Date(Date.UTC(2000 + ((sign * year) % 400), month, 0)).getUTCDate();
    if (!(month >= 1 && month <= 12 && number >= 1 && number <= inMonth)) refuse(path, 'a day such as "2016-12-04"', value);
    text.write(to, value, path);
  },
};

const option = (codec) => ({
  read: (from) => (from.bytes[from.at++] === 1 ? codec.read(from) : null),
  write(to, value, path) {
    to.push(+(value != null));
    if (value != null) codec.write(to, value, path);
  },
});

const list = (codec) => ({
  read(from) {
    const length = unsigned.read(from);
    // Every item takes a byte at least.
    if (!(length <= from.bytes.length - from.at)) throw new RangeError("The worker is of another version.");
    return Array.from({ length }, () => codec.read(from));
  },
  write(to, value, path) {
    if (!Array.isArray(value)) refuse(path, "an array", value);
    unsigned.write(to, value.length, path);
    value.forEach((item, at) => codec.write(to, item, `${path}[${at}]`));
  },
});

/** Fields in order; what a request leaves out is taken from `defaults`. */
const struct = (fields, defaults = {}) => ({
  read: (from) => Object.fromEntries(Object.entries(fields).map(([name, codec]) => [name, codec.read(from)])),
  write(to, value, path) {
    if (typeof value !== "object" || value === null) refuse(path, "an object", value);
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
    if (unknown !== undefined) throw new TypeError(`${path} has no ${JSON.stringify(unknown)}`);
    for (const [name, codec] of Object.entries(fields)) codec.write(to, value[name] ?? defaults[name], `${path}.${name}`);
  },
});

/** One of several: a variant without content is its name, one with content `{name: content}`. */
const variants = (codecs) => {
  const names = Object.keys(codecs);
  return {
    read(from) {
      const name = names[unsigned.read(from)];
      return codecs[name] ? { [name]: codecs[name].read(from) } : name;
    },
    write(to, value, path) {
      const [name, content] = typeof value === "string" ? [value] : (Object.entries(value ?? {})[0] ?? []);
      const known = Object.hasOwn(codecs, name) && !codecs[name] === (content === undefined);
      if (!known) refuse(path, `one of ${names.join(", ")}`, value);
      unsigned.write(to, names.indexOf(name), path);
      codecs[name]?.write(to, content, `${path}.${name}`);
    },
  };
};

/** A value of a facet: "Sports" must be, "-Sports" must not. One value may stand for a list. */
const choices = () => {
  const choice = struct({ value: text, exclude: bool }, { exclude: false });
  const whole = (value) =>
    typeof value !== "string" ? value : value[0] === "-" ? { value: value.slice(1), exclude: true } : { value };
  return { write: (to, value, path) => list(choice).write(to, [value].flat().map(whole), path) };
};

/** Marks are offsets in UTF-8; here they become offsets in a JavaScript string. */
const markIn = (text) => {
  const bytes = encoder.encode(text);
  if (bytes.length === text.length) return (mark) => mark;
  const at = (offset) => decoder.decode(bytes.subarray(0, offset)).length;
  return ({ start, end }) => ({ start: at(start), end: at(end) });
};

const marked = (codec, place) => ({
  read(from) {
    const value = codec.read(from);
    return { ...value, marks: value.marks.map(markIn(value[place])) };
  },
});

// ---- What travels: the types of src/protocol, fields and variants in the same order.

const facet = variants({ category: null, story: null, entity: null, source: null });
const span = variants({ decade: null, year: null, month: null, day: null });

const filters = struct(
  { category: choices(), story: choices(), entity: choices(), source: choices(), after: option(day), before: option(day) },
  { category: [], story: [], entity: [], source: [] },
);
const searchRequest = struct(
  {
    query: text,
    typing: bool,
    filters,
    sort: variants({ relevance: null, newest: null, oldest: null }),
    offset: unsigned,
    limit: unsigned,
    facetLimit: unsigned,
    facets: option(list(facet)),
    timeline: variants({ whole: null, off: null, by: span }),
    exact: bool,
    ageless: bool,
  },
  {
    query: "",
    typing: false,
    filters: {},
    sort: "relevance",
    offset: 0,
    timeline: "whole",
    exact: false,
    ageless: false,
  },
);
const relatedRequest = struct(
  {
    id: text,
    limit: unsigned,
    hideStories: bool,
    parts: bool,
    require: list(text),
    without: list(text),
    ignoreWords: bool,
    ignoreTime: bool,
    direction: variants({ both: null, earlier: null, later: null }),
  },
  { hideStories: false, parts: false, require: [], without: [], ignoreWords: false, ignoreTime: false, direction: "both" },
);
const request = variants({
  search: searchRequest,
  event: struct({ id: text }),
  related: relatedRequest,
  day: struct({ date: day }),
  entity: struct({ name: text }),
  suggest: struct({ text, limit: unsigned }),
  link: struct({ text, title: option(text), limit: unsigned }),
});

const mark = struct({ start: unsigned, end: unsigned });
const hit = marked(
  struct({
    id: text,
    date: day,
    headline: text,
    marks: list(mark),
    snippet: option(marked(struct({ text, marks: list(mark) }), "text")),
    category: option(text),
    story: list(text),
    sources: unsigned,
    score: float,
    stub: bool,
  }),
  "headline",
);
const count = struct({ value: text, count: unsigned });
const bar = struct({ from: day, to: day, count: unsigned, all: unsigned });
const partKind = variants({
  entities: null,
  prose: null,
  words: null,
  "first-words": null,
  lead: null,
  category: null,
  time: null,
  stories: null,
  given: null,
});
const related = struct({
  id: text,
  date: day,
  headline: text,
  category: option(text),
  stub: bool,
  score: float,
  given: bool,
  context: list(text),
  stories: list(text),
  words: list(text),
  parts: list(struct({ kind: partKind, score: float })),
});
const entityReply = struct({
  name: text,
  aliases: list(struct({ name: text, origin: variants({ anchor: null, acronym: null, title: null, given: null, other: null }) })),
  kind: option(text),
  events: unsigned,
  first: option(day),
  last: option(day),
  with: list(count),
  stories: list(count),
  histogram: list(bar),
  span,
  newest: list(hit),
});
const event = struct({
  id: text,
  date: day,
  headline: text,
  description: option(text),
  category: option(text),
  story: list(text),
  mentions: list(struct({ text, entity: text })),
  entities: list(text),
  sources: list(struct({ name: text, url: text })),
  related: list(text),
  place: option(text),
  stub: bool,
});
const evidence = struct({
  kind: variants({ name: null, number: null, date: null, word: null }),
  text,
  titleMarks: list(mark),
  marks: list(mark),
});
const reply = variants({
  search: struct({
    total: unsigned,
    hits: list(hit),
    facets: list(struct({ facet, values: list(count), distinct: unsigned })),
    histogram: list(bar),
    span,
    searched: unsigned,
    understood: text,
    readings: list(struct({ word: mark, names: list(text), spellings: list(text) })),
  }),
  event: struct({ event, storyNeighbours: struct({ before: option(hit), after: option(hit) }) }),
  related: struct({ id: text, items: list(related) }),
  day: struct({ date: day, previous: option(day), next: option(day), events: list(hit) }),
  entity: entityReply,
  notFound: struct({ what: text }),
  suggest: list(struct({ facet, value: text, count: unsigned, alias: option(text) })),
  link: struct({ verdict: variants({ match: null, none: null }), matches: list(struct({ hit, evidence: list(evidence) })) }),
});

const toWorker = variants({
  open: struct({ manifestUrl: text, patienceMs: option(unsigned) }),
  ask: struct({ seq: unsigned, request }),
  retry: null,
});
const manifest = struct({
  format: text,
  version: unsigned,
  title: text,
  description: text,
  language: text,
  licence: struct({ name: text, url: text }),
  events: unsigned,
  first: option(day),
  last: option(day),
  shards: list(struct({ path: text, first: day, last: day, events: unsigned, bytes: unsigned, sha256: text })),
  entities: struct({ path: text, bytes: unsigned, sha256: text }),
  indexes: list(struct({ path: text, shards: unsigned, bytes: unsigned, head: unsigned, sha256: text })),
});
const fromWorker = variants({
  ready: null,
  opened: struct({ manifest }),
  progress: struct({
    bytes: unsigned,
    bytesTotal: unsigned,
    events: unsigned,
    counted: unsigned,
    eventsTotal: unsigned,
    done: bool,
    failures: list(text),
    faults: list(text),
    faultCount: unsigned,
    remarks: list(text),
  }),
  answer: struct({ seq: unsigned, reply }),
});

/** The bytes of a message to the worker; throws a TypeError that says what is wrong with it. */
export function encode(message) {
  const bytes = [];
  toWorker.write(bytes, message, "message");
  return new Uint8Array(bytes);
}

/** A message of the worker. */
export const decode = (bytes) => fromWorker.read({ bytes, at: 0 });

/** What a query was taken for, with the places of its words. */
const readingsIn = (query, readings) => {
  const place = markIn(query);
  return readings.map((reading) => ({ ...reading, word: place(reading.word) }));
};

/** What speaks for an event, with its places in the article. */
const evidenceIn = ({ title, text }, matches) => {
  const [inTitle, inText] = [markIn(title ?? ""), markIn(text)];
  const placed = (one) => ({ ...one, titleMarks: one.titleMarks.map(inTitle), marks: one.marks.map(inText) });
  return matches.map((match) => ({ ...match, evidence: match.evidence.map(placed) }));
};

// ---- The engine.

export class Engine {
  #worker;
  #opening;
  #nextSeq = 0;
  #questions = new Map();
  #watchers = new Set();
  #broken = null;

  manifest = null;
  progress = null;
  onProgress = null;

  static async open(url, { worker = new URL(WORKER, import.meta.url), onProgress = null, patienceMs = null } = {}) {
    const engine = new Engine(worker, String(new URL(url, document.baseURI)), patienceMs);
    engine.onProgress = onProgress;
    await engine.#until((progress) => progress.events > 0 || progress.done);
    return engine;
  }

  constructor(worker, manifestUrl, patienceMs) {
    this.#opening = { manifestUrl, patienceMs };
    // The worker's script fetches what its name says before the code has arrived.
    this.#worker = new Worker(worker, { type: "module", name: manifestUrl });
    this.#worker.onerror = (event) => this.#break(new Error(event.message || "The worker could not be started."));
    this.#worker.onmessage = ({ data }) => {
      try {
        this.#receive(decode(data));
      } catch (error) {
        this.#break(error);
      }
    };
  }

  /** Resolves when all of the bundle has arrived that will. */
  whenReady() {
    return this.#until((progress) => progress.done);
  }

  /** Resolves when facets are counted over all events, or no more will be. */
  whenCounted() {
    return this.#until((progress) => progress.done || (progress.events > 0 && progress.counted === progress.events));
  }

  search(request = {}) {
    return this.ask({ search: { ...SEARCH_DEFAULTS, ...request } });
  }

  event(id) {
    return this.ask({ event: { id } });
  }

  related(id, options = {}) {
    return this.ask({ related: { limit: RELATED_LIMIT, ...options, id } });
  }

  day(date) {
    return this.ask({ day: { date } });
  }

  entity(name) {
    return this.ask({ entity: { name } });
  }

  suggest(text, { limit = SUGGEST_LIMIT } = {}) {
    return this.ask({ suggest: { text, limit } });
  }

  link(text, { title = null, limit = LINK_LIMIT } = {}) {
    return this.ask({ link: { text, title, limit } });
  }

  /** Asks anything the engine's protocol knows; `null` where what was asked for by id or name is not there. */
  async ask(request) {
    const reply = await new Promise((resolve, reject) => {
      if (this.#broken) throw this.#broken;
      const seq = this.#nextSeq++;
      this.#send({ ask: { seq, request } });
      this.#questions.set(seq, { resolve, reject });
    });
    if ("notFound" in reply) return null;
    const [answer] = Object.values(reply);
    if (reply.search) answer.readings = readingsIn(request.search.query ?? "", answer.readings);
    if (reply.link) answer.matches = evidenceIn(request.link, answer.matches);
    return answer;
  }

  /** Loads again what failed. */
  retry() {
    this.#send("retry");
  }

  /** Ends the worker; what was asked and not answered is rejected. */
  close() {
    this.#worker.terminate();
    this.#break(new Error("The engine is closed."));
  }

  #send(message) {
    const bytes = encode(message);
    this.#worker.postMessage(bytes, [bytes.buffer]);
  }

  #receive(message) {
    // What is sent before the worker listens is lost.
    if (message === "ready") return this.#send({ open: this.#opening });
    const { opened, progress, answer } = message;
    if (opened) this.manifest = opened.manifest;
    else if (progress) this.#advance(progress);
    else if (answer) this.#take(answer.seq)?.resolve(answer.reply);
  }

  #take(seq) {
    const question = this.#questions.get(seq);
    this.#questions.delete(seq);
    return question;
  }

  #advance(progress) {
    this.progress = progress;
    for (const watcher of this.#watchers) watcher.look();
    // What a listener throws is its own affair.
    if (this.onProgress) queueMicrotask(() => this.onProgress(progress));
  }

  #break(error) {
    this.#broken = error;
    for (const { reject } of [...this.#questions.values(), ...this.#watchers]) reject(error);
    this.#questions.clear();
    this.#watchers.clear();
  }

  /** Waits until the progress is as wanted; fails where not even the manifest arrives. */
  #until(wanted) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#broken) return reject(this.#broken);
        if (!this.progress || !wanted(this.progress)) return;
        this.#watchers.delete(watcher);
        if (this.manifest) resolve(this.progress);
        else reject(new Error(this.progress.failures.join(" ")));
      };
      const watcher = { look, reject };
      this.#watchers.add(watcher);
      look();
    });
  }
}

export const open = Engine.open;
