import type { AppsManifestValidateArguments } from '@slack/web-api';
import { z } from 'zod';

type Manifest = AppsManifestValidateArguments['manifest'];

const text = (longest: number) => z.string().min(1).max(longest);
const address = z.url({ protocol: /^https$/ });

/** The part of Slack's manifest that this app uses, within Slack's published limits. Unknown keys are refused. */
const manifest = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int().min(0).optional() }),
    display_information: z.strictObject({
      name: text(35),
      // 140 are documented; Slack has been seen to refuse the 140th.
      description: text(139),
      long_description: z.string().min(175).max(4000).optional(),
      background_color: z
        .string()
        .regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i)
        .optional(),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      }),
      bot_user: z.strictObject({
        display_name: text(80).regex(/^[a-z0-9._-]+$/),
        always_online: z.boolean(),
      }),
      slash_commands: z
        .array(
          z.strictObject({
            command: text(32).regex(/^\/[a-z0-9_-]+$/),
            description: text(2000),
            usage_hint: text(1000).optional(),
            should_escape: z.boolean().optional(),
            url: address.optional(),
          }),
        )
        .max(50),
    }),
    oauth_config: z.strictObject({
      redirect_urls: z.array(address).max(1000).optional(),
      scopes: z.strictObject({
        bot: z
          .array(
            z.enum([
              'channels:history',
              'chat:write',
              'commands',
              'files:read',
              'files:write',
              'groups:history',
              'users:read',
            ]),
          )
          .max(255),
      }),
    }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({
        bot_events: z.array(z.enum(['app_home_opened'])).max(100),
        request_url: address.optional(),
      }),
      interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address.optional() }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .superRefine((value, context) => {
    for (const message of contradictions(value)) context.addIssue({ code: 'custom', message });
  });

/** What each part is fine with, but Slack, or the bot, does not work with. */
function contradictions({ features, oauth_config, settings }: Manifest): string[] {
  const scopes = oauth_config?.scopes?.bot ?? [];
  const addresses = [
    settings?.interactivity?.request_url,
    settings?.event_subscriptions?.request_url,
    ...(features?.slash_commands ?? []).map(({ url }) => url),
  ];
  return [
    ...(features?.slash_commands?.length && !scopes.includes('commands')
      ? ['Slash commands need the scope commands.']
      : []),
    ...(new Set(scopes).size < scopes.length ? ['A scope stands there twice.'] : []),
    ...(!settings?.socket_mode_enabled && addresses.some((url) => url === undefined)
      ? ['Without Socket Mode commands, interactivity and events each need an address.']
      : []),
  ];
}

/** Throws with every fault that Slack would find in the app's manifest. */
export function checkManifest(value: unknown): Manifest {
  return manifest.parse(value);
}
