import { isStoredType } from '@cryopath/fhir';

/** What a scope lets its holder do: create, read, update, delete, search (SMART App Launch 2.2, "Scopes for requesting FHIR resources"). */
export type Permission = 'create' | 'read' | 'update' | 'delete' | 'search';

export interface Scope {
  readonly context: 'system' | 'user' | 'patient';
  /** A type we store, or `*`. */
  readonly type: string;
  readonly permissions: ReadonlySet<Permission>;
}

const LETTERS: Readonly<Record<string, Permission>> = { c: 'create', r: 'read', u: 'update', d: 'delete', s: 'search' };
/** The spelling of SMART 1, which 2.2 ("Scopes for requesting FHIR resources", table of equivalents) still lets a client use. */
const FIRST_SPELLING: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };
const SCOPE = /^(system|user|patient)\/([A-Za-z]+|\*)\.(read|write|\*|c?r?u?d?s?)$/;

/**
 * Reads one scope. Anything else than a whole, known scope grants nothing: a type we do not keep, letters out of order, a scope
 * narrowed by a query (`?category=…`), which we could not honour and so must not widen to its type.
 *
 * @example parseScope('system/Observation.rs')?.permissions // Set { 'read', 'search' }
 */
export function parseScope(text: string): Scope | undefined {
  const [, context, type, letters] = SCOPE.exec(text) ?? [];
  if (!context || !type || !letters || (type !== '*' && !isStoredType(type))) return undefined;
  const permissions = new Set<Permission>();
  for (const letter of FIRST_SPELLING[letters] ?? letters) {
    const permission = LETTERS[letter];
    if (permission) permissions.add(permission);
  }
  return { context: context as Scope['context'], type, permissions };
}

/**
 * Whether one of these scopes permits this on this type. `*` does not reach the audit trail: who read whose chart is given only to whom
 * it was named for.
 */
export function permitted(scopes: readonly string[], permission: Permission, type: string): boolean {
  return scopes.some((text) => {
    const scope = parseScope(text);
    if (!scope?.permissions.has(permission)) return false;
    return scope.type === type || (scope.type === '*' && type !== 'AuditEvent');
  });
}
