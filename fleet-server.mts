import { Server, ServerCredentials } from '@grpc/grpc-js';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { ConfigStreamServer } from '/work/main/control-plane/config-stream/config-service.ts';
import { encodedConfigService } from '/work/main/control-plane/config-stream/push/encoded-response.ts';
import { View } from '/work/main/control-plane/config-stream/view.ts';
import { createLogger } from '/work/main/control-plane/telemetry/logger.ts';
import { createMetrics } from '/work/main/control-plane/telemetry/metrics.ts';
import { encodeResource, resourceVersion } from '/work/main/proto/resource.ts';
const N = Number(process.argv[2] ?? 300), T = Number(process.argv[3] ?? 500);
const res = new Map();
const make = (kind, id, tenantId, body) => { const b = encodeResource(kind, body); return { kind, id, tenantId, body: b, version: resourceVersion(b), claim: '', blankField: '' }; };
const put = (...a) => { const r = make(...a); res.set(`${a[0]}/${a[1]}`, r); };
const keys = []; const ts = [];
for (let i = 0; i < T; i++) { const t = randomUUID(); ts.push(t); put('tenant', t, t, { name: 't' + i }); for (let k = 0; k < 10; k++) { const id = randomUUID(); keys.push(id); put('api_key', id, t, { tenantId: t, applicationId: t, name: 'k', hash: Buffer.alloc(32, k), pepperId: 'p', workloads: ['chat'] }); } }
const view = new View(); const metrics = createMetrics();
const server = new ConfigStreamServer({ view, registry: { put() {} } as any, logger: createLogger('silent'), metrics, openSecrets: () => [], admit: () => undefined, vouch: () => undefined });
let rev = 0n; const apply = (m, full) => { rev += 1n; view.apply({ head: { epoch: 1n, revision: rev }, full, resources: m, changes: full ? [] : [{ revision: rev, keys: [...m.keys()] }], oldestCommitMs: Date.now() }); server.push(); };
apply(res, true);
const grpc = new Server(); grpc.addService(encodedConfigService, server.handlers);
const port = await new Promise((r) => grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (e, p) => r(p)));
console.log('rss before', (process.memoryUsage().rss / 1e6).toFixed(0), 'view bytes', view.bodyBytes);
const child = spawn('npx', ['tsx', '/work/main/fleet-nodes.mts', String(port), String(N)], { stdio: ['ignore', 'pipe', 'inherit'] });
const lines = []; let buf = '';
const waitFor = (p) => new Promise((r) => { const c = () => { const l = lines.find((x) => x.startsWith(p)); if (l) { r(l); } else setTimeout(c, 20); }; c(); });
child.stdout.on('data', (d) => { buf += d; const parts = buf.split('\n'); buf = parts.pop(); for (const l of parts) { lines.push(l); if (!l.startsWith('rev ')) console.log(l); } });
let last = performance.now(), stall = 0; setInterval(() => { const n = performance.now(); stall = Math.max(stall, n - last - 5); last = n; }, 5);
await waitFor('insync'); console.log('server stall in herd', stall.toFixed(0), 'rss', (process.memoryUsage().rss / 1e6).toFixed(0)); stall = 0;
await new Promise((r) => setTimeout(r, 3000)); globalThis.gc?.(); console.log('rss idle', (process.memoryUsage().rss / 1e6).toFixed(0));
const seen = () => lines.filter((l) => l.startsWith('rev ')).map((l) => l.split(' '));
const q = (a, p) => a.sort((x, y) => x - y)[Math.min(a.length - 1, Math.floor(a.length * p))];
async function run(name, perS, seconds, what) {
  lines.length = 0; stall = 0; const at = new Map(); const c0 = process.cpuUsage(), w0 = performance.now();
  for (let i = 0; i < perS * seconds; i++) { const tenant = ts[i % ts.length]; if (what === 'revoke') apply(new Map([[`api_key/${keys.pop()}`, undefined]]), false); else apply(new Map([[`tenant/${tenant}`, make('tenant', tenant, tenant, { name: 'n' + i + name })]]), false); at.set(Number(rev), Date.now()); await new Promise((r) => setTimeout(r, 1000 / perS)); }
  const cpu = process.cpuUsage(c0), wall = performance.now() - w0;
  await new Promise((r) => setTimeout(r, 3000));
  // last-node time per revision: first line with revision >= r for all
  const rows = seen().map(([, r, t]) => [Number(r), Number(t)]).sort((a, b) => a[0] - b[0]);
  const lat = []; for (const [r, t0] of at) { const hit = rows.find(([x]) => x >= r); if (hit) lat.push(hit[1] - t0); }
  console.log(name, perS + '/s', 'commit->last verdict p50', q(lat, 0.5), 'p99', q(lat, 0.99), 'n', lat.length, 'rounds', rows.length, 'stall', stall.toFixed(0), 'cpu%', ((cpu.user + cpu.system) / 10 / wall).toFixed(0));
}
await run('plain', 1, 8, 'x'); await run('plain', 50, 8, 'x'); await run('revoke', 5, 6, 'revoke');
console.log('rss end', (process.memoryUsage().rss / 1e6).toFixed(0));
child.kill(); process.exit(0);
