import type { Interaction } from '../guard.ts';
import { fullUrlText } from './bundle-text.ts';

export interface HistoryRow {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly at: string;
  readonly interaction: Interaction;
  /** '' for a deletion. */
  readonly text: string;
  readonly patient: string;
}

/**
 * One version as an entry of a history: what was asked for and what was answered then (R4 bundle, bdl-3 and bdl-4). A patch stands as the PUT of
 * what it made, since the entry holds the whole resource.
 */
export function historyEntry(base: string, { type, id, version, at, interaction, text }: HistoryRow): string {
  const { method, url } = requestOf(interaction, type, id);
  const status = method === 'DELETE' ? '204' : version === 1 ? '201' : '200';
  const resource = text === '' ? '' : `,"resource":${text}`;
  return (
    `{"fullUrl":${fullUrlText(base, type, id)}${resource},"request":{"method":"${method}","url":"${url}"},` +
    `"response":{"status":"${status}","etag":"W/\\"${version}\\"","lastModified":"${at}"}}`
  );
}

function requestOf(interaction: Interaction, type: string, id: string): { method: string; url: string } {
  switch (interaction) {
    case 'create':
      return { method: 'POST', url: type };
    case 'update':
    case 'patch':
      return { method: 'PUT', url: `${type}/${id}` };
    case 'delete':
      return { method: 'DELETE', url: `${type}/${id}` };
    default:
      return interaction satisfies never;
  }
}
