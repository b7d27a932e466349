import { hash } from 'node:crypto';

/** A name within one transaction, the same each time: `urn:uuid:…`. */
export function urnOf(chart: string, as: string): string {
  const hex = hash('sha256', `${chart} ${as}`);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
