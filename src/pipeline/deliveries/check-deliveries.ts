import { type AuditChain, systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { reportIncident, resolveIncident } from '../../coordination/incidents/change-incident.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromMicros } from '../../platform/instant.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { DELIVERY_COUNTS } from './delivery-counts.ts';
import { PREDICTION_ERRORS, patternReport } from './error-incident.ts';
import {
  type DeliveryWindow,
  errorPattern,
  isLoop,
  mergeDeliveries,
  type RetryLoop,
  WINDOW_MINUTES,
} from './error-pattern.ts';

const AUTHOR = 'delivery-check';
const MINUTE_MS = 60_000;

export interface DeliveryCheckDeps {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly now: () => Date;
  /** The people whom the incident mentions, by Slack id or name. */
  readonly peopleToCall: readonly string[];
}

/**
 * Checks the deliveries of the last 15 minutes, of all batches and processes. An error pattern opens one incident, which
 * the first check without a pattern resolves.
 */
export async function checkDeliveries({ store, audit, now, peopleToCall }: DeliveryCheckDeps): Promise<void> {
  const since = instantFromMicros((now().getTime() - WINDOW_MINUTES * MINUTE_MS) * 1_000);
  const found = await store.query({ collection: DELIVERY_COUNTS }, { where: [['minute', '>=', since]] });
  const { counts, repeated } = mergeDeliveries(found.map(({ data }) => data));
  const pattern = errorPattern(counts, await unansweredLoops(store, repeated));
  const incidents = { store, auditContext: systemAuditContext(audit, AUTHOR) };
  if (pattern === undefined) await resolveIncident(incidents, PREDICTION_ERRORS);
  else await reportIncident(incidents, { ...patternReport(pattern), mentions: [...peopleToCall] });
}

/**
 * Returns the repeated requests whose player has no prediction and no skip. A later answer, a person's skip and a re-run
 * all end a retry loop.
 */
async function unansweredLoops(store: DocumentStore, repeated: DeliveryWindow['repeated']): Promise<RetryLoop[]> {
  const byBatch = Map.groupBy(repeated.filter(isLoop), ({ batch_id }) => batch_id);
  const loops = [...byBatch].map(async ([batchId, requests]) => {
    const lookups = requests.map(({ player_lookup }) => player_lookup);
    const players = await store.getAll(playersOf(batchId), lookups);
    return requests.flatMap((request, index) => loopOf(request, players[index]?.data) ?? []);
  });
  return (await Promise.all(loops)).flat();
}

/** Returns undefined if the request was answered, or if a re-run has replaced it. */
function loopOf(
  request: DeliveryWindow['repeated'][number],
  player: PlayerDocument | undefined,
): RetryLoop | undefined {
  if (player === undefined || player.attempt !== request.attempt) return undefined;
  const { status, player_name } = player;
  return status === 'requested' || status === 'failed' ? { ...request, status, player_name } : undefined;
}
