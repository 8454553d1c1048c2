import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

const ID_LENGTH = 10;
const MICROS_PER_MS = 1_000;
const MICROS_PER_SECOND = 1_000_000n;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Returns `length` unpredictable bytes. */
export type RandomBytes = (length: number) => Buffer;

export interface Identifiers {
  /** Returns an id such as `V0A1B2…`. As in Slack, the prefix shows the kind of object. */
  newId(prefix: string): string;
  /**
   * Returns a message timestamp in Slack's form: `1763900000.000200`, seconds and microseconds. Each timestamp is
   * higher than all earlier ones.
   */
  nextTs(): string;
}

export function identifiers({ clock, random, lastTs }: IdentifierSettings): Identifiers {
  let last = lastTs === undefined ? 0n : microsOf(lastTs);
  return {
    newId: (prefix) => `${prefix}${letters(random(ID_LENGTH))}`,
    nextTs: () => {
      const now = BigInt(Math.floor(clock.now() * MICROS_PER_MS));
      last = now > last ? now : last + 1n;
      return `${last / MICROS_PER_SECOND}.${String(last % MICROS_PER_SECOND).padStart(6, '0')}`;
    },
  };
}

interface IdentifierSettings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** The highest `ts` that an earlier run of the workspace issued. */
  readonly lastTs: string | undefined;
}

/** Derives an object's id from its name, so that links and stored messages stay valid after a restart. */
export function stableId(prefix: string, name: string): string {
  return `${prefix}${letters(createHash('sha256').update(`${prefix}:${name}`).digest().subarray(0, ID_LENGTH))}`;
}

/** Returns a token with 256 random bits. */
export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

function letters(bytes: Buffer): string {
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function microsOf(ts: string): bigint {
  const [seconds = '0', micros = '0'] = ts.split('.');
  return BigInt(seconds) * MICROS_PER_SECOND + BigInt(micros);
}
