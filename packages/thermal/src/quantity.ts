/**
 * Quantities carry their unit in the type: at the face of this package no bare number stands for one. Inside, everything is SI
 * (metre, second, kelvin differences, joule), which the names of the variables need not repeat.
 */
declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

export type Celsius = Quantity<'degC'>;
export type Millimetres = Quantity<'mm'>;
export type CubicMillimetres = Quantity<'mm3'>;
export type Seconds = Quantity<'s'>;
export type Watts = Quantity<'W'>;
export type Joules = Quantity<'J'>;
/** Of a contact: 1e-4 m2K/W is what 0.2 mm of ice resist. */
export type SquareMetreKelvinsPerWatt = Quantity<'m2K/W'>;

export const celsius = (value: number): Celsius => value as Celsius;
export const millimetres = (value: number): Millimetres => value as Millimetres;
export const cubicMillimetres = (value: number): CubicMillimetres => value as CubicMillimetres;
export const seconds = (value: number): Seconds => value as Seconds;
export const watts = (value: number): Watts => value as Watts;
export const joules = (value: number): Joules => value as Joules;
export const squareMetreKelvinsPerWatt = (value: number): SquareMetreKelvinsPerWatt =>
  value as SquareMetreKelvinsPerWatt;
