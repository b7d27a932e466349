/** The severities and issue types of FHIR R4 (value sets issue-severity and issue-type), as far as this product answers with them. */
export type Severity = 'fatal' | 'error' | 'warning' | 'information';

export type IssueType =
  | 'business-rule'
  | 'code-invalid'
  | 'conflict'
  | 'deleted'
  | 'duplicate'
  | 'exception'
  | 'expired'
  | 'extension'
  | 'forbidden'
  | 'incomplete'
  | 'informational'
  | 'invalid'
  | 'invariant'
  | 'lock-error'
  | 'login'
  | 'multiple-matches'
  | 'no-store'
  | 'not-found'
  | 'not-supported'
  | 'processing'
  | 'required'
  | 'security'
  | 'structure'
  | 'throttled'
  | 'timeout'
  | 'too-costly'
  | 'too-long'
  | 'transient'
  | 'unknown'
  | 'value';

/** What one code means: how it travels over HTTP and FHIR, and what a reader is told in each language. */
export interface OutcomeDefinition {
  /** HTTP status of an answer whose gravest issue is this one. */
  readonly status: number;
  readonly severity: Severity;
  readonly type: IssueType;
  /** Text with `{placeholders}`; `{path}` is filled from the issue's expression. */
  readonly en: string;
  readonly pl: string;
}

/** A refusal: the request did not have its effect. The literal type of `en` is kept so that its placeholders are typed. */
export const refusal = <const Text extends string>(status: number, type: IssueType, en: Text, pl: string) =>
  ({ status, severity: 'error', type, en, pl }) as const;

/** A remark beside a request that was carried out. */
export const remark = <const Text extends string>(
  severity: 'warning' | 'information',
  type: IssueType,
  en: Text,
  pl: string,
) => ({ status: 200, severity, type, en, pl }) as const;

/** A failure of the service itself, not of the request. */
export const failure = <const Text extends string>(status: number, type: IssueType, en: Text, pl: string) =>
  ({ status, severity: 'fatal', type, en, pl }) as const;
