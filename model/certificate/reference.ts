const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const named = new RegExp(`^(?:https?://[^/?#\\s]+(?:/[^?#\\s]*)?/(?:containers|secrets)/)?(${uuid})/?$`, 'i')

/**
 * The id of the certificate that a reference names: the id itself, or the address that a key manager gives it, as OpenStack's clients
 * write it: `http://host/key-manager/v1/containers/<id>`. Null when it is neither.
 */
export function certificateIdOf(reference: string): string | null {
  return named.exec(reference)?.[1]?.toLowerCase() ?? null
}
