import * as z from 'zod';

const NewDeployment = z.object({
  ref: z.string(),
  environment: z.string(),
  description: z.string().max(140),
  payload: z.record(z.string(), z.unknown()),
  auto_merge: z.literal(false),
  required_contexts: z.array(z.string()).max(0),
  transient_environment: z.literal(false),
  production_environment: z.literal(false),
});
const NewStatus = z.object({
  state: z.enum(['in_progress', 'success', 'failure', 'error', 'inactive']),
  description: z.string().max(140),
  log_url: z.string().default(''),
  auto_inactive: z.boolean().default(true),
});

interface LoopbackDeployment extends z.infer<typeof NewDeployment> {
  readonly id: number;
  readonly sha: string;
  readonly statuses: Omit<z.infer<typeof NewStatus>, 'auto_inactive'>[];
}

export interface GithubRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

interface LoopbackAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** GitHub's deployments of one repository. `hashOf` throws for a commit that the repository does not have. */
export function loopbackDeployments(hashOf: (ref: string) => string) {
  const all: LoopbackDeployment[] = [];

  function answer({ method, url, body }: GithubRequest): LoopbackAnswer {
    const [, , , , , id, kind] = url.pathname.split('/');
    if (id === undefined) return method === 'POST' ? create(body) : { status: 200, body: list(url.searchParams) };
    const found = all.find((each) => String(each.id) === id);
    if (found === undefined || kind !== 'statuses') return { status: 404, body: { message: 'Not Found' } };
    return method === 'POST' ? addStatus(found, body) : { status: 200, body: found.statuses.toReversed() };
  }

  function create(body: unknown): LoopbackAnswer {
    const wanted = NewDeployment.parse(body);
    try {
      const created = { ...wanted, id: all.length + 1, sha: hashOf(wanted.ref), statuses: [] };
      all.push(created);
      return { status: 201, body: created };
    } catch {
      return { status: 422, body: { message: `No ref found for: ${wanted.ref}` } };
    }
  }

  function list(wanted: URLSearchParams): readonly LoopbackDeployment[] {
    const isWanted = ({ sha, environment }: LoopbackDeployment) =>
      sha === wanted.get('sha') && environment === wanted.get('environment');
    const page = Number(wanted.get('page') ?? 1);
    const perPage = Number(wanted.get('per_page') ?? 30);
    return all
      .filter(isWanted)
      .toReversed()
      .slice((page - 1) * perPage, page * perPage);
  }

  function addStatus(deployment: LoopbackDeployment, body: unknown): LoopbackAnswer {
    const { auto_inactive, ...status } = NewStatus.parse(body);
    deployment.statuses.push(status);
    if (auto_inactive) for (const other of all) replace(other, deployment);
    return { status: 201, body: status };
  }

  return { all, answer };
}

/** GitHub itself marks the earlier deployments of an environment as inactive. */
function replace(other: LoopbackDeployment, by: LoopbackDeployment): void {
  const isEarlier = other.id < by.id && other.environment === by.environment;
  if (!isEarlier || other.statuses.at(-1)?.state !== 'success') return;
  other.statuses.push({ state: 'inactive', description: 'GitHub', log_url: '' });
}
