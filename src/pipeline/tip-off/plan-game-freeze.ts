import { type AuditContext, callerName } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { type Freeze, freezeRef } from '../../coordination/deploy-locks/freeze.ts';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { type Instant, instantFromDate, millisOf } from '../../platform/instant.ts';
import { lastCallTime } from '../batch/last-call-time.ts';
import { readTipOffDates, type TipOffDate, type TipOffReads } from './read-tip-off.ts';

type PlannedFreeze = Pick<Freeze, 'freeze_id' | 'reason' | 'from' | 'until'>;

/**
 * Finds the freeze of the games that are next: from the last call of their date until the last of them has tipped. A game
 * whose tip-off is unknown does not count. Returns undefined while no games are ahead.
 * @internal exported for tests
 */
export function gameFreezeOf(dates: readonly TipOffDate[], now: Date): PlannedFreeze | undefined {
  const planned = dates.map(plan).toSorted((a, b) => a.until.localeCompare(b.until));
  return planned.find(({ until }) => until > instantFromDate(now));
}

function plan({ gameDate, firstTipoff, games }: TipOffDate): PlannedFreeze {
  const lastCall = lastCallTime(gameDate, new Date(millisOf(firstTipoff)));
  const tipOffs = games.flatMap(({ tipoff_at }) => tipoff_at ?? []);
  const until = tipOffs.reduce((last: Instant, each) => (each > last ? each : last), firstTipoff);
  return { freeze_id: gameDate, reason: `the games of ${gameDate}`, from: instantFromDate(lastCall), until };
}

/**
 * Stores the freeze of the next games, so that lock commands need no warehouse to know it. A tip-off that moves, moves
 * the freeze. A freeze that somebody lifted stays lifted. Resolves to the freeze if it is new or has changed.
 */
export async function planGameFreeze(
  deps: TipOffReads,
  auditContext: AuditContext,
): Promise<PlannedFreeze | undefined> {
  const planned = gameFreezeOf(await readTipOffDates(deps), deps.now());
  if (planned === undefined) return undefined;
  return await auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const ref = freezeRef('games');
    const before = (await transaction.get(ref))?.data;
    const isKnown = before?.freeze_id === planned.freeze_id;
    if (isKnown && before.from === planned.from && before.until === planned.until) return;
    const after: Freeze = { ...planned, cause: 'games', by: null, ended: isKnown ? before.ended : null };
    if (before === undefined) transaction.create(ref, after);
    else transaction.update(ref, after);
    audit.append({ action: 'deploys.freeze-planned', subject: SUBJECT, before: before ?? null, after });
    return planned;
  });
}

/** Ends the stored freeze of games, because the configuration has none. Resolves to whether there was one. */
export function dropGameFreeze({ store }: Pick<TipOffReads, 'store'>, auditContext: AuditContext): Promise<boolean> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = freezeRef('games');
    const before = (await transaction.get(ref))?.data;
    if (before === undefined || before.ended !== null) return false;
    const ended = { by: callerName(auditContext), at: await transaction.now() };
    transaction.update(ref, { ended });
    audit.append({ action: 'deploys.unfrozen', subject: SUBJECT, before, after: { ...before, ended } });
    return true;
  });
}

const SUBJECT = { kind: 'service', id: GLOBAL } as const;
