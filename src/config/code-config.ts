import { resolve } from 'node:path';
import * as z from 'zod';
import { Problem } from '../platform/problem.ts';
import type { Folders } from './data-folder.ts';
import { named } from './named.ts';
import { parseVariables } from './parse-variables.ts';

/** What the services are called, and which files each is built from. */
export type ServicesConfig =
  /** Tipoff's own services, as `services.json` in Tipoff's folder describes them. */
  | { readonly type: 'built-in' }
  /** Only the names are known: every file of the repository counts for each service. */
  | { readonly type: 'named'; readonly names: readonly string[] }
  | { readonly type: 'file'; readonly path: string };

/** Where the history of the services' code is read. */
export type RepositoryConfig =
  /** The git checkout that Tipoff runs from, in this folder. */
  | { readonly type: 'checkout'; readonly folder: string }
  | { readonly type: 'local'; readonly folder: string }
  | {
      readonly type: 'github';
      readonly owner: string;
      readonly name: string;
      readonly token?: string;
      /** Whether the deploys are shown as deployments on GitHub. Without a token, they cannot be. */
      readonly deployments: 'on' | 'off';
    };

export interface CodeConfig {
  /** The services that people deploy. Each has its own deploy lock. */
  readonly services: ServicesConfig;
  readonly repository: RepositoryConfig;
  /** The full name of the Pub/Sub subscription with Cloud Build's messages; undefined if builds are listed. */
  readonly buildsSubscription: string | undefined;
}

/** The forms in which people copy the address of a repository on GitHub. */
const GITHUB = /^(?:https:\/\/|git@)?github\.com[/:](?<owner>[\w-]+)\/(?<name>[\w.-]+?)(?:\.git)?\/?$/;
const ADDRESS = /^[\w+.-]+:\/\/|^\S+@\S+:/;

const Subscription = named(
  /^projects\/[a-z][a-z0-9:.-]+\/subscriptions\/[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/,
  'the full name of a Pub/Sub subscription, such as projects/my-project/subscriptions/tipoff-builds',
);
const Service = named(
  /^(?!global$)[a-z][a-z0-9-]{0,39}$/,
  'names of services with commas between them, such as coordinator,worker (global is not allowed)',
);
const Services = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(Service));

const CodeVariables = z.object({
  TIPOFF_SERVICES: Services.optional(),
  TIPOFF_SERVICES_FILE: z.string().optional(),
  TIPOFF_REPOSITORY: z
    .string()
    .refine((text) => GITHUB.test(text) || !ADDRESS.test(text), {
      error: 'it must be github.com/owner/name, or the path of a git repository on this machine',
    })
    .optional(),
  TIPOFF_GITHUB_TOKEN: z.string().optional(),
  TIPOFF_BUILDS_SUBSCRIPTION: Subscription.optional(),
  TIPOFF_GITHUB_DEPLOYMENTS: z.enum(['on', 'off']).default('on'),
});

/** Reads which services people deploy, and where the history of their code is. */
export function readCodeConfig(
  variables: Readonly<Record<string, string | undefined>>,
  { working, tipoff }: Folders,
): CodeConfig {
  const {
    TIPOFF_SERVICES: names,
    TIPOFF_SERVICES_FILE: file,
    TIPOFF_REPOSITORY: repository,
    TIPOFF_GITHUB_TOKEN: token,
    TIPOFF_BUILDS_SUBSCRIPTION: buildsSubscription,
    TIPOFF_GITHUB_DEPLOYMENTS: deployments,
  } = parseVariables(CodeVariables, variables);
  return {
    services: servicesOf(names, file === undefined ? undefined : resolve(working, file)),
    repository:
      repository === undefined
        ? { type: 'checkout', folder: tipoff }
        : (githubOf(repository, { token, deployments }) ?? { type: 'local', folder: resolve(working, repository) }),
    buildsSubscription,
  };
}

interface GithubSettings {
  readonly token: string | undefined;
  readonly deployments: 'on' | 'off';
}

function githubOf(text: string, { token, deployments }: GithubSettings): RepositoryConfig | undefined {
  const { owner, name } = GITHUB.exec(text)?.groups ?? {};
  if (owner === undefined || name === undefined) return undefined;
  return { type: 'github', owner, name, deployments, ...(token === undefined ? {} : { token }) };
}

/** One map names the services for every tool, so two sources of names are refused. */
function servicesOf(names: readonly string[] | undefined, path: string | undefined): ServicesConfig {
  if (names === undefined) return path === undefined ? { type: 'built-in' } : { type: 'file', path };
  if (path === undefined) return { type: 'named', names: [...new Set(names)] };
  const message = `The environment variables TIPOFF_SERVICES and TIPOFF_SERVICES_FILE are both set, but only one may name the services. Unset TIPOFF_SERVICES to use the file ${path}.`;
  throw new Problem({ code: 'bad_configuration', message });
}
