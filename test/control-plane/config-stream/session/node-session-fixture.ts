import { compileResource } from '../../../../control-plane/compile/compile-resource.ts';
import type { Segment } from '../../../../control-plane/config-stream/push/encoded-segment.ts';
import { Segments } from '../../../../control-plane/config-stream/push/segment.ts';
import { NodeSession } from '../../../../control-plane/config-stream/session/node-session.ts';
import { View } from '../../../../control-plane/config-stream/view.ts';
import { configContract } from '../../../../proto/contract/config.ts';
import type { Hello__Output } from '../../../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { Outcome } from '../../../../proto/generated/gatehouse/config/v1/Outcome.ts';
import type { Update__Output } from '../../../../proto/generated/gatehouse/config/v1/Update.ts';

const { responseDeserialize } = configContract.ConfigService.service.Stream;

/** A tenant as nodes get it. */
export const tenant = (id: string, name: string) =>
  compileResource('tenant', { id, name, suspended: false });

/** A view that was read once, at revision 1, with tenants a and b; and who brings a node on. */
export function createView(): View {
  const view = new View();
  view.apply({
    head: { epoch: 1n, revision: 1n },
    full: true,
    resources: new Map([
      ['tenant/a', tenant('a', 'first')],
      ['tenant/b', tenant('b', 'second')],
    ]),
    changes: [],
    oldestCommitMs: 0,
  });
  return view;
}

/** Moves the view to a revision in which one resource is named so, or gone. */
export function commit(view: View, revision: bigint, id: string, name: string | undefined): void {
  const key = id.includes('/') ? id : `tenant/${id}`;
  view.apply({
    head: { epoch: 1n, revision },
    full: false,
    resources: new Map([[key, name === undefined ? undefined : tenant(id, name)]]),
    changes: [{ revision, keys: [key] }],
    oldestCommitMs: Number(revision),
  });
}

/** What a node says first: what it holds. */
export function hello(
  revision: number,
  digest: Buffer = Buffer.alloc(0),
  epoch = 1,
): Hello__Output {
  return {
    nodeId: 'n',
    instanceId: '',
    build: '',
    schemaMin: 1,
    schemaMax: 2,
    labels: {},
    held: { epoch: String(epoch), revision: String(revision) },
    digest,
    sealingPublicKey: Buffer.alloc(32),
    addresses: {},
    pool: '',
    takesPacked: false,
    takesChecks: false,
  };
}

/** A session at a server that offers whatever there is. */
export class Played {
  readonly session: NodeSession;
  readonly view: View;
  nowMs = 0;
  #last: Segment | undefined;

  constructor(view: View, segments = new Segments(view)) {
    this.view = view;
    this.session = new NodeSession(view, segments);
  }

  due() {
    return this.session.due(this.view.mark, this.nowMs);
  }

  /** The parts of what is due; none when nothing is. */
  next(): readonly Update__Output[] {
    if (this.due() === 'nothing') return [];
    this.#last = this.session.open();
    return partsOf(this.#last);
  }

  answer(outcome: keyof typeof Outcome = 'OUTCOME_APPLIED', heldBack: readonly string[] = []) {
    const last = this.#last;
    return this.session.answer(
      {
        nonce: last?.nonce ?? '0',
        outcome,
        now: null,
        digest: last?.digest ?? Buffer.alloc(0),
        diagnostics: heldBack.map((tenantId) => ({ resource: null, tenantId, message: '' })),
        applyMs: 0,
      },
      this.nowMs,
    );
  }
}

/** The updates that a segment consists of. */
export function partsOf(segment: Segment): readonly Update__Output[] {
  return Array.from({ length: segment.partCount }, (_, index) => {
    const { update } = responseDeserialize(segment.part(index));
    if (!update) throw new Error('a part of a segment is an update');
    return update;
  });
}

/** What is put by updates, by id. */
export const ids = (updates: readonly Update__Output[]) =>
  updates.flatMap(({ upserts }) => upserts).map(({ id }) => id);
