/** A fault in the answer to one call of the Web API or of a `response_url`. */
export type AnswerFault =
  | { readonly kind: 'ratelimited'; readonly retryAfterSeconds: number }
  /** The server answers the call with an HTTP status such as 500 or 503, without Slack's JSON. */
  | { readonly kind: 'status'; readonly status: number }
  /** The server answers the call with one of Slack's error codes and HTTP status 200. */
  | { readonly kind: 'error'; readonly error: string }
  /** The server ignores the call and breaks the app's connection. */
  | { readonly kind: 'drop' }
  /** The server performs the call, then breaks the connection before it answers. */
  | { readonly kind: 'accept-then-drop' }
  /** The server performs the call, sends no answer for `ms` milliseconds, then breaks the connection. */
  | { readonly kind: 'accept-then-hang'; readonly ms: number };

/**
 * Injects faults into the local workspace. Only the process that started the workspace can inject them; no HTTP route
 * exists.
 */
export interface FaultControl {
  /**
   * Injects a fault into the next `times` calls of a method: `chat.postMessage`, `response_url`, `upload` (the bytes of
   * a file), or `*` for any.
   */
  answer(method: string, fault: AnswerFault, times?: number): void;
  /**
   * Makes Slack unreachable: calls and sockets break, and new connections are refused. The page still works. The
   * returned function ends the outage.
   */
  outage(): () => void;
  /** Breaks the Socket Mode connections without first asking the clients to reconnect. */
  dropSockets(): void;
  /** Asks the app's Socket Mode clients to reconnect, as Slack does every few hours. */
  requestRefresh(): void;
  /** Makes the workspace deliver every Socket Mode envelope `count` times. */
  deliverCopies(count: number): void;
  /** Makes the workspace answer HTTP 429 when an app posts more than one message per second to a channel. */
  limitPosts(limit: 'one per second' | 'none'): void;
  /** Makes Slack reject blocks of the given types with `invalid_blocks`. */
  refuseBlocks(types: readonly string[]): void;
  /** Ends all faults. */
  clear(): void;
}

/** The faults that were injected into the local Slack workspace. The workspace consults them when it handles a call. */
export interface Faults {
  readonly control: FaultControl;
  /** Returns the next injected fault for a Web API method and counts it as used. Returns undefined if there is none. */
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
  let postLimit: 'one per second' | 'none' = 'none';
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
    arePostsLimited: () => postLimit === 'one per second',
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
