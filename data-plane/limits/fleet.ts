/** Which of the processes that serve a tenant this one is: what a limit allows is divided among them. */
export interface FleetPlace {
  /** At least 1: a node alone has everything. */
  readonly nodeCount: number;
  /** From 0, below `nodeCount`, another one for each of them: who has what does not divide evenly. */
  readonly place: number;
}

/** What is said of the others, as far as it was heard. */
export interface Fleet {
  readonly placeIn: (tenantId: string) => FleetPlace;
}

/** The place of a node that has heard of no other. */
export const ALONE: FleetPlace = { nodeCount: 1, place: 0 };
