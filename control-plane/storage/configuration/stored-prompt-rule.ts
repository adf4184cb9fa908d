/** A rule in the column `prompt_policy.rules`. */
export interface StoredPromptRule {
  readonly name: string;
  readonly detector: string;
  readonly action: string;
  readonly rerouteRouteId: string | null;
  readonly kinds?: readonly string[];
  readonly settings?: StoredSettings;
  readonly direction?: string;
  readonly parts?: readonly string[];
  readonly minCount?: number;
  readonly minScore?: number;
  readonly mode?: string;
  readonly restore?: boolean;
  readonly message?: string;
  readonly contact?: string;
  readonly outsideDetectorId?: string;
  readonly onFailure?: string;
  readonly timeoutMs?: number;
  readonly exceptions?: readonly StoredRuleException[];
}

/** An exception of such a rule. */
export interface StoredRuleException {
  readonly name: string;
  readonly applicationIds?: readonly string[];
  readonly kinds?: readonly string[];
  readonly parts?: readonly string[];
  readonly reason: string;
  readonly ownerId: string;
  readonly expiresAtMs: number;
  readonly requestId?: string;
}

/** What the detector of a prompt rule looks for. */
export interface StoredSettings {
  readonly wordLists?: readonly {
    readonly name: string;
    readonly words: readonly string[];
    readonly partsOfWords?: boolean;
  }[];
  readonly patterns?: readonly { readonly name: string; readonly pattern: string }[];
  readonly hostSuffixes?: readonly string[];
  readonly languages?: readonly string[];
  readonly limits?: {
    readonly textCharsMax?: number;
    readonly callCharsMax?: number;
    readonly messagesMax?: number;
    readonly nestingMax?: number;
    readonly repeatsMax?: number;
  };
}
