import { type Permission, parseScope } from '@cryopath/record/database';

const LETTERS: readonly (readonly [string, Permission])[] = [
  ['c', 'create'],
  ['r', 'read'],
  ['u', 'update'],
  ['d', 'delete'],
  ['s', 'search'],
];

/**
 * What a client gets of the scopes it asks for: never more than was registered, and `system/…` alone, since nobody is there for whom it acts. A `*` does not
 * cover the audit trail, neither here nor in the record: that has to be registered by its name.
 *
 * @returns in the spelling of SMART 2.2; empty when nothing is left
 *
 * @example grantedScopes(['system/*.rs'], ['system/Observation.cruds']) // ['system/Observation.rs']
 */
export function grantedScopes(registered: readonly string[], asked: readonly string[]): readonly string[] {
  const granted = new Map<string, Set<Permission>>();
  for (const wanted of asked) {
    for (const allowed of registered) {
      const both = intersection(wanted, allowed);
      if (both === undefined) continue;
      const permissions = granted.get(both.type) ?? new Set();
      for (const permission of both.permissions) permissions.add(permission);
      granted.set(both.type, permissions);
    }
  }
  return [...granted].map(
    ([type, permissions]) =>
      `system/${type}.${LETTERS.filter(([, permission]) => permissions.has(permission))
        .map(([letter]) => letter)
        .join('')}`,
  );
}

function intersection(wanted: string, allowed: string) {
  const [a, b] = [parseScope(wanted), parseScope(allowed)];
  if (a?.context !== 'system' || b?.context !== 'system') return undefined;
  const type = typeOfBoth(a.type, b.type);
  const permissions = [...a.permissions].filter((permission) => b.permissions.has(permission));
  return type === undefined || permissions.length === 0 ? undefined : { type, permissions };
}

function typeOfBoth(wanted: string, allowed: string): string | undefined {
  if (wanted === allowed) return wanted;
  if (wanted === '*') return allowed;
  return allowed === '*' && wanted !== 'AuditEvent' ? wanted : undefined;
}
