import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { AuditActor } from './audit-context.ts';
import { ChainHead } from './chain-head.ts';

const SEQ_DIGITS = 10;

export const SubjectKind = z.enum([
  'service',
  'batch',
  'session',
  'token',
  'approval',
  'player',
  'deploy',
  'data',
  'job',
  'slate',
  'incident',
  'handoff',
]);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** One change: its author and request, and the state before and after. */
export const AuditRecord = z.object({
  chain: z.string(),
  /** The number of the record in its chain, counted from 1. */
  seq: z.number().int(),
  at: Instant,
  actor: AuditActor,
  session: z.string().nullable(),
  request: z.string(),
  /** The kind of change, as `noun.verb` in the past tense: `lock.claimed`. */
  action: z.string(),
  subject_kind: SubjectKind,
  subject_id: z.string(),
  /**
   * The changed part of the state as canonical JSON, before and after the change. `before` is null for a new thing;
   * `after` is null for a deleted one.
   */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The heads of the newest other chains, only in a chain's first record. They reveal the deletion of a whole chain. */
  others: z.array(ChainHead).optional(),
  /** The hash of the previous record; empty in a chain's first record. */
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

/**
 * The stored head of a chain: the hash and the number of its newest record. It reveals the deletion of the last
 * records.
 */
export const AuditHead = z.object({
  chain: z.string(),
  seq: z.number().int(),
  hash: z.string(),
  at: Instant,
  /**
   * The signature of the chain's id and of the number and hash of its newest record. Absent in chains from before
   * signing began.
   */
  signature: z.string().optional(),
});
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

/** Pads the record number, so that the ids of a chain's records sort by number. */
export function auditRecordRef(chain: string, seq: number): DocumentRef<AuditRecord> {
  return { collection: AUDIT_RECORDS, id: `${chain}-${String(seq).padStart(SEQ_DIGITS, '0')}` };
}
