import * as z from 'zod';
import { INCIDENTS } from '../../coordination/incidents/incident.ts';
import { readDeliveryWindow, unansweredLoops } from '../../pipeline/deliveries/read-deliveries.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import { POISON_MESSAGES } from '../../pipeline/player/poison-message.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';

/** The most players, and the most poison messages, that one reply lists. */
export const MAX_LISTED = 200;

/** A player whose request has failed, or fails again and again. */
const FailedPlayer = z.object({
  player_lookup: z.string(),
  player_name: UserText,
  team: z.string(),
  /** `requested`: the request is still open and is delivered again. */
  status: z.enum(['failed', 'requested']),
  reason: z.string(),
  /** The number of deliveries of the request, as far as known. */
  attempts: z.number().int(),
  last_error: UserText.nullable(),
  /** The time of the failure in UTC; null while the request is open. */
  failed_at: z.string().nullable(),
});
type FailedPlayer = Readonly<z.infer<typeof FailedPlayer>>;

const PoisonFacts = z.object({
  message_id: UserText,
  reason: UserText,
  body: UserText,
  received_at: z.string(),
  /** The key of the message's incident; null for messages that an earlier release of Tipoff recorded. */
  incident: z.string().nullable(),
});
type PoisonFacts = Readonly<z.infer<typeof PoisonFacts>>;

export const DeadLetters = z.object({
  batch_id: z.string().nullable(),
  game_date: z.string().nullable(),
  players: z.array(FailedPlayer),
  poison: z.array(PoisonFacts),
});
export type DeadLetters = DeepReadonly<z.infer<typeof DeadLetters>>;

/** Reads the failed players of a batch, the newest failure first, after the requests that fail again and again. */
export async function readFailedPlayers({ store, now }: App, batchId: string): Promise<readonly FailedPlayer[]> {
  const { repeated } = await readDeliveryWindow(store, now());
  const loops = await unansweredLoops(
    store,
    repeated.filter(({ batch_id }) => batch_id === batchId),
  );
  const open = await Promise.all(
    loops
      .filter(({ status }) => status === 'requested')
      .map(async ({ player_lookup, player_name, deliveries, reason }) => {
        const [player] = await store.getAll(playersOf(batchId), [player_lookup]);
        const facts = { player_lookup, player_name, team: player?.data.team ?? '', status: 'requested' } as const;
        return { ...facts, reason: 'transient', attempts: deliveries, last_error: reason, failed_at: null };
      }),
  );
  const failed = await store.query(playersOf(batchId), {
    where: [['status', '==', 'failed']],
    orderBy: ['completed_at', 'desc'],
    limit: MAX_LISTED,
  });
  const ended = failed.map(
    ({ data: { player_lookup, player_name, team, reason, deliveries, last_error, completed_at } }) => ({
      player_lookup,
      player_name,
      team,
      status: 'failed' as const,
      reason: reason ?? 'unknown',
      attempts: deliveries,
      last_error,
      failed_at: completed_at,
    }),
  );
  return [...open, ...ended].slice(0, MAX_LISTED);
}

/** Reads the poison messages whose incident nobody has resolved, the newest first. */
export async function readPoison(store: DocumentStore): Promise<readonly PoisonFacts[]> {
  const found = await store.query(
    { collection: POISON_MESSAGES },
    { orderBy: ['received_at', 'desc'], limit: MAX_LISTED },
  );
  const keys = found.flatMap(({ data }) => data.incident ?? []);
  const incidents = await store.getAll({ collection: INCIDENTS }, keys);
  const resolved = new Set(incidents.flatMap((each) => (each?.data.state === 'resolved' ? [each.data.key] : [])));
  return found
    .map(({ data: { message_id, reason, body, received_at, incident } }) => ({
      message_id,
      reason,
      body,
      received_at,
      incident,
    }))
    .filter(({ incident }) => incident === null || !resolved.has(incident));
}
