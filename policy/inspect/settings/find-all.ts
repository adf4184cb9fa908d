import type { Found } from '../detector.ts';

/** Tells of everything that it finds in a text, in the order of the text, nothing twice. It never throws. */
export type FindAll = (text: string, note: (found: Found<string>) => void) => void;
