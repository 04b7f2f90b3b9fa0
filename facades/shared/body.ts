import { DomainError } from 'model/errors'

/** 8 MiB: a pool of 10,000 members is about 2 MB of JSON. */
const maxBytes = 8 * 1_024 * 1_024

/** No body of any dialect is nested deeper than 8; recursion over a hostile one would exhaust the stack. */
const maxDepth = 24

/** The parsed JSON body, undefined when there is none. Refuses what is no JSON, too long or nested too deep. */
export async function jsonBody(request: Request): Promise<unknown> {
  const text = await boundedText(request)
  if (text.trim() === '') return undefined
  const type = request.headers.get('content-type')
  if (!isJsonType(type)) throw new DomainError('unsupported_media_type', `Unknown mimetype: ${type ?? ''}`)
  const value = parsed(text)
  if (isDeeperThan(value, maxDepth))
    throw new DomainError('invalid', `The body is nested deeper than ${maxDepth} levels.`)
  if (hasHalves(value)) throw new DomainError('invalid', 'The body has a \\u escape that is half of a character only.')
  return value
}

/** RFC 8259 section 8.2: an unpaired surrogate is no character, and no database keeps it as it came. */
const half = /\p{Surrogate}/u

function hasHalves(value: unknown): boolean {
  if (typeof value === 'string') return half.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, one]) => half.test(name) || hasHalves(one))
}

/** Whether a parsed value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('invalid', 'Request is not in valid JSON format')
  }
}

function isJsonType(type: string | null): boolean {
  return type !== null && type.split(';')[0]?.trim().toLowerCase() === 'application/json'
}

/** The body as text; reading stops at the limit, whatever the request says about its length. */
async function boundedText(request: Request): Promise<string> {
  // HTTP takes no more than was announced, and reading it as text is faster.
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) <= maxBytes) return request.text()
  return new TextDecoder().decode(await boundedBytes(request, maxBytes))
}

/** The body as it came, up to a number of bytes. */
export async function boundedBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const tooLong = new DomainError('invalid', `The body is longer than ${maxBytes} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLong
  if (request.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLong
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Goes through the value level by level, so that its depth costs no stack. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0) return false
  }
  return true
}
