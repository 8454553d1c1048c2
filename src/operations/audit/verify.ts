import * as z from 'zod';
import type { Head } from '../../coordination/audit/head.ts';
import { AuditFault, verifyAudit } from '../../coordination/audit/verify-audit.ts';
import { HeadsText, parseHeads } from '../kit/input/audit-heads.ts';
import { operation } from '../kit/operation.ts';
import { newestHeads } from './newest-heads.ts';

const AuditVerifyInput = z.strictObject({
  heads: HeadsText.optional().describe(
    'heads that were printed earlier: proves that nothing before them was rewritten',
  ),
});
const AuditCheck = z.object({
  records: z.number(),
  chains: z.number(),
  /** The first twenty. */
  faults: z.array(AuditFault),
  /** Proves these records later; empty where something is wrong. */
  heads: z.string(),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'audit verify': typeof AuditVerifyInput;
  }
}

export const verifyAuditTrail = operation({
  name: 'audit verify',
  summary: 'Look through every record of a change for what was edited, removed, reordered or cut off.',
  input: AuditVerifyInput,
  output: AuditCheck,
  refusal: AuditCheck,
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run({ store, audit }, { input }) {
    const kept: readonly Head[] = input.heads === undefined ? [] : parseHeads(input.heads);
    const report = await verifyAudit(store, audit.digest, kept);
    const count = `${counted(report.records, 'record')} in ${counted(report.heads.length, 'chain')}`;
    const data = { records: report.records, chains: report.heads.length, faults: report.faults };
    const [first] = report.faults;
    if (first !== undefined) {
      const message = `The records were tampered with: ${counted(report.faultCount, 'fault')} in ${count}. The first: record ${first.seq} of ${first.chain} is ${first.fault}.`;
      return { decision: 'refused', code: 'tampered', message, data: { ...data, heads: '' }, next: [] };
    }
    const message = `${count}: all as they were written. Keep the heads below: they prove it later.`;
    return { decision: 'done', code: 'ok', message, data: { ...data, heads: await newestHeads(store) }, next: [] };
  },
});

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
