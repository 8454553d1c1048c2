import { type Node, NodeType, parse } from 'slack-message-parser';
import { dateText } from './date-token.ts';
import { emojiCharacter } from './emoji.ts';
import { type Flow, linkOrText, type Phrase, textPhrase } from './rich-node.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const BROADCASTS = ['channel', 'here', 'everyone'];

/** Parses Slack's mrkdwn. A `<!channel>` that a person typed arrives escaped, so it stays text. */
export function mrkdwnFlow(text: string): readonly Flow[] {
  return flowOf(parse(text).children);
}

/** Parses mrkdwn as inline text, for a label or a table cell. */
export function mrkdwnPhrases(text: string): readonly Phrase[] {
  return parse(text).children.flatMap(phrasesOf);
}

function flowOf(nodes: readonly Node[]): readonly Flow[] {
  const flow: Flow[] = [];
  let line: Phrase[] = [];
  const endLine = () => {
    const children = trimBreaks(line);
    if (children.length > 0) flow.push({ type: 'paragraph', children });
    line = [];
  };
  for (const node of nodes) {
    if (node.type === NodeType.PreText || node.type === NodeType.Quote) {
      endLine();
      flow.push(blockOf(node));
    } else {
      line.push(...phrasesOf(node));
    }
  }
  endLine();
  return flow;
}

function blockOf(node: Extract<Node, { type: NodeType.PreText | NodeType.Quote }>): Flow {
  return node.type === NodeType.PreText
    ? { type: 'preformatted', text: unescaped(node.text).replace(/^\n|\n$/g, '') }
    : { type: 'quote', children: flowOf(node.children) };
}

function phrasesOf(node: Node): readonly Phrase[] {
  switch (node.type) {
    case NodeType.Text:
      return lines(unescaped(node.text));
    case NodeType.Code:
    case NodeType.PreText:
      return [{ type: 'code', text: unescaped(node.text) }];
    case NodeType.Bold:
      return [{ type: 'strong', children: node.children.flatMap(phrasesOf) }];
    case NodeType.Italic:
      return [{ type: 'emphasis', children: node.children.flatMap(phrasesOf) }];
    case NodeType.Strike:
      return [{ type: 'strike', children: node.children.flatMap(phrasesOf) }];
    case NodeType.Quote:
    case NodeType.Root:
      return node.children.flatMap(phrasesOf);
    case NodeType.Emoji:
      return [{ type: 'emoji', name: node.name, character: emojiCharacter(node.name) }];
    default:
      return referencePhrases(node);
  }
}

type Reference = Extract<Node, { type: NodeType.ChannelLink | NodeType.UserLink | NodeType.URL | NodeType.Command }>;

function referencePhrases(node: Reference): readonly Phrase[] {
  switch (node.type) {
    case NodeType.UserLink:
      return [{ type: 'user', id: node.userID }];
    case NodeType.ChannelLink:
      return [{ type: 'channel', id: node.channelID }];
    case NodeType.URL:
      return linkOrText(unescaped(node.url), node.label?.flatMap(phrasesOf) ?? [textPhrase(unescaped(node.url))]);
    case NodeType.Command:
      return commandPhrases(node);
  }
}

function commandPhrases(node: Extract<Node, { type: NodeType.Command }>): readonly Phrase[] {
  const { name, label, source } = node;
  if (BROADCASTS.includes(name)) return [{ type: 'broadcast', text: `@${name}` }];
  const [timestamp = '', format = ''] = node.arguments;
  const date = name === 'date' ? dateText({ timestamp: Number(timestamp), format }, Date.now()) : undefined;
  if (date !== undefined) return [textPhrase(date)];
  return label?.flatMap(phrasesOf) ?? [textPhrase(unescaped(source))];
}

function lines(text: string): readonly Phrase[] {
  return text
    .split('\n')
    .flatMap((line, index): Phrase[] => [
      ...(index > 0 ? [{ type: 'break' } as const] : []),
      ...(line === '' ? [] : [textPhrase(line)]),
    ]);
}

function trimBreaks(line: readonly Phrase[]): readonly Phrase[] {
  const from = line.findIndex(({ type }) => type !== 'break');
  const to = line.findLastIndex(({ type }) => type !== 'break');
  return from === -1 ? [] : line.slice(from, to + 1);
}

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}
