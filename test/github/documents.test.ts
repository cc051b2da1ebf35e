import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DocumentName, documents, documentText } from '../../src/github/documents.js';
import { projectRoot } from '../../src/paths.js';
import { faultsOf, forbiddenFields, holdsGraphql } from '../support/graphql-rules.js';

const names = Object.keys(documents) as DocumentName[];

describe('the GraphQL documents of the project', () => {
  it.each(names.filter((name) => name !== 'bodies'))(
    '%s is valid on GitHub and reads structure alone',
    (name) => {
      expect(faultsOf(documentText(name))).toEqual([]);
    },
  );

  it('read bodies, of epics and audits, in the one document whose answer goes to their parsers', () => {
    expect(faultsOf(documentText('bodies'))).toEqual(['reads Issue.body']);
  });

  it('stand in documents.ts, with their parts in fragments.ts, and nowhere else', () => {
    const home = ['documents.ts', 'fragments.ts'].map((file) => join('src', 'github', file));
    const files = ['src', 'jobs', 'db'].flatMap((folder) =>
      readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => join(folder, path)),
    );
    expect(files.length).toBeGreaterThan(50);
    const holding = files.filter((path) => holdsGraphql(readFileSync(join(projectRoot, path), 'utf8')));
    expect(holding.sort()).toEqual(home);
  });
});

const issue = (fields: string) => `{ repository(owner: "o", name: "r") { issue(number: 1) { ${fields} } } }`;
const pull = (fields: string) =>
  `{ repository(owner: "o", name: "r") { pullRequest(number: 1) { ${fields} } } }`;

/** Each must be found, or the tests above prove nothing. */
const reading: [what: string, document: string, fault: string][] = [
  ['an issue’s body', issue('body'), 'Issue.body'],
  ['a body under another name', issue('number: body'), 'Issue.body'],
  ['a body without its markup', issue('bodyText'), 'Issue.bodyText'],
  ['a body as HTML', issue('bodyHTML'), 'Issue.bodyHTML'],
  ['a title with markup', issue('titleHTML'), 'Issue.titleHTML'],
  ['a comment', issue('comments(last: 1) { nodes { body } }'), 'IssueComment.body'],
  [
    'what an issue was called before',
    issue('timelineItems(last: 1) { nodes { ... on RenamedTitleEvent { previousTitle } } }'),
    'RenamedTitleEvent.previousTitle',
  ],
  ['what was edited', issue('userContentEdits(last: 1) { nodes { diff } }'), 'UserContentEdit.diff'],
  ['a pull request’s title', pull('title'), 'PullRequest.title'],
  ['a pull request’s body', pull('body'), 'PullRequest.body'],
  ['a review', pull('reviews(last: 1) { nodes { bodyText } }'), 'PullRequestReview.bodyText'],
  [
    'a review thread',
    pull('reviewThreads(last: 1) { nodes { comments(last: 1) { nodes { diffHunk } } } }'),
    'PullRequestReviewComment.diffHunk',
  ],
  [
    'a commit message',
    pull('commits(last: 1) { nodes { commit { messageHeadline } } }'),
    'Commit.messageHeadline',
  ],
  ['what auto-merge will write', pull('autoMergeRequest { commitBody }'), 'AutoMergeRequest.commitBody'],
  ['a body through an interface', '{ node(id: "1") { ... on Comment { body } } }', 'Comment.body'],
  ['a check’s output', '{ node(id: "1") { ... on CheckRun { summary } } }', 'CheckRun.summary'],
  [
    'a check’s annotations',
    '{ node(id: "1") { ... on CheckRun { annotations(last: 1) { nodes { message } } } } }',
    'CheckAnnotation.message',
  ],
  [
    'a status’s words',
    '{ node(id: "1") { ... on StatusContext { description } } }',
    'StatusContext.description',
  ],
  ['a file', '{ node(id: "1") { ... on Blob { text } } }', 'Blob.text'],
  ['a body in a fragment', `${issue('...f')} fragment f on Issue { body }`, 'Issue.body'],
  [
    'a body in a fragment in a fragment',
    `${issue('...f')} fragment f on Issue { ...g } fragment g on Issue { number body }`,
    'Issue.body',
  ],
];

describe('the check of documents', () => {
  it.each(reading)('finds that %s is read', (_, document, fault) => {
    expect(faultsOf(document)).toEqual([`reads ${fault}`]);
  });

  it('lets structure pass, an issue’s title and check names among it', () => {
    expect(faultsOf(issue('title state labels(first: 9) { nodes { name } }'))).toEqual([]);
    expect(faultsOf('{ node(id: "1") { ... on CheckRun { name conclusion } } }')).toEqual([]);
  });

  it('finds what GitHub would refuse: an unknown field, an argument that is missing, a fragment nobody uses', () => {
    expect(faultsOf(issue('nonsense'))).toEqual(['Cannot query field "nonsense" on type "Issue".']);
    expect(faultsOf('{ repository(owner: "o") { id } }').join()).toContain(
      '"name" of type "String!" is required',
    );
    expect(faultsOf(`${issue('number')} fragment f on Issue { id }`).join()).toContain('is never used');
  });

  it('knows forbidden fields on many types, and none that is structure', () => {
    expect(forbiddenFields.size).toBeGreaterThan(150);
    for (const name of [
      'Issue.title',
      'Issue.state',
      'PullRequest.mergeable',
      'CheckRun.name',
      'StatusContext.context',
    ])
      expect(forbiddenFields).not.toContain(name);
  });

  it.each([
    ['marked', 'const a = /* GraphQL */ `x`;'],
    ['tagged', 'const a = gql`{ viewer { login } }`;'],
    ['with its keyword', 'const a = "query A($b: ID!) { node(id: $b) { id } }";'],
    ['over several lines', 'const a = `\n  query A(\n    $b: ID!\n  ) {\n    node(id: $b) { id }\n  }`;'],
    ['a lone fragment', "const a = 'fragment a on Issue { id }';"],
    ['a mutation', 'const a = `mutation { addComment(input: {}) { clientMutationId } }`;'],
    ['in its short form', 'const a = `{ viewer { login } }`;'],
  ])('recognises a document in source code, %s', (_, source) => {
    expect(holdsGraphql(source)).toBe(true);
  });

  it('takes ordinary code for no document', () => {
    const source =
      'const query = db.select();\nfunction query(a: A) {\n  return a; // `{rows}`, or `{ a: { b } }`\n}';
    expect(holdsGraphql(source)).toBe(false);
  });
});
