import * as z from 'zod';
import { AuditLine } from './audit-line.ts';

/**
 * The audit actions that are listed first, because somebody may have to react: a session lost something, or got a
 * reservation that soon expires.
 */
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
  /** The number of times that the change happened; absent if it happened once. `at` is the time of the last one. */
  times: z.number().optional(),
});
export type CondensedLine = Readonly<z.infer<typeof CondensedLine>>;

/**
 * Merges equal lines of the audit log and lists important actions first. Both groups are sorted from newest to oldest.
 */
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
