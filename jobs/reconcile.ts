import { parentPort } from 'node:worker_threads';

// A worker never opens the database: it says “look now”, and the main thread looks.
parentPort?.postMessage('reconcile');
