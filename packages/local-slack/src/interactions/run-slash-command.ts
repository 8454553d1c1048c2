import { postResponse } from '../messages/post-response.ts';
import { MethodError } from '../method-error.ts';
import type { PageAnswer, PageInteraction } from '../page-protocol.ts';
import {
  deliveryFailure,
  interactionPayload,
  type Person,
  payloadName,
  visibleChannel,
} from './interaction-payload.ts';
import { typedText } from './typed-text.ts';

/** Runs a slash command. The app answers in the acknowledgement or through the `response_url`. */
export async function runSlashCommand(
  person: Person,
  interaction: Extract<PageInteraction, { type: 'command' }>,
): Promise<PageAnswer> {
  const { workspace, user } = person;
  const channel = visibleChannel(person, interaction.channel);
  const known = workspace.manifest.features.slash_commands.find(({ command }) => command === interaction.command);
  if (known === undefined) return unknownCommand(interaction.command);
  const common = interactionPayload(person);
  const target = { user: user.id, channel: channel.id };
  const delivered = await workspace.deliver({
    kind: 'slash_commands',
    payload: {
      token: common.token,
      team_id: common.team.id,
      team_domain: common.team.domain,
      channel_id: channel.id,
      channel_name: payloadName(channel),
      user_id: user.id,
      user_name: user.name,
      command: known.command,
      text: known.should_escape ? typedText(interaction.text, workspace.directory) : interaction.text,
      api_app_id: common.api_app_id,
      is_enterprise_install: 'false',
      response_url: `${workspace.origin}/response/${workspace.responseUrls.issue(target)}`,
      trigger_id: common.trigger_id,
    },
  });
  if (delivered.kind === 'failed') return deliveryFailure(workspace, delivered.error, interaction.command);
  return respondInAcknowledgement(person, target, delivered.payload);
}

function respondInAcknowledgement(
  { workspace }: Person,
  target: { readonly user: string; readonly channel: string },
  payload: unknown,
): PageAnswer {
  const isEmpty = typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0;
  if (isEmpty) return { ok: true };
  try {
    postResponse(workspace, target, payload);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    const message = `${workspace.identity.bot.name} answered with a message that Slack rejects (${error.code}).`;
    return { ok: false, error: error.code, message };
  }
}

function unknownCommand(command: string): PageAnswer {
  const message = `${command} is not a valid command. Type / to see the commands.`;
  return { ok: false, error: 'unknown_command', message };
}
