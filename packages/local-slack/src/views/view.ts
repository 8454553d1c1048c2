import type { BlockState } from '../blocks/block-state.ts';
import type { CheckedBlock } from '../messages/message.ts';

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: boolean;
}

/** The content of a view (a modal or an App Home), as an app sends it. */
export interface ViewContent {
  readonly type: 'modal' | 'home';
  readonly title?: PlainText | undefined;
  readonly submit?: PlainText | undefined;
  readonly close?: PlainText | undefined;
  readonly blocks: readonly CheckedBlock[];
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly external_id: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
}

/** A view (a modal or an App Home), as Slack sends it to apps. */
export interface View extends ViewContent {
  readonly id: string;
  readonly team_id: string;
  readonly app_id: string;
  readonly bot_id: string;
  readonly app_installed_team_id: string;
  readonly hash: string;
  readonly state: { readonly values: BlockState };
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
}
