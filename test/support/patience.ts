/** For `vi.waitFor`: what is waited for comes at once on most machines; only what never comes is to fail. */
export const PATIENTLY = { timeout: 60_000 };
