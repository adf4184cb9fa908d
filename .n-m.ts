import { mkdtempSync } from 'node:fs';
import { Outbox, OUTBOX_LIMITS } from './data-plane/usage/outbox.ts';
import { settledRecord } from './test/support/settled-record.ts';
import { encodeDecision, encodeUsageEvent } from './data-plane/usage/encode-record.ts';
import { ProtoWriter } from './data-plane/usage/proto-writer.ts';
import { usageContract } from './proto/load.ts';
const d = mkdtempSync('/tmp/n-outbox-');
const o = new Outbox({directory:d, limits: OUTBOX_LIMITS, observer:{appended(){},dropped(){},failed(e){console.log(e)}}});
const rs = Array.from({length:1000},(_, i)=>settledRecord(i));
const w = new ProtoWriter();
function bench(name:string,n:number,f:(i:number)=>void){ for(let i=0;i<n/4;i++)f(i); const t=process.cpuUsage(); const h=performance.now(); for(let i=0;i<n;i++)f(i); const c=process.cpuUsage(t); console.log(name,((c.user+c.system)/n).toFixed(2),'us cpu', ((performance.now()-h)*1000/n).toFixed(2),'us wall'); }
for (let k=0;k<3;k++){
bench('append',100000,i=>o.append(rs[i%1000]!));
bench('encode',100000,i=>{w.reset();encodeUsageEvent(w,rs[i%1000]!.usageEvents[0]!);encodeDecision(w,rs[i%1000]!.decision);});
bench('loader',30000,i=>{usageContract.ReportRequest.serialize({usageEvents:[...rs[i%1000]!.usageEvents],decisions:[rs[i%1000]!.decision]})});
}
