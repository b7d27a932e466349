export type Returned = 'minimal' | 'representation' | 'OperationOutcome';

/** What `Prefer` asks for (RFC 7240; R4 http.html, 3.1.0.1.6 and search.html, 3.1.1.2.1). Preferences that are not known are passed over. */
export interface Preference {
  /** Body of the answer to a change. */
  readonly returned: Returned;
  /** Whether an unknown search parameter refuses the search. */
  readonly strict: boolean;
}

const DEFAULT: Preference = { returned: 'representation', strict: false };

export function preferenceOf(header: string | string[] | undefined): Preference {
  if (header === undefined) return DEFAULT;
  let { returned, strict } = DEFAULT;
  for (const preference of String(header).split(/[,;]/)) {
    switch (preference.replaceAll(/[\s"]/g, '')) {
      case 'return=minimal':
        returned = 'minimal';
        break;
      case 'return=OperationOutcome':
        returned = 'OperationOutcome';
        break;
      case 'return=representation':
        returned = 'representation';
        break;
      case 'handling=strict':
        strict = true;
        break;
      case 'handling=lenient':
        strict = false;
        break;
    }
  }
  return { returned, strict };
}
