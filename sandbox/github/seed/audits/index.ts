import { CORE_ADMIN, CORE_API, CORE_DEVELOPER, CORE_SERVICE_COMMERCE, CORE_TENANT } from './applications.js';
import type { AuditSeed } from './audit.js';
import { CORE_MCP } from './core-mcp.js';
import { CORE_PHP } from './core-php.js';
import {
  ANSIBLE_COOLIFY,
  BUILD,
  CORE_DEVOPS,
  CORE_TEMPLATE,
  DOCKER_SERVER_BLOCKCHAIN,
  DOCKER_SERVER_PHP,
} from './infrastructure.js';

/** Open audits by repository, oldest first. */
export const AUDITS: Readonly<Record<string, readonly AuditSeed[]>> = {
  'core-php': CORE_PHP,
  'core-mcp': CORE_MCP,
  'core-api': CORE_API,
  'core-admin': CORE_ADMIN,
  'core-tenant': CORE_TENANT,
  'core-developer': CORE_DEVELOPER,
  'core-service-commerce': CORE_SERVICE_COMMERCE,
  'core-devops': CORE_DEVOPS,
  'core-template': CORE_TEMPLATE,
  build: BUILD,
  'ansible-coolify': ANSIBLE_COOLIFY,
  'docker-server-php': DOCKER_SERVER_PHP,
  'docker-server-blockchain': DOCKER_SERVER_BLOCKCHAIN,
};
