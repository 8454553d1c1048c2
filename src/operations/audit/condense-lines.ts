import * as z from 'zod';
import { AuditLine } from './audit-line.ts';

/** Actions by which somebody lost something or got a reservation of five minutes. They are listed first. */
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
  /** The number of times, if more than one; `at` is the last one. */
  times: z.number().optional(),
});
export type CondensedLine = Readonly<z.infer<typeof CondensedLine>>;

/** Merges equal lines and puts the important ones first, each part newest first. */
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
