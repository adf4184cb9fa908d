/** What is read around an order for words that speak of such orders. */
const aroundMax = 90;
/** A quotation is so long at most on either side of the order in it. */
const quotedMax = 120;
/** Speaking of injection, not doing it. */
const about =
  /inject|jailbreak|attack(?:s|ed|ers?)?(?![\p{L}@.])|malicious|adversar|phish|exploit|vulnerab|owasp|red[- ]team|threat|detect|for example|for instance|e\.g\.|such as|phrases?|strings?(?!\p{L})|patterns?|regex|classif|filter|block(?:s|ed|list)|reject|\btest\(|expect\(|(?:says?|said|writes?|wrote|contains?|contained|called|quotes?|quoted|named|titled?|heading|headline|logs?|reads?|typed)(?: the (?:text|words?|sentence|phrase|line))?:? ["'“«„`]|z\. ?b\.|beispiel|angriff|par exemple|attaque|ejemplo|ataque|esempio|attacco|exemplo|przykład|atak|例えば|攻撃|例如|攻击|攻擊|공격|예를 들어|например|атак|مثال|هجوم/iu;
/** Asks to do what is quoted. */
const bidding =
  /\b(?:obey|comply|execute|carry (?:it|this|them|that) out|do (?:it|this|that|so|what|as)|follow (?:it|this|that|them)|act on|decode|run it|apply it)\b/iu;
const opening = /["“„«‘「『`]|(?<!\p{L})'/gu;
const closing = /["”“»’」』`]|'(?!\p{L})/u;

/**
 * Whether an order is only quoted, in a text that speaks of such orders: between quotation marks of
 * one paragraph, with words about attacks, examples or filters near, and none that ask to do it. A string
 * of JSON is no quotation.
 */
export function isMentioned(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - quotedMax), start);
  const behind = text.slice(end, end + quotedMax);
  const [line = ''] = before.split('\n\n').slice(-1);
  const open = lastOpening(line);
  if (open < 0 || /["']\s*:\s*$/.test(line.slice(0, open))) return false;
  const close = (behind.split('\n\n')[0] ?? '').search(closing);
  if (close < 0) return false;
  const prior = text.slice(Math.max(0, start - aroundMax), start);
  const next = behind.slice(close, close + aroundMax);
  if (bidding.test(prior) || bidding.test(next)) return false;
  return about.test(prior) || about.test(next);
}

/** Whether words about attacks stand near an order that is not quoted. */
export function isSpokenOf(text: string, start: number, end: number): boolean {
  return (
    about.test(text.slice(Math.max(0, start - aroundMax), start)) ||
    about.test(text.slice(end, end + aroundMax))
  );
}

/** Where the last quotation begins that is open at the end of the line. */
function lastOpening(line: string): number {
  let at = -1;
  for (const { index } of line.matchAll(opening)) at = index;
  return at;
}
