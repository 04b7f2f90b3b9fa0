// Numbers as HAProxy reads and writes them (its `json_query` and C's `%g`): neither is what JavaScript does.

type NumberAt = { readonly value: number; readonly end: number }

const numberText = /(-?)(\d*)(\.?)(\d*)(?:[eE](-?)\+?(\d*))?/y

/** The number that begins at a place, and where it ends; what is none ends where it begins. */
export function numberAt(text: string, start: number): NumberAt {
  const pattern = new RegExp(numberText)
  pattern.lastIndex = start
  const [all = '', minus, whole = '', dot, fraction = '', minusOfPower, power] = pattern.exec(text) ?? []
  if (whole === '' && dot === '') return { value: 0, end: start }
  const sign = minus === '-' ? -1 : 1
  const base = wholeOf(whole) * sign + (dot === '' ? 0 : fractionOf(fraction) * sign)
  // A dot with nothing behind it is no end, though what stands before it counts.
  if (power === undefined) return { value: base, end: all.endsWith('.') ? start : start + all.length }
  return { value: raised(base, power, minusOfPower === '-'), end: start + all.length }
}

function wholeOf(digits: string): number {
  return Array.from(digits).reduce((sum, digit) => sum * 10 + Number(digit), 0)
}

function fractionOf(digits: string): number {
  let [sum, place] = [0, 0.1]
  for (const digit of digits) {
    sum += place * Number(digit)
    place /= 10
  }
  return sum
}

/** The power is counted in 32 bits, and overflows. */
function raised(base: number, digits: string, isNegative: boolean): number {
  const power = Array.from(digits).reduce((sum, digit) => (Math.imul(sum, 10) + Number(digit)) | 0, 0)
  let [factor, square] = [1, 10]
  for (let left = power; left > 0; left >>= 1) {
    if (left % 2 === 1) factor *= square
    square *= square
  }
  const signed = isNegative ? -power : power
  if (signed === 0) return base
  return signed > 0 ? base * factor : base / factor
}

/** As `%g` prints it: `1.23457e+06`, `0.0001`, `-inf`. */
export function sixDigits(value: number): string {
  // 0 times infinity is a negative one on the processors that we know.
  if (Number.isNaN(value)) return '-nan'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (!Number.isFinite(value)) return `${sign}inf`
  const [digits = '', power = '0'] = roundedToEven(Math.abs(value)).split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 6) {
    const written = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${withoutZeros(digits)}e${exponent < 0 ? '-' : '+'}${written}`
  }
  return `${sign}${withoutZeros(Number(`${digits}e${power}`).toFixed(Math.max(0, 5 - exponent)))}`
}

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

/** Six digits and a power of ten. Right between two of them, C takes the even one, and JavaScript the larger one. */
function roundedToEven(value: number): string {
  const [exact = '', power = '0'] = value.toExponential(60).split('e')
  const isBetween = /^\d\.\d{5}50*$/.test(exact)
  return isBetween && Number(exact.charAt(6)) % 2 === 0 ? `${exact.slice(0, 7)}e${power}` : value.toExponential(5)
}
