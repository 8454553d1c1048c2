import * as z from 'zod';
import type { MarkedOutcome } from './mark-user-text.ts';
import type { NextStep } from './operation.ts';

/** The default size limit of a reply, in bytes of JSON. Longer replies would fill an agent's context. */
export const BRIEF_BYTES = 1_000;

const MESSAGE_SHARE = 0.35;
const HEAD_SHARE = 0.6;
/** The message is not cut below this size to make room for the first step. */
const LEAST_MESSAGE_BYTES = 100;
/** About the size of the other fields of the head. */
const HEAD_FIELDS_BYTES = 80;
const NAMED_FIELDS = 3;
/**
 * A shortened row keeps this many fields. Its first fields identify it and hold its values; later fields only say where
 * the values came from.
 */
const FIELDS_OF_AN_ITEM = 10;
const Fields = z.record(z.string(), z.unknown());
/**
 * The steps by which a long reply is shortened: limits for the items of each list, the characters of each text and the
 * fields of each item. The most generous limits are tried first.
 */
const CUTS: readonly Cut[] = [
  { items: 200, characters: 2_000 },
  { items: 100, characters: 1_000 },
  { items: 50, characters: 500 },
  { items: 20, characters: 300 },
  { items: 10, characters: 300 },
  { items: 5, characters: 200 },
  { items: 3, characters: 120 },
  { items: 3, characters: 80, fields: FIELDS_OF_AN_ITEM },
  { items: 2, characters: 80, fields: FIELDS_OF_AN_ITEM },
  { items: 1, characters: 80, fields: FIELDS_OF_AN_ITEM },
  { items: 0, characters: 80 },
];

/** A reply that may have been shortened. `left_out` says what is missing and how to get the full reply. */
export type BriefOutcome = MarkedOutcome & { readonly left_out?: string };

export interface Brevity {
  readonly maxBytes: number;
  /** The sentence that says how the caller gets the full reply, such as `Add ?detail=full for the full reply.` */
  readonly howToGetAll: string;
}

/**
 * Shortens an outcome to at most `maxBytes` (500 or more) of JSON. Long lists and texts are shortened first. If that is not enough, the
 * largest fields of the data are dropped. Notes are never shortened and do not count, because each is shown only once.
 */
export function briefOutcome({ notes, ...outcome }: MarkedOutcome, brevity: Brevity): BriefOutcome {
  const brief = briefWithoutNotes(outcome, brevity);
  return notes === undefined ? brief : { ...brief, notes };
}

function briefWithoutNotes(outcome: MarkedOutcome, brevity: Brevity): BriefOutcome {
  const { decision, code, message, data, next, user_text } = outcome;
  const whole = { decision, code, message, data, next, ...(user_text === undefined ? {} : { user_text }) };
  if (bytesOf(whole) <= brevity.maxBytes) return whole;
  const head = briefHead(outcome, brevity.maxBytes);
  for (const cut of CUTS) {
    const left: LeftOut = new Map();
    const brief = compose(head, { data: shrink(data, '', { cut, left }), left }, brevity);
    if (bytesOf(brief) <= brevity.maxBytes) return brief;
  }
  return withoutLargestFields(head, data, brevity);
}

interface Cut {
  readonly items: number;
  readonly characters: number;
  readonly fields?: number;
}

type Head = Omit<MarkedOutcome, 'data'>;
/** For each shortened field, a phrase that says how much was left out, such as `1,131 of 1,136`. */
type LeftOut = Map<string, string>;

