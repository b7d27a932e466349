import { elementOf, textOf } from './element.ts';
import { indexed } from './fold.ts';
import { canonicalReference, type LiteralReference, literalReference } from './literal-reference.ts';

/** What a reference reader finds; the collector adds the parameter. */
export interface FoundReference {
  readonly type: string;
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly identifier: { readonly system: string; readonly code: string } | undefined;
}

type ReferenceReader = (element: unknown) => FoundReference | undefined;

const NOWHERE: LiteralReference = { type: '', id: '', url: '', version: '' };

function reference(element: unknown): FoundReference | undefined {
  const { reference: literal, type, identifier } = elementOf(element);
  const target = literalReference(textOf(literal));
  const { system, value } = elementOf(identifier);
  const code = indexed(textOf(value));
  if (target === undefined && code === '') return undefined;
  const { id, url, version, type: named } = target ?? NOWHERE;
  return {
    type: named === '' ? indexed(textOf(type)) : named,
    id,
    url: indexed(url),
    version,
    identifier: code === '' ? undefined : { system: indexed(textOf(system)), code },
  };
}

function canonical(element: unknown): FoundReference | undefined {
  const target = canonicalReference(textOf(element));
  if (target === undefined) return undefined;
  return { ...target, url: indexed(target.url), version: indexed(target.version), identifier: undefined };
}

/** How each element type is read as a reference (R4 search, 3.1.1.4.9). */
export const referenceReaders: Readonly<Record<string, ReferenceReader>> = {
  Reference: reference,
  canonical,
  uri: canonical,
};
