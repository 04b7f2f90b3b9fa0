/** One value of DER (X.690): its tag, and where in the bytes it and its content are. */
export type Der = {
  readonly tag: number
  readonly bytes: Buffer
  readonly content: Buffer
}

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** The explicit tag 0, which extensions of a list have. */
  first: 0xa0,
} as const

/** Values that stand one behind the other, to the last byte. Throws an Error when they do not. */
export function derValues(bytes: Buffer): Der[] {
  const found: Der[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = valueAt(bytes, at)
    found.push(value)
    at += value.bytes.length
  }
  return found
}

/** The only value of some bytes, of this tag. Throws an Error when it is another. */
export function derValue(bytes: Buffer, tag: number): Der {
  const [value, ...others] = derValues(bytes)
  if (!value || others.length > 0) throw new Error('not one value')
  return ofTag(value, tag)
}

export function ofTag(value: Der | undefined, tag: number): Der {
  if (value?.tag !== tag) throw new Error('a value of another kind')
  return value
}

function valueAt(bytes: Buffer, at: number): Der {
  const tag = bytes.readUInt8(at)
  // Tags of more bytes are not used by certificates.
  if ((tag & 0x1f) === 0x1f) throw new Error('a tag of more bytes')
  const first = bytes.readUInt8(at + 1)
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > 4) throw new Error('a length that DER does not have')
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) throw new Error('cut short')
  return { tag, bytes: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) }
}

/** `1.2.840.113549.1.1.11` */
export function oidText(content: Buffer): string {
  const numbers: number[] = []
  let number = 0
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(number)
      number = 0
    }
  }
  const [first = 0, ...rest] = numbers
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...rest].join('.')
}

/** A UTCTime or a GeneralizedTime as RFC 5280 has them: to the second, in UTC. Throws an Error when it is another. */
export function derTime({ tag, content }: Der): Date {
  const text = content.toString('latin1')
  const parts = tag === derTags.utcTime ? /^(\d\d)(\d{10})Z$/.exec(text) : /^(\d{4})(\d{10})Z$/.exec(text)
  if (!parts || (tag !== derTags.utcTime && tag !== derTags.generalizedTime)) throw new Error('no time')
  const [, year = '', rest = ''] = parts
  const [month, day, hour, minute, second] = rest.match(/\d\d/g) ?? []
  const whole = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const moment = new Date(`${whole}-${month}-${day}T${hour}:${minute}:${second}.000Z`)
  if (Number.isNaN(moment.getTime())) throw new Error('no time')
  return moment
}
