/** What goes wrong with one call of the Web API, or of a `response_url`. */
export type AnswerFault =
  | { readonly kind: 'ratelimited'; readonly retryAfterSeconds: number }
  /** An HTTP status without Slack's JSON: 500, 503, … */
  | { readonly kind: 'status'; readonly status: number }
  /** One of Slack's codes, in an HTTP 200. */
  | { readonly kind: 'error'; readonly error: string }
  /** Nothing is done, and the connection breaks. */
  | { readonly kind: 'drop' }
  /** The call takes effect, and the connection breaks before the answer. */
  | { readonly kind: 'accept-then-drop' }
  /** The call takes effect, and no answer comes for so long; then the connection breaks. */
  | { readonly kind: 'accept-then-hang'; readonly ms: number };

/** Makes this Slack behave badly. Only who started it can: there is no route to it. */
export interface FaultControl {
  /** The next `times` calls of a method go wrong: `chat.postMessage`, `response_url`, `upload` (of a file's bytes, which are lost), or `*` for any. */
  answer(method: string, fault: AnswerFault, times?: number): void;
  /** From now on nobody reaches Slack: calls break, sockets drop, new ones are refused. The page stays. Returns what ends it. */
  outage(): () => void;
  /** Breaks the Socket Mode connections without a word. */
  dropSockets(): void;
  /** Asks the Socket Mode clients to connect anew, as Slack does every few hours. */
  requestRefresh(): void;
  /** Every envelope comes so many times. */
  deliverCopies(count: number): void;
  /** More than a message a second to one channel is answered 429. */
  limitPosts(limit: 'one a second' | 'none'): void;
  /** Blocks that this Slack does not know yet: `invalid_blocks`. */
  refuseBlocks(types: readonly string[]): void;
  /** All is well again. */
  clear(): void;
}

/** The faults as the workspace asks for them. */
export interface Faults {
  readonly control: FaultControl;
  /** The fault of this call, which is then spent. */
  take(method: string): AnswerFault | undefined;
  isOut(): boolean;
  copies(): number;
  arePostsLimited(): boolean;
  unknownBlocks(): ReadonlySet<string>;
}

interface Sockets {
  drop(): void;
  refresh(): void;
}

export function faults(sockets: () => Sockets): Faults {
  const queued: { method: string; fault: AnswerFault; left: number }[] = [];
  let outages = 0;
  let copies = 1;
  let postLimit: 'one a second' | 'none' = 'none';
  let unknownBlocks: ReadonlySet<string> = new Set();

  function take(method: string): AnswerFault | undefined {
    const next = queued.find((entry) => entry.left > 0 && (entry.method === method || entry.method === '*'));
    if (next === undefined) return undefined;
    next.left -= 1;
    if (next.left === 0) queued.splice(queued.indexOf(next), 1);
    return next.fault;
  }

  const control: FaultControl = {
    answer: (method, fault, times = 1) => {
      queued.push({ method, fault, left: times });
    },
    outage: () => {
      outages += 1;
      sockets().drop();
      return once(() => {
        outages = Math.max(0, outages - 1);
      });
    },
    dropSockets: () => sockets().drop(),
    requestRefresh: () => sockets().refresh(),
    deliverCopies: (count) => {
      copies = count;
    },
    limitPosts: (limit) => {
      postLimit = limit;
    },
    refuseBlocks: (types) => {
      unknownBlocks = new Set(types);
    },
    clear: () => {
      queued.length = 0;
      [outages, copies, postLimit, unknownBlocks] = [0, 1, 'none', new Set()];
    },
  };
  return {
    control,
    take,
    isOut: () => outages > 0,
    copies: () => copies,
    arePostsLimited: () => postLimit === 'one a second',
    unknownBlocks: () => unknownBlocks,
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
