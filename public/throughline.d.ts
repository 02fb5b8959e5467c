// What throughline.js takes and gives. The same as src/protocol, which says more.

/** A day: "2016-12-04". */
export type Day = string;
export type Facet = "category" | "story" | "entity" | "source";
export type Span = "decade" | "year" | "month" | "day";

/** A value that must be, "-value" one that must not be. */
export type Value = string | { value: string; exclude?: boolean };

export interface Filters {
  category?: Value | Value[];
  story?: Value | Value[];
  /** Any of the entity's names. */
  entity?: Value | Value[];
  source?: Value | Value[];
  /** This day or later. */
  after?: Day;
  /** Before this day, not on it. */
  before?: Day;
}

export interface SearchRequest {
  /** As typed, in the query language; without words everything matches. */
  query?: string;
  /** The last word is unfinished, and matches as a prefix. */
  typing?: boolean;
  /** Values of one facet are alternatives, facets add up. */
  filters?: Filters;
  sort?: "relevance" | "newest" | "oldest";
  /** The number of hits to leave out at the beginning. */
  offset?: number;
  /** The most hits; 20 if not given. */
  limit?: number;
  /** The facets to count; none if not given, all with `null`. */
  facets?: Facet[] | null;
  /** The most values for each facet; 10 if not given. */
  facetLimit?: number;
  /** Bars over all of time whatever the range of dates, none (if not given), or those spans of one kind that have matches. */
  timeline?: "whole" | "off" | { by: Span };
  /** Words are looked for as they are written: no other forms, names or spellings of them. */
  exact?: boolean;
  /** Newer events do not come before equally good older ones. */
  ageless?: boolean;
}

export interface SearchReply {
  /** All matches, not only those returned. */
  total: number;
  hits: Hit[];
  facets: { facet: Facet; values: Count[]; distinct: number }[];
  histogram: Bar[];
  span: Span;
  /** The number of events searched, which grows while the bundle arrives. */
  searched: number;
  /** The query as it was understood, in the query language. */
  understood: string;
  /** The words of the query that were looked for under other names or spellings too. */
  readings: Reading[];
}

/** What a word of the query was taken for, besides itself. */
export interface Reading {
  /** Where it stands in the query. */
  word: Mark;
  /** Entities that go by it under another name, at most 5. */
  names: string[];
  /** Words that it may be a misspelling of, at most 3: where nothing was found as typed, or the query asks for them. */
  spellings: string[];
}

export interface Hit {
  id: string;
  date: Day;
  headline: string;
  /** Words of the query in the headline. */
  marks: Mark[];
  /** A piece of the description, where words of the query stand there and not in the headline. */
  snippet: { text: string; marks: Mark[] } | null;
  category: string | null;
  /** Outermost first. */
  story: string[];
  /** How many. */
  sources: number;
  /** Comparable within one answer only. */
  score: number;
  /** Known from another page's list only. */
  stub: boolean;
}

/** A stretch of text: `text.slice(start, end)`. */
export interface Mark {
  start: number;
  end: number;
}

export interface Count {
  value: string;
  count: number;
}

/** From a first to a last day: so many matches, and so many events in all. */
export interface Bar {
  from: Day;
  to: Day;
  count: number;
  all: number;
}

/** An event as a bundle has it. */
export interface Event {
  id: string;
  date: Day;
  headline: string;
  description: string | null;
  category: string | null;
  story: string[];
  mentions: { text: string; entity: string }[];
  entities: string[];
  sources: { name: string; url: string }[];
  related: string[];
  place: string | null;
  stub: boolean;
}

export interface EventReply {
  event: Event;
  /** The events before and after it in its innermost story. */
  storyNeighbours: { before: Hit | null; after: Hit | null };
}

export interface RelatedReply {
  id: string;
  items: {
    id: string;
    date: Day;
    headline: string;
    category: string | null;
    stub: boolean;
    score: number;
    /** The source itself calls the two related. */
    given: boolean;
    /** Entities of both, most telling first. */
    context: string[];
    stories: string[];
    words: string[];
    /** If asked for: what adds up to the score. */
    parts: { kind: PartKind; score: number }[];
  }[];
}

export type PartKind =
  | "entities"
  | "prose"
  | "words"
  | "first-words"
  | "lead"
  | "category"
  | "time"
  | "stories"
  | "given";

