import { initialState } from '../../src/page/model/workspace-state.ts';
import type { PageMessage, PageState, PageView } from '../../src/page-protocol.ts';

export const WORKSPACE: PageState = {
  workspace: { id: 'T1', name: 'Acme' },
  me: 'U1',
  users: [
    { id: 'U1', name: 'ana', real_name: 'Ana', is_bot: false },
    { id: 'UB', name: 'shop', real_name: 'Shop', is_bot: true },
  ],
  channels: [
    { id: 'C1', name: 'general', is_im: false, topic: '' },
    { id: 'C2', name: 'deploys', is_im: false, topic: '' },
  ],
  commands: [],
  homeTabs: [{ user: 'UB', name: 'shop' }],
  isBotConnected: true,
};

export const START = initialState(WORKSPACE, {});

export function aMessage(ts: string, more: Partial<PageMessage> = {}): PageMessage {
  return { type: 'message', channel: 'C1', ts, user: 'UB', text: ts, ...more };
}

export function aView(id: string, more: Partial<PageView> = {}): PageView {
  const none = { callback_id: '', hash: 'h', state: { values: {} }, previous_view_id: null };
  return { id, type: 'modal', blocks: [], ...none, root_view_id: id, ...more };
}
