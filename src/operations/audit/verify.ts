import * as z from 'zod';
import { AuditFault } from '../../coordination/audit/audit-fault.ts';
import type { ChainHead } from '../../coordination/audit/chain-head.ts';
import { verifyAudit } from '../../coordination/audit/verify-audit.ts';
import type { Instant } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import { HeadsText, parseHeads } from '../kit/input/heads-text.ts';
import { operation } from '../kit/operation.ts';
import { faultText } from './fault-text.ts';
import { newestHeads } from './newest-heads.ts';

const AuditVerifyInput = z.strictObject({
  heads: HeadsText.optional().describe('heads printed earlier'),
});
const AuditCheck = z.object({
  records: z.number(),
  chains: z.number(),
  faults: z.array(AuditFault),
  /** The time of the newest audit record from before signing began; null when every chain is signed. */
  unsigned_until: z.string().nullable(),
  /**
   * The heads of all audit chains as one text. Passed to `audit verify --heads`, it proves the same records later.
   * Empty when there is a fault.
   */
  heads: z.string(),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'audit verify': typeof AuditVerifyInput;
  }
}

export const verifyAuditTrail = operation({
  name: 'audit verify',
  summary: 'Check that nobody changed the audit log.',
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
    const report = await verifyAudit(store, audit, kept).catch(unreadable);
    if (report instanceof Problem) {
      const message = `The audit cannot be read, so it counts as tampered with. ${report.message}`;
      return { decision: 'refused', code: 'tampered', message, data: null, next: [] };
    }
    const count = `${counted(report.records, 'record')} in ${counted(report.heads.length, 'chain')}`;
    const { records, faults, unsignedUntil } = report;
    const data = { records, chains: report.heads.length, faults, unsigned_until: unsignedUntil };
    const [first] = faults;
    if (first !== undefined) {
      const message = `The audit was tampered with: ${counted(report.faultCount, 'fault')} in ${count}. First fault: ${faultText(first)}`;
      return { decision: 'refused', code: 'tampered', message, data: { ...data, heads: '' }, next: [] };
    }
    const message = `${count} checked, none changed.${unsignedText(unsignedUntil)} Save the heads below outside Tipoff to prove this again later.`;
    return { decision: 'done', code: 'ok', message, data: { ...data, heads: await newestHeads(store) }, next: [] };
  },
});

const UNREADABLE_CODES: readonly string[] = ['store_corrupt', 'audit_anchor_unusable'];

/** Returns the error if it says that a stored document or the anchor cannot be read. Throws any other error again. */
function unreadable(error: unknown): Problem {
  if (error instanceof Problem && UNREADABLE_CODES.includes(error.code)) return error;
  throw error;
}

function unsignedText(until: Instant | null): string {
  if (until === null) return '';
  return ` Chains up to ${until.slice(0, 10)} ${until.slice(11, 19)} UTC are not signed, because signing began later.`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
