/**
 * Finds parameters whose values other parameters of the type already hold, so that the record keeps no row twice:
 * `patient` is `subject` restricted to Patient, `combo-code` is `code` and `component-code` together,
 * `phone` is `telecom` restricted to the system phone.
 */
export interface Alias {
  /** The parameters that hold the rows. */
  readonly of: readonly string[];
  /** Only references to this type. */
  readonly target?: string;
  /** Only tokens of this system. */
  readonly system?: string;
}

export interface CandidateParameter {
  readonly name: string;
  readonly kind: string;
  readonly paths: readonly string[];
  readonly truth?: true;
}

const FILTER = /\[(?:system=(?<system>\w+)|(?<target>[A-Z]\w+))\](?=:\w+$)/;

interface Restricted {
  readonly plain: ReadonlySet<string>;
  readonly target?: string;
  readonly system?: string;
}

/** The parameter without the filter at the end of its paths; undefined when its paths are filtered differently. */
function restricted(parameter: CandidateParameter): Restricted | undefined {
  const filters = parameter.paths.map((path) => FILTER.exec(path)?.groups ?? {});
  const { target, system } = filters[0] ?? {};
  if (filters.some((filter) => filter.target !== target || filter.system !== system)) return undefined;
  return {
    plain: new Set(parameter.paths.map((path) => path.replace(FILTER, ''))),
    ...(target === undefined ? {} : { target }),
    ...(system === undefined ? {} : { system }),
  };
}

const isWithin = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  [...part].every((member) => whole.has(member));

/** The aliases among the parameters of one type, by name. */
export function aliasesAmong(parameters: readonly CandidateParameter[]): ReadonlyMap<string, Alias> {
  const aliases = new Map<string, Alias>();
  const bases: { readonly parameter: CandidateParameter; readonly plain: ReadonlySet<string> }[] = [];
  const filtered = (parameter: CandidateParameter): number =>
    parameter.paths.some((path) => FILTER.test(path)) ? 1 : 0;
  const simplestFirst = [...parameters].sort(
    (a, b) => filtered(a) - filtered(b) || a.paths.length - b.paths.length || (a.name < b.name ? -1 : 1),
  );
  for (const parameter of simplestFirst) {
    const wanted = parameter.truth === true ? undefined : restricted(parameter);
    if (wanted === undefined) continue;
    const { plain, ...restriction } = wanted;
    const parts = bases.filter((base) => base.parameter.kind === parameter.kind && isWithin(base.plain, plain));
    const together = new Set(parts.flatMap((part) => [...part.plain]));
    if (parts.length > 0 && isWithin(plain, together)) {
      aliases.set(parameter.name, { of: parts.map((part) => part.parameter.name).sort(), ...restriction });
    } else if (filtered(parameter) === 0) {
      bases.push({ parameter, plain });
    }
  }
  return aliases;
}
