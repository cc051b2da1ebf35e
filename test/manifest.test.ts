import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { projectRoot } from '../src/paths.js';
import { checkManifest } from './support/slack-manifest.js';

const text = readFileSync(join(projectRoot, 'manifest.yml'), 'utf8');
const manifest = checkManifest(parse(text));

describe('manifest.yml', () => {
  it('is the app that the bot is written for: one command, a Home tab, buttons, Socket Mode', () => {
    expect(manifest.features?.slash_commands?.map(({ command }) => command)).toEqual(['/epic']);
    expect(manifest.features?.slash_commands?.[0]?.usage_hint).toBeTruthy();
    expect(manifest.features?.app_home?.home_tab_enabled).toBe(true);
    expect(manifest.settings?.event_subscriptions?.bot_events).toEqual(['app_home_opened']);
    expect(manifest.settings?.interactivity?.is_enabled).toBe(true);
    expect(manifest.settings?.socket_mode_enabled).toBe(true);
  });

  it('asks for these rights and no others', () => {
    expect(manifest.oauth_config?.scopes).toEqual({
      bot: ['chat:write', 'commands', 'files:write', 'users:read', 'channels:history', 'groups:history'],
    });
    expect(manifest.oauth_config?.redirect_urls).toBeUndefined();
  });
});

const LIMITS: [what: string, path: (string | number)[], value: unknown][] = [
  ['a name of 36 characters', ['display_information', 'name'], 'x'.repeat(36)],
  ['no name', ['display_information', 'name'], undefined],
  ['an empty description', ['display_information', 'description'], ''],
  ['a description of 140 characters', ['display_information', 'description'], 'x'.repeat(140)],
  ['a short long description', ['display_information', 'long_description'], 'x'.repeat(174)],
  ['a colour by its name', ['display_information', 'background_color'], 'blue'],
  ['a bot name with a blank', ['features', 'bot_user', 'display_name'], 'Epic Orchestrator'],
  ['a command without its slash', ['features', 'slash_commands', 0, 'command'], 'epic'],
  ['a command of 33 characters', ['features', 'slash_commands', 0, 'command'], `/${'x'.repeat(32)}`],
  ['a usage hint of 1001 characters', ['features', 'slash_commands', 0, 'usage_hint'], 'x'.repeat(1001)],
  ['a plain http address', ['settings', 'interactivity', 'request_url'], 'http://example.org'],
  ['a misspelt key', ['settings', 'socket_mode'], true],
  ['a scope that does not exist', ['oauth_config', 'scopes', 'bot', 0], 'chat:writes'],
  ['a scope twice', ['oauth_config', 'scopes', 'bot', 0], 'users:read'],
  ['a command without the scope for commands', ['oauth_config', 'scopes', 'bot'], ['chat:write']],
  ['neither Socket Mode nor addresses', ['settings', 'socket_mode_enabled'], false],
  ['the first version of the format', ['_metadata', 'major_version'], 1],
];

describe('the check itself', () => {
  it.each(LIMITS)('refuses %s', (_, path, value) => {
    const broken = parseDocument(text);
    broken.setIn(path, value);
    expect(() => checkManifest(broken.toJS())).toThrow();
  });
});
