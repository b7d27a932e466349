/** The face `@cryopath/fhir/fhirpath`: apart from the package's main face, because the engine is large and loaded lazily. */
export {
  compileExpression,
  type Expression,
  type ExpressionOptions,
  isExactlyTrue,
  type Variables,
} from './expression.ts';
