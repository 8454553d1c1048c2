import { hash } from 'node:crypto';
import * as z from 'zod';
import { type AuditChain, systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { SlateDetailDeps } from '../results/slate-detail.ts';
import { announcePlayersBack, type PlayerBack } from './announce-players-back.ts';
import { type ActivePlayerDeps, findRuledOut, type RuledOutPlayers } from './find-ruled-out.ts';
import { readSlateChanges, slateEdits } from './slate-edits.ts';
import { WITHDRAWALS, type Withdrawal, withdrawalRef } from './withdrawal.ts';
import { withdrawalPost } from './withdrawal-announcements.ts';

const ID_DIGITS = 12;
const WithdrawnRows = z.object({ player_lookup: z.string(), row_count: z.number() });

export interface WithdrawalDeps extends ActivePlayerDeps, SlateDetailDeps {
  readonly audit: AuditChain;
}

export interface Withdrawn {
  readonly withdrawals: readonly Withdrawal[];
  readonly back: readonly PlayerBack[];
}

/**
 * Withdraws the predictions of players who were ruled out after the run, before their game tips, and announces it. Then
 * offers a re-run of players who are no longer out. Each withdrawal is stored before its rows change, so an interrupted
 * one is completed by the next call. A call without news changes nothing.
 */
export async function withdrawRuledOut(deps: WithdrawalDeps): Promise<Withdrawn> {
  const withdrawals = [...(await completePending(deps))];
  for (const ruledOut of await findRuledOut(deps)) await storeWithdrawal(deps, ruledOut);
  withdrawals.push(...(await completePending(deps)));
  return { withdrawals, back: await announcePlayersBack(deps) };
}

/** Completes the withdrawals that are pending. Resolves to those that withdrew predictions. */
async function completePending(deps: WithdrawalDeps): Promise<readonly Withdrawal[]> {
  const pending = await deps.store.query({ collection: WITHDRAWALS }, { where: [['state', '==', 'pending']] });
  const done: Withdrawal[] = [];
  for (const { data } of pending) {
    const ended = await completeWithdrawal(deps, data);
    if (ended !== undefined) done.push(ended);
  }
  return done;
}

/** The id follows from the predictions that are withdrawn, so that the same predictions are withdrawn once. */
async function storeWithdrawal({ store, now }: WithdrawalDeps, { gameDate, players }: RuledOutPlayers): Promise<void> {
  const identity = players.map(({ player_lookup, sequence }) => `${player_lookup} ${sequence}`);
  const id = `${gameDate}-${hash('sha256', identity.toSorted().join('\n'), 'hex').slice(0, ID_DIGITS)}`;
  const withdrawn_at = instantFromDate(now());
  const withdrawal = { withdrawal_id: id, game_date: gameDate, state: 'pending', withdrawn_at } as const;
  await store.create(withdrawalRef(id), { ...withdrawal, players: [...players] });
}

/**
 * Makes the rows of a withdrawal inactive, then records what was withdrawn, edits the slate's message and announces it in
 * one transaction. Resolves to undefined if another process was faster or nothing was withdrawn.
 */
async function completeWithdrawal(deps: WithdrawalDeps, withdrawal: Withdrawal): Promise<Withdrawal | undefined> {
  await withdrawRows(deps, withdrawal);
  const { withdrawal_id, game_date } = withdrawal;
  const rows = await readWithdrawnRows(deps.warehouse, withdrawal);
  const players = withdrawal.players
    .map((player) => ({ ...player, rows: rows.get(player.player_lookup) ?? 0 }))
    .filter((player) => player.rows > 0);
  const changes = await readSlateChanges(deps, game_date);
  const auditContext = systemAuditContext(deps.audit, 'withdrawals');
  return await auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(withdrawalRef(withdrawal_id)))?.data;
    if (found?.state !== 'pending') return;
    if (players.length === 0) {
      transaction.update(withdrawalRef(withdrawal_id), { state: 'lapsed' });
      return;
    }
    const done: Withdrawal = { ...withdrawal, state: 'done', players };
    const edits = await slateEdits(transaction, game_date, changes);
    await enqueuePosts(transaction, [...edits, withdrawalPost(done)]);
    transaction.update(withdrawalRef(withdrawal_id), { state: 'done', players });
    const after = {
      withdrawal_id,
      players: players.map(({ player_lookup, rows: count }) => ({ player_lookup, rows: count })),
    };
    audit.append({ action: 'slate.withdrawn', subject: { kind: 'slate', id: game_date }, before: null, after });
    return done;
  });
}

async function withdrawRows({ warehouse, now }: WithdrawalDeps, withdrawal: Withdrawal): Promise<void> {
  for (const { player_lookup, game_id, sequence } of withdrawal.players) {
    const parameters = {
      ...withdrawalParameters(withdrawal),
      withdrawn_at: { type: 'TIMESTAMP', value: withdrawal.withdrawn_at satisfies Instant },
      player_lookup: { type: 'STRING', value: player_lookup },
      game_id: { type: 'STRING', value: game_id },
      sequence: { type: 'INT64', value: sequence },
      now: { type: 'TIMESTAMP', value: instantFromDate(now()) },
    } as const;
    const jobId = `withdraw-${withdrawal.withdrawal_id}-${player_lookup}`;
    await warehouse.execute({ sql: 'withdrawals/sql/withdraw', parameters }, jobId);
  }
}

async function readWithdrawnRows(warehouse: Warehouse, withdrawal: Withdrawal): Promise<ReadonlyMap<string, number>> {
  const statement = { sql: 'withdrawals/sql/withdrawn-rows', parameters: withdrawalParameters(withdrawal) };
  const rows = await warehouse.query(statement, WithdrawnRows);
  return new Map(rows.map(({ player_lookup, row_count }) => [player_lookup, row_count]));
}

function withdrawalParameters({ withdrawal_id, game_date }: Withdrawal) {
  return {
    withdrawal_id: { type: 'STRING', value: withdrawal_id },
    game_date: { type: 'DATE', value: game_date },
  } as const;
}
