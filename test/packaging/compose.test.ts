import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../src/paths.js';
import { environmentOf, parseDockerfile } from './dockerfile.js';

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8');
const composeText = read('compose.yml');
const { services, volumes } = parse(composeText);
const { bot, database } = services;
const image = parseDockerfile(read('Dockerfile')).at(-1) ?? expect.fail('The Dockerfile has no stage.');
const exampleLines = read('.env.example').split('\n');
const exampleNames = exampleLines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

describe('compose.yml', () => {
  it('keeps the data of both services on volumes that it declares', () => {
    const folder = environmentOf(image).EPIC_DATA_DIR;
    expect(bot.environment.EPIC_DATA_DIR).toBe(folder);
    expect(bot.volumes).toContain(`data:${folder}`);
    expect(database.volumes).toEqual(['database:/var/lib/postgresql/data']);
    expect(Object.keys(volumes)).toEqual(['data', 'database']);
  });

  it('publishes the port that the image listens on, to this machine alone', () => {
    const { PORT } = environmentOf(image);
    expect(bot.environment.PORT).toBe(PORT);
    expect(bot.ports).toEqual([`127.0.0.1:\${PORT:-${PORT}}:${PORT}`]);
  });

  it('puts the team file where it tells the bot to look', () => {
    expect(bot.volumes).toContain(`./team.yml:${bot.environment.EPIC_TEAM_FILE}:ro`);
  });

  it('starts the bot when its database answers, and both again after a crash', () => {
    expect(bot.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(database.healthcheck.test).toContain('pg_isready');
    for (const service of [bot, database]) expect(service.restart).toBe('unless-stopped');
  });

  it('points the bot to the database that it starts, by the same user, password and name', () => {
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = database.environment;
    expect(bot.environment.DATABASE_URL).toBe(
      `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@database:5432/${POSTGRES_DB}`,
    );
  });

  it('holds no secret: they come from .env, and a missing password stops it', () => {
    expect(bot.env_file).toBe('.env');
    expect(database.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?.+\}$/);
    expect(composeText).not.toMatch(/xox|xapp|ghp_|github_pat/);
  });

  it('uses no variable that .env.example does not have', () => {
    const used = [...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    const set = Object.keys(bot.environment);
    expect([...used, ...set].filter((name) => !exampleNames.includes(name ?? ''))).toEqual([]);
  });
});

describe('.env.example', () => {
  it('has every variable that the settings are read from', () => {
    const names = read('src/config.ts').match(
      /\b(?:(?:SLACK|GITHUB|EPIC)_[A-Z_]+|DATABASE_URL|JULES_API_KEY|LOG_LEVEL|PORT)\b/g,
    );
    const examples = ['SNIDER_GITHUB_TOKEN'];
    expect([...new Set(names)].filter((name) => ![...exampleNames, ...examples].includes(name))).toEqual([]);
    expect(names?.length).toBeGreaterThan(10);
  });

  it('says of each in the line above what it is for', () => {
    const bare = exampleNames.filter((name) => {
      const index = exampleLines.findIndex((line) => line.startsWith(`${name}=`));
      return !/^# \S.{20,}/.test(exampleLines[index - 1] ?? '');
    });
    expect(bare).toEqual([]);
  });

  it('holds no secret and no variable twice', () => {
    const filled = exampleLines.filter((line) => /^[A-Z_]*(TOKEN|SECRET|KEY|PASSWORD|URL)=./.test(line));
    expect(filled).toEqual([]);
    expect(new Set(exampleNames).size).toBe(exampleNames.length);
  });
});
