import type { AnyResource } from './any-resource.ts';
import { literalReference } from './literal-reference.ts';
import { compartmentParameters, rowsOf, searchParameter } from './parameters.ts';
import { eachElement, type PathProgram, pathProgram } from './path-program.ts';

/** One way in which a resource names a patient. */
export interface NamedPatient {
  readonly id: string;
  /** The search parameter that names the patient; `''` for a Patient itself; `securityContext` of a Binary. */
  readonly parameter: string;
}

/** Whose record a resource belongs to. */
export interface Compartment {
  /** The ids of the patients, none twice, in the order of the parameters' names. */
  readonly patients: readonly string[];
  /** Every parameter that names each of them: a performer names a patient in another way than a subject. */
  readonly named: readonly NamedPatient[];
  /** What stands where a patient may be named and leads out of this record, or into the resource itself: an absolute address, a urn, `#x`. */
  readonly elsewhere: readonly Elsewhere[];
  /** What stands where a patient may be named and has no literal reference: an identifier, or a name to show. */
  readonly unreferenced: readonly Unreferenced[];
}

/** A Reference without a literal reference. */
export interface Unreferenced {
  readonly parameter: string;
  /** Reference.type, '' when it is not said. */
  readonly type: string;
  readonly hasIdentifier: boolean;
  /** The element itself, by which its place can be found. */
  readonly element: object;
}

/** A literal reference that names nothing in this record. */
export interface Elsewhere {
  readonly parameter: string;
  readonly reference: string;
  /** Reference.type, '' when it is not said. */
  readonly type: string;
}

interface CompartmentPath {
  readonly parameter: string;
  readonly program: PathProgram;
}

const SECURITY_CONTEXT: CompartmentPath = {
  parameter: 'securityContext',
  program: pathProgram('securityContext:Reference'),
};

const paths = new Map<string, readonly CompartmentPath[]>([['Binary', [SECURITY_CONTEXT]]]);

function pathsOf(type: string): readonly CompartmentPath[] {
  let known = paths.get(type);
  if (known === undefined) {
    known = compartmentParameters(type).flatMap((name) => {
      const parameter = searchParameter(type, name);
      if (parameter === undefined) return [];
      const texts = new Set(rowsOf(parameter).flatMap((row) => row.paths));
      return [...texts].map((path) => ({ parameter: name, program: pathProgram(path) }));
    });
    if (known.length > 0) paths.set(type, known);
  }
  return known;
}

/**
 * The patients whose compartment a resource is in: those that the parameters of R4's CompartmentDefinition `patient`
 * name with a relative reference `Patient/id`, and a Patient's own id. Beyond R4, tasks and devices belong to the patient
 * whom they name, and a Binary to the patient of its securityContext.
 *
 * Some resources rightly name several (Patient.link, Appointment.participant.actor): all are returned, and the caller
 * decides. A patient known only by an absolute address, an identifier or a contained resource is not of this record and
 * is not named. Of a Binary whose securityContext is another resource, the caller asks that resource.
 *
 * @example compartmentOf({ resourceType: 'Flag', subject: { reference: 'Patient/7' } }).patients // ['7']
 */
export function compartmentOf(resource: AnyResource): Compartment {
  const named: NamedPatient[] = [];
  const elsewhere: Elsewhere[] = [];
  const unreferenced: Unreferenced[] = [];
  const seen = new Set<string>();
  const add = (id: string, parameter: string): void => {
    const key = `${parameter} ${id}`;
    if (seen.has(key)) return;
    seen.add(key);
    named.push({ id, parameter });
  };
  if (resource.resourceType === 'Patient' && 'id' in resource && typeof resource.id === 'string') add(resource.id, '');
  for (const { parameter, program } of pathsOf(resource.resourceType)) {
    eachElement(program, resource, (element) => {
      const { reference, type: said, identifier, display } = element as Readonly<Record<string, unknown>>;
      const type = typeof said === 'string' ? said : '';
      if (typeof reference !== 'string') {
        const hasIdentifier = identifier !== undefined;
        if (hasIdentifier || display !== undefined) {
          unreferenced.push({ parameter, type, hasIdentifier, element: element as object });
        }
        return;
      }
      const target = literalReference(reference);
      if (target === undefined || target.id === '') {
        elsewhere.push({ parameter, reference, type });
      } else if (target.type === 'Patient') add(target.id, parameter);
    });
  }
  return { patients: [...new Set(named.map(({ id }) => id))], named, elsewhere, unreferenced };
}
