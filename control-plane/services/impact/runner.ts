import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangeRequest } from '../../domain/change-request.ts';
import type { Decision } from '../../domain/decision.ts';
import { ImpactTally, type RecordedRequest } from '../../domain/impact/tally.ts';
import type { ImpactBound, ImpactResult } from '../../domain/impact.ts';
import { isFinal } from '../../domain/review/transition.ts';
import type { RouteWindow } from '../../storage/decision.ts';
import type { ImpactClaim } from '../../storage/impact.ts';
import { PLATFORM, type Scope, type Storage, type Stores } from '../../storage/storage.ts';
import { type LoadedChange, loadChange } from './load-change.ts';

const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;
const DAY_MS = 86_400_000;
/** Requests of one statement: parsing them holds up all else for a few milliseconds. */
const PAGE_REQUESTS = 250;
/** Between two turns of everything else. */
const SLICE_MS = 5;
/** Longer than a page can take. */
const HOLD_MS = 30_000;

/** After so long a replay ends with what it has looked at. */
const DURATION_MS_MAX = 120_000;

/** How far back a replay looks, and how long it may take. */
export interface ImpactSettings {
  readonly requestsMax: number;
  readonly days: number;
  readonly durationMsMax?: number | undefined;
}

/** What became of a look for work. `lost`: the request was edited meanwhile, or another replica took it. */
export type ImpactOutcome = 'done' | 'cancelled' | 'lost' | 'released' | 'failed';

/** A replay that was taken. */
export interface TakenReplay {
  readonly outcome: ImpactOutcome;
  readonly requestCount: number;
  /** Why it failed. */
  readonly error?: unknown;
}

/**
 * Replays change requests over the request log: in slices, so that nothing waits for it, and in pages of a transaction each, in the
 * scope of the request's tenant, so that row-level security bounds what it reads.
 */
export class ImpactRunner {
  readonly #storage: Storage;
  readonly #settings: ImpactSettings;

  constructor(storage: Storage, settings: ImpactSettings) {
    this.#storage = storage;
    this.#settings = settings;
  }

  /**
   * Takes what waits longest and replays it to its end, or until `isStopping`: then it is given back.
   *
   * @returns undefined when nothing waits
   * @throws what the database throws; what is held then is taken again when its time has passed
   */
  async runNext(now: () => Date, isStopping: () => boolean): Promise<TakenReplay | undefined> {
    const { value: claim } = await this.#storage.transaction(PLATFORM, ACTOR, ({ impacts }) =>
      impacts.claim(HOLD_MS),
    );
    if (claim === undefined) return undefined;
    try {
      return await this.#run(claim, now(), isStopping);
    } catch (error) {
      const fault = 'The replay failed; ask for it again, and tell the operators of the gateway.';
      await this.#write(({ impacts }) => impacts.end(claim, { state: 'failed', fault }));
      return { outcome: 'failed', requestCount: 0, error };
    }
  }

  async #run(claim: ImpactClaim, now: Date, isStopping: () => boolean): Promise<TakenReplay> {
    const { tenantId } = claim;
    const scope: Scope = { kind: 'tenant', tenantId };
    const loaded = await this.#storage.read(scope, async (stores) => {
      const request = await stores.changeRequests.find(claim.changeRequestId);
      return request && isCurrent(request, claim) ? loadChange(stores, request, now) : undefined;
    });
    if (loaded === undefined) {
      await this.#write(({ impacts }) => impacts.end(claim, { state: 'cancelled' }));
      return { outcome: 'cancelled', requestCount: 0 };
    }
    const from = new Date(now.getTime() - this.#settings.days * DAY_MS);
    const window = { tenantId, routes: loaded.routeNames, from, to: now };
    const replay = new RunningReplay({ claim, scope, loaded, window });
    const end = await this.#replay(replay, isStopping);
    const requestCount = replay.tally.n;
    if (end === 'lost') return { outcome: 'lost', requestCount };
    if (end === 'stopped') {
      await this.#write(({ impacts }) => impacts.release(claim));
      return { outcome: 'released', requestCount };
    }
    const result = replay.finish(end);
    const isOwn = await this.#write(({ impacts }) => impacts.end(claim, { state: 'done', result }));
    return { outcome: isOwn ? 'done' : 'lost', requestCount };
  }

  async #replay(
    replay: RunningReplay,
    isStopping: () => boolean,
  ): Promise<ImpactBound | 'lost' | 'stopped' | undefined> {
    const { requestsMax, durationMsMax = DURATION_MS_MAX } = this.#settings;
    const { claim, scope, window, tally } = replay;
    const endMs = performance.now() + durationMsMax;
    const counted = await this.#storage.read(scope, ({ decisions }) =>
      decisions.countForRoutes(window, requestsMax + 1),
    );
    const total = Math.min(counted, requestsMax);
    for (;;) {
      const progress = { progress: tally.n, total };
      if (!(await this.#write(({ impacts }) => impacts.advance(claim, progress, HOLD_MS))))
        return 'lost';
      if (isStopping()) return 'stopped';
      if (tally.n >= total) return counted > requestsMax ? 'requests' : undefined;
      if (performance.now() >= endMs) return 'time';
      const limit = Math.min(PAGE_REQUESTS, total - tally.n);
      const page = await this.#storage.read(scope, (stores) => replay.readPage(stores, limit));
      if (page.length === 0) return undefined;
      await addInSlices(tally, page);
    }
  }

  async #write<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    return (await this.#storage.transaction(PLATFORM, ACTOR, work)).value;
  }
}

