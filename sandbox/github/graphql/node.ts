import type { WorldNode } from '../model.js';
import type { Fields } from './fields.js';
import { issueFields } from './issue.js';
import { pullRequestFields } from './pull-request.js';
import { repositoryFields } from './repository.js';

export function nodeFields(node: WorldNode): Fields {
  switch (node.kind) {
    case 'Repository':
      return repositoryFields(node);
    case 'Issue':
      return issueFields(node);
    case 'PullRequest':
      return pullRequestFields(node);
  }
}
