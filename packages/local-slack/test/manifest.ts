/** An app with all scopes and features. */
export const MANIFEST = `
display_information:
  name: Contract
features:
  agent_view:
    agent_description: Takes notes
  app_home:
    home_tab_enabled: true
  bot_user:
    display_name: contract
  slash_commands:
    - command: /notes
      description: Lists notes
      usage_hint: "[today]"
    - command: /who
      description: Names people
      should_escape: true
oauth_config:
  scopes:
    bot: [commands, "chat:write", "channels:read", "channels:history", "channels:join", "im:write", "im:read", "im:history",
      "users:read", "reactions:write", "reactions:read", "files:write", "files:read", "app_mentions:read",
      "assistant:write"]
settings:
  socket_mode_enabled: true
  event_subscriptions:
    bot_events: [app_mention, app_home_opened, message.im, reaction_added, agent_session_stopped]
`;