interface ReplayParts {
  readonly claim: ImpactClaim;
  readonly scope: Scope;
  readonly loaded: LoadedChange;
  readonly window: RouteWindow;
}

/** One replay and where it stands. */
class RunningReplay {
  readonly claim: ImpactClaim;
  readonly scope: Scope;
  readonly window: RouteWindow;
  readonly tally: ImpactTally;
  #last: Decision | undefined;

  constructor({ claim, scope, loaded, window }: ReplayParts) {
    this.claim = claim;
    this.scope = scope;
    this.window = window;
    this.tally = new ImpactTally(loaded);
  }

  /** The next older requests, with whose they were and what they used. */
  async readPage(stores: Stores, limit: number): Promise<readonly RecordedRequest[]> {
    const decisions = await stores.decisions.listForRoutes(this.window, this.#last, limit);
    this.#last = decisions.at(-1) ?? this.#last;
    const ids = (of: (decision: Decision) => string) => [...new Set(decisions.map(of))];
    // Who came with a token has no key, and the other way round.
    const named = (all: readonly string[]) => all.filter((id) => id !== '');
    const keys = byId(await stores.apiKeys.listByIds(named(ids(({ facts }) => facts.apiKeyId))));
    const issuerIds = named(ids(({ facts }) => facts.tokenIssuerId ?? ''));
    const issuers = byId(await stores.tokenIssuers.listByIds(issuerIds));
    const applications = byId(
      await stores.applications.listByIds(ids(({ applicationId }) => applicationId)),
    );
    const usages = await stores.usage.listAnswered(decisions.map(({ requestId }) => requestId));
    return decisions.map((decision) => ({
      decision,
      key: keys.get(decision.facts.apiKeyId),
      tokenIssuer: issuers.get(decision.facts.tokenIssuerId ?? ''),
      application: applications.get(decision.applicationId),
      usage: usages.get(decision.requestId),
    }));
  }

  finish(bound: ImpactBound | undefined): ImpactResult {
    const { from, to } = this.window;
    const oldest = bound === undefined ? from : (this.#last?.at ?? from);
    return this.tally.finish({
      from: oldest.toISOString(),
      to: to.toISOString(),
      bound: bound ?? null,
    });
  }
}

function isCurrent({ round, state }: ChangeRequest, claim: ImpactClaim): boolean {
  return round === claim.round && !isFinal(state);
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

async function addInSlices(tally: ImpactTally, page: readonly RecordedRequest[]): Promise<void> {
  let endMs = performance.now() + SLICE_MS;
  for (const recorded of page) {
    tally.add(recorded);
    if (performance.now() < endMs) continue;
    await nextTurn();
    endMs = performance.now() + SLICE_MS;
  }
}
