import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { PickAtTipoff } from './picks-at-tipoff.ts';

/** A player has at most one pick in a game, so these two identify his pick. */
export function pickIdOf(gameDate: string, { pick }: PickAtTipoff): string {
  return `${gameDate}-${pick.game_id}-${pick.player_lookup}`;
}

interface PickWriteDeps {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

interface PickOrigin {
  readonly gameDate: string;
  readonly isSample: boolean;
}

/** Records a pick once. The id of the pick gives the warehouse job its id, so parallel calls for one pick are one job. */
export async function recordPick(
  { warehouse, now }: PickWriteDeps,
  { gameDate, isSample }: PickOrigin,
  each: PickAtTipoff,
): Promise<void> {
  const { pick, slate, tipoffAt, withdrawnAt } = each;
  const pickId = pickIdOf(gameDate, each);
  const text = (value: string) => ({ type: 'STRING', value }) as const;
  const number = (value: number) => ({ type: 'FLOAT64', value }) as const;
  const time = (value: string | null) => ({ type: 'TIMESTAMP', value }) as const;
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    pick_id: text(pickId),
    game_id: text(pick.game_id),
    player_lookup: text(pick.player_lookup),
    player_name: text(pick.player_name),
    team: text(pick.team),
    opponent: text(pick.opponent),
    side: text(pick.side),
    line: number(pick.line),
    bookmaker: text(pick.bookmaker),
    price: { type: 'INT64', value: pick.price },
    probability: number(pick.probability),
    expected_value: number(pick.value),
    predicted_points: number(pick.predicted_points),
    system_id: text(pick.system_id),
    batch_id: text(slate.batchId),
    generation: { type: 'INT64', value: slate.generation },
    priced_at: time(pick.priced_at),
    shown_at: time(slate.shownAt),
    tipoff_at: time(tipoffAt),
    recorded_at: time(instantFromDate(now())),
    state: text(withdrawnAt === null ? 'published' : 'withdrawn'),
    withdrawn_at: time(withdrawnAt),
    is_sample: { type: 'BOOL', value: isSample },
  } as const;
  await warehouse.execute({ sql: 'ledger/sql/record-pick', parameters }, `record-pick-${pickId}`);
}
