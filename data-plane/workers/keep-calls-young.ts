import { setFlagsFromString } from 'node:v8';

/**
 * What a call makes is dead when the call is over. V8 watches sites that make objects, and where many of them live through two
 * collections it makes all later ones old at once; under load it comes to believe that of calls that wait for a provider. An
 * object made old lives until the next full collection, and all that it points to with it. Without that guess a collection
 * under load takes 1.4 ms in place of 6.5, and a call a sixth less processor time (bench, Node 20.20, 2026-11-27).
 * Call before the first call is served.
 */
export function keepCallsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
