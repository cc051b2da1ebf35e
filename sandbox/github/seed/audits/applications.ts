import type { AuditSeed } from './audit.js';

/* The Laravel applications' reports. */
export const CORE_API: readonly AuditSeed[] = [
  {
    title: '[Audit] Webhook delivery',
    body: `### Signature is compared with \`==\`

**Severity:** High
**Location:** \`src/Webhooks/Signature.php:37\`

Comparing byte by byte tells an attacker how far a guess was right.

**Fix:** \`hash_equals()\`.

### Deliveries may go to internal addresses

**Severity:** Critical
**Location:** \`src/Webhooks/Deliver.php:58\`

A customer can {{enter~register}} \`http://169.254.169.254/\` as an endpoint.

**Fix:** resolve the host and refuse private ranges, again after each redirect.

### No limit on retries

**Severity:** Medium
**Location:** \`src/Webhooks/Retry.php:21\`

**Fix:** give up after a day and say so on the page.
`,
  },
  {
    title: '[Audit] API keys and rate limits',
    body: `| ID | Severity | Component | Issue | Recommendation |
|----|----------|-----------|-------|----------------|
| KEY-1 | 🔴 Critical | \`src/Keys/Store.php:44\` | Keys are stored as they are | Store a hash and a prefix |
| KEY-2 | 🟠 High | \`src/Keys/Scope.php:19\` | A key without scopes may do everything | No scope, no access |
| LIM-1 | 🟡 Medium | \`src/Limits/Window.php:63\` | The window starts anew on every deployment | Keep it in the cache |
`,
  },
  {
    title: 'audit: OpenAPI documentation',
    body: `What a reader of the specification {{trips over~misses}}:

* nullable fields are listed as required (medium, \`src/OpenApi/Schema.php:80\`)
* errors have no schema (medium, \`src/OpenApi/Responses.php:12\`)
* the examples are empty (low)
`,
  },
];

export const CORE_ADMIN: readonly AuditSeed[] = [
  {
    title: '[Audit] Cross-site scripting',
    body: `1. **High** – \`resources/views/components/table.blade.php:31\` prints a cell without escaping. Escape it, and let the caller opt out.
2. **High** – \`resources/views/components/flash.blade.php:9\` prints the message of an exception. Show a number instead and log the message.
3. **Medium** – \`resources/js/search.ts:77\` builds HTML from a title. Use \`textContent\`.

Everything else was {{clean~fine}}.
`,
  },
  {
    title: '[Audit] Accessibility',
    body: `## Serious

- Error summaries are not announced. \`resources/views/forms/errors.blade.php:4\`
- Focus is lost when a dialogue closes. \`resources/js/modal.ts:52\`

## Moderate

- Sort buttons have no names. \`resources/views/components/table.blade.php:18\`

## Minor

- Two headings of the first level on the dashboard. \`resources/views/dashboard.blade.php:2\`

## Passed

- Contrast, in both themes
- Skip links
`,
  },
];

export const CORE_TENANT: readonly AuditSeed[] = [
  {
    title: '[Audit] Tenant isolation',
    body: `> Read this one first.

### ISO-1: Queue jobs run without a tenant

- **Severity**: Critical
- **Location**: \`src/Jobs/TenantAware.php:26\`
- **Description**: A job that is {{retried~run again}} after a restart has no tenant, and the scope lets everything through.
- **Fix**: Fail closed: no tenant, no rows.

### ISO-2: Cache keys lack the tenant

- **Severity**: High
- **Location**: \`src/Cache/Keys.php:14\`
- **Description**: Two tenants can read each other's settings.
- **Fix**: Put the tenant's id into every key.

### ISO-3: Exports are written to one folder

- **Severity**: Medium
- **Location**: \`src/Export/Writer.php:48\`
- **Description**: File names can be guessed.
- **Fix**: One folder for each tenant, random names.
`,
  },
  {
    title: '[Audit] Invitations',
    body: `- [ ] **High** An invitation can be accepted by any address — \`src/Invitations/Accept.php:33\`
- [ ] **Medium** Invitations never lapse — \`src/Invitations/Invitation.php:20\`
- [x] **Low** The mail names the wrong workspace — fixed
`,
  },
];

export const CORE_DEVELOPER: readonly AuditSeed[] = [
  {
    title: '[Audit] Information disclosure',
    body: `Severity | Finding
--- | ---
High | The log viewer shows \`Authorization\` headers (\`src/Logs/Viewer.php:91\`)
High | The page of environment variables hides only names that end in \`_KEY\` (\`src/Environment/Page.php:37\`)
Low | Stack traces name the user's home folder (\`src/Errors/Page.php:15\`)
`,
  },
  {
    title: 'audit: Performance of the tools',
    body: `The tools are for developers, so nothing here is urgent.

**Medium**: the route list boots every module (\`src/Routes/Lister.php:29\`).
**Low**: the log viewer reads a whole file to show its end (\`src/Logs/Reader.php:54\`).
`,
  },
];

export const CORE_SERVICE_COMMERCE: readonly AuditSeed[] = [
  {
    title: '[Audit] Payments',
    body: `#### P1 — Critical — An order can be paid twice

\`app/Orders/Pay.php:66\`: the button sends the form again when the provider is slow.

*Suggested fix:* an idempotency key for each attempt.

#### P2 — High — Webhooks are trusted before they are verified

\`app/Webhooks/Provider.php:23\`

*Suggested fix:* verify first, then parse.

#### P3 — Medium — A refund does not check what was refunded before

\`app/Refunds/Refund.php:41\`

*Suggested fix:* compare with the sum of earlier refunds, under a lock.

#### P4 — Low — The provider's messages are shown as they are

\`app/Orders/Failed.php:18\`

*Suggested fix:* own words, and the provider's in the log.
`,
  },
  {
    title: '[Audit] Money and rounding',
    body: `Amounts are {{mostly~usually}} kept in minor units. Exceptions:

1. \`app/Prices/Discount.php:27\` multiplies floats. **Severity: high.** Use whole numbers and round once.
2. \`app/Tax/Line.php:39\` rounds each line, the invoice rounds the sum. **Severity: medium.** Agree on one.
3. \`app/Reports/Month.php:83\` adds currencies together. **Severity: medium.** Group by currency.
`,
  },
];
