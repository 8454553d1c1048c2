import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { Message, type ThreadSummary, type VisibleMessage } from '../messages/message.ts';

const Body = z.object({ body: z.string() });
const Reply = z.object({ ts: z.string(), user: z.string() });
const LastTs = z.object({ ts: z.string().nullable() });
/** A `ts` that is higher than that of any message. */
const END_OF_TIME = '9999999999.999999';
const MAX_REPLY_USERS = 5;

interface HistorySpan {
  /** The bounds of a query for messages, as `ts`. Messages at the bounds are included only if `inclusive` is set. */
  readonly oldest?: string | undefined;
  readonly latest?: string | undefined;
  readonly inclusive?: boolean | undefined;
  readonly limit: number;
  /** Which messages are returned if more of them match than the limit allows. */
  readonly from?: 'newest' | 'oldest';
}

export interface Page {
  /** The messages of one page of the history, newest last. */
  readonly messages: readonly VisibleMessage[];
  readonly hasMore: boolean;
}

/** Stores the messages of all channels. A write is committed when its call returns. */
export interface MessageStore {
  get(channel: string, ts: string): VisibleMessage | undefined;
  /** Inserts or replaces a message. */
  put(message: Message): void;
  remove(channel: string, ts: string): void;
  /** Returns the messages of a channel. It includes replies only if they were also sent to the channel. */
  history(channel: string, span: Omit<HistorySpan, 'from'>): Page;
  /** Returns the first message of a thread and its replies. */
  replies(channel: string, threadTs: string, span: HistorySpan): Page;
  lastTs(): string | undefined;
}

export function messageStore(database: DatabaseSync): MessageStore {
  const one = database.prepare('SELECT body FROM messages WHERE channel = ? AND ts = ?');
  const put = database.prepare('INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM messages WHERE channel = ? AND ts = ?');
  const last = database.prepare('SELECT max(ts) AS ts FROM messages');
  const repliesOf = database.prepare(
    'SELECT ts, user FROM messages WHERE channel = ? AND thread_ts = ? AND ts > ? ORDER BY ts',
  );
  const between = 'ts >= ? AND ts <= ? ORDER BY ts';
  const history = database.prepare(`SELECT body FROM messages
    WHERE channel = ? AND (thread_ts IS NULL OR thread_ts = ts OR is_broadcast = 1) AND ${between} DESC LIMIT ?`);
  const thread = `SELECT body FROM messages WHERE channel = ?1 AND (ts = ?2 OR thread_ts = ?2) AND ${between}`;
  const newestReplies = database.prepare(`${thread} DESC LIMIT ?`);
  const oldestReplies = database.prepare(`${thread} ASC LIMIT ?`);

  function shown(row: unknown): VisibleMessage {
    const message = Message.parse(JSON.parse(Body.parse(row).body));
    const found = z.array(Reply).parse(repliesOf.all(message.channel, message.ts, message.ts));
    return { ...message, ...(found.length === 0 ? {} : summaryOf(message.ts, found)) };
  }

  function page(rows: readonly unknown[], { limit, from }: HistorySpan): Page {
    const messages = rows.slice(0, limit).map(shown);
    return { messages: from === 'oldest' ? messages : messages.reverse(), hasMore: rows.length > limit };
  }

  return {
    get: (channel, ts) => {
      const row = one.get(channel, ts);
      return row === undefined ? undefined : shown(row);
    },
    put: (message) => {
      const { channel, ts, user, thread_ts: threadTs = null, subtype } = message;
      put.run(
        channel,
        ts,
        threadTs,
        user,
        subtype === 'thread_broadcast' ? 1 : 0,
        JSON.stringify(Message.parse(message)),
      );
    },
    remove: (channel, ts) => {
      remove.run(channel, ts);
    },
    history: (channel, span) => page(history.all(channel, ...boundsOf(span)), span),
    replies: (channel, threadTs, span) => {
      const statement = span.from === 'oldest' ? oldestReplies : newestReplies;
      return page(statement.all(channel, threadTs, ...boundsOf(span)), span);
    },
    lastTs: () => LastTs.parse(last.get()).ts ?? undefined,
  };
}

/**
 * Returns the lowest `ts`, the highest `ts` and the number of rows to read. One row more than the limit is read, to
 * find out whether there are more messages.
 */
function boundsOf({ oldest, latest, inclusive, limit }: HistorySpan): [string, string, number] {
  const from = oldest === undefined ? '0' : oldest;
  const to = latest === undefined ? END_OF_TIME : latest;
  if (inclusive === true) return [from, to, limit + 1];
  return [oldest === undefined ? from : step(from, 1n), latest === undefined ? to : step(to, -1n), limit + 1];
}

function step(ts: string, by: bigint): string {
  const [seconds = '0', micros = '0'] = ts.split('.');
  const total = BigInt(seconds) * 1_000_000n + BigInt(micros.padEnd(6, '0')) + by;
  return `${total / 1_000_000n}.${String(total % 1_000_000n).padStart(6, '0')}`;
}

function summaryOf(
  ts: string,
  replies: readonly { ts: string; user: string }[],
): ThreadSummary & { thread_ts: string } {
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users: users.slice(0, MAX_REPLY_USERS),
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts ?? ts,
  };
}
