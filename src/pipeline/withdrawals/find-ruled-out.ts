import * as z from 'zod';
import { receiptsOf } from '../../coordination/outbox/receipt.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { slatePostKey } from '../batch/announce-batch.ts';
import { gameDateOf, previousGameDate } from '../dates/game-date.ts';
import { type ShownSlate, shownSlates } from '../ledger/shown-slate.ts';
import { type InjuryReport, readInjuryReports } from '../player/injury-reports.ts';
import { ruledOutReason } from '../player/predict-player.ts';
import type { WithdrawnPlayer } from './withdrawal.ts';

const ActivePlayer = z.object({
  game_date: z.string(),
  game_id: z.string(),
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  sequence: z.number(),
});
export type ActivePlayer = z.infer<typeof ActivePlayer>;

export interface ActivePlayerDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

/** Reads the players with active predictions for games that have not tipped by the wall clock. */
export async function readActivePlayers(deps: ActivePlayerDeps): Promise<readonly ActivePlayer[]> {
  const now = deps.now();
  const parameters = {
    from_date: { type: 'DATE', value: previousGameDate(gameDateOf(now)) },
    now: { type: 'TIMESTAMP', value: instantFromDate(now) },
  } as const;
  return await deps.warehouse.query({ sql: 'withdrawals/sql/active-players', parameters }, ActivePlayer);
}

/** The players of one game date whose newest injury report says that they are out. */
export interface RuledOutPlayers {
  readonly gameDate: string;
  readonly players: readonly WithdrawnPlayer[];
}

/** Finds the players who were ruled out after their predictions were published, by game date. */
export async function findRuledOut(deps: ActivePlayerDeps): Promise<readonly RuledOutPlayers[]> {
  const active = Map.groupBy(await readActivePlayers(deps), ({ game_date }) => game_date);
  const found: RuledOutPlayers[] = [];
  for (const [gameDate, players] of active) {
    const nowAt = instantFromDate(deps.now());
    const reports = await readInjuryReports(deps.warehouse, { gameDate, knownAt: nowAt, now: nowAt });
    const ruledOut = players.flatMap((player) => ruledOutPlayer(player, reports.get(player.player_lookup)));
    if (ruledOut.length === 0) continue;
    const shown = shownSlates(await receiptsOf(deps.store, slatePostKey(gameDate))).at(-1);
    found.push({ gameDate, players: ruledOut.map((player) => ({ ...player, shown_pick: shownPick(player, shown) })) });
  }
  return found;
}

/** A player who is out loses the predictions. A doubtful player keeps them, because doubtful players sometimes play. */
function ruledOutPlayer(
  { game_date: _, ...player }: ActivePlayer,
  report: InjuryReport | undefined,
): readonly Omit<WithdrawnPlayer, 'shown_pick'>[] {
  if (report === undefined || ruledOutReason(report.status) !== 'player_injury_out') return [];
  const { status, reason, report_at: reported_at } = report;
  return [{ ...player, status, reason, reported_at, rows: 0, is_back: false }];
}

function shownPick(
  { player_lookup, game_id }: Pick<WithdrawnPlayer, 'player_lookup' | 'game_id'>,
  shown: ShownSlate | undefined,
): WithdrawnPlayer['shown_pick'] {
  const pick = shown?.picks.find((each) => each.player_lookup === player_lookup && each.game_id === game_id);
  if (pick === undefined) return null;
  const { side, line, bookmaker, price } = pick;
  return { side, line, bookmaker, price };
}
