import type { RecordResource } from '@cryopath/pathway';

/** How a clinic is reached: what a patient needs when there is no time to look for it. */
export interface ClinicContact {
  readonly name: string;
  /** As they are to be read out; the first is to be called first. */
  readonly phones: readonly string[];
  /** Lines of the postal address. */
  readonly address: readonly string[];
}

interface ContactPoint {
  readonly system?: string;
  readonly value?: string;
  readonly use?: string;
  readonly rank?: number;
}

interface Address {
  readonly use?: string;
  readonly line?: readonly string[];
  readonly postalCode?: string;
  readonly city?: string;
}

/** R4 datatypes: `old` is no longer in use, and a lower rank is to be tried first. */
export function contactOf(organization: RecordResource): ClinicContact {
  const telecom = (organization.telecom ?? []) as readonly ContactPoint[];
  const address = ((organization.address ?? []) as readonly Address[]).find(({ use }) => use !== 'old');
  const place = [address?.postalCode, address?.city].filter((part) => part !== undefined).join(' ');
  return {
    name: String(organization.name ?? ''),
    phones: telecom
      .filter(({ system, use }) => system === 'phone' && use !== 'old')
      .toSorted((a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) || 0)
      .flatMap(({ value }) => value ?? []),
    address: [...(address?.line ?? []), ...(place === '' ? [] : [place])],
  };
}

/** R3966: a number as a telephone dials it. */
export const dialled = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;
