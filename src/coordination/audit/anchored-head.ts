import type { AuditAnchor } from '../../platform/audit-anchor.ts';
import { type ChainHead, headFromText, headText } from './chain-head.ts';

const UNSIGNED = ' unsigned';

/** A chain head that the anchor lists. It is `unsigned` when its chain was written before signing began. */
export interface AnchoredHead extends ChainHead {
  readonly signing: 'signed' | 'unsigned';
}

export function anchorLine(head: ChainHead, signing: AnchoredHead['signing']): string {
  return `${headText(head)}${signing === 'signed' ? '' : UNSIGNED}`;
}

/**
 * Reads the chain heads that the anchor lists; undefined when the anchor does not exist. A crash may cut a line short.
 * Such a line is skipped, because the signature in the store still proves its head.
 */
export async function readAnchoredHeads(anchor: AuditAnchor): Promise<readonly AnchoredHead[] | undefined> {
  const lines = await anchor.read();
  return lines?.flatMap((line) => anchoredHead(line) ?? []);
}

function anchoredHead(line: string): AnchoredHead | undefined {
  const signing = line.endsWith(UNSIGNED) ? 'unsigned' : 'signed';
  const head = headFromText(signing === 'signed' ? line : line.slice(0, -UNSIGNED.length));
  return head && { ...head, signing };
}
