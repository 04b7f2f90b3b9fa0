import type { Member } from 'model/resources/member'

const words = new Intl.Collator('en', { numeric: true })

/** Members as a person would list them: by name, web-2 before web-10; those without a name by address and port, after them. */
export function inReadingOrder(members: readonly Member[]): Member[] {
  const keyOf = (one: Member) => one.name || `\uffff${one.address} ${one.protocol_port}`
  return members.toSorted((one, other) => words.compare(keyOf(one), keyOf(other)))
}
