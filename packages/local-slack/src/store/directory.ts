import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { stableId } from '../identifiers.ts';
import type { Identity } from '../identity.ts';
import type { ParsedSeed } from '../seed.ts';

const Body = z.object({ body: z.string() });

const User = z.object({
  id: z.string(),
  name: z.string(),
  real_name: z.string(),
  is_bot: z.boolean(),
  is_admin: z.boolean(),
});
export type User = z.infer<typeof User>;

const Channel = z.object({
  id: z.string(),
  kind: z.enum(['channel', 'im']),
  /** The channel's name without `#`. A direct message has an empty name. */
  name: z.string(),
  topic: z.string(),
  /** The time of creation, in seconds since 1970. */
  created: z.number(),
  /** Whether the bot is in the channel. Every person is in every channel. */
  isBotMember: z.boolean(),
  /** The id of the person in a direct message with the bot. */
  user: z.string().optional(),
});
export type Channel = z.infer<typeof Channel>;

/** The users and channels of the workspace. */
export interface Directory {
  users(): readonly User[];
  user(id: string): User | undefined;
  channels(): readonly Channel[];
  channel(id: string): Channel | undefined;
  /** Returns the direct message between a person and the bot. The first call creates it. */
  directMessage(user: string, createdSeconds: number): { readonly channel: Channel; readonly isNew: boolean };
  putChannel(channel: Channel): void;
}

export function directory(database: DatabaseSync, directorySeed: DirectorySeed): Directory {
  const putUser = database.prepare('INSERT OR REPLACE INTO users VALUES (?, ?)');
  const putChannel = database.prepare(
    `INSERT INTO channels VALUES (?1, (SELECT count(*) FROM channels), ?2) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
  );
  const users = new Map(read(database, 'SELECT body FROM users', User).map((user) => [user.id, user]));
  const stored = read(database, 'SELECT body FROM channels ORDER BY position', Channel);
  const channels = new Map(stored.map((channel) => [channel.id, channel]));

  function keepChannel(channel: Channel): void {
    putChannel.run(channel.id, JSON.stringify(channel));
    channels.set(channel.id, channel);
  }

  for (const user of usersOf(directorySeed)) {
    putUser.run(user.id, JSON.stringify(user));
    users.set(user.id, user);
  }
  for (const channel of channelsOf(directorySeed)) if (!channels.has(channel.id)) keepChannel(channel);

  return {
    users: () => [...users.values()],
    user: (id) => users.get(id),
    channels: () => [...channels.values()],
    channel: (id) => channels.get(id),
    putChannel: keepChannel,
    directMessage: (user, created) => {
      const id = stableId('D', user);
      const known = channels.get(id);
      if (known !== undefined) return { channel: known, isNew: false };
      const channel: Channel = { id, kind: 'im', name: '', topic: '', created, isBotMember: true, user };
      keepChannel(channel);
      return { channel, isNew: true };
    },
  };
}

/** Returns the user's id from the seed. If the seed contains none, the id is derived from the user's name. */
function userIdOf({ id, name }: { readonly id?: string | undefined; readonly name: string }): string {
  return id ?? stableId('U', name);
}

interface DirectorySeed {
  readonly seed: ParsedSeed;
  readonly bot: Identity['bot'];
  readonly nowSeconds: number;
}

function usersOf({ seed, bot }: DirectorySeed): readonly User[] {
  const people = seed.users.map((user) => ({ ...user, id: userIdOf(user), is_bot: false }));
  return [...people, { id: bot.user, name: bot.name, real_name: bot.name, is_bot: true, is_admin: false }];
}

function channelsOf({ seed, nowSeconds }: DirectorySeed): readonly Channel[] {
  return seed.channels
    .map((channel) => (typeof channel === 'string' ? { name: channel, topic: '', isBotMember: true } : channel))
    .map((channel) => ({ ...channel, id: stableId('C', channel.name), kind: 'channel', created: nowSeconds }));
}

function read<T>(database: DatabaseSync, sql: string, schema: z.ZodType<T>): readonly T[] {
  return z
    .array(Body)
    .parse(database.prepare(sql).all())
    .map(({ body }) => schema.parse(JSON.parse(body)));
}