export interface RelatedOptions {
  /** 10 if not said otherwise. */
  limit?: number;
  hideStories?: boolean;
  /** Tell the parts of each score. */
  parts?: boolean;
  /** Entities, by any of their names, all of which an event must mention. */
  require?: string[];
  /** Entities, by any of their names, none of which an event may mention. */
  without?: string[];
  /** Pay no attention to words that are not names. */
  ignoreWords?: boolean;
  /** Pay no attention to the days between events. */
  ignoreTime?: boolean;
  /** Days before, or after, that of the event alone. */
  direction?: "both" | "earlier" | "later";
}

export interface DayReply {
  date: Day;
  previous: Day | null;
  next: Day | null;
  events: Hit[];
}

export interface EntityReply {
  name: string;
  aliases: { name: string; origin: "anchor" | "acronym" | "title" | "given" | "other" }[];
  kind: string | null;
  events: number;
  first: Day | null;
  last: Day | null;
  with: Count[];
  stories: Count[];
  histogram: Bar[];
  span: Span;
  newest: Hit[];
}

/** A name that may be meant. */
export interface Suggestion {
  facet: Facet;
  /** Of an entity, the canonical name. */
  value: string;
  /** The number of events that have it. */
  count: number;
  /** The other name of the entity that was typed. */
  alias: string | null;
}

/** What event an article reports. */
export interface LinkReply {
  /** Whether the first of `matches` is reported. */
  verdict: "match" | "none";
  /** The events that come nearest, likeliest first, whatever the verdict. `hit.score` is how likely each is, from 0 to 1. */
  matches: { hit: Hit; evidence: Evidence[] }[];
}

/** What an article and an event both say. */
export interface Evidence {
  kind: "name" | "number" | "date" | "word";
  /** How the event has it. */
  text: string;
  /** Where the article's title says it. */
  titleMarks: Mark[];
  /** Where the article's text says it, perhaps spelt otherwise. */
  marks: Mark[];
}

/** What is loaded so far. */
export interface Progress {
  bytes: number;
  bytesTotal: number;
  /** Events that can be searched. */
  events: number;
  /** Those of them that facets are counted over. */
  counted: number;
  eventsTotal: number;
  /** Nothing more is on its way. */
  done: boolean;
  /** What failed, in sentences; `retry` tries again. */
  failures: string[];
  faults: string[];
  faultCount: number;
  /** What costs nothing but time: indexes that cannot be used, in sentences. */
  remarks: string[];
}

/** manifest.json. */
export interface Manifest {
  title: string;
  description: string;
  language: string;
  licence: { name: string; url: string };
  events: number;
  first: Day | null;
  last: Day | null;
}

export interface Options {
  /** The worker's script, where it is not the one beside throughline.js. */
  worker?: string | URL;
  onProgress?: (progress: Progress) => void;
  /** How long to wait for a host that sends nothing at all before another attempt; 30 seconds if not said otherwise. */
  patienceMs?: number;
}

/** A request that is not as described here is rejected with a TypeError that says what is wrong. */
export class Engine {
  /**
   * Opens the bundle of a manifest.json. Resolves as soon as some of it can be searched; rejects where there is no manifest or the
   * worker does not start.
   */
  static open(manifestUrl: string | URL, options?: Options): Promise<Engine>;
  readonly manifest: Manifest;
  readonly progress: Progress;
  /** Resolves when nothing more is on its way: see what it says of failures. */
  whenReady(): Promise<Progress>;
  /** Resolves when facets are counted over all events. Everything else is answered over all events from the beginning. */
  whenCounted(): Promise<Progress>;
  search(request?: SearchRequest): Promise<SearchReply>;
  /** `null` where there is none. */
  event(id: string): Promise<EventReply | null>;
  related(id: string, options?: RelatedOptions): Promise<RelatedReply | null>;
  day(date: Day): Promise<DayReply>;
  /** By any of its names. */
  entity(name: string): Promise<EntityReply | null>;
  /** Names that a text, whose last word is unfinished, may stand for; best first. 10 at most if not said otherwise. */
  suggest(text: string, options?: { limit?: number }): Promise<Suggestion[]>;
  /** The event that an article reports. Of the text, the first 32 kB are read; 5 events at most if not said otherwise. */
  link(text: string, options?: { title?: string | null; limit?: number }): Promise<LinkReply>;
  /** Loads again what failed. */
  retry(): void;
  /** Ends the worker; open questions are rejected. */
  close(): void;
}

/** The same as `Engine.open`. */
export const open: typeof Engine.open;
