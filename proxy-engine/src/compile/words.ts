import { isAddress, isIpv6 } from 'model/kit/addresses'
import { cidr } from 'model/kit/values'

declare const printable: unique symbol

/** Text that is safe to print in haproxy.cfg. Only this file can make one. */
export type Word = string & { readonly [printable]: true }

/** Text that no spelling can carry into haproxy.cfg. The schemas let none of it through; the compiler trusts nobody. */
export class Unprintable extends Error {
  override readonly name = 'Unprintable'
}

/** HAProxy's own language, written by us: only a literal type-checks, so nothing that a person typed gets in here. */
export function expression<const T extends string>(text: string extends T ? never : T): Word {
  return text as string as Word
}

/** A name: of a section, a server, a method. These characters mean nothing else, neither in the file nor on the runtime socket. */
export function keyword(text: string): Word {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/.test(text))
    throw new Unprintable(`${JSON.stringify(text)} can not be used as a name.`)
  return text as Word
}

/** A variable of a group, `txn.json.user.plan`. What a name can not hold stands in it as a number of two digits, so that no two are one. */
export function variable(group: Word, text: string): Word {
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new Unprintable(`${JSON.stringify(text)} has characters that no variable can be named by.`)
  return keyword(`${group}.${text.replaceAll(/[^A-Za-z0-9.]/g, (one) => `_${one.charCodeAt(0).toString(16)}`)}`)
}

/** The sample of a variable. */
export function reading(name: Word): Word {
  return `var(${name})` as Word
}

/** The action, or the converter, that sets a variable. */
export function setting(name: Word): Word {
  return `set-var(${name})` as Word
}

/** The number itself, where it is one that HAProxy can read. */
export function whole(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new Unprintable(`${value} is not a whole number from 0 up.`)
  return value
}

export function number(value: number): Word {
  return String(whole(value)) as Word
}

/** Parts of one word or of one condition. */
export function joined(between: '' | ' ' | ',', ...parts: readonly Word[]): Word {
  return parts.join(between) as Word
}

/** 24 days, just below the longest timer that HAProxy has: what stands for "no limit". */
const longestMilliseconds = 24 * 86_400_000

/** A time; 0 is no limit, which HAProxy would warn about and take for a mistake. */
export function milliseconds(value: number): Word {
  if (value === 0 || value > longestMilliseconds) return '24d' as Word
  return (value % 1_000 === 0 ? `${number(value / 1_000)}s` : `${number(value)}ms`) as Word
}

export function host(value: string): Word {
  if (!isAddress(value)) throw new Unprintable(`${JSON.stringify(value)} is not an IPv4 or IPv6 address.`)
  return value as Word
}

/** An address where a port may follow: IPv6 is then in brackets. */
export function address(value: string): Word {
  return (isIpv6(value) ? `[${host(value)}]` : host(value)) as Word
}

/** `10.0.0.4:80`, `[fd00::4]:80`. */
export function endpoint(value: string, port: number): Word {
  return `${address(value)}:${number(port)}` as Word
}

export function network(value: string): Word {
  const parsed = cidr.safeParse(value)
  if (!parsed.success) throw new Unprintable(`${JSON.stringify(value)} is not an IPv4 or IPv6 network.`)
  return parsed.data as Word
}

/** Stands for the folder of the map files, which is known only when a file is printed; no text of a person can hold it. */
const folderMark = '\0folder:'

/** A lookup in a map file: `'var(txn.v),concat(|s|,txn.site),map_beg("<folder>/<name>.map")'`. */
export function mapLookup(before: Word, name: string, after: Word = expression('')): Word {
  return `'${before}("${folderMark}${keyword(name)}.map")${after}'` as Word
}

