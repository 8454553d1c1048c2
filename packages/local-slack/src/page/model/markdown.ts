import { fromMarkdown } from 'mdast-util-from-markdown';
import { emojiCharacter } from './emoji.ts';
import { type Flow, linkOrText, type Phrase, textPhrase } from './rich-node.ts';

/** Markdown that is nested deeper than this is shown as source text, because only an attack nests so deeply. */
const MAX_DEPTH = 12;
const SHORTCODE = /(:[a-z0-9_+-]{1,60}:)/;

type Root = ReturnType<typeof fromMarkdown>;
type RootContent = Root['children'][number];
type PhrasingContent = Extract<RootContent, { type: 'paragraph' }>['children'][number];
type Nodes = Root | RootContent;

/** Parses the Markdown of a `markdown` block. HTML in it is shown as text. */
export function markdownFlow(text: string): readonly Flow[] {
  const tree = fromMarkdown(text);
  if (depthOf(tree) > MAX_DEPTH) return [{ type: 'preformatted', text }];
  return tree.children.flatMap((node) => flowOf(node, 0));
}

function flowOf(node: RootContent, indent: number): readonly Flow[] {
  switch (node.type) {
    case 'paragraph':
      return [{ type: 'paragraph', children: node.children.flatMap(phrasesOf) }];
    case 'heading':
      return [{ type: 'heading', children: node.children.flatMap(phrasesOf) }];
    case 'blockquote':
      return [{ type: 'quote', children: node.children.flatMap((child) => flowOf(child, 0)) }];
    case 'code':
      return [{ type: 'preformatted', text: node.value }];
    case 'html':
      return [{ type: 'paragraph', children: [textPhrase(node.value)] }];
    case 'thematicBreak':
      return [{ type: 'rule' }];
    case 'list':
      return [
        {
          type: 'list',
          isOrdered: node.ordered === true,
          start: node.start ?? 1,
          indent,
          items: node.children.map((item) => item.children.flatMap((child) => flowOf(child, indent + 1))),
        },
      ];
    default:
      return [];
  }
}

function phrasesOf(node: PhrasingContent): readonly Phrase[] {
  switch (node.type) {
    case 'text':
      return textOf(node.value);
    case 'html':
      return [textPhrase(node.value)];
    case 'inlineCode':
      return [{ type: 'code', text: node.value }];
    case 'strong':
    case 'emphasis':
      return [{ type: node.type, children: node.children.flatMap(phrasesOf) }];
    case 'delete':
      return [{ type: 'strike', children: node.children.flatMap(phrasesOf) }];
    case 'link':
      return linkOrText(node.url, node.children.flatMap(phrasesOf));
    case 'image':
      return linkOrText(node.url, [textPhrase(node.alt || node.url)]);
    case 'break':
      return [{ type: 'break' }];
    default:
      return 'children' in node ? node.children.flatMap(phrasesOf) : [];
  }
}

function textOf(value: string): readonly Phrase[] {
  return value.split(SHORTCODE).flatMap((part): Phrase[] => {
    if (part === '') return [];
    const name = SHORTCODE.test(part) ? part.slice(1, -1) : null;
    const character = name === null ? null : emojiCharacter(name);
    return [name === null || character === null ? textPhrase(part) : { type: 'emoji', name, character }];
  });
}

function depthOf(root: Nodes): number {
  let depth = 0;
  let level: readonly Nodes[] = [root];
  while (level.length > 0) {
    depth += 1;
    level = level.flatMap((node): readonly Nodes[] => ('children' in node ? node.children : []));
  }
  return depth;
}
