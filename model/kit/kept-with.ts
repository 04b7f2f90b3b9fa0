/** As the base of a class it makes nothing: what is constructed is the object itself, and the fields of the class are put on that. */
function itself(object: object): object {
  return object
}
/** Any such function is a constructor, too, for which TypeScript has no other word than this. */
const Itself = itself as unknown as new (object: object) => object

/** What was made of objects, each kept as long as its object. */
export type KeptWith<O extends object, T> = {
  readonly get: (object: O) => T | undefined
  readonly set: (object: O, value: T) => void
}

/**
 * Like a WeakMap, but the value is a part of the object, in a private field: nobody else sees it, and no copy has it. The object must not be
 * frozen. What a WeakMap that is old holds outlives its objects until the next major collection: of thousands of rows a second, each was
 * copied and promoted for nothing, which was a third of the time of the minor collections.
 */
export function keptWith<O extends object, T>(): KeptWith<O, T> {
  return class Keeper extends Itself {
    #value: T

    private constructor(object: O, value: T) {
      super(object)
      this.#value = value
    }

    static get(object: O): T | undefined {
      return #value in object ? (object as Keeper).#value : undefined
    }

    static set(object: O, value: T): void {
      if (#value in object) (object as Keeper).#value = value
      else new Keeper(object, value)
    }
  }
}
