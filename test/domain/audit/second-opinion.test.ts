import { describe, expect, it } from 'vitest';
import { parseAudit } from '../../../src/domain/audit/parse.js';
import { compareOpinions, type Opinion } from '../../../src/domain/audit/second-opinion.js';
import { draftOf } from '../../../src/domain/draft.js';

const REPORT = `## Redirect target is taken from the request

**Severity:** High
**Location:** \`src/Redirect.php:41\`

## Session id survives a login

**Severity:** Critical
**Location:** \`src/Login.php:88\`
`;
const draft = draftOf(parseAudit(REPORT), {
  audit: { number: 1, title: '[Audit] x', lastEditedAt: null },
  language: null,
  paths: null,
});
const anOpinion = (title: string, more: Partial<Opinion> = {}): Opinion => ({
  ...{ title, severity: 'high', type: 'security', path: null },
  ...more,
});
const compare = (...opinions: Opinion[]) => compareOpinions(draft, opinions, 'reader');

describe('a second opinion', () => {
  it('agrees where the words are the same, whatever their order', () => {
    expect(
      compare(
        anOpinion('The login keeps the session id', { severity: 'critical' }),
        anOpinion('Redirect: target comes from the request'),
      ),
    ).toEqual({ by: 'reader', agrees: 2, more: [], unseen: [], differs: [] });
  });

  it('agrees on fewer words when both speak of one file', () => {
    const elsewhere = anOpinion('Open redirect by visitors everywhere', { path: 'src/Other.php' });
    const same = { ...elsewhere, path: 'src/Redirect.php' };
    expect(compare(same)).toMatchObject({ agrees: 1, more: [] });
    expect(compare(elsewhere)).toMatchObject({ agrees: 0, more: [elsewhere] });
  });

  it('names what it sees besides, what it does not see, and what it would call otherwise', () => {
    const more = anOpinion('Passwords are logged');
    const told = compare(more, anOpinion('Session id survives a login', { severity: 'low' }));
    expect(told).toMatchObject({ agrees: 1, more: [more], unseen: [expect.stringContaining('redirect')] });
    expect(told).toMatchObject({ differs: [{ severity: 'low' }] });
  });

  it('counts no finding twice', () => {
    const twice = [anOpinion('Session id survives a login'), anOpinion('Session id survives the login')];
    expect(compare(...twice)).toMatchObject({ agrees: 1, more: [expect.anything()] });
  });
});
