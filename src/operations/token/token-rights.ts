import type { TokenRight } from '../../coordination/tokens/token.ts';

/** What a right lets the agent of a person do, after `it may`. */
export function rightText(right: TokenRight, session: string): string {
  switch (right) {
    case 'approve':
      return 'act for a person who may approve (agents themselves never approve)';
    case 'take-over':
      return 'take over deploy locks from live holders';
    case 'session':
      return `continue the session ${session} and use the locks that it holds`;
  }
}
