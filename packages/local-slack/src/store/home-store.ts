import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { PageView } from '../page-protocol.ts';

const Body = z.object({ body: z.string() });

/** Stores the App Home view that the bot published for each person. */
export interface HomeStore {
  get(user: string): PageView | undefined;
  put(user: string, view: PageView): void;
}

export function homeStore(database: DatabaseSync): HomeStore {
  const one = database.prepare('SELECT body FROM homes WHERE user = ?');
  const put = database.prepare('INSERT OR REPLACE INTO homes VALUES (?, ?)');
  return {
    get: (user) => {
      const row = one.get(user);
      return row === undefined ? undefined : PageView.parse(JSON.parse(Body.parse(row).body));
    },
    put: (user, view) => {
      put.run(user, JSON.stringify(view));
    },
  };
}
