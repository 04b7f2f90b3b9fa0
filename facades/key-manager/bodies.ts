import { DomainError } from 'model/errors'
import { z } from 'zod'
import type { Payload } from '@/server/services/key-manager.ts'

/** Of a payload, in characters: a revocation list of thousands, or a chain with its key many times over. */
export const longestPayload = 1_024 * 1_024

const word = z
  .string('Value should be string')
  .max(255, 'Value should have a maximum character requirement of 255')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'Value has control characters')
const secretTypes = ['symmetric', 'public', 'private', 'passphrase', 'certificate', 'opaque'] as const
const contentTypes = ['text/plain', 'application/octet-stream', 'application/pkcs8', 'application/pkix-cert'] as const

const contentType = z.preprocess(
  (value) => (typeof value === 'string' ? (value.split(';')[0]?.trim().toLowerCase() ?? '') : value),
  z.enum(contentTypes, `Value should be one of: ${contentTypes.join(', ')}`),
)

/** `POST /v1/secrets`. */
export const secretBody = z.strictObject({
  name: word.nullish(),
  secret_type: z.enum(secretTypes, `Value should be one of: ${secretTypes.join(', ')}`).nullish(),
  algorithm: word.nullish(),
  bit_length: z.int('Value should be a whole number').min(1, 'Value should be greater or equal to 1').nullish(),
  mode: word.nullish(),
  expiration: z
    .string('Value should be string')
    .max(64, 'Value should have a maximum character requirement of 64')
    .refine((text) => Number.isFinite(Date.parse(text)), 'Value should be a time in ISO 8601')
    .nullish(),
  payload: z
    .string('Value should be string')
    .min(1, 'Value should not be empty')
    .max(longestPayload, `Value should have a maximum character requirement of ${longestPayload}`)
    .nullish(),
  payload_content_type: contentType.nullish(),
  payload_content_encoding: z.literal('base64', 'Value should be base64').nullish(),
})

const id = /^(?:https?:\/\/[^?#\s]*\/)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/?$/i
const secretReference = z
  .string('Value should be the reference of a secret')
  .max(2_000, 'Value should have a maximum character requirement of 2000')
  .regex(id, 'Value should be the reference of a secret')
  .transform((text) => id.exec(text)?.[1]?.toLowerCase() ?? '')

/** The names that the secrets of a container may have, by its type; null is any. */
export const containerTypes = {
  certificate: ['certificate', 'private_key', 'private_key_passphrase', 'intermediates'],
  rsa: ['public_key', 'private_key', 'private_key_passphrase'],
  generic: null,
} as const satisfies Record<string, readonly string[] | null>
type ContainerType = keyof typeof containerTypes

/** `POST /v1/containers`. */
export const containerBody = z
  .strictObject({
    name: word.nullish(),
    type: z.enum(
      Object.keys(containerTypes) as ContainerType[],
      `Value should be one of: ${Object.keys(containerTypes).join(', ')}`,
    ),
    secret_refs: z
      .array(z.strictObject({ name: word.min(1, 'Value should not be empty'), secret_ref: secretReference }))
      .max(20, 'Give at most 20 secrets')
      .default([]),
  })
  .superRefine(({ type, secret_refs }, context) => {
    const names: readonly string[] | null = containerTypes[type]
    for (const [at, { name }] of secret_refs.entries()) {
      const path = ['secret_refs', at, 'name']
      if (names !== null && !names.includes(name))
        context.addIssue({ code: 'custom', path, message: `Value should be one of: ${names.join(', ')}` })
      if (secret_refs.findIndex((one) => one.name === name) !== at)
        context.addIssue({ code: 'custom', path, message: 'Value should be there once' })
    }
    if (type === 'certificate' && !secret_refs.some((one) => one.name === 'certificate'))
      context.addIssue({ code: 'custom', path: ['secret_refs'], message: 'A certificate is missing in it' })
  })

type Given = Pick<z.output<typeof secretBody>, 'payload' | 'payload_content_type' | 'payload_content_encoding'>

/** What a payload is in bytes. @throws invalid where its type or its encoding is missing, or it is not in that encoding */
export function payloadIn({ payload, payload_content_type, payload_content_encoding }: Given): Payload | null {
  if (payload === null || payload === undefined) return null
  if (!payload_content_type) throw wrong('payload_content_type', 'Give the type of the payload: text/plain')
  const isText = payload_content_type === 'text/plain'
  if (isText && payload_content_encoding)
    throw wrong('payload_content_encoding', 'A payload of type text/plain has no encoding: leave it out')
  if (isText) return { content_type: payload_content_type, bytes: Buffer.from(payload) }
  if (!payload_content_encoding)
    throw wrong('payload_content_encoding', 'Give the encoding of a payload that is no text: base64')
  return { content_type: payload_content_type, bytes: decoded(payload) }
}

/** As `PUT /v1/secrets/{id}` sends it: the headers say what it is. @throws unsupported_media_type, invalid */
export function rawPayload(headers: Headers, bytes: Buffer): Payload {
  const type = contentType.safeParse(headers.get('content-type') ?? '')
  if (!type.success)
    throw new DomainError('unsupported_media_type', `The content type should be one of: ${contentTypes.join(', ')}`)
  if (bytes.length === 0) throw wrong('payload', 'The payload is empty')
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  if (encoding !== '' && encoding !== 'base64') throw wrong('payload_content_encoding', 'Value should be base64')
  return {
    content_type: type.data,
    bytes: encoding === 'base64' ? decoded(bytes.toString('latin1')) : bytes,
  }
}

/** Files are encoded in lines. */
function decoded(payload: string): Buffer {
  const text = payload.replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw wrong('payload', 'The payload is not in base64')
  return Buffer.from(text, 'base64')
}

function wrong(about: string, message: string): DomainError {
  return new DomainError('invalid', `${about}: ${message}`, [{ about, message }])
}
