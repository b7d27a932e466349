/** What the worklist is narrowed to. It stands in the address, so that a page loaded again or kept as a bookmark shows the same; what is typed to find somebody never does. */
export interface WorklistFilter {
  readonly stage?: string;
  readonly role?: 'doctor' | 'nurse' | 'patient';
  readonly state?: 'overdue' | 'ready' | 'soon';
}

export const ROLES = ['nurse', 'doctor', 'patient'] as const;
export const STATES = ['overdue', 'ready', 'soon'] as const;
const NAMES = ['stage', 'role', 'state'] as const;

/** Reads the query of an address. */
export function filterIn(search: string): WorklistFilter {
  const query = new URLSearchParams(search);
  return filterOf(Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? undefined])));
}

/** The filter of these texts; what it does not know it passes over. */
export function filterOf(texts: { readonly [name in keyof WorklistFilter]: string | undefined }): WorklistFilter {
  const { stage } = texts;
  const role = ROLES.find((each) => each === texts.role);
  const state = STATES.find((each) => each === texts.state);
  return {
    ...(stage !== undefined && /^[a-z0-9-]{1,64}$/.test(stage) ? { stage } : {}),
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : { state }),
  };
}

/** The query with this filter in it, and whatever else it held. */
export function searchWith(search: string, filter: WorklistFilter): string {
  const query = new URLSearchParams(search);
  for (const name of NAMES) {
    const value = filter[name];
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
