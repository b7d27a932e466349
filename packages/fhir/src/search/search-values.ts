import type { AnyResource } from './any-resource.ts';
import { dateReaders } from './date-values.ts';
import { type Element, elementOf, textOf } from './element.ts';
import { fold, indexed } from './fold.ts';
import { type SearchParameter, searchParameters } from './parameters.ts';
import { eachElement, pathProgram } from './path-program.ts';
import { numberReaders, quantityReaders } from './quantity-values.ts';
import { referenceReaders } from './reference-values.ts';
import type { SearchValue } from './search-value.ts';
import { stringReaders } from './string-values.ts';
import { tokenReaders } from './token-values.ts';
import { ValueCollector } from './value-collector.ts';
import { DEFAULT_ZONE } from './zone.ts';

/** Takes the values of one parameter out of a resource. */
type Extractor = (resource: Element, into: ValueCollector, zone: string) => void;

/** Takes the values out of one element. */
type ElementReader = (element: unknown, into: ValueCollector, zone: string) => void;

function readerOf<Reader>(table: Readonly<Record<string, Reader>>, type: string): Reader {
  const reader = Object.hasOwn(table, type) ? table[type] : undefined;
  if (reader === undefined) throw new Error(`no reader for elements of type ${type}`);
  return reader;
}

/** How elements of a type become values of a parameter. The table that is asked is the parameter's kind's. */
function elementReader({ kind, number: parameter }: SearchParameter, type: string): ElementReader {
  switch (kind) {
    case 'token': {
      const read = readerOf(tokenReaders, type);
      return (element, into) =>
        read(element, ({ system, code, text }) => into.add({ kind: 'token', parameter, system, code, text }));
    }
    case 'string': {
      const read = readerOf(stringReaders, type);
      return (element, into) =>
        read(element, (text) => {
          const value = indexed(text);
          if (value !== '') into.add({ kind: 'string', parameter, value, folded: indexed(fold(value)) });
        });
    }
    case 'date': {
      const read = readerOf(dateReaders, type);
      return (element, into, zone) => {
        const found = read(element, zone);
        if (found !== undefined) into.add({ kind: 'date', parameter, low: found.low, high: found.high });
      };
    }
    case 'reference': {
      const read = readerOf(referenceReaders, type);
      return (element, into) => {
        const found = read(element);
        if (found !== undefined) into.add({ kind: 'reference', parameter, ...found });
      };
    }
    case 'quantity': {
      const read = readerOf(quantityReaders, type);
      return (element, into) => {
        const found = read(element);
        if (found !== undefined) into.add({ kind: 'quantity', parameter, ...found });
      };
    }
    case 'number': {
      const read = readerOf(numberReaders, type);
      return (element, into) => {
        const found = read(element);
        if (found === undefined) return;
        into.add({ kind: 'number', parameter, value: found.value, low: found.low, high: found.high });
      };
    }
    case 'uri':
      return (element, into) => {
        const value = indexed(textOf(element));
        if (value !== '') into.add({ kind: 'uri', parameter, value });
      };
    default:
      return kind satisfies never;
  }
}

function extractorOf(parameter: SearchParameter): Extractor {
  const programs = parameter.paths.map(pathProgram);
  const { number } = parameter;
  if (parameter.truth === true) {
    return (resource, into) => {
      let isTrue = false;
      for (const program of programs) {
        eachElement(program, resource, (element) => {
          if (element !== false) isTrue = true;
        });
      }
      into.add({ kind: 'token', parameter: number, system: '', code: String(isTrue), text: '' });
    };
  }
  const parts = programs.map((program) => ({
    program,
    head: program.steps[0]?.field ?? '',
    read: elementReader(parameter, program.type),
  }));
  return (resource, into, zone) => {
    for (const { program, head, read } of parts) {
      // Most elements of a type are absent from most resources of it.
      if (resource[head] === undefined) continue;
      eachElement(program, resource, (element) => read(element, into, zone));
    }
  };
}

const extractors = new Map<string, readonly Extractor[]>();

/** Prepared on the first resource of a type, then kept: a program costs microseconds to make and nothing to keep. */
function extractorsOf(type: string): readonly Extractor[] {
  let prepared = extractors.get(type);
  if (prepared === undefined) {
    prepared = searchParameters(type)
      .filter((parameter) => parameter.alias === undefined && parameter.column === undefined)
      .map(extractorOf);
    if (prepared.length > 0) extractors.set(type, prepared);
  }
  return prepared;
}

export interface SearchValueOptions {
  /** IANA zone in which a date without an offset is a day; the clinic's. Default Europe/Warsaw. */
  readonly zone?: string;
}

/** The values of one parameter by its own paths, whether it keeps rows or is an alias. */
export function parameterValues(
  parameter: SearchParameter,
  resource: AnyResource,
  options?: SearchValueOptions,
): SearchValue[] {
  const into = new ValueCollector();
  extractorOf(parameter)(elementOf(resource), into, options?.zone ?? DEFAULT_ZONE);
  return into.values;
}

/**
 * Every value by which a resource of a stored type can be found, without duplicates, in the order of the parameters'
 * names and then of the document. None for a type that is not stored. Never throws on a resource, valid or not: what
 * cannot be read has no value.
 *
 * Parameters with an alias keep no values: their rows are those of the parameters that the alias names.
 *
 * @example
 * searchValues({ resourceType: 'Task', status: 'ready' })
 * // [{ kind: 'token', parameter: searchParameter('Task', 'status')?.number, system: '', code: 'ready', text: '' }]
 */
export function searchValues(resource: AnyResource, options?: SearchValueOptions): SearchValue[] {
  const zone = options?.zone ?? DEFAULT_ZONE;
  const into = new ValueCollector();
  const elements = elementOf(resource);
  for (const extract of extractorsOf(resource.resourceType)) {
    into.nextParameter();
    extract(elements, into, zone);
  }
  return into.values;
}
