import * as z from 'zod';
import { AuditLine } from './audit-line.ts';

/** By these somebody loses something, or has five minutes to take it; one has to know them before all else. */
const WEIGHTY = [
  'lock.taken-over',
  'lock.expired',
  'lock.session-ended',
  'lock.offered',
  'session.ended',
  'session.died',
  'approval.expired',
];

export const CondensedLine = AuditLine.extend({
  /** How often, where it was more than once; `at` is the last time. */
  times: z.number().optional(),
});
export type CondensedLine = Readonly<z.infer<typeof CondensedLine>>;

/** What was done alike is told once, and what weighs most comes first. In each part the newest first. */
export function condenseLines(newestFirst: readonly AuditLine[]): readonly CondensedLine[] {
  const alike = Map.groupBy(newestFirst, ({ who, did, what }) => JSON.stringify([who, did, what]));
  const lines = [...alike.values()].flatMap(([newest, ...others]) =>
    newest === undefined ? [] : [others.length === 0 ? newest : { ...newest, times: others.length + 1 }],
  );
  return lines.toSorted((one, other) => Number(isWeighty(other)) - Number(isWeighty(one)));
}

function isWeighty({ did }: AuditLine): boolean {
  return WEIGHTY.includes(did);
}
