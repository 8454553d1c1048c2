import { distance } from 'fastest-levenshtein';
import type { Effect } from './authorize.ts';

/** A word counts as a mistyped verb if it differs from a known verb by at most this many edits. */
const MAX_EDITS = 2;
/** The letters that the typed beginning of a verb must have. */
const MIN_PREFIX = 3;
/** The words with which people ask for a read in any command. */
const READ_WORDS = ['check', 'get', 'history', 'info', 'list', 'log', 'see', 'show', 'status', 'verify', 'view'];

/** A verb that a caller may have meant. */
export interface KnownVerb {
  readonly verb: string;
  readonly effect: Effect;
}

/**
 * Returns the verbs nearest to a mistyped word. A mistyped read never suggests a change: if the word is near a verb that
 * reads, or is a common word for reading, only reads are returned.
 */
export function nearestVerbs<V extends KnownVerb>(verbs: readonly V[], word: string): readonly V[] {
  const typed = word.toLowerCase();
  const near = verbs
    .map((known) => ({ known, edits: editsTo(known.verb, typed) }))
    .filter(({ edits }) => edits <= MAX_EDITS);
  const reads = near.filter(({ known }) => known.effect === 'read');
  const candidates = reads.length > 0 || isReadWord(typed) ? reads : near;
  const fewest = Math.min(...candidates.map(({ edits }) => edits));
  return candidates.filter(({ edits }) => edits === fewest).map(({ known }) => known);
}

/** The edits between a typed word and a verb. The beginning of a verb is as near as one edit. */
function editsTo(verb: string, typed: string): number {
  const edits = distance(typed, verb);
  return isBeginningOf(verb, typed) ? Math.min(edits, 1) : edits;
}

function isReadWord(typed: string): boolean {
  return READ_WORDS.some((word) => word === typed || isBeginningOf(word, typed));
}

function isBeginningOf(word: string, typed: string): boolean {
  return typed.length >= MIN_PREFIX && word.startsWith(typed);
}
