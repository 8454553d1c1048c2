import { resolve } from 'node:path';
import type { Folders } from './data-folder.ts';

export interface AuditConfig {
  /** Absolute path of the key that signs the audit. Defaults to `keys/audit.key` in the data folder. */
  readonly auditKey?: string;
}

export function readAuditConfig(
  { TIPOFF_AUDIT_KEY: given }: Readonly<Record<string, string | undefined>>,
  { working }: Folders,
): AuditConfig {
  return given === undefined ? {} : { auditKey: resolve(working, given) };
}
