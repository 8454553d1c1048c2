import type { protos } from '@google-cloud/run';
import type { RunSpec } from './run-spec.ts';

type Container = protos.google.cloud.run.v2.IContainer;
type Variable = protos.google.cloud.run.v2.IEnvVar;
type Volume = protos.google.cloud.run.v2.IVolume;

/** The part of a template that services and worker pools share. */
export interface RunTemplate {
  readonly serviceAccount?: string | null;
  readonly containers?: readonly Container[] | null;
  readonly volumes?: readonly Volume[] | null;
}

const AUDIT_VOLUME = 'audit-key';
const LATEST = 'latest';
const LIMITS = { cpu: '1', memory: '1Gi' };

/**
 * The template with the wanted settings. What setup does not know stays: variables, volumes and containers of others.
 * Tipoff is the first container.
 */
export function runTemplate(spec: RunSpec, found: RunTemplate = {}) {
  const [own = {}, ...others] = found.containers ?? [];
  return {
    serviceAccount: spec.serviceAccount,
    containers: [container(spec, own), ...others],
    volumes: [...(found.volumes ?? []).filter(({ name }) => name !== AUDIT_VOLUME), auditVolume(spec)],
  };
}

function container(spec: RunSpec, found: Container): Container {
  const { image = found.image ?? undefined, role, cpu, auditKey } = spec;
  return {
    ...found,
    ...(image === undefined ? {} : { image }),
    args: ['serve', '--role', role],
    env: variables(spec, found.env ?? []),
    resources: { limits: LIMITS, cpuIdle: cpu === 'during-requests', startupCpuBoost: true },
    volumeMounts: [
      ...(found.volumeMounts ?? []).filter(({ name }) => name !== AUDIT_VOLUME),
      { name: AUDIT_VOLUME, mountPath: auditKey.folder },
    ],
  };
}

function variables({ environment, secretVariables }: RunSpec, found: readonly Variable[]): Variable[] {
  const wanted = new Map<string, Variable>([
    ...Object.entries(environment).map(([name, value]): [string, Variable] => [name, { name, value }]),
    ...Object.entries(secretVariables).map(([name, secret]): [string, Variable] => [
      name,
      { name, valueSource: { secretKeyRef: { secret, version: LATEST } } },
    ]),
  ]);
  const others = found.filter(({ name }) => !wanted.has(name ?? ''));
  return [...others, ...wanted.values()];
}

function auditVolume({ auditKey: { secret, file } }: RunSpec): Volume {
  return { name: AUDIT_VOLUME, secret: { secret, items: [{ path: file, version: LATEST }] } };
}

/** The settings of a template by their titles, as texts that are equal for equal settings. No text is shown, because variables may be secret. */
export function templateSettings({
  serviceAccount,
  containers,
  volumes,
}: RunTemplate): Readonly<Record<string, string>> {
  const [own = {}] = containers ?? [];
  const { limits, cpuIdle } = own.resources ?? {};
  return {
    image: own.image ?? '',
    'command line': (own.args ?? []).join(' '),
    'service account': serviceAccount ?? '',
    'CPU and memory': `${cpuCount(limits?.['cpu'])} ${limits?.['memory'] ?? ''} ${cpuIdle === true ? 'during requests' : 'always'}`,
    'file of the audit key': fileOf(own, volumes ?? []),
    ...Object.fromEntries((own.env ?? []).map((each) => [`variable ${each.name}`, variableText(each)])),
  };
}

/** Cloud Run writes one processor as `1` or as `1000m`. */
function cpuCount(text = ''): number {
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1_000 : Number(text);
}

function variableText({ value, valueSource }: Variable): string {
  const reference = valueSource?.secretKeyRef;
  if (reference === undefined || reference === null) return `value ${value ?? ''}`;
  return `secret ${shortName(reference.secret)} ${reference.version}`;
}

function fileOf({ volumeMounts }: Container, volumes: readonly Volume[]): string {
  const mount = volumeMounts?.find(({ name }) => name === AUDIT_VOLUME);
  const secret = volumes.find(({ name }) => name === AUDIT_VOLUME)?.secret;
  const file = secret?.items?.[0];
  return `${mount?.mountPath ?? ''}/${file?.path ?? ''} ${shortName(secret?.secret)} ${file?.version ?? ''}`;
}

/** Cloud Run may answer with the full name of a secret. */
function shortName(secret: string | null | undefined): string {
  return secret?.split('/').at(-1) ?? '';
}
