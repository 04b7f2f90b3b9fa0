'use client'

import type { FieldControl } from '../ui/field.tsx'

type FileButtonProps = Partial<FieldControl> & {
  readonly 'aria-label'?: string
  /** Endings and types of files. */
  readonly accept: string
  readonly reads: 'text' | 'base64'
  /** Of text: what the bytes of a file that is no text are wrapped as, `X509 CRL`. */
  readonly blockLabel?: string
  readonly onRead: (content: string) => void
}

/** Chooses a file and reads it here: it is sent with the form, and not before. */
export function FileButton({ accept, reads, blockLabel, onRead, ...control }: FileButtonProps) {
  const read = async (file: File | undefined) => {
    if (!file) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (reads === 'base64') onRead(base64(bytes))
    else onRead(blockLabel !== undefined && bytes[0] === derSequence ? pem(bytes, blockLabel) : await file.text())
  }
  return (
    <input
      {...control}
      type="file"
      accept={accept}
      onChange={(event) => void read(event.target.files?.[0])}
      className="w-full min-w-0 text-caption text-muted file:mr-3 file:h-8 file:cursor-pointer file:rounded-control file:border file:border-line file:border-solid file:bg-surface file:px-3 file:text-body file:text-ink pointer-coarse:file:h-11"
    />
  )
}

/** What every certificate and list in DER begins with, and no text does. */
const derSequence = 0x30

function pem(bytes: Uint8Array, label: string): string {
  const lines = base64(bytes).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