function briefHead({ data: _, ...outcome }: MarkedOutcome, maxBytes: number): Head {
  const { next } = outcome;
  const [first] = next;
  const firstBytes = first === undefined ? 0 : bytesOf(first);
  const room = Math.max(LEAST_MESSAGE_BYTES, maxBytes * HEAD_SHARE - firstBytes - HEAD_FIELDS_BYTES);
  const message = cutToBytes(outcome.message, Math.min(maxBytes * MESSAGE_SHARE, room));
  const head = { ...outcome, message, next: [] };
  // The first step always stays, because a caller without it does not know how to go on.
  const steps: NextStep[] = first === undefined || firstBytes > maxBytes * HEAD_SHARE ? [] : [first];
  for (const step of next.slice(steps.length)) {
    if (bytesOf({ ...head, next: [...steps, step] }) > maxBytes * HEAD_SHARE) break;
    steps.push(step);
  }
  return { ...head, next: steps };
}

function compose(head: Head, { data, left }: { data: unknown; left: LeftOut }, { howToGetAll }: Brevity): BriefOutcome {
  const names = [...left].map(([field, what]) => (field === '' ? what : `${field}: ${what}`));
  const more = names.length > NAMED_FIELDS ? ` and of ${names.length - NAMED_FIELDS} more fields` : '';
  const missing = names.length === 0 ? '' : `Left out ${names.slice(0, NAMED_FIELDS).join(', ')}${more}. `;
  return { ...head, data, left_out: `${missing}${howToGetAll}` };
}

function withoutLargestFields(head: Head, data: unknown, brevity: Brevity): BriefOutcome {
  const cut = { items: 0, characters: 40 };
  const fields = Object.entries(Fields.safeParse(data).data ?? {}).map(
    ([name, value]) => [name, shrink(value, name, { cut, left: new Map() })] as const,
  );
  const smallestFirst = fields.toSorted(([, one], [, other]) => bytesOf(one) - bytesOf(other));
  let kept = smallestFirst.length;
  for (; kept > 0; kept -= 1) {
    const brief = compose(head, keepOnly(smallestFirst.slice(0, kept), fields.length), brevity);
    if (bytesOf(brief) <= brevity.maxBytes) return brief;
  }
  return compose(head, { data: null, left: new Map([['', 'the data']]) }, brevity);
}

function keepOnly(fields: readonly (readonly [string, unknown])[], all: number) {
  const left: LeftOut = new Map([['', `${all - fields.length} fields of the data and parts of the others`]]);
  return { data: Object.fromEntries(fields), left };
}

interface Sparing {
  readonly cut: Cut;
  readonly left: LeftOut;
}

function shrink(value: unknown, path: string, sparing: Sparing): unknown {
  const { cut, left } = sparing;
  if (typeof value === 'string') {
    if (value.length > cut.characters) left.set(path, 'the end');
    return cutText(value, cut.characters);
  }
  if (Array.isArray(value)) {
    const missing = value.length - cut.items;
    if (missing > 0) left.set(path, `${missing.toLocaleString('en-US')} of ${value.length.toLocaleString('en-US')}`);
    return value.slice(0, cut.items).map((item) => shrink(firstFields(item, path, sparing), path, sparing));
  }
  const fields = Fields.safeParse(value).data;
  if (fields === undefined) return value;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      shrink(field, path === '' ? name : `${path}.${name}`, sparing),
    ]),
  );
}

function firstFields(
  item: unknown,
  path: string,
  { cut: { fields: most = Number.POSITIVE_INFINITY }, left }: Sparing,
): unknown {
  const fields = Object.entries(Array.isArray(item) ? {} : (Fields.safeParse(item).data ?? {}));
  if (fields.length <= most) return item;
  left.set(`fields of ${path}`, `${fields.length - most} of ${fields.length}`);
  return Object.fromEntries(fields.slice(0, most));
}

/** Cuts a text to a number of characters and marks the cut. */
export function cutText(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters).toWellFormed()}…` : text;
}

/** Cuts a text by its size in JSON, because one character can take six bytes in JSON. */
function cutToBytes(text: string, bytes: number): string {
  let characters = text.length;
  while (bytesOf(cutText(text, characters)) > bytes) characters = Math.floor(characters * 0.8);
  return cutText(text, characters);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(String(JSON.stringify(value)));
}
