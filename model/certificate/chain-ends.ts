/** Who vouches for the last certificate of a chain. */
export const chainEnds = {
  SELF_SIGNED: 'It is signed by itself: clients trust it only where they were told to.',
  ROOT: 'The chain ends at its own root.',
  PUBLIC_ROOT: 'The chain ends at an authority that browsers know.',
  UNKNOWN: 'The chain ends at an issuer that is not part of it.',
} as const satisfies Record<string, string>
export type ChainEnd = keyof typeof chainEnds
