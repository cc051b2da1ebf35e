import { parentPort } from 'node:worker_threads';

// Which slots are due, and in which zone, is decided by the rules in domain/cadence; this only causes the look.
parentPort?.postMessage('reports');
