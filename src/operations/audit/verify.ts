import * as z from 'zod';
import { AuditFault } from '../../coordination/audit/audit-fault.ts';
import type { ChainHead } from '../../coordination/audit/chain-head.ts';
import { verifyAudit } from '../../coordination/audit/verify-audit.ts';
import { HeadsText, parseHeads } from '../kit/input/heads-text.ts';
import { operation } from '../kit/operation.ts';
import { newestHeads } from './newest-heads.ts';

const AuditVerifyInput = z.strictObject({
  heads: HeadsText.optional().describe('heads printed earlier, to prove that nothing before them was rewritten'),
});
const AuditCheck = z.object({
  records: z.number(),
  chains: z.number(),
  /** The first twenty. */
  faults: z.array(AuditFault),
  /** Proves these records later; empty when there is a fault. */
  heads: z.string(),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'audit verify': typeof AuditVerifyInput;
  }
}

export const verifyAuditTrail = operation({
  name: 'audit verify',
  summary: 'Check every audit record for edits, removals, reordering and truncation.',
  input: AuditVerifyInput,
  output: AuditCheck,
  refusal: AuditCheck,
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run({ store, audit }, { input }) {
    const kept: readonly ChainHead[] = input.heads === undefined ? [] : parseHeads(input.heads);
    const report = await verifyAudit(store, audit, kept);
    const count = `${counted(report.records, 'record')} in ${counted(report.heads.length, 'chain')}`;
    const data = { records: report.records, chains: report.heads.length, faults: report.faults };
    const [first] = report.faults;
    if (first !== undefined) {
      const message = `The audit was tampered with: ${counted(report.faultCount, 'fault')} in ${count}. First fault: record ${first.seq} of ${first.chain} is ${first.fault}.`;
      return { decision: 'refused', code: 'tampered', message, data: { ...data, heads: '' }, next: [] };
    }
    const message = `${count} checked, none changed. Keep the heads below elsewhere to prove it later.`;
    return { decision: 'done', code: 'ok', message, data: { ...data, heads: await newestHeads(store) }, next: [] };
  },
});

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
