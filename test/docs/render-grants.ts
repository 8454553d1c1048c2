import { GRANTS, type RoleGrant } from '#src/platform/google/setup/grants.ts';

const BEGIN = '<!-- grants: `npm run docs` writes this table -->\n';
const END = '<!-- end of grants -->';
const CONDITIONS: Readonly<Record<NonNullable<RoleGrant['only']>, string>> = {
  push: 'with `--workers push`',
  pull: 'with `--workers pull`',
  http: 'with `SLACK=http`',
  socket: 'with `SLACK=socket`',
  github: 'with `TIPOFF_GITHUB_TOKEN`',
  heartbeat: 'with `TIPOFF_HEARTBEAT_URL`',
};

/** Puts the table of all roles that setup grants between the marks of the page. */
export function withGrants(page: string): string {
  const [before, rest] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || rest < 0) throw new Error(`The page lacks the mark ${before < 0 ? BEGIN : END}.`);
  return `${page.slice(0, before)}${BEGIN}${grantTable()}${page.slice(rest)}`;
}

function grantTable(): string {
  const rows = GRANTS.map(({ to, role, on, why, only }) => {
    const place = on.replace(/(tipoff-.+)$/, '`$1`');
    return `| ${accountText(to)} | \`${role}\` | ${place} | ${why}${only === undefined ? '' : `; ${CONDITIONS[only]}`} |`;
  });
  return `${['| account | role | on | why |', '|---|---|---|---|', ...rows].join('\n')}\n`;
}

function accountText(to: RoleGrant['to']): string {
  if (to === 'everybody') return 'everybody';
  return to === 'Pub/Sub' ? "Pub/Sub's own account" : `\`tipoff-${to}\``;
}
