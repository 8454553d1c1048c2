import type { KnownBlock } from '@slack/types';
import { driftText, servingText } from '../../../operations/deploy/drift-text.ts';
import { moreText, undeployedGroups } from '../../../operations/deploy/undeployed-groups.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { bold, code, dataText, line, paragraph, words } from './rich-text.ts';

type ListedDrift = ReplyData<'deploy drift'>['services'][number];

/** Renders one line per service, then the undeployed commits. */
export function deployDriftBlocks({ services }: ReplyData<'deploy drift'>): readonly KnownBlock[] {
  const lists = undeployedGroups(services).map(({ services: names, commits, more }) =>
    paragraph(
      line(words('Not deployed to '), bold(names.join(', ')), words(':')),
      ...commits.map(({ sha, title, author }) =>
        line(code(shortCommit(sha)), words(' '), dataText(`${title} (${author})`)),
      ),
      ...(more === 0 ? [] : [line(words(moreText(more)))]),
    ),
  );
  return [paragraph(...services.map(driftLine)), ...lists];
}

function driftLine(facts: ListedDrift) {
  return line(
    bold(facts.service),
    words(' — '),
    dataText(`serves ${servingText({ commits: facts.serving, evidence: facts.evidence })}: ${driftText(facts)}`),
  );
}
