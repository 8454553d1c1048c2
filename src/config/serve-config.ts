import * as z from 'zod';
import { Problem } from '../platform/problem.ts';
import { PROCESS_PARTS, type ProcessPart } from '../platform/process-part.ts';
import { numberText } from './number-text.ts';
import { parseVariables } from './parse-variables.ts';

const HIGHEST_PORT = 65_535;
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/;
const HOSTS_HINT =
  'it must be the host names at which this process is called, with commas between them, such as tipoff.example,bot-abc.a.run.app';

/** The roles of `tipoff serve`: one part of Tipoff, or all of them. */
export const SERVE_ROLES = ['all', ...PROCESS_PARTS] as const;
export type ServeRole = (typeof SERVE_ROLES)[number];

const Hosts = z
  .string()
  .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
  .refine((hosts) => hosts.every((host) => HOST.test(host)), { error: HOSTS_HINT });

const ServeVariables = z.object({
  TIPOFF_ROLE: z.enum(SERVE_ROLES, { error: `it must be ${SERVE_ROLES.join(', ')}` }).default('all'),
  PORT: numberText({ max: HIGHEST_PORT, hint: `it must be a port number, 1 to ${HIGHEST_PORT}` }).prefault('8080'),
  TIPOFF_HOSTS: Hosts.default([]),
});

/** How `tipoff serve` runs where the stores are in the cloud, so that several processes share them. */
export interface ServeConfig {
  readonly role: ServeRole;
  /** The port on which the process listens. */
  readonly port: number;
  /** The host names at which the process answers. It also answers at those of this machine. */
  readonly hosts: readonly string[];
}

export function readServeConfig(variables: Readonly<Record<string, string | undefined>>): ServeConfig {
  const { TIPOFF_ROLE: role, PORT: port, TIPOFF_HOSTS: hosts } = parseVariables(ServeVariables, variables);
  return { role, port, hosts };
}

export function partsOfRole(role: ServeRole): readonly ProcessPart[] {
  return role === 'all' ? PROCESS_PARTS : [role];
}

/** A role, and where it was given. */
export interface GivenRole {
  readonly field: '--role' | 'TIPOFF_ROLE';
  readonly role: ServeRole;
}

/**
 * Refuses a part of Tipoff where one process holds the data folder: a second process could not open the warehouse.
 * `because` is the setting that keeps the warehouse in the data folder.
 */
export function refuseParts({ field, role }: GivenRole, because: 'PLATFORM=embedded' | 'GCP_WAREHOUSE=duckdb'): void {
  if (role === 'all') return;
  const other = because === 'PLATFORM=embedded' ? 'PLATFORM=gcp' : 'GCP_WAREHOUSE=bigquery';
  const message = `${field} is "${role}", but with ${because} one process holds the data folder and does everything. Use the role all, or set ${other}, so that several processes can share the stores.`;
  throw new Problem({ code: 'bad_configuration', message });
}
