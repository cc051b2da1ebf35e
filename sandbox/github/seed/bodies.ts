import type { ChangedFile } from '../model.js';
import type { Random } from '../random.js';
import type { EpicSeed } from './core.js';

/** The body of an epic as stage 2 writes it: overview, children by phase, acceptance criteria. */
export function epicBody({ overview, phases }: EpicSeed, random: Random): string {
  const lists = phases.map(({ name, kind, children }, index) => {
    const items = children.map(
      (child) => `- [${child.state === 'done' ? 'x' : ' '}] #${child.number} - ${child.title}`,
    );
    return [`### Phase ${index + 1}: ${name} (${kind})`, '', ...items].join('\n');
  });
  const criteria = [
    '- [ ] All children are closed',
    random.word('- [ ] {{CI passes~Checks pass}} on the epic branch'),
    random.word('- [ ] {{Documentation says what changed~What changed is documented}}'),
  ];
  const parts = ['## Overview', random.word(overview), '## Child Issues', ...lists, '## Acceptance Criteria'];
  return `${[...parts, criteria.join('\n')].join('\n\n')}\n`;
}

const PROBLEMS: Record<string, string> = {
  feat: '{{It would help if~It should be possible that}} this could be done: {{what}}.',
  docs: 'Readers {{ask about this again and again~cannot find this}}: {{what}}.',
  test: 'Nothing {{proves~checks}} this today: {{what}}.',
  perf: 'This is {{slower than it has to be~slow on a large installation}}: {{what}}.',
};
const OTHER_PROBLEM = '{{This came up while reading the code~Seen on the development server}}: {{what}}.';

/** The body of an ordinary issue, in the seed's own words. */
export function issueBody(title: string, random: Random): string {
  const { type, what } = split(title);
  if (!type)
    return random.word(
      '{{Hello~Hi}}, I {{could not find~looked for}} this in the documentation. {{Thanks!~Any hint helps.}}\n',
    );
  const problem = random.word((PROBLEMS[type] ?? OTHER_PROBLEM).replace('{{what}}', () => what));
  const criteria = random.word(
    `- [ ] It {{works~behaves}} as the title says\n- [ ] A test {{covers~proves}} it`,
  );
  return `## Problem\n\n${problem}\n\n## Acceptance criteria\n\n${criteria}\n`;
}

/** Splits `type(scope): what`; a title without a prefix is all `what`. */
export function split(title: string): { type?: string; scope: string; what: string } {
  const [, type, scope, what] = /^(\w+)\(([^)]+)\): (.+)$/.exec(title) ?? [];
  return type && scope && what ? { type, scope, what } : { scope: 'main', what: title };
}

/** The files that a change for this title would plausibly touch. */
export function changedFiles(title: string, language: string, random: Random): ChangedFile[] {
  return pathsFor(title, language).map((path) => ({
    path,
    additions: random.between(8, 90),
    deletions: random.between(0, 40),
  }));
}

/** Where they are. */
export function pathsFor(title: string, language: string): string[] {
  const { scope } = split(title);
  const paths = PATHS[language] ?? ((name: string) => [`${name}/main.sh`, 'README.md']);
  return paths(scope);
}

const PATHS: Record<string, (scope: string) => string[]> = {
  Go: (scope) => [`pkg/${scope}/${scope}.go`, `pkg/${scope}/${scope}_test.go`],
  PHP: (scope) => [`src/${scope}/Service.php`, `tests/${scope}/ServiceTest.php`],
  TypeScript: (scope) => [`src/${scope}/index.ts`, `test/${scope}.test.ts`],
};
