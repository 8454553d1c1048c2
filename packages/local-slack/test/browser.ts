import { WebSocket } from 'ws';
import type * as z from 'zod';
import { PageAnswer, PageEvent, PageHistory, type PageInteraction, PageState } from '../src/page-protocol.ts';

/** A person at the page, without a real browser. */
export interface Browser {
  readonly origin: string;
  readonly cookie: string;
  /** The events from the live connection. */
  readonly events: PageEvent[];
  state(): Promise<PageState>;
  history(channel: string, threadTs?: string): Promise<PageHistory>;
  interact(interaction: z.input<typeof PageInteraction>): Promise<PageAnswer>;
  /** The next event of a type that was not returned before. */
  next<T extends PageEvent['type']>(type: T): Promise<Extract<PageEvent, { type: T }>>;
  close(): void;
}

/** Opens the page as a person. Without `as`, it acts as the first person of the workspace. */
export async function openBrowser(url: string, as?: string): Promise<Browser> {
  const { origin } = new URL(url);
  const entered = await fetch(url);
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const headers = { cookie, origin };
  const acting = as === undefined ? '' : `as=${as}`;
  const live = await connect(`${origin.replace('http', 'ws')}/page/live?${acting}`, headers);
  const events: PageEvent[] = [];
  const waiting = new Set<() => void>();
  live.on('message', (data) => {
    events.push(PageEvent.parse(JSON.parse(String(data))));
    for (const look of waiting) look();
  });
  const get = async (path: string): Promise<unknown> =>
    await (await fetch(`${origin}${path}${acting}`, { headers })).json();

  return {
    origin,
    cookie,
    events,
    state: async () => PageState.parse(await get('/page/state?')),
    history: async (channel, threadTs) => {
      const query = new URLSearchParams({ channel, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) });
      return PageHistory.parse(await get(`/page/history?${query}&`));
    },
    interact: async (interaction) => {
      const body = JSON.stringify(interaction);
      const response = await fetch(`${origin}/page/interact?${acting}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      return PageAnswer.parse(await response.json());
    },
    next: async (type) =>
      await new Promise((resolve) => {
        const look = () => {
          const found = events.find((event): event is Extract<PageEvent, { type: typeof type }> => event.type === type);
          if (found === undefined) return;
          events.splice(events.indexOf(found), 1);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => live.terminate(),
  };
}

async function connect(url: string, headers: Readonly<Record<string, string>>): Promise<WebSocket> {
  const live = new WebSocket(url, { headers });
  await new Promise((resolve, reject) => {
    live.once('open', resolve);
    live.once('error', reject);
  });
  return live;
}
