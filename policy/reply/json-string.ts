/** JSON in a string of JSON in a string: deeper ones are text. */
const DEPTH_MAX = 3;
const string = /"(?:[^"\\]|\\.)*"/gs;

/**
 * JSON text with other strings in it, names too: each is changed as what it says and written again, what is JSON inside of it
 * likewise. All else stays as it was written, long numbers and spaces too; so does a string that has no end.
 */
export function changeStrings(json: string, change: (text: string) => string, depth = 0): string {
  return json.replace(string, (literal) => {
    const text = readString(literal);
    if (text === undefined) return literal;
    const isNested = depth < DEPTH_MAX && /^\s*[[{]/.test(text) && isJson(text);
    const changed = isNested ? changeStrings(text, change, depth + 1) : change(text);
    return changed === text ? literal : JSON.stringify(changed);
  });
}

/** Whether the text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readString(literal: string): string | undefined {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}
