import { credentials } from '@grpc/grpc-js'; import { randomBytes } from 'node:crypto';
import { configContract } from '/work/main/proto/load.ts';
const [port, n] = process.argv.slice(2); const N = Number(n);
const at = new Array(N).fill(0); let start = Date.now(); let synced = 0, refused = 0; const counts = new Map();
let pendingRev = 0; const done = new Array(N).fill(0);
function minRev() { let m = Infinity; for (const d of done) if (d < m) m = d; return m; }
let lastMin = 0;
function dial(i, fails = 0) {
  const client = new configContract.ConfigService(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  const s = client.Stream(); let first = true;
  s.on('error', () => { refused++; client.close(); setTimeout(() => dial(i, fails + 1), Math.random() * Math.min(15000, 100 * 2 ** fails)); });
  s.on('data', ({ update }) => { if (!update || update.part < update.parts) return; const { nonce, to, digest } = update; s.write({ verdict: { nonce, outcome: 'OUTCOME_APPLIED', now: to, digest } }); done[i] = Number(to.revision);
    if (first) { first = false; synced++; if (synced === N) console.log('insync all', Date.now() - start, 'ms refused', refused); }
    if (synced === N) { const m = minRev(); if (m > lastMin) { lastMin = m; console.log('rev', m, Date.now()); } } });
  s.write({ hello: { nodeId: 'n-' + i, instanceId: randomBytes(16).toString('hex'), schemaMin: 1, schemaMax: 1, sealingPublicKey: Buffer.alloc(32, 9) } });
  setInterval(() => s.writable && s.write({ heartbeat: { state: 'IN_SYNC' } }), 10000);
}
for (let i = 0; i < N; i++) dial(i);
