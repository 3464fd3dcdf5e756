/** The digits after the point that all of these need: 9.8 beside 12 reads as two kinds of number. */
export const decimalsOf = (values: readonly number[]): number =>
  Math.max(0, ...values.map((value) => String(value).split('.')[1]?.length ?? 0))
