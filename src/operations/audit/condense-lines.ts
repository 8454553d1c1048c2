import * as z from 'zod';
import { AuditLine } from './audit-line.ts';

/** The actions by which somebody lost something or got a reservation of five minutes. They are listed first. */
const IMPORTANT_ACTIONS = [
  'lock.taken-over',
  'lock.expired',
  'lock.session-ended',
  'lock.offered',
  'session.ended',
  'session.died',
  'approval.expired',
];

export const CondensedLine = AuditLine.extend({
  /** How often the change happened; absent if it happened once. `at` is the time of its last occurrence. */
  times: z.number().optional(),
});
export type CondensedLine = Readonly<z.infer<typeof CondensedLine>>;

/** Merges equal lines and lists the important ones first. Both groups are sorted from newest to oldest. */
export function condenseLines(newestFirst: readonly AuditLine[]): readonly CondensedLine[] {
  const alike = Map.groupBy(newestFirst, ({ who, did, what }) => JSON.stringify([who, did, what]));
  const lines = [...alike.values()].flatMap(([newest, ...others]) =>
    newest === undefined ? [] : [others.length === 0 ? newest : { ...newest, times: others.length + 1 }],
  );
  return lines.toSorted((one, other) => Number(isImportant(other)) - Number(isImportant(one)));
}

function isImportant({ did }: AuditLine): boolean {
  return IMPORTANT_ACTIONS.includes(did);
}
