import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { Head } from './head.ts';
import { AuditActor } from './trail.ts';

const SEQ_DIGITS = 10;

export const SubjectKind = z.enum(['service', 'batch', 'session', 'token', 'approval', 'player', 'deploy', 'data', 'job']);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** One change: who asked for what, and what it was before and after. */
const AuditRecord = z.object({
  chain: z.string(),
  /** 1 for the first of its chain. */
  seq: z.number().int(),
  at: Instant,
  actor: AuditActor,
  session: z.string().nullable(),
  request: z.string(),
  /** What was done, as `noun.verb`: `lock.claimed`. */
  action: z.string(),
  subject_kind: SubjectKind,
  subject_id: z.string(),
  /** The part of the state that changed, as canonical JSON; null where there was nothing, or is nothing any more. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** In the first of a chain: where the newest other chains stood, so that none of them can be taken away whole. */
  others: z.array(Head).optional(),
  /** That of the record before; empty for the first. */
  prev_hash: z.string(),
  hash: z.string(),
});
export type AuditRecord = Readonly<z.infer<typeof AuditRecord>>;

export const AUDIT_RECORDS: Collection<AuditRecord> = {
  name: 'audit_records',
  schema: AuditRecord,
  indexes: [['at'], ['session', 'at'], ['subject_kind', 'subject_id', 'at']],
  texts: [],
  times: ['at'],
};

/** The end of a chain, kept beside it so that a record missing at the end is missed. */
const AuditHead = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string(), at: Instant });
export type AuditHead = Readonly<z.infer<typeof AuditHead>>;

export const AUDIT_HEADS: Collection<AuditHead> = {
  name: 'audit_heads',
  schema: AuditHead,
  indexes: [['at']],
  texts: [],
  times: ['at'],
};

export function auditHeadRef(chain: string): DocumentRef<AuditHead> {
  return { collection: AUDIT_HEADS, id: chain };
}

/** Ids of one chain are in the order of their numbers. */
export function auditRecordRef(chain: string, seq: number): DocumentRef<AuditRecord> {
  return { collection: AUDIT_RECORDS, id: `${chain}-${String(seq).padStart(SEQ_DIGITS, '0')}` };
}
