import type { Operation, OperationParameter } from './operation.ts';

/** `CarePlan-check-in`: under this id its OperationDefinition is read. */
const definitionId = ({ resource, code }: Pick<Operation, 'resource' | 'code'>): string => `${resource}-${code}`;

/** The canonical address of an operation's definition: the standard's, or ours. */
export const definitionUrl = (operation: Operation, base: string): string =>
  operation.definedBy ?? `${base}/OperationDefinition/${definitionId(operation)}`;

/** An operation as R4's OperationDefinition (operationdefinition.html): what a program needs to call it. */
export function operationDefinition(operation: Operation, base: string) {
  const { code, resource, level, title, description, affectsState, input, output, definedBy } = operation;
  return {
    resourceType: 'OperationDefinition',
    id: definitionId(operation),
    url: `${base}/OperationDefinition/${definitionId(operation)}`,
    // R4 asks that a name may be one of a class in a program.
    name: code.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
    title,
    status: 'active',
    kind: 'operation',
    publisher: 'Cryopath',
    description,
    affectsState,
    code,
    ...(definedBy === undefined ? {} : { base: definedBy }),
    resource: [resource],
    system: false,
    type: level !== 'instance',
    instance: level !== 'type',
    parameter: [...input.map(parameter('in')), ...output.map(parameter('out'))],
  };
}

const parameter =
  (use: 'in' | 'out') =>
  ({ name, min, max, type, documentation, codes, part }: OperationParameter): object => ({
    name,
    use,
    min,
    max,
    documentation: codes ? `${documentation} One of: ${codes.join(', ')}.` : documentation,
    ...(type === undefined ? {} : { type }),
    ...(part === undefined ? {} : { part: part.map(parameter(use)) }),
  });