/** A line with the folder of the map files in its place, quoted as it has to be there: twice. An empty one is left out. */
export function withMapFolder(text: string, folder: string): string {
  if (!text.includes(folderMark)) return text
  const path = folder === '' ? '' : `${folder}/`
  return text.replaceAll(folderMark, () => singleQuoted(path.replaceAll(/["\\]/g, '\\$&')))
}

/** Stands for the folder of the lists of certificates, and for the file with the keys of session tickets. */
const listMark = '\0certificates:'
const listPlace = new RegExp(`${listMark}(\\S+)`, 'g')
const ticketMark = '\0tickets'
const ownTicketsMark = '\0own-tickets:'
const ownTicketsPlace = new RegExp(`${ownTicketsMark}(\\S+)`, 'g')

/** The list of the certificates of a listener, `<folder>/<name>.list`. */
export function certificateList(name: string): Word {
  return `${listMark}${keyword(name)}` as Word
}

export const ticketKeys = ticketMark as Word

/** The keys of a listener's own, `<folder>/<name>.tickets`. */
export function ticketKeysOf(name: string): Word {
  return `${ownTicketsMark}${keyword(name)}` as Word
}

/** A line with the places of the files of TLS in it. An empty folder is left out. */
export function withTlsFiles(text: string, folder: string, ticketFile: string): string {
  if (!text.includes(listMark)) return text
  const path = folder === '' ? '' : `${folder}/`
  return text
    .replace(listPlace, (_, name: string) => quoted(`${path}${name}.list`))
    .replace(ownTicketsPlace, (_, name: string) => quoted(`${path}${name}.tickets`))
    .replaceAll(ticketMark, () => quoted(ticketFile))
}

/** Stands for where the sockets of a generation are and how their names begin; no text of a person can hold it either. */
const socketMark = '\0socket:'
const socketPlace = new RegExp(`${socketMark}(\\S+)`)

/** The address of the socket over which the engine asks a listener: `'unix@<folder>/<generation>.<listener>'`. */
export function probeSocket(listener_id: string): Word {
  return `${socketMark}${keyword(listener_id)}` as Word
}

/** A line with the path of its socket in its place, the one of `socketPath` and the listener's id. */
export function withProbeSocket(text: string, socketPath: string): string {
  if (!text.includes(socketMark)) return text
  return text.replace(socketPlace, (_, id: string) => quoted(`unix@${probePath(socketPath, id)}`))
}

/** Beside the socket that commands are taken on: `/run/1.sock` has `/run/1.<listener>`. */
export function probePath(socketPath: string, listener_id: string): string {
  return `${socketPath.replace(/\.sock$/, '')}.${listener_id}`
}

/** What a map file gives for a key: `add map` and the file both end it with the line. */
export function mapValue(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new Unprintable(`${JSON.stringify(text)} has characters that a URL can not have.`)
  return text
}

/** Any text as one word. HAProxy reads nothing inside single quotes, line breaks excepted: those are spelled outside of them. */
export function quoted(text: string): Word {
  if (text === '') throw new Unprintable('An empty text would end the line.')
  if (text.includes('\0'))
    throw new Unprintable(`${JSON.stringify(text)} has a null character, which HAProxy can not read.`)
  if (/^[A-Za-z0-9_/][A-Za-z0-9_./:,-]*$/.test(text)) return text as Word
  return `'${singleQuoted(text)}'` as Word
}

/** Text that stands between single quotes; what can not is spelled outside of them. */
function singleQuoted(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll('\n', "'\\x0a'").replaceAll('\r', "'\\x0d'")
}

/** Text where HAProxy reads a log-format: `%` begins a variable there, and doubled it is itself. */
export function format(text: string): Word {
  return quoted(text.replaceAll('%', '%%'))
}

/** Where HAProxy reads a log-format: texts as they are, and samples in their places. */
export function formatOf(parts: readonly (string | { readonly sample: Word })[]): Word {
  const text = parts.map((part) =>
    typeof part === 'string' ? part.replaceAll('%', '%%') : `%[${withoutQuotes(part.sample)}]`,
  )
  return quoted(text.join(''))
}

/** A word as HAProxy sees it once the quotes are read, so that it can be part of another. */
function withoutQuotes(word: Word): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word
}

/** A sample fetch. HAProxy parses what is between the parentheses a second time, so the key is quoted twice. */
export function sample<const T extends string>(
  name: Word,
  key: string,
  converters: string extends T ? never : T,
): Word {
  if (key === '') throw new Unprintable('An empty name can not be looked up.')
  const quotedKey = `"${key.replaceAll(/["\\]/g, '\\$&')}"`
  return quoted(`${name}(${quotedKey})${converters}`)
}

/** The opposite of an acl, or of a condition in braces. */
export function negated(condition: Word): Word {
  return `!${condition}` as Word
}

/** A remark for people. What could end the line, or hide in it, becomes a space. */
export function comment(text: string): Word {
  return `# ${text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')}` as Word
}
